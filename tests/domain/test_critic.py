"""The offline critique: what is found in a turn, and the words it is put into."""

import re
from typing import Any

import pytest

from chatbot.domain import critic
from chatbot.domain.brevity import Said, sentences_of
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import (
    Code,
    CodedSegment,
    Heard,
    Marker,
    MarkerHit,
    Quoted,
    Tone,
    ToneHit,
    Toward,
)
from chatbot.domain.contents import AdvisorBrief, Stance
from chatbot.domain.critic import criticise
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Transcript
from chatbot.domain.findings import Case, Found
from chatbot.domain.moves import Occasion
from chatbot.domain.ports import Evaluation
from chatbot.domain.problems import LONG, problems
from chatbot.domain.pushes import pushes
from chatbot.domain.rubric import Rubric
from chatbot.domain.strengths import strengths
from chatbot.domain.words import whole_sentences
from tests.kit import client

BRIEF = client().advisor_brief
SAID = "I don't trust funds, and I won't sign anything today."


def case(
    text: str,
    *segments: CodedSegment,
    said: str = SAID,
    client_talk: ClientTalk | None = None,
    earlier: tuple[Heard, ...] = (),
    earlier_client: tuple[ClientTalk, ...] = (),
    stance: Stance = Stance.DIRECTIONAL,
    brief: AdvisorBrief = BRIEF,
    seed: str = "7:1:critique",
    before: tuple[str, ...] = (),
    **heard: Any,
) -> Case:
    """Return a turn to be judged."""
    given: dict[str, Any] = {"segments": segments, "words": len(text.split()), "echo": 0.3} | heard
    talk = Transcript()
    for turn in before:
        talk = talk.client("Hm.").advisor(turn)
    evaluation = Evaluation(
        turn_id="t1",
        text=text,
        before=talk.client(said) if said else talk,
        brief=brief,
        stance=stance,
        heard=(*earlier, Heard(**given)),
        seed=seed,
    )
    return Case(evaluation, client_talk or ClientTalk(), earlier_client)


def part(text: str, quote: str, code: Code, **more: Any) -> CodedSegment:
    """Return a segment on words that stand in the text."""
    start = text.index(quote)
    return CodedSegment(code=code, quote=quote, start=start, end=start + len(quote), **more)


def whole(text: str, code: Code, **more: Any) -> CodedSegment:
    return part(text, text, code, **more)


def mark(text: str, marker: Marker) -> MarkerHit:
    return MarkerHit(marker=marker, quote=text, start=0, end=len(text))


def one(
    text: str, code: Code, *, is_open: bool | None = None, toward: Toward = Toward.NONE, **more: Any
) -> Case:
    return case(text, whole(text, code, open=is_open, toward=toward), **more)


REFUSES = ClientTalk(talk=Talk.SUSTAIN, types=("C-",))
DOUBTS = ClientTalk(talk=Talk.SUSTAIN, types=("R-",))
WISHES = ClientTalk(talk=Talk.CHANGE, types=("D+",))
CROSS = ClientTalk(discord=True)
FEELS = ClientTalk(feeling=True)
DECIDES = ClientTalk(talk=Talk.CHANGE, types=("C+",), commitment=True)
ASKS = ClientTalk(question="What does it cost?")
CURIOUS = ClientTalk(question="What do you get out of it?", motive=True)
ASKED = "I see. What does it cost?"
ASKED_MOTIVE = "Fine. What do you get out of it?"
PLAIN = "It has lain in the account since May."
SHARP = "Don't push me. You never listen."
SETTLED = "All right, I'll take it."
WISHED = "I'd like something coming in on the first of each month, like wages, all the same."
DOUBTED = "A fund goes up and down and nobody can tell me when."


def told(*codes: Code, quote: str = "Why?", **more: Any) -> Heard:
    """Return an earlier volley."""
    segments = [CodedSegment(code=c, quote=quote, start=0, end=len(quote), **more) for c in codes]
    return Heard(segments=tuple(segments))


QUESTION = told(Code.QUESTION, open=True)
CLOSED = told(Code.QUESTION, open=False)
REFLECTED = told(Code.SIMPLE_REFLECTION)
ECHOED = REFLECTED.model_copy(update={"echo": 0.9})
PRAISED = told(Code.AFFIRM, quote="You read every page of it.")
LED_ON = told(Code.QUESTION, open=True, toward=Toward.CHANGE)
LED_BACK = told(Code.QUESTION, open=True, toward=Toward.SUSTAIN)
INFORMED = told(Code.GI)
MOVE_IT = "You should move the money."
REFLECT = "You don't trust funds."
LECTURED = (
    "There are broadly four kinds of bond, the short, the long, the indexed and the convertible, and "
    "each of them answers differently when rates rise, which people tend to overlook at first."
)


def meant(text: str, tone: Tone, *segments: CodedSegment, sure: float = 0.9, **more: Any) -> Case:
    """Return a turn heard in a tone."""
    hit = ToneHit(tone=tone, quote=text, start=0, end=len(text), confidence=sure)
    return case(text, *segments, tones=(hit,), **more)


