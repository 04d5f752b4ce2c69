"""When a client decides: a plan they can accept, a person who understood them, nothing left open."""

from typing import Final

from chatbot.domain.answering import KINDS
from chatbot.domain.client_state import DECIDES, ClientState
from chatbot.domain.codes import Code, Toward
from chatbot.domain.contents import ClientQuestion, Plan
from chatbot.domain.moves import CHANGE_TALK, SUSTAIN_TALK, Act, Ending, Move
from chatbot.domain.situation import Situation
from chatbot.domain.telling import sources, telling

#: A decision that needs no pull towards the advice, only trust and being understood.
_STANDS_ALONE: Final = frozenset({Ending.INFORMED_NO, Ending.SECOND_OPINION, Ending.DATED_PAUSE})
#: So many of the client's concerns understood, or questions answered, stand before a decision.
SUBSTANCE: Final = 2
#: Who has just spoken for it is that much likelier to go through with it.
SAID_SO: Final = 1.6
#: A decision follows from what was said in the last few turns.
LATELY: Final = 3
#: Below this patience the talk is drawing to its end.
DRAWS_TO_AN_END: Final = 0.4


def accept(s: Situation) -> Move | None:
    """Decide, if there is a plan this client can accept and the moment invites it.

    Nobody's turn-about springs from nowhere: who has not spoken that way before says first what
    speaks for it, and decides afterwards.
    """
    if s.pushed or _waits_for_an_answer(s.state) or not _understood(s):
        return None
    offered = {touch.content_id for touch in s.heard.touches if touch.code is not None}
    question = s.heard.get(Code.QUESTION)
    invited = question is not None and question.open and question.toward is Toward.CHANGE
    for way in s.reachable_plans():
        share = 0.65 if way.id in offered else 0.35 if invited else _unasked(s.state)
        share *= 1.0 if way.ending in s.persona.best_outcomes else 0.4
        share *= SAID_SO if s.state.acts[-1:] and s.state.acts[-1] in CHANGE_TALK else 1.0
        if _ready_for(s, way) and s.chance(share):
            return _last_question(s, way) or _lead_up(s, way) or _settle(s, way)
    return None


def open_way(s: Situation) -> tuple[Plan, ClientQuestion | None] | None:
    """Return the plan this client could settle for now, if its own talk has led up to it.

    With it comes the question that stands before it, if there is one.
    """
    if s.pushed or _waits_for_an_answer(s.state) or not _understood(s):
        return None
    ways = (way for way in s.reachable_plans() if _ready_for(s, way) and _led_up_to(s, way))
    way = next(ways, None)
    return None if way is None else (way, _question_before(s, way))


def in_the_end(s: Situation) -> Move | None:
    """Settle what can be settled as patience runs out: from somebody they trust nobody slips away."""
    if s.pushed or _waits_for_an_answer(s.state) or not _understood(s):
        return None
    ways = (way for way in s.reachable_plans() if _ready_for(s, way))
    way = next(ways, None)
    return None if way is None or _question_before(s, way) else _settle(s, way)


def _waits_for_an_answer(state: ClientState) -> bool:
    """Say whether a question is open; the one about the advisor's gain is asked again instead."""
    pending = state.question
    return pending is not None and pending.act is not Act.ASK_MOTIVE


def _understood(s: Situation) -> bool:
    """Say whether this client was understood, and answered, well enough to decide with this person.

    Not any content counts, but what troubles or moves them; and nobody decides anything in earnest
    with someone who mostly talks past them or who left more of their questions open than answered.
    """
    if not s.state.attuned or s.state.stonewalled:
        return False
    person = s.persona
    moves = {c.id for c in (*person.concerns, *person.reasons_for, *person.reasons_against)}
    understood = moves & set(s.state.understood)
    return bool(understood) and len(understood) + s.state.answered >= SUBSTANCE


def _last_question(s: Situation, way: Plan) -> Move | None:
    """Ask what the advisor gains by it before deciding: nobody signs blind, or says no blind."""
    question = _question_before(s, way)
    why = "wants to know before deciding"
    return None if question is None else telling(s, Act.ASK_MOTIVE, question, why=why)


def _question_before(s: Situation, way: Plan) -> ClientQuestion | None:
    """Return the question about the advisor's gain, where it stands before this decision.

    Asked before and not answered, it is asked again, whatever is to be decided: with someone who
    hides their gain nobody parts on good terms.
    """
    pending = s.state.question
    motives = [q for q in s.persona.questions if q.act is Act.ASK_MOTIVE]
    if pending is not None and pending.act is Act.ASK_MOTIVE:
        again = [q for q in motives if q.id == pending.content_id] or motives
        return again[0] if again else None
    if s.state.interest_disclosed or not motives or any(q.id in s.state.told for q in motives):
        return None
    return None if way.ending in _STANDS_ALONE and s.state.answered else motives[0]


def _ready_for(s: Situation, way: Plan) -> bool:
    """Say whether the client can take this way now; ways that are not its best want more time."""
    patient = s.state.turn >= (8 if way.ending in s.persona.best_outcomes else 14)
    if way.ending in _STANDS_ALONE:
        settled = s.state.reasons_against > s.state.reasons_for
        return settled and patient and s.openness > 0.3
    if s.state.trust_cap is not None:
        return False
    if way.ending is Ending.ADVICE_REVISED:
        return patient and s.openness > 0.3 and s.state.readiness >= DECIDES
    return s.state.readiness >= DECIDES and s.openness > 0.25


def _unasked(state: ClientState) -> float:
    """Return how likely a client decides unasked, but never as if asked.

    The riper, the likelier; and as a talk draws to its end people settle what can be settled.
    """
    ripe = max(0.0, state.readiness - DECIDES)
    return min(0.3, 0.1 + ripe + max(0.0, DRAWS_TO_AN_END - state.patience))


def _led_up_to(s: Situation, way: Plan) -> bool:
    """Say whether the client has of late talked in the direction of this decision."""
    kinds = SUSTAIN_TALK | {Act.STATE_VALUE} if way.ending in _STANDS_ALONE else CHANGE_TALK
    return bool(kinds & set(s.state.acts[-LATELY:]))


def _lead_up(s: Situation, way: Plan) -> Move | None:
    """Say what leads to the decision, if that was not said of late: its own kind of talk first."""
    if _led_up_to(s, way):
        return None
    if way.ending in _STANDS_ALONE:
        return telling(s, Act.SUSTAIN_REASON, why="comes to a no of their own")
    left = [kind for kind in KINDS if s.untold(sources(s.persona, kind))]
    return telling(s, s.rng.choice(left or list(KINDS)), why="is coming round")


def _settle(s: Situation, way: Plan) -> Move:
    """Say what it is to be; what was said in full before is not recited again."""
    return Move(
        act=Act.COMMITMENT,
        say="" if way.id in s.state.told else way.say,
        content_ids=(way.id,),
        closes=way.ending,
        max_words=35,
        why="can live with this",
    )
