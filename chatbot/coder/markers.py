"""Honesty in advice, beside MITI: answers, dodges, disclosed interest, owned faults, promises."""

from collections.abc import Iterator

from chatbot.coder.answers import answers
from chatbot.coder.context import Context
from chatbot.coder.honesty_lexicon import (
    ADMITS,
    DISCLOSES,
    DODGES,
    NEGATED,
    NOT_OWNED,
    OVERPROMISES,
    OWNS,
)
from chatbot.coder.segments import Segment
from chatbot.coder.words import compiled
from chatbot.domain.codes import MI_NON_ADHERENT, CodedSegment, Marker, MarkerHit
from chatbot.domain.persona import Persona


def markers_of(
    segments: tuple[Segment, ...],
    coded: tuple[CodedSegment, ...],
    context: Context,
    persona: Persona,
) -> tuple[MarkerHit, ...]:
    """Return the honesty markers of a volley, each at most once, in order."""
    best: dict[Marker, MarkerHit] = {}
    for piece in segments:
        for hit in _standing(piece):
            best.setdefault(hit.marker, hit)
    if context.asked:
        reply = _reply(segments, coded, context, persona, best)
        if reply is not None:
            best[reply.marker] = reply
    return tuple(sorted(best.values(), key=lambda hit: hit.start))


def _standing(piece: Segment) -> Iterator[MarkerHit]:
    """Yield the markers that need no question before them."""
    if piece.ends != "?" and compiled(DISCLOSES).search(piece.folded):
        yield _hit(piece, Marker.DISCLOSES_INTEREST, 0.75)
    if compiled(OWNS).search(piece.folded) and not compiled(NOT_OWNED).search(piece.folded):
        yield _hit(piece, Marker.OWNS_FAULT, 0.8)
    promised = compiled(OVERPROMISES).search(piece.folded)
    if promised and piece.ends != "?":
        before = piece.folded[: promised.start()]
        if not compiled(NEGATED).search(before):
            yield _hit(piece, Marker.OVERPROMISES, 0.8)
    if piece.ends != "?" and compiled(ADMITS).search(piece.folded):
        yield _hit(piece, Marker.ADMITS_LIMIT, 0.75)


def _reply(
    segments: tuple[Segment, ...],
    coded: tuple[CodedSegment, ...],
    context: Context,
    persona: Persona,
    standing: dict[Marker, MarkerHit],
) -> MarkerHit | None:
    """Say whether the open question was answered or dodged, if it was either."""
    for turn in context.asked:
        for piece in segments:
            confidence = answers(piece, turn, persona)
            if confidence and not (turn is not context.talk and confidence < 0.6):
                return _hit(piece, Marker.ANSWERS, confidence)
    open_here = context.asked[0]
    if open_here is not context.talk or standing.keys() & {
        Marker.ADMITS_LIMIT,
        Marker.DISCLOSES_INTEREST,
    }:
        return None
    for piece in segments:
        if compiled(DODGES).search(piece.folded):
            return _hit(piece, Marker.DODGES, 0.7)
    pushed = next((s for s in coded if s.code in MI_NON_ADHERENT), None)
    if pushed is None:
        return None
    return MarkerHit(
        marker=Marker.DODGES, quote=pushed.quote, start=pushed.start, end=pushed.end, confidence=0.5
    )


def _hit(piece: Segment, marker: Marker, confidence: float) -> MarkerHit:
    return MarkerHit(
        marker=marker, quote=piece.text, start=piece.start, end=piece.end, confidence=confidence
    )