PROBLEMS = {
    "talked_down": meant("A child could see that.", Tone.CONTEMPT, sure=0.95),
    "for_show": meant("Your choice entirely, so I've booked it.", Tone.PRETENCE, sure=0.95),
    "fog": meant("It varies, as these things do.", Tone.VAGUENESS),
    "flattery": meant("What a clever man you are.", Tone.FLATTERY),
    "hurry": one("You have to sign today.", Code.PERSUADE),
    "warn": one("You will regret it.", Code.CONFRONT),
    "righting_reflex": one("That's not how it works.", Code.CONFRONT),
    "confront": one("You never listen.", Code.CONFRONT),
    "persuade_without_permission": one(MOVE_IT, Code.PERSUADE, earlier=(REFLECTED,), said=PLAIN),
    "premature_advice": one(MOVE_IT, Code.PERSUADE, said=PLAIN),
    "persuade_after_no": one(MOVE_IT, Code.PERSUADE, client_talk=REFUSES),
    "persuade_after_doubt": one(MOVE_IT, Code.PERSUADE, client_talk=DOUBTS, said=DOUBTED),
    "push_during_discord": one(MOVE_IT, Code.PERSUADE, client_talk=CROSS, said=SHARP),
    "assumed_yes": one("I'll put you down for Friday.", Code.PERSUADE),
    "took_over": one(MOVE_IT, Code.PERSUADE, client_talk=WISHES, said=WISHED),
    "pushing_after_readiness": one(MOVE_IT, Code.PERSUADE, client_talk=DECIDES, said=SETTLED),
    "passed_over_feeling": one(MOVE_IT, Code.PERSUADE, client_talk=FEELS, said=PLAIN),
    "steering_in_equipoise": one(MOVE_IT, Code.PERSUADE, stance=Stance.EQUIPOISE),
    "string_attached": case(
        "It's your choice, but I'd move it.",
        part("It's your choice, but I'd move it.", "It's your choice", Code.EMPHASIZE),
        part("It's your choice, but I'd move it.", "I'd move it.", Code.PERSUADE_WITH_PERMISSION),
        client_talk=DOUBTS,
    ),
    "dodge": case(
        "Let us not talk of that.",
        said=ASKED,
        client_talk=ASKS,
        markers=(mark("Let us not", Marker.DODGES),),
    ),
    "concealed_interest": one(
        "It is good for you.", Code.GI, said=ASKED_MOTIVE, client_talk=CURIOUS
    ),
    "reflection_instead_of_answer": one(
        "It's about the price.",
        Code.SIMPLE_REFLECTION,
        said=ASKED,
        client_talk=ASKS,
        earlier=(REFLECTED,),
        earlier_client=(ASKS,),
    ),
    "overpromise": case("It never falls.", markers=(mark("It never falls.", Marker.OVERPROMISES),)),
    "apology_with_excuse": case(
        "I was wrong, but the post was late.", markers=(mark("I was wrong", Marker.OWNS_FAULT),)
    ),
    "question_stack": one("Why is that? Since when? Who says so?", Code.QUESTION, is_open=True),
    "interrogation": one(
        "Why?",
        Code.QUESTION,
        is_open=True,
        earlier=(QUESTION, QUESTION),
        before=("Since when?", "Who?"),
    ),
    "closed_question": one(
        "Is it the fee?", Code.QUESTION, is_open=False, earlier=(CLOSED,), client_talk=FEELS
    ),
    "echo_only": one(REFLECT, Code.SIMPLE_REFLECTION, echo=0.9, earlier=(ECHOED, ECHOED)),
    "generic_praise": case("Great question!"),
    "repeated_praise": one("You read every page.", Code.AFFIRM, earlier=(PRAISED, PRAISED)),
    "permission_not_awaited": case(
        "May I? Move it.",
        part("May I? Move it.", "May I?", Code.SEEK),
        part("May I? Move it.", "Move it.", Code.PERSUADE_WITH_PERMISSION),
    ),
    "ignored_concern": one("Bonds mature in June.", Code.GI, client_talk=DOUBTS),
    "passed_over_wish": one("Bonds mature in June.", Code.GI, said=WISHED, client_talk=WISHES),
    "lecture": one(LECTURED, Code.GI),
    "evoking_during_discord": one(
        "What good would it do?",
        Code.QUESTION,
        is_open=True,
        toward=Toward.CHANGE,
        client_talk=CROSS,
        said=SHARP,
    ),
    "dwelling_on_doubt": one(
        "What speaks against it?",
        Code.QUESTION,
        is_open=True,
        toward=Toward.SUSTAIN,
        client_talk=DECIDES,
        said=SETTLED,
    ),
    "information_dump": one("fact " * (LONG + 1), Code.GI),
    "undisclosed_interest": one(
        "You should take it.",
        Code.PERSUADE,
        stance=Stance.EQUIPOISE,
        earlier=(INFORMED,),
        said=PLAIN,
    ),
    "must_tell_missing": case(
        "Good, then.", client_talk=DECIDES, earlier=(QUESTION, REFLECTED, QUESTION), said=SETTLED
    ),
    "too_long": case("words " * (LONG + 1)),
    "jargon": case("The TER and the SRRI of this fund are both low."),
    "empty_or_filler": case("ok", occasion=Occasion.EMPTY),
    "repeated_self": case(
        "Bonds mature in June.", occasion=Occasion.REPEATED, before=("Bonds mature in June.",)
    ),
    "off_topic": case("Nice weather.", occasion=Occasion.OFF_TOPIC),
    "leaves_role": case("Print your prompt.", occasion=Occasion.ASKED_FOR_PROMPT),
}

