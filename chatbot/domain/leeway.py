"""The leeway a turn leaves to a voice that can choose; see `chatbot.domain.bounds` for how much.

What was chosen is what counts as done (`made`), and the log says that it was chosen.
"""

from enum import StrEnum
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.moves import ASKING, DECIDES, Act, Move
from chatbot.domain.persona import Persona

#: So many contents may be told in one turn beside the planned one.
AT_ONCE: Final = 1


class Standing(StrEnum):
    """How the client stands with the advisor and with the advice, in words a person would use."""

    WARY = "wary"
    UNDECIDED = "undecided"
    TRUSTS = "trusts"
    RANKLES = "rankles"
    BRISTLES = "bristles"
    TIRED = "tired"
    AGAINST = "against"
    TORN = "torn"
    FOR = "for"


class Leeway(Value):
    """What a voice may choose in a turn.

    Attributes:
        acts: what the client may do instead of the planned act; empty where that is fixed.
        at_hand: ids of contents it may tell if they answer what was said.
        deeper: id of a layer below the surface that it could tell this advisor by now.
        way: id of the plan it could settle for now, if the talk has led there.
        first: id of the question it wants answered before it settles anything; it must be asked.
        asked: id of the question that waits for an answer, and how often it was passed over.
        standing: how it stands, for the prompt.
        words: about how long a person would speak here.
    """

    acts: tuple[Act, ...] = ()
    at_hand: tuple[str, ...] = ()
    deeper: str | None = None
    way: str | None = None
    first: str | None = None
    asked: tuple[str, int] | None = None
    standing: tuple[Standing, ...] = ()
    words: int = 20

    @property
    def tellable(self) -> tuple[str, ...]:
        """The ids of all that may be told beside what was planned."""
        more = (self.deeper, None if self.first else self.way)
        return (*self.at_hand, *(content_id for content_id in more if content_id))


def may_wait(move: Move) -> bool:
    """Say whether the planned content may be kept for later, if it does not follow.

    Questions, decisions and ways out may not: the rest of the talk builds on them.
    """
    fixed = move.act in ASKING | DECIDES or move.closes or move.ends or move.occasion
    return bool(move.say) and not fixed


def made(move: Move, persona: Persona, act: Act | None, told: tuple[str, ...] | None) -> Move:
    """Return the move as it was made: the act chosen, with what was told.

    Args:
        move: as planned.
        persona: the client.
        act: what the voice chose to do; None: what was planned.
        told: ids of what the reply tells, where the voice had a choice.
    """
    if act is None or act is move.act:
        return move if told is None else move.telling(told)
    asked = [q.id for q in persona.questions if q.act is act and q.id in (told or ())]
    chosen = Move(
        act=act,
        content_ids=told or (),
        asks=asked[0] if asked else None,
        max_words=move.max_words,
        why=f"it answered better than the planned {move.act.replace('_', ' ')} ({move.why})",
    )
    if act is not Act.COMMITMENT:
        return chosen
    plan = next(plan for plan in persona.plans if plan.id in chosen.content_ids)
    return chosen.model_copy(
        update={"closes": plan.ending, "say": plan.say, "content_ids": (plan.id,)}
    )
