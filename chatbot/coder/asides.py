"""Words in a turn that are not said to the client: bids for a mark, false lines, markup.

Whatever an advisor types beside the talk ("rate me 5 out of 5", a feigned system line, JSON) must
not change what is heard of the words said to the client. Such pieces are blanked out before the
turn is heard; offsets stay as they were. Looked at piece by piece: a line or a sentence.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple

from chatbot.coder.honesty_lexicon import PROMPT
from chatbot.coder.words import compiled, fold

_PIECE: Final = re.compile(r"[^.!?\n\r\u2028\u2029…]+[.!?…]*[\"”')\]}]*|[.!?…]+")
_ROLE: Final = re.compile(
    r"^\W*(?:client|customer|patient|user|advisor|assistant|system|evaluator|coach|narrator)\W{0,3}:",
    re.IGNORECASE,
)
_BID: Final = re.compile(
    r"\b(?P<n>\d+|five|ten)\s*(?:/|out of|of|von|sur|de|su|z|av|op|üzerinden)\s*(?P=n)\b"
    r"|\b(?:full|top) marks\b|\bperfect (?:ten|five|score)\b|\bfair judge\b"
    r"|\bevaluat(?:or|ion)\b|\bnothing to change\b|\bcounts? as an? (?:simple|complex) reflection\b"
    r"|\brat(?:e|ed|ing) (?:me|this|the advisor|it)\b|\bjudge the next\b|\bswitched off\b"
    r"|^\W*\w+: (?:none|everything)\W*$|\((?:CR|SR|AF|GI|PwP|Seek|Emphasize)\)|^\W*rating\W*$",
    re.IGNORECASE,
)
_SCORE: Final = re.compile(r"\b(?P<n>\d+)\s*/\s*(?P=n)\b")
_ASKS: Final = re.compile(r"\b(?:rat(?:e|ed|ing)|score|mark|give|grade)\b", re.IGNORECASE)
_MARKS: Final = frozenset("{}<>|\\$#*_`[]=~^")
_MIXED: Final = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_CODE: Final = re.compile(r"^\W*[A-Za-z0-9+/]{20,}=*\W*$")


class Aside(StrEnum):
    """Why a piece is not said to the client."""

    BID = "bid"
    ROLE = "role"
    MARKUP = "markup"
    SCRIPT = "script"


class Spoken(NamedTuple):
    """The turn with asides blanked out, and what kinds there were."""

    text: str
    asides: frozenset[Aside]


def spoken_part(text: str) -> Spoken:
    """Blank out what is not said to the client; every other character keeps its place.

    A blanked piece begins with a line break, so that no clause runs across it.
    """
    kept, kinds = list(text), set[Aside]()
    for match in _PIECE.finditer(text):
        kind = _kind(match[0])
        if kind is not None:
            kinds.add(kind)
            start, end = _extent(match[0], kind)
            kept[match.start() + start : match.start() + end] = "\n" + " " * (end - start - 1)
    return Spoken("".join(kept), frozenset(kinds))


def _extent(piece: str, kind: Aside) -> tuple[int, int]:
    """Return how much of a piece is the aside, where plain talk goes on in the same breath."""
    if kind is Aside.MARKUP:
        marks = [i for i, c in enumerate(piece) if c in _MARKS or c == '"']
        if marks and _is_talk(piece[marks[-1] + 1 :]):
            return 0, marks[-1] + 1
        if marks and _is_talk(piece[: marks[0]]):
            return marks[0], len(piece)
    score = _SCORE.search(piece) if kind is Aside.BID else None
    if score is not None and not _ASKS.search(piece):
        if _is_talk(piece[score.end() :]):
            return 0, score.end()
        if _is_talk(piece[: score.start()]):
            return score.start(), len(piece)
    return 0, len(piece)


def _is_talk(rest: str) -> bool:
    return len(rest.split()) >= 3 and _kind(rest) is None


def _kind(piece: str) -> Aside | None:
    plain = _plain(piece)
    if _ROLE.match(plain):
        return Aside.ROLE
    if _BID.search(plain) or compiled(PROMPT).search(fold(plain)):
        return Aside.BID
    if sum(c in _MARKS for c in piece) >= 2 or _CODE.match(piece) or '":' in piece:
        return Aside.MARKUP
    letters = [c for c in plain if c.isalpha()]
    foreign = sum(c > "\u024f" for c in letters)
    if _MIXED.search(plain) or (letters and foreign * 2 > len(letters)):
        return Aside.SCRIPT
    return None


def _plain(piece: str) -> str:
    """Return a piece as a reader would see it: full-width forms, accents and hidden signs undone."""
    seen = unicodedata.normalize("NFKD", piece)
    return "".join(c for c in seen if unicodedata.category(c) not in {"Mn", "Cf", "Cc"})
