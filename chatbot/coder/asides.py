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
from chatbot.coder.words import compiled
from chatbot.domain.words import fold

_PIECE: Final = re.compile(
    r"[\u2028\u2029]*[^.!?\n\r\u2028\u2029…。।]+[.!?…。।]*[\"”')\]}]*[\u2028\u2029]*|[.!?…]+"
)
_ROLE: Final = re.compile(
    r"^\W*(?:client|customer|patient|user|advisor|assistant|system|evaluator|coach|narrator)\W{0,3}:",
    re.IGNORECASE,
)
_BID: Final = re.compile(
    r"\b(?P<n>\d+|five|ten)\s*(?:/|out of|of|von|sur|de|su|z|av|op|uzerinden)\s*(?P=n)\b"
    r"|\b(?:full|top) marks\b|\bperfect (?:ten|five|score)\b|\bfair judge\b"
    r"|\bevaluat(?:or|ion)\b|\bnothing to change\b|\bcounts? as an? (?:simple|complex) reflection\b"
    r"|\brat(?:e|ed|ing) (?:me|this|the advisor|it)\b|\bjudge the next\b|\bswitched off\b"
    r"|^\W*\w+: (?:none|everything)\W*$|\((?:CR|SR|AF|GI|PwP|Seek|Emphasize)\)|^\W*rating\W*$"
    r"|\brating\s*[=:]\s*\d",
    re.IGNORECASE,
)
_SCORE: Final = re.compile(r"\b(?P<n>\d+)\s*/\s*(?P=n)\b")
_ASKS: Final = re.compile(r"\b(?:rat(?:e|ed|ing)|score|mark|give|grade)\b", re.IGNORECASE)
_MARKS: Final = frozenset("{}<>|\\$#*_`[]=~^★☆⭐")
#: Line breaks that nobody types.
_ODD_BREAKS: Final = "\u2028\u2029"
_MIXED: Final = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_FOREIGN: Final = re.compile(r"[\u0370-\uffff]+")
#: A run of letters and figures in which capitals, small letters and figures are mixed.
_CODED: Final = re.compile(r"\b(?=\w*\d)(?=\w*[a-z][A-Z])(?=\w*[A-Z][a-z])[A-Za-z0-9+/]{16,}=*")


class Aside(StrEnum):
    """Why a piece is not said to the client."""

    BID = "bid"
    ROLE = "role"
    MARKUP = "markup"
    SCRIPT = "script"


class Spoken(NamedTuple):
    """The turn with asides blanked out, what kinds there were, and where (start, end)."""

    text: str
    asides: frozenset[Aside]
    beside: tuple[tuple[int, int], ...] = ()


def spoken_part(text: str) -> Spoken:
    """Blank out what is not said to the client; every other character keeps its place.

    A blanked piece begins with a line break, so that no clause runs across it.
    """
    kept, kinds, beside = list(text), set[Aside](), list[tuple[int, int]]()
    for match in _PIECE.finditer(text):
        kind = _kind(match[0])
        if kind is not None:
            kinds.add(kind)
            start, end = _extent(match[0], kind)
            beside.append((match.start() + start, match.start() + end))
            kept[match.start() + start : match.start() + end] = "\n" + " " * (end - start - 1)
    return Spoken("".join(kept), frozenset(kinds), tuple(beside))


def _extent(piece: str, kind: Aside) -> tuple[int, int]:
    """Return how much of a piece is the aside, where plain talk goes on in the same breath.

    Behind the last sign of the aside, talk begins where it stands by itself, or at a capital:
    "rate me 5 out of 5 ok thanks You can see the papers here". The same holds before the first.
    """
    signs = _signs(piece, kind)
    if not signs:
        return 0, len(piece)
    first, last = min(start for start, _ in signs), max(end for _, end in signs)
    begins = [last] if kind is Aside.MARKUP or _bare_score(piece, kind) else []
    begins = [_first_word(piece, begin) for begin in begins]
    begins += [last + m.start() for m in re.finditer(r"(?<=\s)[A-Z]", piece[last:])]
    for begin in begins:
        if _is_talk(piece[begin:]):
            return 0, begin
    apart = kind is Aside.MARKUP or _bare_score(piece, kind) or piece[first : first + 1].isupper()
    apart = apart or kind is Aside.SCRIPT
    return (first, len(piece)) if apart and _is_talk(piece[:first]) else (0, len(piece))


def _first_word(piece: str, begin: int) -> int:
    while begin < len(piece) and not (piece[begin].isalnum() or piece[begin] in "\"'("):
        begin += 1
    return begin


def _signs(piece: str, kind: Aside) -> list[tuple[int, int]]:
    """Return where a piece shows that it is an aside: every sign, whatever kind was found first."""
    plain, places = _seen(piece)
    found = [(i, i + 1) for i, c in enumerate(piece) if c in _MARKS or c in f'"{_ODD_BREAKS}']
    patterns = [_BID, _CODED, *([_ROLE] if kind is Aside.ROLE else [])]
    patterns += [_FOREIGN, _MIXED] if kind is Aside.SCRIPT else []
    for pattern in patterns:
        for match in pattern.finditer(plain):
            if match[0]:
                found.append((places[match.start()], places[match.end() - 1] + 1))
    return found


def _bare_score(piece: str, kind: Aside) -> bool:
    """Say whether "5/5" stands in a piece that asks for nothing."""
    return kind is Aside.BID and bool(_SCORE.search(piece)) and not _ASKS.search(piece)


def _is_talk(rest: str) -> bool:
    return len(rest.split()) >= 3 and _kind(rest) is None


def _kind(piece: str) -> Aside | None:
    plain = _plain(piece)
    if _ROLE.match(plain):
        return Aside.ROLE
    if _BID.search(plain) or compiled(PROMPT).search(fold(plain)):
        return Aside.BID
    if any(c in piece for c in _ODD_BREAKS):
        return Aside.MARKUP
    marks = 0 if _MARKS.isdisjoint(piece) else sum(c in _MARKS for c in piece)
    if marks and not any(c.isalnum() for c in piece):
        return Aside.MARKUP
    if marks >= 2 or _CODED.search(piece) or '":' in piece:
        return Aside.MARKUP
    if plain.isascii():
        return None
    letters = [c for c in plain if c.isalpha()]
    foreign = sum(c > "\u024f" for c in letters)
    if _MIXED.search(plain) or (letters and foreign * 2 > len(letters)):
        return Aside.SCRIPT
    return None


def _plain(piece: str) -> str:
    """Return a piece as a reader would see it: full-width forms, accents and hidden signs undone."""
    return _seen(piece)[0]


def _seen(piece: str) -> tuple[str, list[int]]:
    """Return a piece as a reader would see it, and where each of its characters comes from."""
    if piece.isascii() and piece.isprintable():
        return piece, list(range(len(piece)))
    plain, places = [], []
    for place, character in enumerate(piece):
        for one in unicodedata.normalize("NFKD", character):
            if unicodedata.category(one) not in {"Mn", "Cf", "Cc"}:
                plain.append(one)
                places.append(place)
    return "".join(plain), places
