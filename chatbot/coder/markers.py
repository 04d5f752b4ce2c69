"""Honesty in advice, beside MITI: answers, dodges, disclosed interest, owned faults, promises."""

from collections.abc import Iterator

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
from chatbot.coder.touches import cues_hit
from chatbot.coder.words import compiled, content_stems, stems_of, words
from chatbot.domain.client_talk import ClientTalk
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
            confidence = _answers(piece, turn, persona)
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


def _answers(piece: Segment, turn: ClientTalk, persona: Persona) -> float:
    """Return how sure it is (0–0.9) that this clause answers the question; 0: it does not."""
    if piece.ends == "?" or turn.question is None or compiled(DODGES).search(piece.folded):
        return 0.0
    if turn.motive:
        return 0.85 if compiled(DISCLOSES).search(piece.folded) else 0.0
    asked = stems_of(turn.question)
    found = words(piece.text)
    stems = set(content_stems(found))
    for question in persona.questions:
        if len(asked & stems_of(question.say)) >= min(2, len(asked)) and cues_hit(
            question.cues, found
        ):
            return 0.85
    if compiled(
        r"^(?:well[, ]+|oh[, ]+|honestly[, ]+)*(?:yes|no|not (?:yet|at all|really)|never"
        r"|nobody|none|both|neither|nothing)\b(?! but)"
    ).search(piece.folded):
        return (
            0.8
            if compiled(
                r"^(?:and |but |so )*(?:do|does|did|is|are|was|were|can|could|would|will|have|has"
                r"|any)"
            ).search(turn.question.lower())
            else 0.55
        )
    figures = any(word.form[0].isdigit() for word in found)
    if figures and compiled(
        r"\bhow (?:much|many|long|fast|soon|often|far)|when|what (?:does|did|is|was|would"
        r"|will)|cost|lose|price|worst|figure"
    ).search(turn.question.lower()):
        return 0.75
    shared = len(asked & stems)
    statement = compiled(r"^(?:so )?(?:you|it sounds|sounds)\b").search(piece.folded) is None
    if shared and statement and len(stems) > shared:
        return 0.6 if shared == 1 else 0.7
    if statement and compiled(
        r"\b(?:because|the reason|that'?s why|the (?:short|honest|straight) answer)\b"
    ).search(piece.folded):
        return 0.6
    return 0.0


def _hit(piece: Segment, marker: Marker, confidence: float) -> MarkerHit:
    return MarkerHit(
        marker=marker, quote=piece.text, start=piece.start, end=piece.end, confidence=confidence
    )
