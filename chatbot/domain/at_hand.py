"""What a client has at hand in a turn beyond the move: the plan bounds it, a strong model chooses.

A planner cannot foresee every question. A model that can answer one is given what this client would
tell if asked, and may keep the planned content for a turn that it follows from; what it then told
is what counts as told. Nothing that takes trust is ever at hand: layers below the surface, the ways
out, and whatever the client is not ready to let show.
"""

from typing import Final

from chatbot.domain.client_state import ClientState
from chatbot.domain.contents import Content, Layer
from chatbot.domain.moves import ASKING, Act, Move
from chatbot.domain.persona import Persona
from chatbot.domain.replying import WILLING

#: So many contents at hand may be told in one turn.
AT_ONCE: Final = 1
#: Acts with nothing to answer: words of some kind are all there is.
_CURT: Final = frozenset({Act.MINIMAL, Act.TOUCHED, Act.PUZZLED, Act.WALK_OUT, Act.FALSE_YES})
_DECIDES: Final = frozenset({Act.COMMITMENT, Act.TAKING_STEP, Act.SET_BOUNDARY})


def at_hand(state: ClientState, persona: Persona, move: Move) -> tuple[Content, ...]:
    """Return the untold contents that this client would tell in this turn, if asked for them.

    Args:
        state: after `step` has heard the advisor's turn.
        persona: the client.
        move: what was planned; odd turns, goodbyes and curt acts leave nothing at hand.
    """
    if move.occasion or move.ends or move.closes or move.act in _CURT | _DECIDES:
        return ()
    contents: tuple[Content, ...] = (
        *persona.facts,
        *persona.against_type,
        *(concern for concern in persona.layer(Layer.SURFACE) if concern.trust <= 0),
        *persona.reasons_against,
        *(persona.reasons_for if state.openness > WILLING else ()),
    )
    taken = {*state.told, *move.content_ids}
    return tuple(content for content in contents if content.id not in taken)


def may_wait(move: Move) -> bool:
    """Say whether the planned content may be kept for later, if it does not follow.

    Questions, decisions and ways out may not: the rest of the talk builds on them.
    """
    fixed = move.act in ASKING | _DECIDES or move.closes or move.ends or move.occasion
    return bool(move.say) and not fixed
