"""How far the state lets a voice go that can choose: the bounds of a turn.

A planner hears codes; a strong model hears what was meant. So the state says what this client is
not ready for, and the model chooses among all the rest: what to do, which one thing to tell, whether
to decide. Acts that leave the talk, odd turns and goodbyes stay as they were planned.
"""

from random import Random
from typing import Final

from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import REFLECTIONS, Code, Heard
from chatbot.domain.contents import Concern, Content, Layer
from chatbot.domain.deciding import open_way
from chatbot.domain.leeway import Leeway, Standing
from chatbot.domain.moves import Act, Move
from chatbot.domain.persona import Persona
from chatbot.domain.replying import WILLING
from chatbot.domain.situation import TELLS_LAYER, Situation

#: Words a turn has room for at least; whoever wants to be shorter may.
LEAST: Final = 12
#: Strain from which a client may push back, and from which it may draw a line.
RANKLES: Final = 0.2
BRISTLES: Final = 0.5
#: Trust below which a client is wary, and from which it trusts; readiness likewise for leaning.
WARY: Final = 0.38
TRUSTS: Final = 0.5
AGAINST: Final = 0.28
FOR: Final = 0.45
#: Patience below which a client would like to be gone.
TIRED: Final = 0.35

_LEAVES: Final = frozenset({Act.WALK_OUT, Act.FALSE_YES, Act.EVADE})
_ANY_TIME: Final = (
    Act.DISCLOSE_FACT,
    Act.DOUBT,
    Act.SUSTAIN_REASON,
    Act.DISCOUNT,
    Act.HESITATE,
    Act.ASK_INFORMATION,
    Act.ASK_PROOF,
    Act.ASK_MOTIVE,
    Act.MINIMAL,
)
_DRAWN: Final = (Act.DESIRE, Act.ABILITY, Act.REASON, Act.NEED)
_LISTENING: Final = frozenset({Code.QUESTION, Code.SEEK, Code.EMPHASIZE, *REFLECTIONS})


def bounds(state: ClientState, heard: Heard, persona: Persona, move: Move) -> Leeway:
    """Return what is left to the voice in this turn.

    Args:
        state: after `step` has heard the advisor's turn.
        heard: that turn.
        persona: the client.
        move: what was planned.
    """
    standing = tuple(_standing(state))
    if _fixed(move, heard):
        return Leeway(asked=_asked(state), standing=standing)
    s = Situation(state=state, heard=heard, persona=persona, rng=Random(0))
    deeper = _deeper(s, move)
    way, first = open_way(s) or (None, None)
    acts = _acts(s, deeper, way=way is not None and first is None)
    return Leeway(
        acts=tuple(act for act in acts if act is not move.act),
        at_hand=tuple(content.id for content in at_hand(state, persona, move)),
        deeper=deeper.id if deeper else None,
        way=way.id if way and way.id not in move.content_ids else None,
        first=first.id if first else None,
        asked=_asked(state),
        standing=standing,
        words=max(LEAST, move.max_words),
    )


def at_hand(state: ClientState, persona: Persona, move: Move) -> tuple[Content, ...]:
    """Return the untold contents that take no trust: this client would tell them if asked."""
    contents: tuple[Content, ...] = (
        *persona.facts,
        *persona.against_type,
        *persona.strengths,
        *(concern for concern in persona.layer(Layer.SURFACE) if concern.trust <= 0),
        *persona.reasons_against,
        *(persona.reasons_for if state.openness > WILLING else ()),
    )
    taken = {*state.told, *move.content_ids}
    return tuple(content for content in contents if content.id not in taken)


def _fixed(move: Move, heard: Heard) -> bool:
    """Say whether there is nothing to choose: an odd turn, a way out, a decision being stood by.

    That the client is talked past is our own guess, no odd turn; a model may know better.
    """
    closing = move.closes is not None and move.act is not Act.COMMITMENT
    odd = move.occasion is not None and (heard.occasion is not None or move.ends)
    return odd or move.ends or closing or move.act in _LEAVES


def _acts(s: Situation, deeper: Concern | None, *, way: bool) -> list[Act]:
    """List what this client can do now, by what it is not ready for."""
    waiting = s.state.question is not None and s.state.question.passed_over > 0
    acts = list(_ANY_TIME)
    if s.pushed or waiting or s.state.discord > RANKLES:
        acts.append(Act.CHALLENGE)
    if s.state.discord > BRISTLES:
        acts.append(Act.SET_BOUNDARY)
    if not s.pushed:
        acts.append(Act.ACKNOWLEDGE)
        acts += _DRAWN if s.openness > WILLING else ()
    if deeper is not None:
        acts.append(TELLS_LAYER[deeper.layer])
    if way:
        acts.append(Act.COMMITMENT)
    return acts


def _deeper(s: Situation, move: Move) -> Concern | None:
    """Return the next layer below the surface, if it is safe and the advisor is listening."""
    if not s.heard.has(*_LISTENING):
        return None
    taken = {*s.state.told, *move.content_ids}
    for concern in (*s.persona.layer(Layer.UNDERNEATH), *s.persona.layer(Layer.VALUE)):
        if concern.id not in taken and s.safe(concern):
            return concern
    return None


def _asked(state: ClientState) -> tuple[str, int] | None:
    """Return the question that the advisor has passed over, and how often, if it is known which."""
    waiting = state.question
    if waiting is None or waiting.content_id is None or not waiting.passed_over:
        return None
    return waiting.content_id, waiting.passed_over


def _standing(state: ClientState) -> list[Standing]:
    trust = state.trust.level
    standing = [
        Standing.WARY
        if trust < WARY
        else Standing.TRUSTS
        if trust >= TRUSTS
        else Standing.UNDECIDED
    ]
    if state.discord > RANKLES:
        standing.append(Standing.BRISTLES if state.discord > BRISTLES else Standing.RANKLES)
    if state.patience < TIRED:
        standing.append(Standing.TIRED)
    ready = state.readiness
    standing.append(
        Standing.FOR if ready >= FOR else Standing.AGAINST if ready < AGAINST else Standing.TORN
    )
    return standing
