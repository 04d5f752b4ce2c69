"""What a turn leaves to a voice that can choose: nothing the client is not ready for, nothing twice."""

import pytest

from chatbot.domain.bounds import LEAST, at_hand, bounds
from chatbot.domain.client_state import ClientState, PendingQuestion, Trust
from chatbot.domain.codes import Code, CodedSegment, Heard
from chatbot.domain.contents import Layer
from chatbot.domain.leeway import Standing, made, may_wait
from chatbot.domain.moves import Act, Ending, Move, Occasion
from chatbot.domain.persona import Persona
from tests.chains.room import PERSONAS, THEA

DOUBT = Move(act=Act.DOUBT)


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=lambda p: p.id)
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_nothing_that_takes_trust_is_at_hand(persona: Persona, level: float) -> None:
    trust = Trust(ability=level, benevolence=level, integrity=level)
    state = ClientState.start(persona).model_copy(update={"trust": trust})
    found = {content.id for content in at_hand(state, persona, DOUBT)}
    guarded = {c.id for c in persona.concerns if c.layer is not Layer.SURFACE or c.trust > 0}
    assert not found & (guarded | {plan.id for plan in persona.plans})
    assert {fact.id for fact in persona.facts} <= found


def test_what_speaks_for_the_advice_is_at_hand_once_the_client_is_willing() -> None:
    reasons = {reason.id for reason in THEA.reasons_for}
    wary = ClientState.start(THEA).model_copy(update={"discord": 0.9})
    warm = wary.model_copy(
        update={"discord": 0.0, "trust": Trust(ability=0.7, benevolence=0.7, integrity=0.7)}
    )
    assert not reasons & {content.id for content in at_hand(wary, THEA, DOUBT)}
    assert reasons <= {content.id for content in at_hand(warm, THEA, DOUBT)}


def test_what_was_told_or_is_being_told_is_not_at_hand() -> None:
    state = ClientState.start(THEA).model_copy(update={"told": ("lump",)})
    move = Move(act=Act.DISCLOSE_FACT, say="x y", content_ids=("roof",))
    assert not {"lump", "roof"} & {content.id for content in at_hand(state, THEA, move)}


def heard(*codes: Code) -> Heard:
    text = "Why, then?"
    segments = [
        CodedSegment(code=code, quote=text, start=0, end=len(text), confidence=0.9)
        for code in codes
    ]
    return Heard(segments=tuple(segments), words=2)


@pytest.mark.parametrize(
    "move",
    [
        Move(act=Act.TAKING_STEP, closes=Ending.PLAN),
        Move(act=Act.WALK_OUT),
        Move(act=Act.FALSE_YES, closes=Ending.FALSE_YES),
        Move(act=Act.EVADE, closes=Ending.EVASION, ends=True),
    ],
)
def test_ways_out_and_odd_turns_leave_nothing_to_choose(move: Move) -> None:
    found = bounds(ClientState.start(THEA), heard(Code.QUESTION), THEA, move)
    assert (found.acts, found.at_hand, found.deeper, found.way) == ((), (), None, None)
    assert found.standing


def test_an_odd_turn_is_fixed_but_being_talked_past_is_only_our_guess() -> None:
    odd = Move(act=Act.PUZZLED, occasion=Occasion.FOREIGN)
    start = ClientState.start(THEA)
    assert bounds(start, Heard(occasion=Occasion.FOREIGN), THEA, odd).acts == ()
    past = Move(act=Act.PUZZLED, occasion=Occasion.OFF_TOPIC)
    assert Act.DOUBT in bounds(start, heard(Code.GI), THEA, past).acts


def test_a_push_wins_no_point_and_may_be_answered_sharply() -> None:
    state = ClientState.start(THEA)
    pushed = bounds(state, heard(Code.PERSUADE), THEA, DOUBT).acts
    asked = bounds(state, heard(Code.QUESTION), THEA, DOUBT).acts
    assert Act.CHALLENGE in pushed
    assert not {Act.ACKNOWLEDGE, Act.REASON, Act.DESIRE} & set(pushed)
    assert Act.ACKNOWLEDGE in asked
    assert Act.CHALLENGE not in asked
    assert Act.DOUBT not in asked


def test_a_layer_below_is_to_be_had_once_it_is_safe_and_somebody_listens() -> None:
    wary = ClientState.start(THEA)
    warm = wary.model_copy(update={"trust": Trust(ability=0.9, benevolence=0.9, integrity=0.9)})
    assert bounds(wary, heard(Code.QUESTION), THEA, DOUBT).deeper is None
    assert bounds(warm, heard(Code.GI), THEA, DOUBT).deeper is None
    found = bounds(warm, heard(Code.QUESTION), THEA, DOUBT)
    assert found.deeper == THEA.layer(Layer.UNDERNEATH)[0].id
    assert Act.DISCLOSE_FEELING in found.acts
    assert found.deeper in found.tellable