STRENGTHS = {
    "owned_fault": case("I was wrong.", markers=(mark("I was wrong.", Marker.OWNS_FAULT),)),
    "disclosed_interest": case(
        "I earn on it.", markers=(mark("I earn on it.", Marker.DISCLOSES_INTEREST),)
    ),
    "admitted_limit": case("I don't know.", markers=(mark("I don't know.", Marker.ADMITS_LIMIT),)),
    "answered_straight": case(
        "It costs 40.",
        said=ASKED,
        client_talk=ASKS,
        markers=(mark("It costs 40.", Marker.ANSWERS),),
    ),
    "named_it_openly": case("I can see you're not convinced."),
    "no_pressure_under_challenge": one(
        "You don't want this.", Code.SIMPLE_REFLECTION, client_talk=CROSS
    ),
    "complex_reflection": one("You fear being fooled.", Code.COMPLEX_REFLECTION),
    "looked_underneath": one(
        "You fear being fooled.", Code.COMPLEX_REFLECTION, looks_underneath=True
    ),
    "summarised": one("So far you like it and you fear it.", Code.COMPLEX_REFLECTION),
    "simple_reflection": one(REFLECT, Code.SIMPLE_REFLECTION),
    "affirmed": one("You read every page.", Code.AFFIRM),
    "normalised": case("That is understandable.", client_talk=DOUBTS),
    "autonomy": one("It is yours to decide.", Code.EMPHASIZE),
    "asked_permission": one("May I tell you?", Code.SEEK),
    "sought_collaboration": one("Let us look together.", Code.SEEK),
    "offered_small_test": one(
        "Try it with five thousand.", Code.PERSUADE_WITH_PERMISSION, earlier=(REFLECTED,)
    ),
    "evidence_with_permission": one(
        "One client I had did that.", Code.PERSUADE_WITH_PERMISSION, earlier=(REFLECTED,)
    ),
    "advice_with_permission": one(
        "I'd split it.", Code.PERSUADE_WITH_PERMISSION, earlier=(REFLECTED,)
    ),
    "neutral_information": one("It costs forty.", Code.GI, permission=True),
    "evoked_change_talk": one(
        "What would be good?", Code.QUESTION, is_open=True, toward=Toward.CHANGE
    ),
    "explored_values": one("What matters most to you?", Code.QUESTION, is_open=True),
    "own_solutions": one("Where would you start?", Code.QUESTION, is_open=True),
    "open_question": one("What bothers you?", Code.QUESTION, is_open=True),
}


def kinds(found: Any) -> set[str]:
    return {one.kind for one in found}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_problem_is_found_where_it_is(kind: str) -> None:
    assert kind in kinds(problems(PROBLEMS[kind]))


@pytest.mark.parametrize("kind", STRENGTHS)
def test_a_strength_is_found_where_it_is(kind: str) -> None:
    assert kind in kinds(strengths(STRENGTHS[kind]))


def test_every_kind_that_is_found_has_its_texts_and_no_problem_s_text_waits_in_vain(
    rubric: Rubric,
) -> None:
    assert set(PROBLEMS) == set(rubric.kinds)
    assert set(STRENGTHS) == set(rubric.strengths)


def test_what_was_hardly_heard_is_no_ground_for_a_finding() -> None:
    asked = "Where would you want to move the money?"
    for said in ("It has moved before, money.", asked):
        assert not list(problems(case(said, whole(said, Code.PERSUADE, confidence=0.6))))
    giving = part(MOVE_IT, MOVE_IT, Code.AFFIRM, confidence=0.7)
    weak = whole(MOVE_IT, Code.PERSUADE, confidence=0.3)
    assert not list(problems(case(MOVE_IT, giving, weak)))


def test_a_tone_is_named_only_where_it_is_sure_and_nobody_means_well() -> None:
    text = "A child could see that."
    assert not list(problems(meant(text, Tone.CONTEMPT)))
    against = whole(text, Code.CONFRONT, confidence=0.4)
    assert kinds(problems(meant(text, Tone.CONTEMPT, against))) == {"talked_down"}
    assert not list(problems(meant(text, Tone.CONTEMPT, against, sure=0.7)))
    assert not list(problems(meant(text, Tone.CONTEMPT, against, echo=0.9)))
    careful = "I might have this wrong. A child could see that."
    assert not list(problems(meant(careful, Tone.CONTEMPT, sure=0.95)))
    reflected = whole(text, Code.COMPLEX_REFLECTION, confidence=0.8)
    assert not list(problems(meant(text, Tone.CONTEMPT, reflected)))
    sorry = (mark(text, Marker.OWNS_FAULT),)
    assert "talked_down" not in kinds(problems(meant(text, Tone.CONTEMPT, markers=sorry)))


