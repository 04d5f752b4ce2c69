"""The form of global ratings that a model is asked for, and what of them stands."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, create_model

from chatbot.chains.asking import bare
from chatbot.chains.quotes import find
from chatbot.domain.dialogue import Speaker, Transcript
from chatbot.domain.global_ratings import Dimension, Evidence, objection

#: Quotes kept against a rating and for it: a good talk has small misses, and must be able to have
#: more for it than against it. And the fewest words of one, unless its turn has fewer.
MOST_AGAINST: Final = 3
MOST_FOR: Final = 5
FEWEST_WORDS: Final = 3


class _Part(BaseModel):
    """A part of the reply: closed, and every field required (strict schemas want both)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Piece(_Part):
    """A quote; `turn` is the number of its line in the talk."""

    turn: int
    quote: str


class Judged(_Part):
    """One dimension: what lowers, what raises, and only then the score."""

    lowers: tuple[Piece, ...]
    raises: tuple[Piece, ...]
    reasoning: str
    score: Literal[1, 2, 3, 4, 5] | None
    why: str


def form_of(dimensions: Iterable[Dimension]) -> type[BaseModel]:
    """Return the form of a reply on these dimensions: each exactly once, in this order."""
    fields: dict[str, Any] = {dimension.value: (Judged, ...) for dimension in dimensions}
    return create_model("Reply", __base__=_Part, **fields)


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a form."""
    found: dict[str, Any] = bare(form.model_json_schema())
    return found


class Upheld(NamedTuple):
    """A dimension with the quotes that stand, and how many do not."""

    dimension: Dimension
    judged: Judged
    evidence: tuple[Evidence, ...]
    dropped: int

    @property
    def objection(self) -> str | None:
        """Why the rating cannot be kept, or None."""
        if self.judged.score is None:
            return self.judged.why.strip() or "the model could not tell"
        if not self.judged.why.strip():
            return "no reason was given"
        said = objection(self.judged.score, self.evidence)
        return f"the quotes that stand do not bear it out: {said}" if said else None


def upheld(reply: BaseModel, transcript: Transcript) -> tuple[Upheld, ...]:
    """Return each dimension of a reply with what stands of it."""
    return tuple(
        _upheld(Dimension(name), getattr(reply, name), transcript) for name in _names(reply)
    )


def _names(reply: BaseModel) -> Iterator[str]:
    yield from type(reply).model_fields


def _upheld(dimension: Dimension, judged: Judged, transcript: Transcript) -> Upheld:
    found: list[Evidence] = []
    dropped = 0
    for piece, raises in _looked_at(judged):
        evidence = _evidence(piece, transcript, raises=raises)
        if evidence is None:
            dropped += 1
        elif evidence not in found:
            found.append(evidence)
    found.sort(key=lambda one: (one.turn, one.start))
    return Upheld(dimension, judged, tuple(found), dropped)


def _looked_at(judged: Judged) -> Iterator[tuple[Piece, bool]]:
    """Yield the quotes that count, and whether they raise."""
    yield from ((piece, False) for piece in judged.lowers[:MOST_AGAINST])
    yield from ((piece, True) for piece in judged.raises[:MOST_FOR])


def _evidence(piece: Piece, transcript: Transcript, *, raises: bool) -> Evidence | None:
    """Return the advisor's words that a quote names, in the turn it names or else in any other."""
    lines = [
        (index, turn.text)
        for index, turn in enumerate(transcript.turns, start=1)
        if turn.speaker is Speaker.ADVISOR
    ]
    numbered = [(number, index, text) for number, (index, text) in enumerate(lines, start=1)]
    for number, _, text in sorted(numbered, key=lambda one: one[1] != piece.turn):
        place = find(piece.quote, text)
        if place is not None and _says_something(place.quote, text):
            return Evidence(**place.model_dump(), turn=number, raises=raises)
    return None


def _says_something(quote: str, turn: str) -> bool:
    return len(quote.split()) >= min(FEWEST_WORDS, len(turn.split()))


def problems(reply: BaseModel, transcript: Transcript) -> list[str]:
    """Say what is wrong with a reply of the right form, in words for the model."""
    said: list[str] = []
    for one in upheld(reply, transcript):
        name, judged = one.dimension, one.judged
        for piece, _ in _looked_at(judged):
            if _evidence(piece, transcript, raises=True) is None:
                said.append(
                    f'{name}: "{piece.quote}" does not stand in a line of the advisor\'s; copy '
                    "each quote letter by letter, or leave it out."
                )
        if judged.score is not None and one.objection:
            said.append(f"{name}: the score is {judged.score}, and {one.objection}.")
    return said