def test_nobody_settles_anything_who_is_not_ready() -> None:
    found = bounds(ClientState.start(THEA), heard(Code.QUESTION), THEA, DOUBT)
    assert found.way is None
    assert Act.COMMITMENT not in found.acts


def ripe() -> ClientState:
    """Return the state of a client who has been understood and answered, and is ready."""
    start = ClientState.start(THEA)
    concerns = tuple(concern.id for concern in THEA.concerns)
    motives = tuple(q.id for q in THEA.questions if q.act is Act.ASK_MOTIVE)
    return start.model_copy(
        update={
            "turn": 15,
            "trust": Trust(ability=0.9, benevolence=0.9, integrity=0.9),
            "discord": 0.0,
            "importance": 0.9,
            "confidence": 0.9,
            "reasons_for": 0.9,
            "reasons_against": 0.1,
            "fit": 0.9,
            "acts": (Act.DESIRE,),
            "followed": 9,
            "answered": 3,
            "interest_disclosed": True,
            "understood": concerns,
            "told": (*concerns, *motives),
        }
    )


def test_who_is_ready_may_settle_and_need_not() -> None:
    found = bounds(ripe(), heard(Code.QUESTION), THEA, DOUBT)
    assert found.way in {plan.id for plan in THEA.plans}
    assert {Act.COMMITMENT, Act.HESITATE} <= set(found.acts)
    assert found.first is None
    pushed = bounds(ripe(), heard(Code.PERSUADE), THEA, DOUBT)
    assert pushed.way is None


def test_before_a_decision_the_advisors_gain_is_asked_for() -> None:
    blind = ripe().model_copy(update={"interest_disclosed": False, "told": ()})
    found = bounds(blind, heard(Code.QUESTION), THEA, DOUBT)
    assert found.first is not None
    assert THEA.content(found.first).say
    assert Act.COMMITMENT not in found.acts
    assert found.way not in found.tellable


def test_a_turn_is_about_as_long_as_planned() -> None:
    for planned, words in ((30, 30), (4, LEAST)):
        move = Move(act=Act.DOUBT, max_words=planned)
        assert bounds(ClientState.start(THEA), heard(), THEA, move).words == words


def test_moods_follow_the_state() -> None:
    start = ClientState.start(THEA)
    sour = start.model_copy(
        update={
            "trust": Trust(ability=0.1, benevolence=0.1, integrity=0.1),
            "discord": 0.8,
            "patience": 0.1,
            "question": PendingQuestion(
                act=Act.ASK_MOTIVE, content_id=THEA.questions[0].id, passed_over=2
            ),
        }
    )
    found = bounds(sour, heard(), THEA, DOUBT)
    assert found.asked == (THEA.questions[0].id, 2)
    assert set(found.standing) == {
        Standing.WARY,
        Standing.BRISTLES,
        Standing.TIRED,
        Standing.AGAINST,
    }
    assert bounds(ripe(), heard(), THEA, DOUBT).standing == (Standing.TRUSTS, Standing.FOR)


def test_questions_and_decisions_may_not_wait() -> None:
    assert may_wait(Move(act=Act.SUSTAIN_REASON, say="It is safe."))
    assert not may_wait(Move(act=Act.SUSTAIN_REASON))
    assert not may_wait(Move(act=Act.ASK_MOTIVE, say="What do you earn?"))
    assert not may_wait(Move(act=Act.DOUBT, say="No.", closes=Ending.FALSE_YES))


def test_a_move_as_made_holds_what_was_told() -> None:
    move = Move(act=Act.DISCLOSE_FACT, say="The roof.", content_ids=("roof",))
    assert move.telling(("roof", "lump")).say == "The roof."
    assert move.telling(("lump",)).say == ""
    assert move.telling(()).content_ids == ()
    assert Move(act=Act.HESITATE, say="Well.").telling(("lump",)).say == "Well."


def test_a_move_as_made_is_what_was_chosen() -> None:
    planned = Move(act=Act.DISCOUNT, say="Hm.", content_ids=("roof",), near="promise", why="x")
    assert made(planned, THEA, None, None) is planned
    chosen = made(planned, THEA, Act.ACKNOWLEDGE, ("lump",))
    assert (chosen.act, chosen.content_ids, chosen.near, chosen.say) == (
        Act.ACKNOWLEDGE,
        ("lump",),
        None,
        "",
    )
    assert "discount" in chosen.why


def test_a_decision_as_made_closes_the_talk_with_its_plan() -> None:
    plan = THEA.plans[0]
    chosen = made(DOUBT, THEA, Act.COMMITMENT, (plan.id,))
    assert (chosen.closes, chosen.content_ids, chosen.say) == (plan.ending, (plan.id,), plan.say)
    planned = Move(act=Act.COMMITMENT, say=plan.say, content_ids=(plan.id,), closes=plan.ending)
    put_off = made(planned, THEA, Act.HESITATE, ())
    assert (put_off.closes, put_off.content_ids) == (None, ())