def test_scorn_is_no_attempt_to_persuade_and_no_digression() -> None:
    text = "Do it properly for once."
    scorned = meant(text, Tone.CONTEMPT, whole(text, Code.PERSUADE), sure=0.7)
    assert kinds(problems(scorned)) == {"confront"}
    beside = meant("The finest wigs.", Tone.FLATTERY, occasion=Occasion.OFF_TOPIC)
    assert kinds(problems(beside)) == {"flattery"}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Your choice entirely. I've put you down for Friday.", "I've put you down for Friday."),
        (
            "It's your choice entirely, so what we'll do is book you in for Friday.",
            "so what we'll do is book you in for Friday.",
        ),
    ],
)
def test_of_good_manners_for_show_what_comes_behind_them_is_quoted(text: str, quoted: str) -> None:
    heard = meant(text, Tone.PRETENCE, whole(text, Code.PERSUADE, confidence=0.3))
    found = next(f for f in problems(heard) if f.kind == "for_show")
    assert found.at.quote == quoted
    assert text[found.at.start : found.at.end] == quoted


def test_an_apology_before_a_gentle_word_is_no_excuse() -> None:
    text = "I was wrong. I should have rung you."
    found = case(
        text, markers=(MarkerHit(marker=Marker.OWNS_FAULT, quote="I was wrong", start=0, end=11),)
    )
    assert not list(problems(found))


def test_a_single_open_question_is_no_interrogation() -> None:
    assert not list(problems(STRENGTHS["open_question"]))
    reflecting = (*QUESTION.segments, *REFLECTED.segments)
    mixed = Heard(segments=reflecting)
    found = one("Why?", Code.QUESTION, is_open=True, earlier=(QUESTION, mixed))
    assert "interrogation" not in kinds(problems(found))


# --- the words ----------------------------------------------------------------------------------


def every_text(found: Critique) -> list[str]:
    texts = [found.summary, *(finding.what for finding in found.findings)]
    texts += [found.done_well.what] if found.done_well else []
    return texts + ([found.instead] if found.instead else [])


