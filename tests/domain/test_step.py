"""How an advisor turn moves the client: pure, two-way, every change with its cause."""

from collections import Counter
from random import Random

import pytest

from chatbot.domain.client_state import ClientState, Closing, PendingQuestion, register
from chatbot.domain.codes import Code, CodedSegment, Heard, Marker, MarkerHit, Tone, Toward
from chatbot.domain.contents import Temperament
from chatbot.domain.effects import RULES
from chatbot.domain.effects.moment import Moment
from chatbot.domain.moves import Act, Ending, Occasion
from chatbot.domain.planner import plan
from chatbot.domain.stepping import CONCEALED_CAP, step
from tests.kit import asked, client, hear, random_heard, seg, sound, state, touch

ADA = client()
FIGURES = (
    "importance",
    "confidence",
    "fit",
    "reasons_for",
    "reasons_against",
    "discord",
    "patience",
)
#: Away from both ends, so that every change has room.
MIDDLE = state(ADA, trust=0.5, importance=0.5, discord=0.5, patience=0.5)
MOTIVE = PendingQuestion(act=Act.ASK_MOTIVE, content_id="q-motive")


def straight(*segments: Code, said: str = "I get forty pounds for it.", **more: object) -> Heard:
    """Return a straight answer to the question about the advisor's gain."""
    hit = MarkerHit(marker=Marker.ANSWERS, quote=said, start=0, end=len(said))
    return hear(*segments, **more).model_copy(update={"markers": (hit,)})


def figures(one: ClientState) -> dict[str, float]:
    return {name: getattr(one, name) for name in FIGURES} | one.trust.model_dump()


def changes(heard: Heard, before: ClientState = MIDDLE) -> Counter[str]:
    """Return the sum of all effects, by variable."""
    total: Counter[str] = Counter()
    for effect in step(before, heard, ADA).effects:
        total[effect.variable] += effect.delta
    return total


def reasons(heard: Heard, before: ClientState = MIDDLE) -> set[str]:
    return {effect.why for effect in step(before, heard, ADA).effects}


def walk(seed: int, turns: int = 12) -> list[tuple[ClientState, Heard]]:
    """Return states and volleys of a talk in which anything is heard."""
    rng, now, path = Random(seed), ClientState.start(ADA), []
    for _ in range(turns):
        heard = random_heard(rng, ADA)
        path.append((now, heard))
        now = step(now, heard, ADA).state
    return path


# --- what holds for every turn ------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_no_effect_is_surer_than_the_code_or_marker_that_caused_it(seed: int) -> None:
    caused = 0
    for before, heard in walk(seed):
        sure = {str(s.code): s.confidence for s in heard.segments}
        sure |= {str(hit.marker): hit.confidence for hit in heard.markers}
        for rule in RULES:
            for wish in rule(Moment(state=before, heard=heard, persona=ADA)):
                if str(wish.code) in sure:
                    assert wish.confidence == sure[str(wish.code)], rule.__name__
                    caused += 1
    assert caused


def test_a_layer_reached_in_words_that_may_be_a_reflection_moves_less() -> None:
    def gained(confidence: float) -> float:
        before = MIDDLE.model_copy(update={"told": ("fooled",)})
        segment = seg(Code.COMPLEX_REFLECTION, confidence=confidence)
        heard = hear(segment, touches=[touch("fooled", Code.COMPLEX_REFLECTION)])
        reached = "understood what lies underneath"
        return sum(e.delta for e in step(before, heard, ADA).effects if e.why == reached)

    assert 0 < gained(0.4) < gained(0.7) < gained(1.0)


@pytest.mark.parametrize("seed", range(25))
def test_same_in_same_out_and_the_state_given_is_left_alone(seed: int) -> None:
    for before, heard in walk(seed):
        kept = before.model_dump_json()
        assert step(before, heard, ADA) == step(before, heard, ADA)
        assert before.model_dump_json() == kept


