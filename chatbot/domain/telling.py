"""A move that tells something: what an act can tell, and how long a turn it takes."""

from collections.abc import Iterable
from typing import Final

from chatbot.domain.contents import Concern, Content, Layer
from chatbot.domain.moves import ASKING, Act, Move
from chatbot.domain.persona import Persona
from chatbot.domain.situation import Situation

_LENGTHS: Final[dict[Act, tuple[int, int]]] = {
    Act.MINIMAL: (3, 6),
    Act.TOUCHED: (6, 18),
    Act.PUZZLED: (6, 14),
    Act.ACKNOWLEDGE: (6, 22),
    Act.DISCLOSE_FACT: (14, 34),
    Act.DISCLOSE_FEELING: (14, 40),
    Act.STATE_VALUE: (14, 34),
}
#: Words beyond those of what is told, for the way in.
ROOM: Final = 4


def sources(persona: Persona, act: Act) -> Iterable[Content]:
    """Return the contents that an act can tell."""
    match act:
        case Act.DOUBT:
            return persona.layer(Layer.SURFACE)
        case Act.SUSTAIN_REASON:
            return (*persona.reasons_against, *persona.layer(Layer.SURFACE))
        case Act.ASK_PROOF | Act.ASK_MOTIVE | Act.ASK_INFORMATION:
            return tuple(question for question in persona.questions if question.act is act)
        case Act.DISCLOSE_FACT:
            return (*persona.facts, *persona.against_type)
        case Act.DISCLOSE_FEELING:
            return persona.layer(Layer.UNDERNEATH)
        case Act.STATE_VALUE:
            return persona.layer(Layer.VALUE)
        case Act.DESIRE | Act.ABILITY | Act.REASON | Act.NEED:
            return tuple(reason for reason in persona.reasons_for if reason.kind is act)
        case _:
            return ()


def telling(s: Situation, act: Act, content: Content | None = None, why: str = "") -> Move:
    """Return a move of this act that tells `content`, or what is next to be told, or nothing."""
    if content is None:
        guarded = {c.id for c in s.persona.concerns if not s.safe(c)}
        fresh = [c for c in s.untold(sources(s.persona, act)) if c.id not in guarded]
        content = fresh[0] if fresh else None
    low, high = _LENGTHS.get(act, (8, 28))
    say = content.say if content else ""
    needed = len(say.split()) + ROOM if say else 3
    return Move(
        act=act,
        say=say,
        content_ids=(content.id,) if content else (),
        asks=content.id if content and act in ASKING else None,
        max_words=min(60, max(needed, s.rng.randint(low, high))),
        why=why,
    )


def bearing(s: Situation, act: Act, why: str) -> Move:
    """Return a move of this act that tells only what the advisor's words bear on, else nothing."""
    near = s.touched(s.untold(sources(s.persona, act)))
    safe = [c for c in near if not isinstance(c, Concern) or s.safe(c)]
    if safe:
        return telling(s, act, safe[0], why=why)
    low, high = _LENGTHS.get(act, (8, 24))
    return Move(act=act, max_words=s.rng.randint(low, high), why=why)
