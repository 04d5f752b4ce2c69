"""Where the codes of a volley stand: from what each clause may be to verbatim pieces."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from chatbot.coder.features import Features
from chatbot.coder.linear import Floats
from chatbot.coder.overview import PIECES
from chatbot.domain.codes import REFLECTIONS, Code, CodedSegment, Toward

_CODE_OF: Final = {"Q_open": Code.QUESTION, "Q_closed": Code.QUESTION}
_DIRECTED: Final = frozenset({Code.QUESTION, Code.AFFIRM, *REFLECTIONS})
_TOWARD: Final = tuple(Toward)
#: Pairs of which a volley keeps the surer one: one question, one reflection, one kind of advice.
_RIVALS: Final = (("Q_open", "Q_closed"), ("SR", "CR"), ("P", "PwP"))


class Sure(NamedTuple):
    """A code that a volley holds, with its probability (0–1)."""

    piece: str
    confidence: float


def held(probabilities: Floats, limits: Floats) -> tuple[Sure, ...]:
    """Return what a volley holds.

    Args:
        probabilities: of each of `PIECES[1:]` standing in the volley, shape (11,).
        limits: from which on it counts, shape (11,).
    """
    found = {
        piece: float(probabilities[i])
        for i, piece in enumerate(PIECES[1:])
        if probabilities[i] >= limits[i]
    }
    for one, other in _RIVALS:
        if one in found and other in found:
            del found[min((one, other), key=lambda piece: found[piece])]
    return tuple(Sure(piece, sure) for piece, sure in found.items())


def code_of(piece: str) -> Code:
    """Return the MITI code of a piece."""
    return _CODE_OF.get(piece) or Code(piece)


def placed(
    text: str,
    sure: Iterable[Sure],
    clauses: Sequence[Features],
    probabilities: Floats,
    toward: Floats,
) -> tuple[CodedSegment, ...]:
    """Return the codes in order of place, quotes verbatim.

    Args:
        text: the volley.
        sure: the codes it holds.
        clauses: its clauses.
        probabilities: what each clause may be, shape (clauses, 12).
        toward: where each clause may lead, shape (clauses, 4).
    """
    found = [_piece(text, one, clauses, probabilities, toward) for one in sure]
    return tuple(sorted(found, key=lambda segment: (segment.start, segment.end)))


def _piece(
    text: str,
    sure: Sure,
    clauses: Sequence[Features],
    probabilities: Floats,
    toward: Floats,
) -> CodedSegment:
    column = PIECES.index(sure.piece)
    first, last = _stretch(probabilities[:, column], probabilities.argmax(1) == column)
    start, end = clauses[first].segment.start, clauses[last].segment.end
    code = code_of(sure.piece)
    leads = _TOWARD[int(toward[first : last + 1].sum(0).argmax())]
    return CodedSegment(
        quote=text[start:end],
        start=start,
        end=end,
        code=code,
        open=sure.piece == "Q_open" if code is Code.QUESTION else None,
        toward=leads if code in _DIRECTED else Toward.NONE,
        confidence=round(min(max(sure.confidence, 0.0), 1.0), 3),
    )


def _stretch(likely: Floats, surest: Floats) -> tuple[int, int]:
    """Return first and last clause of the run around the likeliest clause in which it is surest."""
    best = int(likely.argmax())
    first = last = best
    while first > 0 and surest[first - 1]:
        first -= 1
    while last + 1 < len(likely) and surest[last + 1]:
        last += 1
    return first, last
