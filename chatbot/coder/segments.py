"""Cutting a volley into sentences and clauses, with offsets that hold verbatim.

People type in chats: punctuation and capitals may be missing. So a piece ends at punctuation, and
also where a new clause visibly starts: an inverted question, a turn to the other's choice, advice
after a reflection.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chatbot.coder.words import compiled
from chatbot.domain.words import fold

#: A volley longer than this (characters) is cut at the mark; nobody says more in one breath.
MAX_HEARD: Final = 12_000

_AUX: Final = (
    r"(?:do|does|did|is|are|was|were|can|could|would|will|should|have|has|had|might|d'?you)"
)
_WHO: Final = r"(?:you|we|it|that|this|they|he|she|there|i|your|the)"
_WH: Final = r"(?:what(?:'?s)?|how|why|where(?:'?s)?|when|which|who(?:'?s)?)"
_HINGE: Final = r"(?:(?:and|but|so|or|because|okay|ok|well|now|then)\s+)?"

#: Where a new clause starts inside a sentence. Each alternative begins at the new clause.
_STARTS: Final = "|".join(
    (
        # an inverted question: "… what would you …", "… how much do you …", "… have you …"
        rf"{_HINGE}{_WH}(?:\s+(?:much|many|long|often|far|else|kind of|sort of"
        rf"|\w+))?\s+{_AUX}(?:n'?t)?\s+{_WHO}\b",
        rf"{_HINGE}(?:what|how|who)\s+(?:would|could|might|will|made|makes|happened"
        rf"|else)\s+(?:help|make|need|it|be|change|you|happen|that|this)\b",
        rf"(?:(?:and|but|so|or)\s+)(?:do|did|have|are|would|could|can|will|were"
        rf"|is)(?:n'?t)?\s+{_WHO}\b",
        r"(?:(?:and|but|so)\s+)?(?:would you|could you|do you|are you|did you|can i|may i"
        r"|could i|would it be|is it ok)\b",
        r"(?:(?:and|but|so)\s+)?(?:i(?:'m| am)? wonder(?:ing)?|i'?m curious|tell me)\b",
        # a turn to choice, opinion or advice
        r"(?:(?:and|but|so|though)\s+)?(?:it'?s|that'?s|this is"
        r"|it is) (?:\w+ )?(?:up to you|your (?:own )?(?:decision|choice|call))\b",
        r"(?:but|and|so|still)\s+(?:in my (?:opinion|view|experience)|i(?:'d"
        r"| would)? (?:think|recommend|suggest|advise|believe|urge)"
        r"|you (?:really |just |do )?(?:should|need to|have to|must|ought)|you'?d better"
        r"|my advice|honestly|if i were you|let me)\b",
        r"but (?:you|that|it|we|i|the|on the other)\b",
        # a reflection after something else
        r"(?:and |but )?(?:so|it sounds like|it sounds as if|sounds like|it seems like"
        r"|it seems)\s+you(?:'?re|'?ve|'?d|r)?\b",
        r"(?:and )?on the other hand\b",
    )
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the volley: `volley[start:end] == text`; `folded` has the same length.

    `ends` is the punctuation that closes it ("?", ".", "!", "…", "," or nothing).
    """

    text: str
    folded: str
    start: int
    end: int
    ends: str


@lru_cache(maxsize=256)
def segment(volley: str) -> tuple[Segment, ...]:
    """Cut a volley; pieces without a letter or figure are left out."""
    heard = volley[:MAX_HEARD]
    folded = fold(heard)
    pieces: list[Segment] = []
    for start, end in _sentences(folded):
        for left, right in _clauses(folded, start, end):
            piece = _trimmed(heard, folded, left, right)
            if piece is not None:
                pieces.append(piece)
    return tuple(pieces)


def _sentences(folded: str) -> list[tuple[int, int]]:
    """Split at closing punctuation followed by space, at new lines and at broken-off dashes."""
    pattern = compiled(r"[.!?…]+[\"')\]]*(?=\s|$)|[\r\n]+|(?:--+|—|–)(?=\s|\w|$)|;")
    spans: list[tuple[int, int]] = []
    start = 0
    for match in pattern.finditer(folded):
        if match.end() > start and not _abbreviated(folded, match.start(), match.group()):
            spans.append((start, match.end()))
            start = match.end()
    if start < len(folded):
        spans.append((start, len(folded)))
    return spans


def _abbreviated(folded: str, stop: int, closing: str) -> bool:
    if closing != ".":
        return False
    last = folded[max(0, stop - 6) : stop].rpartition(" ")[2]
    return last in {"mr", "mrs", "ms", "dr", "e.g", "i.e", "vs", "approx"}


def _clauses(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split one sentence where a new clause starts, leaving no piece under three words."""
    cuts = [start]
    pattern = compiled(rf"(?:(?<=\s)|(?<=,))(?:{_STARTS})")
    for match in pattern.finditer(folded, start, end):
        before = folded[cuts[-1] : match.start()]
        if len(before.split()) >= 3 and _may_start(before):
            cuts.append(match.start())
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _may_start(before: str) -> bool:
    """Refuse to cut an embedded question or a relative clause ("you wonder what it is like")."""
    if before.rstrip().endswith((",", ":")):
        return True
    embeds = compiled(
        r"\b(?:know|wonder|wondering|ask|asking|see|understand|sure|tell me|about|of|that"
        r"|if|whether|when|like|and|or|to|than|as|what|how"
        r"|think|say|said|says|curious|the|a|with|because|why|is|are|be|where|which|who)\s*$"
    )
    return embeds.search(before) is None


def _trimmed(heard: str, folded: str, start: int, end: int) -> Segment | None:
    while start < end and not (folded[start].isalnum() or folded[start] in "'\"("):
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    if not any(c.isalnum() for c in folded[start:end]):
        return None
    closing = compiled(r"([?!.…,])[?!.…\"')\]]*$").search(folded[start:end])
    ends = "?" if closing and "?" in closing.group() else (closing.group(1) if closing else "")
    return Segment(heard[start:end], folded[start:end], start, end, ends)
