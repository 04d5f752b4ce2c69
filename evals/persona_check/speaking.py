"""Where a client's words come from: own lines, shared ones, or none."""

from collections.abc import Sequence
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.lines import LineBank
from chatbot.domain.moves import Act
from chatbot.domain.persona import Persona
from chatbot.domain.words import as_sentence
from evals.records import ConversationRecord

#: Fewer own lines than this for an act are called few.
FEW: Final = 3

Records = Sequence[ConversationRecord]


class ActLines(Value):
    """An act: own lines, how often it came up, how often own words were used for it."""

    act: Act
    own_lines: int = Field(ge=0)
    turns: int = Field(ge=0)
    in_own_words: int = Field(ge=0)


class Words(Value):
    """Where the words came from: shares (0–1) of the client's turns, odd turns and goodbyes left out.

    `early` and `late`: own words in exchanges 1–10 and after; None if there were none.
    """

    own: float
    borrowed: float
    last_resort: float
    early: float | None
    late: float | None


def act_lines(records: Records, persona: Persona) -> tuple[ActLines, ...]:
    """Return, for every act, own lines, use, and how often own words were used."""
    own = own_words(persona)
    said = [(e.move.act, e.reply.text in own) for e in _plain(records)]
    return tuple(
        ActLines(
            act=act,
            own_lines=len(persona.lines.get(act, ())),
            turns=sum(a is act for a, _ in said),
            in_own_words=sum(a is act and mine for a, mine in said),
        )
        for act in Act
    )


def own_words(persona: Persona) -> frozenset[str]:
    """Return what only this persona says: own lines and contents."""
    lines = (line.text for lines in persona.lines.values() for line in lines)
    return frozenset((*lines, *(as_sentence(content.say) for content in persona.contents())))


def word_sources(records: Records, persona: Persona, bank: LineBank) -> Words:
    """Return where the words came from."""
    own = own_words(persona)
    shared = {line.text for lines in bank.acts.values() for line in lines} - own
    said = [(e.number, e.reply.text) for e in _plain(records)]
    mine = [text in own for _, text in said]
    borrowed = [text in shared for _, text in said]
    return Words(
        own=_share(mine),
        borrowed=_share(borrowed),
        last_resort=_share([not a and not b for a, b in zip(mine, borrowed, strict=True)]),
        early=_maybe([m for m, (n, _) in zip(mine, said, strict=True) if n <= 10]),
        late=_maybe([m for m, (n, _) in zip(mine, said, strict=True) if n > 10]),
    )


def _plain(records: Records) -> list[ExchangeCommitted]:
    return [e for record in records for e in record.exchanges if e.move.occasion is None]


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _maybe(flags: Sequence[bool]) -> float | None:
    return _share(flags) if flags else None
