"""What a client would tell if asked: nothing that takes trust, and nothing twice."""

import pytest

from chatbot.domain.at_hand import at_hand, may_wait
from chatbot.domain.client_state import ClientState, Trust
from chatbot.domain.contents import Layer
from chatbot.domain.moves import Act, Ending, Move
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


@pytest.mark.parametrize(
    "move",
    [
        Move(act=Act.MINIMAL),
        Move(act=Act.COMMITMENT, closes=Ending.PLAN),
        Move(act=Act.EVADE, closes=Ending.EVASION, ends=True),
    ],
)
def test_a_curt_turn_or_a_way_out_has_nothing_beside_it(move: Move) -> None:
    assert at_hand(ClientState.start(THEA), THEA, move) == ()


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