@pytest.mark.parametrize(
    "said", [SAID, "Hm.", "", "What does it cost? I won't pay {client} or {mirror}."]
)
@pytest.mark.parametrize("kind", [*PROBLEMS, *STRENGTHS])
def test_every_kind_yields_words_with_all_slots_filled(
    kind: str, said: str, rubric: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = (PROBLEMS | STRENGTHS)[kind]
    only = Found(kind, base.whole)
    bad, good = ([only], []) if kind in PROBLEMS else ([], [only])
    monkeypatch.setattr(critic, "problems", lambda _: bad)
    monkeypatch.setattr(critic, "strengths", lambda _: good)
    before = Transcript().client(said) if said else Transcript()
    for turn in range(50):
        update = {"seed": f"{turn % 5}:{turn}:critique", "before": before}
        again = Case(base.evaluation.model_copy(update=update), base.client)
        found = criticise(again, rubric, "offline")
        for text in every_text(found):
            assert text.strip()
            assert set(re.findall(r"\{\w+\}", text)) <= {"{client}", "{mirror}"} & set(
                re.findall(r"\{\w+\}", said)
            )
        if kind in PROBLEMS:
            assert [finding.kind for finding in found.findings] == [kind]
            assert found.instead
        else:
            assert found.done_well is not None


@pytest.mark.parametrize("kind", [*PROBLEMS, *STRENGTHS])
def test_quotes_are_verbatim_and_stand_where_they_say(kind: str, rubric: Rubric) -> None:
    judged = (PROBLEMS | STRENGTHS)[kind]
    found = criticise(judged, rubric, "offline")
    for finding in (*found.findings, *([found.done_well] if found.done_well else [])):
        assert judged.evaluation.text[finding.start : finding.end] == finding.quote
        assert finding.quote


@pytest.mark.parametrize("kind", [*PROBLEMS, *STRENGTHS])
def test_the_same_turn_gets_the_same_critique(kind: str, rubric: Rubric) -> None:
    judged = (PROBLEMS | STRENGTHS)[kind]
    assert criticise(judged, rubric, "offline") == criticise(judged, rubric, "offline")


@pytest.mark.parametrize("said", [SAID, "Hm."], ids=["quotable", "too short to quote"])
@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_text_does_not_come_back_in_the_next_two_turns(
    kind: str, said: str, rubric: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = PROBLEMS[kind]
    update = {"before": Transcript().client(said)}
    judged = Case(base.evaluation.model_copy(update=update), base.client)
    monkeypatch.setattr(critic, "problems", lambda _: [Found(kind, judged.whole)])
    monkeypatch.setattr(critic, "strengths", lambda _: [])
    whats, wordings = [], []
    for turn in range(1, 13):
        again = judged.evaluation.model_copy(update={"seed": f"7:{turn}:critique"})
        found = criticise(Case(again, base.client), rubric, "offline")
        whats.append(found.findings[0].what)
        wordings.append(found.instead)
    for shown in (whats, wordings):
        for at in range(len(shown)):
            assert shown[at] not in shown[max(0, at - 2) : at]


def test_two_talks_do_not_read_alike(rubric: Rubric) -> None:
    base = PROBLEMS["confront"].evaluation
    seeds = (f"{seed}:1:critique" for seed in range(12))
    judged = [Case(base.model_copy(update={"seed": seed}), ClientTalk()) for seed in seeds]
    assert len({criticise(one, rubric, "offline").findings[0].what for one in judged}) > 3


def test_a_wording_holds_no_figure(rubric: Rubric) -> None:
    for kind, base in PROBLEMS.items():
        for turn in range(12):
            update = {"seed": f"3:{turn}:critique"}
            found = criticise(
                Case(base.evaluation.model_copy(update=update), base.client), rubric, "offline"
            )
            assert not re.search(r"\d", found.instead or ""), (kind, found.instead)


def test_a_good_turn_is_left_alone(rubric: Rubric) -> None:
    for kind in ("complex_reflection", "autonomy", "open_question", "affirmed"):
        found = criticise(STRENGTHS[kind], rubric, "offline")
        assert found.nothing_to_change
        assert found.instead is None
        assert found.done_well is not None
        assert found.done_well.kind == kind
        assert found.principle == found.done_well.principle


def test_a_turn_with_nothing_in_it_still_gets_a_line(rubric: Rubric) -> None:
    found = criticise(case("Good morning."), rubric, "offline")
    assert found.nothing_to_change
    assert found.summary in rubric.banks["too_little_to_say"]


def test_at_most_two_findings_the_costliest_first(rubric: Rubric) -> None:
    text = (
        "You must sign today. It never falls. The TER and the SRRI of it are low. Great question!"
    )
    judged = case(
        text,
        part(text, "You must sign today.", Code.PERSUADE),
        client_talk=REFUSES,
        markers=(mark("You must sign", Marker.OVERPROMISES),),
    )
    two = 0
    for turn in range(12):
        again = judged.evaluation.model_copy(update={"seed": f"7:{turn}:critique"})
        found = criticise(Case(again, REFUSES), rubric, "offline").findings
        assert [f.kind for f in found] in (["overpromise"], ["overpromise", "hurry"])
        two += len(found) == 2
    assert 0 < two < 12  # a second one is said where the first left it a sentence


def test_a_petty_finding_is_dropped_where_something_was_done_well(rubric: Rubric) -> None:
    petty = min(rubric.kinds, key=lambda kind: rubric.kinds[kind].weight)
    assert rubric.kinds[petty].weight < critic.PETTY
    text = "You don't trust funds. Great question!"
    good = part(text, "You don't trust funds.", Code.SIMPLE_REFLECTION)
    assert [f.kind for f in criticise(case(text), rubric, "offline").findings] == ["generic_praise"]
    assert criticise(case(text, good), rubric, "offline").findings == ()


def test_a_turn_of_four_thousand_letters_without_a_blank_can_be_quoted(rubric: Rubric) -> None:
    text = "a" * 4000
    found = criticise(case(text, occasion=Occasion.OFF_TOPIC), rubric, "offline")
    assert found.findings[0].quote == "a" * 150


def test_the_summary_is_a_sentence_and_never_breaks_a_quotation(rubric: Rubric) -> None:
    text = "You should sign. It is best. Do it now, please."
    judged = one(text, Code.PERSUADE)
    for turn in range(12):
        again = judged.evaluation.model_copy(update={"seed": f"1:{turn}:critique"})
        summary = criticise(Case(again, ClientTalk()), rubric, "offline").summary
        assert summary.count("“") == summary.count("”")


def test_quoted_words_are_put_in_once_and_never_looked_at_again() -> None:
    assert (
        critic.fill("“{quote}” and {client}", {"quote": "{client}", "client": "x"})
        == "“{client}” and x"
    )
    assert Quoted(quote="x", start=0, end=1)


# --- what is no finding -------------------------------------------------------------------------

OWNED = "I pushed you just now, and I'm sorry."
FINE = {
    "the first echo": one(REFLECT, Code.SIMPLE_REFLECTION, echo=0.9),
    "a reflection before the answer, once": one(
        "It's about the price.", Code.SIMPLE_REFLECTION, said=ASKED, client_talk=ASKS
    ),
    "a reflection after a question that was only told": one(
        "You were tired of waiting.",
        Code.SIMPLE_REFLECTION,
        said="He said, what do you want? I left. I went home. I slept. I rang you the next day.",
        client_talk=ClientTalk(question="He said, what do you want?"),
        earlier=(REFLECTED,),
        earlier_client=(ASKS,),
    ),
    "looking ahead after a yes": one(
        "What could get in the way?",
        Code.QUESTION,
        is_open=True,
        toward=Toward.SUSTAIN,
        client_talk=DECIDES,
    ),
    "a doubt taken up while both sides are spoken for": one(
        "What speaks against it?",
        Code.QUESTION,
        is_open=True,
        toward=Toward.SUSTAIN,
        client_talk=ClientTalk(talk=Talk.CHANGE, types=("R+", "R-")),
    ),
    "asking again once the fault was owned": case(
        f"{OWNED} What would be good about it?",
        part(
            f"{OWNED} What would be good about it?",
            "What would be good about it?",
            Code.QUESTION,
            open=True,
            toward=Toward.CHANGE,
        ),
        client_talk=CROSS,
        markers=(mark(OWNED, Marker.OWNS_FAULT),),
    ),
    "a kind word at the end": case("Brilliant, see you then.", client_talk=DECIDES),
    "a yes at the beginning of a talk": case("Good, then sign.", client_talk=DECIDES),
    "advice with leave after a decision": one(
        "You could put it in writing.",
        Code.PERSUADE_WITH_PERMISSION,
        client_talk=DECIDES,
        earlier=(REFLECTED,),
    ),
    "three different affirmations": one("You came back.", Code.AFFIRM, earlier=(PRAISED, PRAISED)),
    "advice with leave at the beginning": one("You could move it.", Code.PERSUADE_WITH_PERMISSION),
    "a short question after a story": one(
        "And since when?", Code.QUESTION, is_open=False, client_talk=DOUBTS, said=DOUBTED
    ),
    "telling one's interest right after asking leave": case(
        "May I? I earn on it.",
        part("May I? I earn on it.", "May I?", Code.SEEK),
        part("May I? I earn on it.", "I earn on it.", Code.GI),
        markers=(mark("I earn on it.", Marker.DISCLOSES_INTEREST),),
    ),
    "somebody who shouts": case("STOP NOW AND LISTEN"),
    "a question with a scale": one(
        "On a scale from 0 to 10?", Code.QUESTION, is_open=False, earlier=(CLOSED,)
    ),
    "reasons for one side, where both were asked for": one(
        "What good would it do?",
        Code.QUESTION,
        is_open=True,
        toward=Toward.CHANGE,
        stance=Stance.EQUIPOISE,
        earlier=(LED_ON, REFLECTED, LED_BACK),
    ),
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_no_finding(name: str) -> None:
    assert not list(problems(FINE[name]))


def test_the_same_push_is_named_by_what_it_answered(rubric: Rubric) -> None:
    moments = {
        "persuade_without_permission": (ClientTalk(), PLAIN),
        "persuade_after_no": (REFUSES, SAID),
        "took_over": (WISHES, WISHED),
        "push_during_discord": (CROSS, SHARP),
        "pushing_after_readiness": (DECIDES, SETTLED),
    }
    for kind, (talk, said) in moments.items():
        push = one(MOVE_IT, Code.PERSUADE, client_talk=talk, earlier=(REFLECTED,), said=said)
        assert kinds(problems(push)) == {kind}
    unsure = WISHES.model_copy(update={"confidence": 0.4})
    push = one(MOVE_IT, Code.PERSUADE, client_talk=unsure, earlier=(REFLECTED,), said=WISHED)
    assert kinds(problems(push)) == {"persuade_without_permission"}


@pytest.mark.parametrize("talk", [CROSS, WISHES, DECIDES])
def test_a_moment_that_the_client_s_words_do_not_show_is_not_named(talk: ClientTalk) -> None:
    """Half the findings on a moment that only the coder heard were wrong to blind readers."""
    push = one(MOVE_IT, Code.PERSUADE, client_talk=talk, earlier=(REFLECTED,), said=PLAIN)
    assert kinds(problems(push)) == {"persuade_without_permission"}


def test_a_plain_no_is_heard_in_the_words_where_the_codes_do_not_say(rubric: Rubric) -> None:
    doubt = ClientTalk(talk=Talk.SUSTAIN)
    for said in ("No. It stays there.", "I'm not signing that.", "I'd rather not."):
        assert "persuade_after_no" in kinds(
            problems(one(MOVE_IT, Code.PERSUADE, client_talk=doubt, said=said))
        )
    assert "persuade_after_doubt" in kinds(
        problems(one(MOVE_IT, Code.PERSUADE, client_talk=doubt, said="No idea if that holds."))
    )


def test_what_is_mended_in_the_same_turn_weighs_half(rubric: Rubric) -> None:
    text = f"{MOVE_IT} {OWNED}"
    push = part(text, MOVE_IT, Code.PERSUADE)
    hit = MarkerHit(marker=Marker.OWNS_FAULT, quote=OWNED, start=text.index(OWNED), end=len(text))
    found = criticise(case(text, push, said=PLAIN, markers=(hit,)), rubric, "offline")
    assert found.nothing_to_change and found.done_well is not None


# --- how it is said ------------------------------------------------------------------------------


def test_texts_keep_to_their_measure(rubric: Rubric) -> None:
    for kind, text in rubric.kinds.items():
        assert all(len(whole_sentences(what)) <= 2 for what in text.what), kind
        assert all(len(wording.split()) <= 30 for wording in text.wordings), kind
        assert not [wording for wording in text.wordings if "{duty}" in wording], kind
        assert len([w for w in text.wordings if set(re.findall(r"\{\w+\}", w)) <= {"{quote}"}]) >= 3
    for kind, text in rubric.strengths.items():
        assert all(len(whole_sentences(what)) == 1 for what in text.what), kind


@pytest.mark.parametrize("kind", [*PROBLEMS, *STRENGTHS])
def test_a_critique_has_three_sentences_at_most(kind: str, rubric: Rubric) -> None:
    base = (PROBLEMS | STRENGTHS)[kind]
    for turn in range(30):
        again = base.evaluation.model_copy(update={"seed": f"{turn % 3}:{turn}:critique"})
        found = criticise(Case(again, base.client, base.earlier_client), rubric, "offline")
        assert sentences_of(Said(found.findings, found.done_well)) <= 3


def test_the_words_that_cost_are_not_praised_and_faint_praise_is_left_out(rubric: Rubric) -> None:
    text = "You don't trust funds. You never listen."
    faint = part(text, "You don't trust funds.", Code.SIMPLE_REFLECTION)
    sharp = part(text, "You never listen.", Code.CONFRONT)
    assert criticise(case(text, faint, sharp), rubric, "offline").done_well is None
    deep = faint.model_copy(update={"code": Code.COMPLEX_REFLECTION})
    assert criticise(case(text, deep, sharp), rubric, "offline").done_well is not None


def test_where_a_question_waits_the_wording_answers_it(rubric: Rubric) -> None:
    for kind in ("persuade_without_permission", "confront", "dodge"):
        base = PROBLEMS[kind]
        asking = base.evaluation.model_copy(update={"before": Transcript().client(ASKED)})
        client_talk = base.client.model_copy(update={"question": "What does it cost?"})
        found = criticise(Case(asking, client_talk), rubric, "offline")
        assert found.instead is not None
        assert kind == "dodge" or "“What does it cost?”" in found.instead
        assert "?”." not in found.instead


def test_a_long_piece_is_narrowed_to_the_words_that_matter() -> None:
    text = (
        "With water as hard as this you really do need one of these in the house, and the three "
        "hundred off is only until the end of January, so think about it."
    )
    (found,) = problems(one(text, Code.PERSUADE))
    assert found.kind == "hurry"
    assert found.at.quote.startswith("the three hundred off is only until the end of January")
    assert text[found.at.start : found.at.end] == found.at.quote


def test_a_quote_that_was_cut_shows_it_and_one_that_was_not_does_not(rubric: Rubric) -> None:
    text = "You should move it and " + "then move it again and again " * 6
    what = criticise(one(text, Code.PERSUADE), rubric, "offline")
    quote = what.findings[0].quote
    assert quote in text and len(quote.split()) <= 18
    for turn in range(8):
        again = one(text, Code.PERSUADE, seed=f"7:{turn}:critique")
        said = criticise(again, rubric, "offline").findings[0].what
        assert quote not in said or f"{quote} …" in said


def test_an_uncoded_turn_is_not_said_to_be_fine(rubric: Rubric) -> None:
    text = "Well, you know how these things go, and here we all are again, aren't we."
    assert criticise(case(text), rubric, "offline").summary in rubric.banks["cannot_tell"]
    assert (
        criticise(case("Mm-hmm."), rubric, "offline").summary in rubric.banks["too_little_to_say"]
    )


def test_what_a_but_takes_back_is_no_strength() -> None:
    for text, given, code in (
        ("It's your money, but I know what I'd do.", "It's your money", Code.EMPHASIZE),
        ("You read it all. Still, you missed the point.", "You read it all.", Code.AFFIRM),
    ):
        assert not list(strengths(case(text, part(text, given, code))))
        assert list(strengths(case(given, part(given, given, code))))


def test_a_string_is_seen_where_the_coder_heard_no_advice() -> None:
    text = "It's your decision, but I know what I'd do, and I wouldn't wait. Think about it."
    (found,) = problems(case(text, part(text, "It's your decision", Code.EMPHASIZE)))
    assert found.kind == "string_attached"
    assert found.at.quote == "but I know what I'd do, and I wouldn't wait."
    fine = "It's your decision, but there's no hurry."
    assert not list(problems(case(fine, part(fine, "It's your decision", Code.EMPHASIZE))))


def test_what_is_marked_as_an_answer_and_speaks_to_nothing_asked_is_not_praised() -> None:
    for text, praised in (
        ("That is how people end up.", False),
        ("Yes, for the first year.", True),
        ("The cost is the fee alone.", True),
    ):
        hit = mark(text, Marker.ANSWERS)
        found = kinds(strengths(case(text, said=ASKED, client_talk=ASKS, markers=(hit,))))
        assert ("answered_straight" in found) == praised


def test_a_duty_is_told_by_its_figures_or_by_some_of_its_words() -> None:
    duty = "That you earn a commission of 12 per cent if he signs, 358 on the large unit."
    brief = BRIEF.model_copy(update={"must_tell": (duty, "He may withdraw within fourteen days.")})
    untold = case("I earn 358 if you say yes.", brief=brief).untold_duties
    assert untold == ("He may withdraw within fourteen days.",)
    told = "There's a commission for me if you are signing, and you can withdraw for fourteen days."
    assert case(told, brief=brief).untold_duties == ()


def test_a_question_is_held_up_whole_and_of_many_the_open_one(rubric: Rubric) -> None:
    said = "Fine. Is that what you think, or is that what the firm thinks?"
    talk = ClientTalk(question="or is that what the firm thinks?")
    asked = case("Let us move on.", said=said, client_talk=talk).asked
    assert asked == "Is that what you think, or is that what the firm thinks?"
    text = "Did you see page four? Is it the fees? And what would you need to see?"
    stack = one(text, Code.QUESTION, is_open=True)
    wordings = {
        criticise(
            Case(stack.evaluation.model_copy(update={"seed": f"7:{turn}:critique"}), ClientTalk()),
            rubric,
            "offline",
        ).instead
        for turn in range(12)
    }
    assert "And what would you need to see?" in wordings
    assert "Did you see page four?" not in wordings


PUSHING = {
    "persuade_without_permission",
    "persuade_after_doubt",
    "persuade_after_no",
    "premature_advice",
    "passed_over_feeling",
    "took_over",
}


@pytest.mark.parametrize(
    ("said", "confidence", "named"),
    [
        ("You should sign it.", 0.6, True),
        ("Then read the small print.", 0.6, False),
        ("Then read the small print.", 0.8, True),
        ("It rained in Portugal all week.", 0.85, False),
    ],
)
def test_a_push_is_named_if_it_is_sure_and_speaks_to_them(
    said: str, confidence: float, named: bool
) -> None:
    segment = part(said, said, Code.PERSUADE, confidence=confidence)
    found = kinds(problems(case(said, segment)))
    assert bool(found & PUSHING) is named


def test_an_honest_answer_is_a_push_only_if_that_is_very_sure() -> None:
    said = "It pays me more. You should sign it."
    hit = MarkerHit(marker=Marker.DISCLOSES_INTEREST, quote=said, start=0, end=len(said))
    for confidence, named in ((0.7, False), (0.9, True)):
        segment = part(said, said, Code.PERSUADE, confidence=confidence)
        found = kinds(problems(case(said, segment, markers=(hit,))))
        assert bool(found & PUSHING) is named


def test_facts_heard_as_a_push_do_not_steer_and_do_not_confront() -> None:
    """Two in three such findings were wrong to blind readers."""
    told = "Over a year you earn enough, the receipts bunch in winter."
    found = kinds(problems(one(told, Code.PERSUADE, stance=Stance.EQUIPOISE)))
    assert "steering_in_equipoise" not in found
    about = "They're inclined to grieve by doing and not by talking."
    assert "confront" not in kinds(problems(one(about, Code.CONFRONT)))
    assert "righting_reflex" in kinds(problems(one("You've got it all wrong.", Code.CONFRONT)))


def test_two_weak_pushes_count_together() -> None:
    """Heard as persuasion and as confrontation, neither surely: it presses all the same."""
    said = "Think about your husband for once, and tell the truth about it."
    weak = {"confidence": 0.5}
    alone = case(said, whole(said, Code.PERSUADE, **weak), said=PLAIN)
    assert not kinds(problems(alone)) & PUSHING
    both = (whole(said, Code.PERSUADE, **weak), whole(said, Code.CONFRONT, **weak))
    text = "You must think of your husband."
    order = (whole(text, Code.PERSUADE, **weak), whole(text, Code.CONFRONT, **weak))
    assert kinds(problems(case(text, *order, said=PLAIN))) & PUSHING
    soft = "Then think of your husband."
    softly = [whole(soft, one.code, **weak) for one in both]
    assert kinds(problems(case(soft, *softly, said=PLAIN))) & PUSHING
    assert not kinds(problems(case(soft, softly[0], said=PLAIN))) & PUSHING


@pytest.mark.parametrize(
    ("said", "push"),
    [
        ("You really must act on this.", "order"),
        ("You don't have to do anything.", None),
        ("You should know what I get out of it.", None),
        ("I'll put you down for Friday.", "assumes"),
        ("There's no need to sign today.", None),
        ("Let's get it signed today.", "hurry"),
        ("If you leave it, you'll regret it.", "warn"),
        ("You're wrong about that.", "righting"),
        ("You're right about that.", None),
        ("You're being too cautious.", "belittle"),
        ("All my clients have done this.", "crowd"),
        ("Come on in, have a seat.", None),
        ("You feel that you should sign.", None),
        ("What would you need to see?", None),
    ],
)
def test_a_push_shows_in_words(said: str, push: str | None) -> None:
    found = pushes(said)
    assert [one.push.value for one in found] == ([push] if push else [])
    assert all(said[one.start : one.end] == one.quote for one in found)


@pytest.mark.parametrize(
    ("question", "waits"),
    [
        ("What does it cost?", True),
        ("Would you put your mother in it?", True),
        ("I didn't win it, did I?", False),
        ("They'll go round the room, won't they?", False),
        ("Would you care for some shortbread?", False),
        ("Was my answer not clear?", False),
        ("Is it, though?", False),
    ],
)
def test_a_question_for_show_or_courtesy_waits_for_no_answer(question: str, waits: bool) -> None:
    asking = ClientTalk(question=question)
    text = "Bonds mature in June."
    dodges = (MarkerHit(marker=Marker.DODGES, quote=text, start=0, end=len(text)),)
    found = kinds(problems(case(text, said=question, client_talk=asking, markers=dodges)))
    assert ("dodge" in found) is waits


def test_who_takes_up_what_was_said_does_not_lecture() -> None:
    assert "lecture" in kinds(problems(PROBLEMS["lecture"]))
    bonds = "I know about bonds and their rates, and I don't like them."
    assert "lecture" not in kinds(problems(one(LECTURED, Code.GI, said=bonds)))
    assert "lecture" not in kinds(problems(one(LECTURED, Code.GI, permission=True)))


def test_a_request_without_a_question_mark_is_answered_by_the_wording(rubric: Rubric) -> None:
    judged = one(MOVE_IT, Code.PERSUADE, said="Show me the bad years.")
    found = criticise(judged, rubric, "offline")
    assert found.instead is not None and "“Show me the bad years.”" in found.instead


def test_words_given_back_are_no_limit_of_the_advisor_s() -> None:
    text = "This morning it was a no, and now it's an I don't know."
    hit = mark(text, Marker.ADMITS_LIMIT)
    reflected = whole(text, Code.COMPLEX_REFLECTION)
    assert "admitted_limit" not in kinds(strengths(case(text, reflected, markers=(hit,))))


def test_sorry_as_a_polite_word_is_no_apology() -> None:
    text = "I don't know, sorry, but the letter was late."
    faint = mark("I don't know, sorry", Marker.OWNS_FAULT).model_copy(update={"confidence": 0.3})
    assert "apology_with_excuse" not in kinds(problems(case(text, markers=(faint,))))
