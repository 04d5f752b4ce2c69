"""From judged clauses to the codes of a volley: the counting rules of MITI 4.2.1."""

from dataclasses import dataclass, replace
from typing import Final

from chatbot.coder.context import Context
from chatbot.coder.decide import LOWEST, Judgement
from chatbot.coder.depth import is_complex, is_open
from chatbot.coder.direction import direction
from chatbot.coder.features import Features
from chatbot.coder.lexicon import Kind
from chatbot.domain.codes import REFLECTIONS, Code, CodedSegment, Toward

_CODES: Final[dict[Kind, Code]] = {
    Kind.QUESTION: Code.QUESTION,
    Kind.REFLECTION: Code.SIMPLE_REFLECTION,
    Kind.INFORMATION: Code.GI,
    Kind.ADVICE: Code.PERSUADE,
    Kind.AFFIRM: Code.AFFIRM,
    Kind.SEEK: Code.SEEK,
    Kind.EMPHASIZE: Code.EMPHASIZE,
    Kind.CONFRONT: Code.CONFRONT,
}
_DIRECTED: Final = frozenset({Code.QUESTION, Code.AFFIRM, *REFLECTIONS})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring clauses of one code, as one piece."""

    code: Code
    clauses: tuple[Features, ...]
    confidence: float

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.clauses[0].segment.start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.clauses[-1].segment.end


def compose(
    text: str, judged: tuple[tuple[Features, Judgement], ...], context: Context
) -> tuple[CodedSegment, ...]:
    """Return the codes of a volley, in order, each at most once, quotes verbatim."""
    stretches = _permit(_stretches(judged, context), context)
    kept = _once(_drop_beaten(stretches))
    return tuple(_coded(text, stretch, context) for stretch in kept)


def _stretches(
    judged: tuple[tuple[Features, Judgement], ...], context: Context
) -> tuple[Stretch, ...]:
    """Join neighbours of one code; a filler between them does not part them."""
    stretches: list[Stretch] = []
    parted = True
    for features, judgement in judged:
        if judgement.kind is Kind.UNCODED:
            parted = parted or not features.filler
            continue
        code = _CODES[judgement.kind]
        if code is Code.SIMPLE_REFLECTION and is_complex(features, context):
            code = Code.COMPLEX_REFLECTION
        if stretches and not parted and _joins(stretches[-1].code, code):
            last = stretches[-1]
            joined = code if code is Code.COMPLEX_REFLECTION else last.code
            confidence = max(last.confidence, judgement.confidence)
            stretches[-1] = Stretch(joined, (*last.clauses, features), confidence)
        else:
            stretches.append(Stretch(code, (features,), judgement.confidence))
        parted = False
    return tuple(stretches)


def _joins(before: Code, code: Code) -> bool:
    return before is code or {before, code} == REFLECTIONS


def _permit(stretches: tuple[Stretch, ...], context: Context) -> tuple[Stretch, ...]:
    """Give advice its permission: asked for, allowed, or with the choice left open beside it."""
    codes = {stretch.code for stretch in stretches}
    return tuple(_with_leave(stretch, stretches, codes, context) for stretch in stretches)


def _with_leave(
    stretch: Stretch, stretches: tuple[Stretch, ...], codes: set[Code], context: Context
) -> Stretch:
    asked_before = any(s.code is Code.SEEK and s.start < stretch.start for s in stretches)
    soft = all("softly" in clause.cues for clause in stretch.clauses)
    allowed = context.advice_wanted or asked_before or Code.EMPHASIZE in codes or soft
    if stretch.code is Code.PERSUADE and allowed and Code.CONFRONT not in codes:
        return replace(stretch, code=Code.PERSUADE_WITH_PERMISSION)
    opinion = any("opinion" in clause.cues for clause in stretch.clauses)
    if stretch.code is Code.GI and opinion and Code.EMPHASIZE in codes:
        return replace(stretch, code=Code.PERSUADE_WITH_PERMISSION, confidence=LOWEST + 0.15)
    return stretch


def _drop_beaten(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """P beside PwP counts as PwP; of two reflections the complex one counts."""
    codes = {stretch.code for stretch in stretches}
    beaten = set[Code]()
    if Code.PERSUADE_WITH_PERMISSION in codes:
        beaten.add(Code.PERSUADE)
    if Code.COMPLEX_REFLECTION in codes:
        beaten.add(Code.SIMPLE_REFLECTION)
    return tuple(stretch for stretch in stretches if stretch.code not in beaten)


def _once(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Keep the longest stretch of each code; one question is enough."""
    best: dict[Code, Stretch] = {}
    for stretch in stretches:
        kept = best.get(stretch.code)
        if kept is None or stretch.end - stretch.start > kept.end - kept.start:
            best[stretch.code] = stretch
    return tuple(sorted(best.values(), key=lambda stretch: stretch.start))


def _coded(text: str, stretch: Stretch, context: Context) -> CodedSegment:
    asks = stretch.code is Code.QUESTION
    return CodedSegment(
        quote=text[stretch.start : stretch.end],
        start=stretch.start,
        end=stretch.end,
        code=stretch.code,
        open=any(is_open(clause) for clause in stretch.clauses) if asks else None,
        toward=direction(stretch.clauses, context) if stretch.code in _DIRECTED else Toward.NONE,
        confidence=stretch.confidence,
    )
