"""A few answers make a whole client; what nobody told is neutral and said to be so."""

import pytest
from pydantic import ValidationError

from chatbot.domain.contents import Layer
from chatbot.domain.cueing import cues_for, slug
from chatbot.domain.drafting import draft
from chatbot.domain.errors import InputError
from chatbot.domain.guard_leaks import client_about
from chatbot.domain.interview import QUESTIONS, sketch_of, take
from chatbot.domain.moves import Act, Ending
from chatbot.domain.sketch import Sketch

ANSWERS = {question.key: question.example for question in QUESTIONS}
ALL = {one.key: one for one in QUESTIONS}


def test_there_are_twenty_questions_whose_examples_are_answers() -> None:
    assert len(QUESTIONS) == len(ALL) == 20
    for question in QUESTIONS:
        assert take(question, question.example) == question.example


def test_nothing_told_is_a_client_all_the_same_and_everything_is_to_do() -> None:
    made = draft(Sketch(), "nobody-yet")
    assert made.persona.id == "nobody-yet"
    wanted = {place[0] for place in made.todo}
    assert {"name", "age", "about", "concerns", "plans", "advisor_brief", "difficulty"} <= wanted
    assert ("advisor_brief", "target_behaviour") in made.todo
    assert ("concerns", 1) in made.todo


def test_the_examples_make_a_client_who_says_what_was_told() -> None:
    made = draft(sketch_of(ANSWERS), "ada")
    ada = made.persona
    assert (ada.name, ada.age, ada.difficulty, ada.domain) == (
        "Ada Example",
        47,
        3,
        "retirement money",
    )
    assert ada.advisor_brief.role == "Adviser at a savings bank"
    assert ada.advisor_brief.situation.startswith("we have met once")
    assert ada.advisor_brief.recommendation == ada.advisor_brief.target_behaviour
    assert len(ada.advisor_brief.may_cite.case_facts) == 3
    assert len(ada.advisor_brief.must_tell) == 2
    (objection,) = ada.layer(Layer.SURFACE)
    assert objection.say == "The fees eat up everything."
    assert objection.cues[:3] == ("fee", "cost*", "charge")
    assert objection.valid == "partly"
    assert objection.say in ada.opening[0].text
    assert ada.opening[0].about == (objection.id,)
    assert [one.act for one in ada.questions] == [Act.ASK_MOTIVE]
    assert ada.plans[0].ending is Ending.SMALL_TEST
    assert ada.best_outcomes == (Ending.SMALL_TEST,)
    assert ada.triggers[0].cues == ("today only", "everyone does it", "trust me")
    assert set(made.todo) == {("likes", 0), ("reasons_against", 0)}
    assert client_about(ada)


@pytest.mark.parametrize("difficulty", [1, 2, 3, 4, 5])
def test_thresholds_follow_from_layer_and_difficulty(difficulty: int) -> None:
    made = draft(Sketch(difficulty=difficulty), "one").persona
    surface, deep, value = (made.layer(layer)[0].trust for layer in Layer)
    assert 0 <= surface <= 0.3
    assert 0.4 <= deep <= 0.6
    assert 0.45 <= value <= 0.65
    assert surface < deep < value
    easier = draft(Sketch(difficulty=max(1, difficulty - 1)), "one").persona
    assert easier.temperament.start.trust >= made.temperament.start.trust
    assert easier.temperament.reactance <= made.temperament.reactance
    assert easier.plans[0].trust <= made.plans[0].trust


def test_a_client_who_is_right_can_say_no_or_have_the_advice_changed() -> None:
    told = ANSWERS | {"right": "yes", "plan": "I'll keep the fund and pay by the hour."}
    made = draft(sketch_of(told), "ada").persona
    assert made.client_is_right
    assert made.plans[0].ending is Ending.ADVICE_REVISED
    assert set(made.best_outcomes) == {Ending.ADVICE_REVISED, Ending.INFORMED_NO}
    assert {plan.ending for plan in made.plans} >= set(made.best_outcomes)


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        ("I'll do it by March.", Ending.PLAN),
        ("I'll try a little first.", Ending.SMALL_TEST),
        ("I'll show it to my sister's lawyer.", Ending.SECOND_OPINION),
        ("I'll sleep on it until Friday.", Ending.DATED_PAUSE),
    ],
)
def test_how_a_way_out_ends_shows_in_its_words(words: str, ending: Ending) -> None:
    assert draft(sketch_of({"plan": words}), "x1").persona.plans[0].ending is ending


def test_the_same_words_twice_get_two_ids() -> None:
    say = "The fees eat everything up."
    same = [{"say": say}] * 3
    made = draft(Sketch.model_validate({"objections": same, "facts": same}), "one").persona
    assert len({content.id for content in made.contents()}) == len(list(made.contents()))


def test_other_scripts_and_endless_words_still_make_ids_and_cues() -> None:
    told = {"objections": [{"say": "Ücretler çok yüksek."}, {"say": "費用が高すぎます。"}]}
    made = draft(Sketch.model_validate(told | {"values": [{"say": "x" * 200}]}), "one").persona
    assert made.concerns[0].id.startswith("objection-")
    assert made.concerns[1].id.startswith("objection")
    assert slug("Zoë O'Brien", "client") == "zoe-o-brien"
    assert slug("費用", "client") == "client"


def test_cues_are_those_given_then_the_content_s_own_words() -> None:
    assert cues_for("My father lost his pension.", ["Burned", "last  time"])[:2] == [
        "burned",
        "last time",
    ]
    assert "pensi*" in cues_for("My father lost his pension.")
    assert len(cues_for("one two " + "different words altogether " * 20, near=["a b"])) <= 10


@pytest.mark.parametrize(
    ("key", "answer", "why"),
    [
        ("who", "x" * 61, "at most 60"),
        ("who", "Bob, 12", "16"),
        ("right", "maybe", "yes, partly or no"),
        ("difficulty", "6", "1 to 5"),
        ("objection", "x" * 241, "240"),
        ("objection", "a; b; c; d; e", "at least 2"),
        ("trigger", " , ", "at least 1"),
        ("plan", "x", "at least 2"),
    ],
)
def test_an_answer_that_cannot_be_used_says_how_to_put_it(key: str, answer: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        take(ALL[key], answer)


def test_control_characters_and_blanks_go() -> None:
    assert take(ALL["domain"], " pay\x07ing   the\tdentist ") == "paying the dentist"


def test_a_client_s_texts_are_checked_like_any_other() -> None:
    with pytest.raises(ValidationError):
        Sketch(name="")
    with pytest.raises(InputError, match="who:"):
        sketch_of({"who": "x" * 99})
