"""The cells of a labelled CSV: single labels, sets of labels, directions, spans."""

import json
from typing import Final

from pydantic import Field, TypeAdapter, ValidationError

from chatbot.domain.base import Value
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour, Marker, Toward

#: MITI 4.2.1 codes as the CSV writes them: open and closed questions apart.
MITI_LABELS: Final = tuple("GI P PwP Q_open Q_closed SR CR AF Seek Emphasize C".split())
#: DARN-CAT types with their sign (change talk +, sustain talk -), and strain with the advisor.
CLIENT_LABELS: Final = (
    *(kind + sign for kind in ("D", "AB", "R", "N", "C", "AC", "TS") for sign in "+-"),
    "discord",
)
_MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-"})
_ONE: Final[dict[str, tuple[str, ...]]] = {
    "main_therapist_behaviour": tuple(Behaviour),
    "client_talk_type": tuple(Talk),
    "question_subtype": ("open", "closed"),
    "reflection_subtype": ("simple", "complex"),
    "therapist_input_subtype": ("information", "advice", "options", "negotiation"),
}
_MANY: Final[dict[str, tuple[str, ...]]] = {
    "miti_codes": MITI_LABELS,
    "markers": tuple(Marker),
    "client_codes": CLIENT_LABELS,
}
_SPANNED: Final = (*MITI_LABELS, *Marker, *CLIENT_LABELS)


class BadCell(ValueError):
    """What is wrong with a cell, and the mend."""


class Span(Value):
    """Where in the utterance a code was seen: `text[start:end]`."""

    code: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)


class Direction(Value):
    """Where one code in an utterance leads."""

    code: str
    toward: Toward


_SPANS: Final = TypeAdapter(tuple[Span, ...])


def read_cell(column: str, cell: str, text: str) -> object:
    """Return the label or labels of a cell, or None if it is not labelled (spans: none).

    Args:
        column: whose cell it is.
        cell: without blanks around it.
        text: the utterance, for spans.

    Raises:
        BadCell: the cell holds no such label.
    """
    if cell == "n/a":
        return () if column == "spans" else None
    if column in _ONE:
        return _known(cell, _ONE[column]) if cell else None
    if column in _MANY:
        return _several(cell.translate(_MINUS).split(), _MANY[column])
    return _directions(cell.split()) if column == "toward" else _spans(cell, text)


def _known(label: str, allowed: tuple[str, ...]) -> str:
    if label not in allowed:
        raise BadCell(f"'{label[:40]}' is none of {', '.join(allowed)}")
    return label


def _several(labels: list[str], allowed: tuple[str, ...]) -> tuple[str, ...]:
    for label in labels:
        _known(label, allowed)
        if labels.count(label) > 1:
            raise BadCell(f"'{label}' stands twice; a code counts once an utterance")
    return tuple(labels)


def _directions(parts: list[str]) -> tuple[Direction, ...]:
    found = []
    for part in parts:
        code, equals, toward = part.partition("=")
        if not equals:
            raise BadCell(f"'{part[:40]}' must read code=direction, for example CR=change")
        _known(code, ("Q", *MITI_LABELS))
        found.append(Direction(code=code, toward=Toward(_known(toward, tuple(Toward)))))
    return tuple(found)


def _spans(cell: str, text: str) -> tuple[Span, ...]:
    if not cell:
        return ()
    try:
        spans = _SPANS.validate_json(cell.translate(_MINUS))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        text = f"{where}: {problem['msg']}" if where else problem["msg"]
        raise BadCell(
            f'{text}; write JSON such as [{{"code": "SR", "start": 0, "end": 12}}]'
        ) from None
    for span in spans:
        _known(span.code, _SPANNED)
        if not span.start < span.end <= len(text):
            raise BadCell(
                f"{span.start} to {span.end} lies outside the utterance "
                f"({len(text)} characters) or is empty"
            )
    return spans


def write_cell(value: object, not_labelled: str) -> str:
    """Return the cell that `read_cell` reads back."""
    if value is None:
        return not_labelled
    if not isinstance(value, tuple):
        return str(value)
    if value and isinstance(value[0], Span):
        return json.dumps([span.model_dump() for span in value])
    return " ".join(
        f"{one.code}={one.toward}" if isinstance(one, Direction) else str(one) for one in value
    )
