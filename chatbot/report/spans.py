"""A turn cut into pieces, so that codes and markers can be shown on the very words they are of."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from chatbot.domain.codes import (
    CODE_NAMES,
    INPUT,
    MI_ADHERENT,
    MI_NON_ADHERENT,
    REFLECTIONS,
    Code,
    CodedSegment,
    Heard,
    MarkerHit,
    Quoted,
)
from chatbot.report.wording import MARKER_NAMES, POOR_MARKERS


class Span(NamedTuple):
    """A coded stretch of a turn; `family` is its class on the page."""

    start: int
    end: int
    label: str
    family: str
    title: str


#: Says in words what a code or marker is.
Title = Callable[[CodedSegment | MarkerHit], str]


def named(one: CodedSegment | MarkerHit) -> str:
    """Return the name of a code or marker."""
    if isinstance(one, MarkerHit):
        return f"honesty: {MARKER_NAMES[one.marker]}"
    return CODE_NAMES[one.code]


class Piece(NamedTuple):
    """A piece of a turn, the codes it lies in, and the spans that end with it."""

    text: str
    inside: tuple[Span, ...]
    ending: tuple[Span, ...]


_FAMILIES: Final = (
    (REFLECTIONS, "listen"),
    (frozenset({Code.QUESTION}), "ask"),
    (MI_ADHERENT, "share"),
    (MI_NON_ADHERENT, "push"),
    (INPUT, "inform"),
)


def family(code: Code) -> str:
    """Return the family of a code: listen, ask, share, push or inform."""
    return next(name for codes, name in _FAMILIES if code in codes)


def code_label(segment: CodedSegment) -> str:
    """Return the label of a code, e.g. "Q open", "SR"."""
    if segment.code is not Code.QUESTION or segment.open is None:
        return segment.code
    return f"Q {'open' if segment.open else 'closed'}"


def spans_of(text: str, heard: Heard, title: Title) -> Iterator[Span]:
    """Yield codes, then markers, where their quotes stand in the text."""
    for segment in heard.segments:
        at = locate(text, segment)
        if at is not None:
            yield Span(*at, code_label(segment), family(segment.code), title(segment))
    for hit in heard.markers:
        at = locate(text, hit)
        if at is not None:
            kind = "marker-poor" if hit.marker in POOR_MARKERS else "marker"
            yield Span(*at, MARKER_NAMES[hit.marker], kind, title(hit))


def locate(text: str, quoted: Quoted) -> tuple[int, int] | None:
    """Return where a quote stands: at its offsets, else where it is first found, else None."""
    if quoted.quote and text[quoted.start : quoted.end] == quoted.quote:
        return quoted.start, quoted.end
    start = text.find(quoted.quote) if quoted.quote else -1
    return None if start < 0 else (start, start + len(quoted.quote))


def pieces(text: str, heard: Heard, title: Title = named) -> tuple[Piece, ...]:
    """Cut a text at every border of a span; joined, the pieces are the text again."""
    spans = tuple(spans_of(text, heard, title))
    borders = sorted({0, len(text), *(s.start for s in spans), *(s.end for s in spans)})
    return tuple(
        Piece(
            text=text[start:end],
            inside=tuple(s for s in spans if s.start <= start and end <= s.end),
            ending=tuple(s for s in spans if s.end == end),
        )
        for start, end in pairwise(borders)
    )