@pytest.mark.parametrize("seed", range(25))
def test_the_effects_sum_to_the_change_of_state_and_each_has_a_cause(seed: int) -> None:
    for before, heard in walk(seed):
        after = step(before, heard, ADA)
        found = figures(before)
        for effect in after.effects:
            found[effect.variable] += effect.delta
            assert effect.code
            assert effect.why
            assert effect.delta != 0
        assert found == pytest.approx(figures(after.state), abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_temperament_and_confidence_scale_and_never_turn_an_effect_round(seed: int) -> None:
    rng = Random(seed)
    people = [
        client(temperament={"reactance": r, "forgiveness": f, "patience": p})
        for r, f, p in [(0, 0, 0), (1, 1, 1), (1, 0, 1), (0, 1, 0)]
    ]
    for before, heard in walk(seed):
        softer = tuple(
            s.model_copy(update={"confidence": rng.uniform(0.3, 1)}) for s in heard.segments
        )
        spoken = [heard, heard.model_copy(update={"segments": softer})]
        signs: dict[tuple[str, str, str], set[bool]] = {}
        for one in spoken:
            for person in people:
                for effect in step(before, one, person).effects:
                    key = (effect.variable, effect.code, effect.why)
                    signs.setdefault(key, set()).add(effect.delta > 0)
        assert all(len(found) == 1 for found in signs.values()), signs


def test_the_surer_a_code_was_heard_the_more_it_moves_and_a_guess_moves_little() -> None:
    def cost(confidence: float) -> float:
        heard = hear(seg(Code.CONFRONT, confidence=confidence))
        found = step(MIDDLE, heard, ADA).effects
        return next(-e.delta for e in found if e.code == "C" and e.variable == "benevolence")

    assert 0 < cost(0.3) < cost(0.6) < cost(0.8) < cost(1.0)
    assert cost(0.3) < cost(1.0) / 10


def test_reactance_makes_pushing_cost_more() -> None:
    calm = client(temperament=Temperament(reactance=0.1).model_dump())
    hot = client(temperament=Temperament(reactance=0.9).model_dump())
    pushed = hear(Code.PERSUADE)
    assert step(MIDDLE, pushed, hot).state.discord > step(MIDDLE, pushed, calm).state.discord


@pytest.fixture(scope="module")
def directions() -> set[tuple[str, bool]]:
    """Return which figures rose and fell over many talks in which the client answers."""
    seen = set()
    for seed in range(60):
        decided = Closing(ending=Ending.SMALL_TEST, plan_id="small", since=0)
        rng, now = Random(seed), state(ADA, trust=0.5, closing=decided if seed % 2 else None)
        for turn in range(15):
            heard = random_heard(rng, ADA)
            after = step(now, heard, ADA)
            seen |= {(effect.variable, effect.delta > 0) for effect in after.effects}
            now = register(after.state, plan(after.state, heard, ADA, Random(f"{seed}:{turn}")))
    return seen


@pytest.mark.parametrize(
    "figure",
    [
        *("discord", "patience", "benevolence", "integrity", "ability"),
        *("importance", "confidence", "reasons_for", "reasons_against", "fit"),
    ],
)
def test_figures_move_both_ways(figure: str, directions: set[tuple[str, bool]]) -> None:
    assert directions >= {(figure, True), (figure, False)}


def test_only_the_last_four_volleys_are_kept_in_mind() -> None:
    now = MIDDLE
    for _ in range(9):
        now = step(now, hear(Code.GI), ADA).state
    assert len(now.recent) == 4
    assert now.turn == MIDDLE.turn + 9


# --- listening ----------------------------------------------------------------------------------


def test_a_complex_reflection_that_lands_calms_and_earns_more_than_a_simple_one() -> None:
    deep = changes(hear(Code.COMPLEX_REFLECTION, touches=(touch("fees", Code.COMPLEX_REFLECTION),)))
    plain = changes(hear(Code.SIMPLE_REFLECTION, touches=(touch("fees", Code.SIMPLE_REFLECTION),)))
    assert deep["benevolence"] > plain["benevolence"] > 0
    assert deep["discord"] < plain["discord"] < 0


def test_an_echo_costs_parroting_more_and_a_question_given_back_costs_honesty_too() -> None:
    echo = hear(Code.SIMPLE_REFLECTION, echo=0.9)
    assert changes(echo)["benevolence"] < 0 < changes(hear(Code.SIMPLE_REFLECTION))["benevolence"]
    again = MIDDLE.model_copy(update={"recent": (echo,)})
    assert "parroted again" in reasons(echo, again)
    assert changes(echo, again)["benevolence"] < changes(echo)["benevolence"]
    asking = MIDDLE.model_copy(update={"question": MOTIVE})
    asked_back = hear(asked(), marks=(Marker.ANSWERS,), echo=0.9)
    assert changes(asked_back, asking)["integrity"] < 0
    assert step(asking, asked_back, ADA).state.question is not None


# --- tone ---------------------------------------------------------------------------------------


def sounding(tone: Tone, *segments: Code, **more: object) -> Heard:
    return hear(*segments, tones=(sound(tone),), **more)


def test_contempt_costs_more_than_anything_else_and_nothing_beside_it_earns() -> None:
    sneer = sounding(Tone.CONTEMPT, Code.COMPLEX_REFLECTION, touches=(touch("s-fair"),))
    felt = step(MIDDLE, sneer, ADA).effects
    trust = [e for e in felt if e.variable in {"ability", "benevolence", "integrity"}]
    assert trust
    assert all(e.delta < 0 for e in trust)
    for other in (Code.CONFRONT, Code.PERSUADE):
        assert changes(sneer)["benevolence"] < changes(hear(other))["benevolence"] < 0


def test_what_comes_with_a_push_earns_a_fraction_but_a_fault_owned_stands() -> None:
    asking = MIDDLE.model_copy(update={"question": MOTIVE, "discord": 0.4})
    plain = hear(marks=(Marker.DISCLOSES_INTEREST,))
    pushed = sounding(Tone.PRESSURE).model_copy(update={"markers": plain.markers})
    trust = [gain(asking, one, "got a straight answer") for one in (plain, pushed)]
    assert 0 < trust[1] < trust[0] / 2
    owned = hear(marks=(Marker.OWNS_FAULT,))
    pushy = sounding(Tone.PRESSURE).model_copy(update={"markers": owned.markers})
    kept = [gain(asking, one, "the fault was owned") for one in (owned, pushy)]
    assert kept[0] == kept[1] > 0


def gain(before: ClientState, heard: Heard, why: str) -> float:
    found = step(before, heard, ADA).effects
    return next(e.delta for e in found if (e.why, e.variable) == (why, "integrity"))


def test_words_that_push_in_any_mouth_push_though_no_code_was_heard() -> None:
    assert (
        changes(sounding(Tone.PRESSURE))["benevolence"]
        < 0
        < changes(sounding(Tone.PRESSURE))["discord"]
    )


def test_flattery_is_a_courtesy_once_and_costs_when_it_goes_on_or_stands_for_an_answer() -> None:
    praise = sounding(Tone.FLATTERY)
    once = changes(praise)["integrity"]
    again = changes(praise, MIDDLE.model_copy(update={"recent": (praise, praise)}))["integrity"]
    instead = changes(praise, MIDDLE.model_copy(update={"question": MOTIVE}))["integrity"]
    assert again < once < 0
    assert instead < once
    real = sounding(Tone.FLATTERY, Code.AFFIRM, touches=(touch("reads", Code.AFFIRM),))
    assert "praise that names nothing" not in reasons(real)


def test_praise_heard_as_a_push_is_flattery_and_no_push() -> None:
    assert "was pushed" in reasons(hear(Code.PERSUADE))
    assert "was pushed" not in reasons(sounding(Tone.FLATTERY, Code.PERSUADE))


def test_good_manners_for_show_are_a_push_and_dishonest_besides() -> None:
    show = sounding(Tone.PRETENCE, Code.EMPHASIZE)
    pushed = sounding(Tone.PRESSURE, Code.EMPHASIZE)
    assert changes(show)["integrity"] < changes(pushed)["integrity"] < 0
    assert {"good manners for show", "was pushed"} <= set(reasons(show))
    assert "the decision stays with the client" not in reasons(show)


@pytest.mark.parametrize("tone", [Tone.VAGUENESS, Tone.SMALL_TALK, Tone.FLATTERY, Tone.CONTEMPT])
def test_what_goes_round_a_question_costs_more_than_leaving_it_open(tone: Tone) -> None:
    asking = MIDDLE.model_copy(update={"question": MOTIVE})
    plain = hear(Code.GI, echo=0.0)
    evading = sounding(tone, Code.GI, echo=0.0)
    assert gain(asking, evading, "no answer") < gain(asking, plain, "no answer") < 0


def test_a_question_back_may_come_before_the_answer_if_it_is_about_theirs() -> None:
    asking = MIDDLE.model_copy(update={"question": MOTIVE})
    assert "no answer" not in reasons(hear(asked(), echo=0.3), asking)
    assert "no answer" in reasons(hear(asked(), echo=0.0), asking)


def test_facts_about_something_else_earn_nothing() -> None:
    chat = hear(Code.GI, permission=True, occasion=Occasion.OFF_TOPIC)
    assert changes(hear(Code.GI, permission=True))["ability"] > 0 >= changes(chat)["ability"]


def test_an_invitation_that_holds_no_matter_is_no_miss() -> None:
    more = hear(asked(), echo=0.0, matter=0)
    other = hear(asked(), echo=0.0, matter=4)
    assert "that has nothing to do with them" not in reasons(more)
    assert "that has nothing to do with them" in reasons(other)


def test_fog_is_no_answer_and_costs_while_not_knowing_may_be_said() -> None:
    asking = MIDDLE.model_copy(update={"question": PendingQuestion(act=Act.ASK_PROOF)})
    fog = sounding(Tone.VAGUENESS, Code.GI, marks=(Marker.ANSWERS,))
    assert changes(fog, asking)["integrity"] < 0 > changes(fog, asking)["ability"]
    assert step(asking, fog, ADA).state.question is not None
    plain = sounding(Tone.VAGUENESS, Code.GI, marks=(Marker.ADMITS_LIMIT,))
    assert "hears nothing one could hold on to" not in reasons(plain)


@pytest.mark.parametrize("occasion", [Occasion.OFF_TOPIC, Occasion.REPEATED, Occasion.EMPTY])
def test_small_talk_repetition_and_silence_cost_good_will(occasion: Occasion) -> None:
    found = changes(hear(occasion=occasion))
    assert found["benevolence"] < 0 > found["ability"]


def test_a_breach_is_felt_in_full_however_low_trust_is() -> None:
    def cost(trust: float) -> tuple[float, float]:
        found = step(state(ADA, trust=trust), hear(Code.CONFRONT), ADA).effects
        one = next(e for e in found if e.variable == "benevolence")
        assert one.felt is not None
        return one.felt, one.delta

    (high_felt, high), (low_felt, low) = cost(0.6), cost(0.05)
    assert high_felt == low_felt < 0
    assert high < low / 5 < 0


def test_leaving_a_question_open_for_other_talk_costs_at_once_and_listening_only_later() -> None:
    asking = MIDDLE.model_copy(update={"question": MOTIVE})
    assert "no answer" in reasons(hear(Code.GI), asking)
    for first in (hear(Code.SIMPLE_REFLECTION), hear(asked())):
        assert not {"no answer", "kind words in place of an answer, again"} & reasons(first, asking)


def test_a_fact_told_while_a_question_waits_answers_another_one_and_earns_nothing() -> None:
    told = MIDDLE.model_copy(update={"told": ("fees",)})
    fact = hear(Code.GI, touches=(touch("fees", Code.GI),))
    assert changes(fact, told)["ability"] > 0
    waiting = told.model_copy(update={"question": PendingQuestion(act=Act.ASK_PROOF)})
    assert changes(fact, waiting)["ability"] == 0


def test_talk_of_change_is_worth_little_before_the_doubts_were_heard_and_when_it_leads() -> None:
    evoking = hear(asked(toward=Toward.CHANGE), touches=(touch("fees"),))
    calm = MIDDLE.model_copy(update={"discord": 0.1, "told": ("fees",), "just_told": ("fees",)})
    heard = calm.model_copy(update={"understood": ("fees", "fooled", "sleep", "grandson")})
    led = heard.model_copy(update={"recent": (evoking,) * 4})
    unheard, engaged, steered = (changes(evoking, one)["reasons_for"] for one in (calm, heard, led))
    assert 0 < unheard < engaged / 2
    assert 0 < steered < engaged


def test_a_reflection_of_what_was_never_said_wins_nothing() -> None:
    found = changes(hear(Code.COMPLEX_REFLECTION, echo=0.0))
    assert found["benevolence"] == 0
    assert found["patience"] < 0


def test_what_was_told_and_is_then_reflected_counts_as_understood() -> None:
    told = MIDDLE.model_copy(update={"told": ("fees",)})
    by = Code.SIMPLE_REFLECTION
    assert step(told, hear(by, touches=(touch("fees", by),)), ADA).state.understood == ("fees",)
    assert not step(told, hear(by, touches=(touch("fees", by),), echo=0.9), ADA).state.understood
    assert not step(MIDDLE, hear(by, touches=(touch("fees", by),)), ADA).state.understood


def test_a_near_hit_brings_the_layer_nearer_up_to_a_bound_and_pressing_does_not() -> None:
    near = hear(asked(), touches=(touch("fooled", Code.QUESTION),))
    now = MIDDLE
    for _ in range(6):
        now = step(now, near, ADA).state
    assert now.threshold("fooled", 0.6) == pytest.approx(0.3)
    pushed = hear(Code.PERSUADE, touches=(touch("fooled", Code.PERSUADE),))
    assert step(MIDDLE, pushed, ADA).state.lowered == {}


def test_the_third_question_in_a_row_is_an_interrogation_unless_it_reflects() -> None:
    question = hear(asked())
    twice = MIDDLE.model_copy(update={"recent": (question, question)})
    assert changes(question)["discord"] < 0
    assert changes(question, twice)["discord"] > 0
    reflecting = hear(asked(), Code.SIMPLE_REFLECTION)
    assert "the third question in a row" not in reasons(reflecting, twice)


def test_a_real_strength_reaches_and_praise_without_substance_bores() -> None:
    real = changes(hear(Code.AFFIRM, touches=(touch("reads", Code.AFFIRM),)))
    hollow = changes(hear(Code.AFFIRM))
    assert real["benevolence"] > 0 < real["confidence"]
    assert hollow["benevolence"] == 0
    assert hollow["patience"] < real["patience"]


def test_praise_after_the_third_formula_costs_integrity_even_if_it_is_true() -> None:
    praise = hear(Code.AFFIRM, touches=(touch("reads", Code.AFFIRM),))
    now, costs = MIDDLE, []
    for _ in range(4):
        after = step(now, praise, ADA)
        costs.append(any(e.variable == "integrity" and e.delta < 0 for e in after.effects))
        now = after.state
    assert costs == [False, False, False, True]


# --- pressure -----------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["benevolence", "discord", "reasons_against"])
def test_persuading_after_a_no_costs_double(variable: str) -> None:
    def cost(before: ClientState) -> float:
        found = step(before, hear(Code.PERSUADE), ADA).effects
        return next(e.delta for e in found if e.variable == variable and e.code == "P")

    refused = MIDDLE.model_copy(update={"acts": (Act.DOUBT,)})
    assert cost(refused) == pytest.approx(2 * cost(MIDDLE), abs=3e-4)


def test_a_confrontation_strains_more_than_a_push() -> None:
    confronted, pushed = changes(hear(Code.CONFRONT)), changes(hear(Code.PERSUADE))
    assert confronted["discord"] > pushed["discord"] > 0
    assert confronted["benevolence"] < pushed["benevolence"] < 0


def test_triggers_strike_and_softeners_reach_unless_they_come_with_a_push() -> None:
    assert changes(hear(touches=(touch("t-dear"),)))["discord"] > 0
    assert changes(hear(touches=(touch("s-fair"),)))["benevolence"] > 0
    assert "Plain dealing." not in reasons(hear(Code.PERSUADE, touches=(touch("s-fair"),)))


# --- sharing ------------------------------------------------------------------------------------


def test_the_choice_left_to_the_client_disarms_and_your_choice_but_does_not() -> None:
    meant = changes(hear(Code.EMPHASIZE))
    assert meant["discord"] < -0.05
    assert meant["benevolence"] > 0
    for push in (Code.PERSUADE, Code.CONFRONT, Code.PERSUADE_WITH_PERMISSION):
        taken_back = step(MIDDLE, hear(Code.EMPHASIZE, push), ADA).effects
        won = [e for e in taken_back if e.code == "Emphasize" and e.variable != "integrity"]
        assert won == []
        assert any(e.code == "Emphasize" and e.delta < 0 for e in taken_back)


def test_asking_leave_earns_and_not_waiting_for_it_does_not() -> None:
    assert changes(hear(seg(Code.SEEK)))["benevolence"] > 0
    rushed = hear(seg(Code.SEEK), seg(Code.GI, start=30))
    assert changes(rushed)["benevolence"] < 0
    assert "asked for permission and did not wait" in reasons(rushed)


def test_facts_asked_for_build_standing_and_facts_poured_out_lecture() -> None:
    assert changes(hear(Code.GI, permission=True))["ability"] > 0
    unasked = hear(Code.GI, echo=0.0)
    assert changes(unasked)["ability"] <= 0
    on_it = hear(Code.GI, echo=0.3)
    assert 0 < changes(on_it)["ability"] < changes(hear(Code.GI, permission=True))["ability"]
    again = MIDDLE.model_copy(update={"recent": (unasked, unasked)})
    assert changes(unasked, again)["reasons_against"] > 0


def test_advice_with_leave_is_heard_only_after_something_was_understood() -> None:
    advice = hear(Code.PERSUADE_WITH_PERMISSION)
    understood = MIDDLE.model_copy(update={"understood": ("fees",)})
    assert changes(advice)["fit"] == 0
    assert changes(advice, understood)["fit"] > 0
    offered = hear(Code.PERSUADE_WITH_PERMISSION, touches=(touch("small"),))
    assert changes(offered, understood)["fit"] > changes(advice, understood)["fit"]


# --- timing -------------------------------------------------------------------------------------


def test_evoking_in_calm_grows_reasons_and_in_discord_backfires() -> None:
    evoking = hear(asked(toward=Toward.CHANGE), touches=(touch("fees"),))
    calm = changes(evoking, MIDDLE.model_copy(update={"discord": 0.2}))
    strained = changes(evoking, MIDDLE.model_copy(update={"discord": 0.7}))
    assert calm["reasons_for"] > 0 < calm["importance"]
    assert strained["reasons_for"] == 0
    assert strained["discord"] > 0


def test_a_doubt_dwelt_on_for_the_fourth_time_grows() -> None:
    doubt = hear(seg(Code.SIMPLE_REFLECTION, toward=Toward.SUSTAIN))
    assert changes(doubt)["reasons_against"] == 0
    dwelt = MIDDLE.model_copy(update={"recent": (doubt, doubt, doubt)})
    assert changes(doubt, dwelt)["reasons_against"] > 0


def test_pushing_on_after_the_decision_loses_what_was_won() -> None:
    decided = state(
        ADA,
        trust=0.5,
        reasons_against=0.8,
        closing=Closing(ending=Ending.SMALL_TEST, plan_id="small", since=0),
    )
    after = step(decided, hear(Code.PERSUADE), ADA)
    assert {e.variable for e in after.effects if e.why == "was pushed on after deciding"} == {
        "confidence",
        "reasons_for",
    }
    assert after.state.closing is None
    assert step(decided, hear(Code.EMPHASIZE), ADA).state.closing == decided.closing


def test_who_slips_away_is_drawn_back_by_listening_and_not_by_pressure() -> None:
    leaving = MIDDLE.model_copy(update={"closing": Closing(ending=Ending.EVASION, since=0)})
    assert step(leaving, hear(Code.COMPLEX_REFLECTION), ADA).state.closing is None
    assert (
        step(leaving, hear(Code.COMPLEX_REFLECTION, Code.PERSUADE), ADA).state.closing is not None
    )
    assert step(leaving, hear(Code.GI), ADA).state.closing is not None


def test_an_odd_turn_uses_up_patience_and_more_so_the_second_time() -> None:
    odd = hear(occasion=Occasion.REPEATED)
    again = MIDDLE.model_copy(update={"recent": (odd,)})
    assert changes(odd, again)["patience"] < changes(odd)["patience"] < changes(hear())["patience"]


# --- honesty ------------------------------------------------------------------------------------


def test_a_straight_answer_earns_integrity_and_settles_the_question() -> None:
    waiting = MIDDLE.model_copy(update={"question": MOTIVE})
    answered = step(waiting, straight(), ADA)
    assert answered.state.trust.integrity > waiting.trust.integrity
    assert answered.state.question is None


def test_a_question_reflected_once_is_forgiven_and_the_second_time_costs() -> None:
    reflected = hear(Code.SIMPLE_REFLECTION)
    waiting = MIDDLE.model_copy(update={"question": MOTIVE})
    once = step(waiting, reflected, ADA)
    assert not any(e.code == "unanswered" for e in once.effects)
    twice = step(once.state, reflected, ADA)
    assert "kind words in place of an answer, again" in {e.why for e in twice.effects}
    assert twice.state.trust.integrity < once.state.trust.integrity


def test_a_question_passed_over_is_given_up_in_the_end() -> None:
    for asked_for, last in ((Act.ASK_PROOF, None), (Act.ASK_MOTIVE, 5)):
        open_question = PendingQuestion(act=asked_for, content_id="q-none")
        now = MIDDLE.model_copy(update={"question": open_question})
        left = []
        for _ in range(5):
            now = step(now, hear(Code.GI), ADA).state
            left.append(now.question.passed_over if now.question else None)
        assert left == [1, 2, 3, 4, last], "what the advisor gains is never let go"


def test_facts_poured_out_after_a_question_answer_nothing() -> None:
    waiting = MIDDLE.model_copy(update={"question": MOTIVE})
    poured = straight(Code.GI, echo=0.0)
    took_up = poured.model_copy(update={"echo": 0.1})
    assert step(waiting, poured, ADA).state.question is not None
    assert step(waiting, took_up, ADA).state.question is None
    assert step(waiting, took_up, ADA).state.answered == 1
    assert step(waiting, hear(marks=[Marker.DISCLOSES_INTEREST]), ADA).state.question is None


def test_who_goes_on_about_somebody_else_is_noticed() -> None:
    past = hear(Code.GI).model_copy(update={"words": 20, "echo": 0.0})
    now = MIDDLE
    found = []
    for _ in range(4):
        found.append("speaks as if to somebody else" in reasons(past, now))
        now = step(now, past, ADA).state
    assert found == [False, False, True, True]
    near = past.model_copy(update={"echo": 0.3})
    assert "speaks as if to somebody else" not in reasons(near, now)


def test_a_turn_that_takes_up_what_was_told_follows_and_a_cue_met_by_chance_does_not() -> None:
    told = MIDDLE.model_copy(update={"told": ("fees", "account"), "just_told": ("account",)})
    gone_on = hear(asked(), touches=(touch("account"),)).model_copy(update={"echo": 0.0})
    by_its_words = hear(touches=(touch("fees"),)).model_copy(update={"echo": 0.0})
    chance = by_its_words.touches[0].model_copy(update={"quote": "weather"})
    by_chance = by_its_words.model_copy(update={"touches": (chance,)})
    echo = gone_on.model_copy(update={"echo": 0.9})
    found = [
        step(told, heard, ADA).state.followed for heard in (gone_on, by_its_words, by_chance, echo)
    ]
    assert found == [1, 1, 0, 0]
    assert step(told, by_chance, ADA).state.missed == 0, "it touches something of theirs"


@pytest.mark.parametrize("segment", [Code.COMPLEX_REFLECTION, asked(), Code.GI])
def test_a_well_made_turn_about_somebody_else_is_a_miss_whatever_its_form(
    segment: Code | CodedSegment,
) -> None:
    foreign = hear(segment).model_copy(update={"words": 20, "echo": 0.0})
    lost = step(MIDDLE, foreign, ADA)
    assert (lost.state.missed, lost.state.passed_by) == (1, 1)
    assert "that has nothing to do with them" in {e.why for e in lost.effects}
    assert lost.state.trust.ability < MIDDLE.trust.ability
    assert lost.state.fit < MIDDLE.fit
    back = step(lost.state, hear(segment), ADA).state
    assert (back.followed, back.passed_by) == (1, 0)


def test_an_advisor_is_attuned_who_follows_often_and_more_often_than_they_miss() -> None:
    def attuned(**counts: int) -> bool:
        return state(ADA, **counts).attuned

    assert attuned(turn=8, followed=3, missed=2)
    assert not attuned(turn=8, followed=3, missed=3)
    assert not attuned(turn=20, followed=4, missed=0), "too seldom"
    assert not attuned(turn=2, followed=1, missed=0), "too early to say"


def test_what_was_told_and_met_with_listening_is_understood_and_with_facts_it_is_not() -> None:
    told = MIDDLE.model_copy(update={"told": ("fooled",), "just_told": ("fooled",)})
    assert "fooled" in step(told, hear(Code.COMPLEX_REFLECTION), ADA).state.understood
    vague = hear(Code.COMPLEX_REFLECTION).model_copy(update={"echo": 0.0, "words": 20})
    assert "fooled" not in step(told, vague, ADA).state.understood
    follower = told.model_copy(update={"turn": 6, "followed": 4})
    assert "fooled" in step(follower, vague, ADA).state.understood
    for unheard in (hear(Code.COMPLEX_REFLECTION, Code.PERSUADE), hear(Code.GI), hear(asked())):
        assert "fooled" not in step(told, unheard, ADA).state.understood


def test_warm_words_of_one_who_keeps_missing_the_client_are_worth_less() -> None:
    lost = MIDDLE.model_copy(update={"missed": 3, "turn": 6})
    warm = hear(Code.COMPLEX_REFLECTION)
    assert 0 < changes(warm, lost)["benevolence"] < changes(warm, MIDDLE)["benevolence"]


def test_one_fact_on_what_the_client_raised_is_of_use_though_nobody_asked() -> None:
    told = MIDDLE.model_copy(update={"told": ("fees",), "permission": False})
    fact = hear(Code.GI, touches=(touch("fees", Code.GI),))
    assert changes(fact, told)["ability"] > 0
    assert changes(hear(Code.GI, echo=0.0), told)["ability"] <= 0
    poured = fact.model_copy(update={"words": 80})
    assert "a fact that bears on what they had raised" not in reasons(poured, told)


def test_questions_let_go_unanswered_are_remembered() -> None:
    ignored = PendingQuestion(act=Act.ASK_PROOF, content_id="q-none", passed_over=4)
    now = step(MIDDLE.model_copy(update={"question": ignored}), hear(Code.GI), ADA).state
    assert (now.question, now.left_open, now.stonewalled) == (None, 1, True)
    assert not now.model_copy(update={"answered": 2}).stonewalled


def test_kind_words_that_name_no_gain_leave_the_question_about_it_open() -> None:
    asking = MIDDLE.model_copy(update={"question": MOTIVE})
    kind = straight(said="You'd like to be sure it is all above board.")
    assert step(asking, kind, ADA).state.question is not None
    assert step(asking, straight(), ADA).state.question is None
    proof = MIDDLE.model_copy(update={"question": PendingQuestion(act=Act.ASK_PROOF)})
    assert step(proof, kind, ADA).state.question is None


def test_what_only_might_be_an_answer_is_none() -> None:
    proof = MIDDLE.model_copy(update={"question": PendingQuestion(act=Act.ASK_PROOF)})
    maybe = MarkerHit(marker=Marker.ANSWERS, quote="words", start=0, end=5, confidence=0.3)
    heard = hear().model_copy(update={"markers": (maybe,)})
    assert step(proof, heard, ADA).state.question is not None


def test_only_what_the_advisor_gains_answers_the_question_about_it() -> None:
    unsure = hear(marks=[Marker.ADMITS_LIMIT])
    assert step(MIDDLE.model_copy(update={"question": MOTIVE}), unsure, ADA).state.question
    proof = MIDDLE.model_copy(update={"question": PendingQuestion(act=Act.ASK_PROOF)})
    assert step(proof, unsure, ADA).state.question is None
    assert step(proof, hear(marks=[Marker.DISCLOSES_INTEREST]), ADA).state.question is not None


def test_talk_of_change_that_takes_up_nothing_of_theirs_moves_little() -> None:
    calm = MIDDLE.model_copy(update={"discord": 0.1})
    form = hear(asked(toward=Toward.CHANGE)).model_copy(update={"echo": 0.0})
    content = form.model_copy(update={"echo": 0.3})
    grown = [changes(heard, calm)["reasons_for"] for heard in (form, content)]
    assert 0 < grown[0] < grown[1] / 2


def test_dodging_the_question_of_motive_caps_integrity_for_good() -> None:
    low = state(ADA, trust=0.4, question=MOTIVE)
    first = step(low, hear(marks=[Marker.DODGES]), ADA).state
    assert first.trust_cap is None, "once may be clumsiness"
    now = step(first, hear(marks=[Marker.DODGES]), ADA).state
    assert now.trust_cap == CONCEALED_CAP
    for _ in range(30):
        now = step(now.model_copy(update={"question": MOTIVE}), straight(), ADA).state
    assert now.trust.integrity == pytest.approx(CONCEALED_CAP)


def test_honesty_never_lowers_integrity_that_stands_above_the_cap() -> None:
    high = state(ADA, trust=0.8, trust_cap=CONCEALED_CAP, question=MOTIVE)
    assert step(high, straight(), ADA).state.trust.integrity == 0.8


def test_an_interest_disclosed_unasked_earns_more_than_one_asked_for_and_only_once() -> None:
    told = hear(marks=[Marker.DISCLOSES_INTEREST])
    unasked = step(MIDDLE, told, ADA)
    gain = unasked.state.trust.integrity - MIDDLE.trust.integrity
    on_request = step(MIDDLE.model_copy(update={"question": MOTIVE}), told, ADA).effects
    assert 0 < next(e.delta for e in on_request if e.why == "said what is in it for them") < gain
    assert "said what is in it for them" not in reasons(told, unasked.state)


def test_a_fault_owned_opens_the_door_and_a_slip_afterwards_makes_it_worse() -> None:
    strained = MIDDLE.model_copy(update={"discord": 0.7})
    owned = step(strained, hear(marks=[Marker.OWNS_FAULT]), ADA).state
    assert owned.discord < strained.discord - 0.1
    assert owned.repair_due == 3
    kept = step(owned, hear(Code.SIMPLE_REFLECTION), ADA)
    assert "keeps what was promised" in {e.why for e in kept.effects}
    slipped = step(owned, hear(Code.PERSUADE), ADA)
    assert "sorry, and then the same again" in {e.why for e in slipped.effects}
    assert slipped.state.trust.integrity < owned.trust.integrity
    assert slipped.state.repair_due == 0


def test_the_second_apology_in_a_row_is_worth_a_quarter() -> None:
    sorry = hear(marks=[Marker.OWNS_FAULT])
    first = next(
        e.delta for e in step(MIDDLE, sorry, ADA).effects if e.why == "the fault was owned"
    )
    again = MIDDLE.model_copy(update={"recent": (sorry,)})
    second = next(
        e.delta for e in step(again, sorry, ADA).effects if e.why == "the fault was owned"
    )
    assert second == pytest.approx(first / 4, abs=1e-3)


def test_an_apology_with_a_push_owns_nothing() -> None:
    assert "the fault was owned" not in reasons(hear(Code.PERSUADE, marks=[Marker.OWNS_FAULT]))


def test_guarantees_nobody_can_give_are_remembered_and_cost_more_each_time() -> None:
    promise = hear(marks=[Marker.OVERPROMISES])
    first = step(MIDDLE, promise, ADA)
    assert first.state.promises == 1
    before = first.state.model_copy(update={"trust": MIDDLE.trust})
    lost = [e.delta for e in first.effects if e.variable == "integrity"]
    again = [e.delta for e in step(before, promise, ADA).effects if e.variable == "integrity"]
    assert sum(again) < sum(lost) < 0


def test_saying_i_do_not_know_earns_integrity() -> None:
    assert changes(hear(marks=[Marker.ADMITS_LIMIT]))["integrity"] > 0
