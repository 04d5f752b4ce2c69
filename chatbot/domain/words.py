"""Words, sentences and cues: the little language work that the domain needs."""

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d+")
#: A stop within a figure ("0.65") or a name ends no sentence: a blank has to follow.
_SENTENCE: Final = re.compile(r"\S.*?(?:[.!?…]+[\"'”’)]*(?=\s|$)|$)", re.DOTALL)
#: What stands within quotation marks; and without its last two characters, where these end a
#: sentence ("“Go now.” Then he left.").
_QUOTED: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_ENDS: Final = re.compile(r"\s+[^\W\d_a-z]|\s+[“\"]|\s*$")
_COMMON: Final = frozenset(
    """
    that this with have just what your about would could there which from they them then than been
    were will like know think want really some more much into only even still also very when where
    well yeah here over make made does didn doesn isn wasn aren because
    """.split()
)
#: Letters by which "sign" and "signing" have one root.
ROOT: Final = 4


_APOSTROPHES: Final = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"}
)


def fold(text: str) -> str:
    """Return `text` in lower case with plain apostrophes, every character at its old offset."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_APOSTROPHES)


@lru_cache(maxsize=8192)
def cue_pattern(cue: str) -> re.Pattern[str]:
    """Return the pattern of a cue: whole words, any case; a trailing `*` matches any ending."""
    stem = cue.rstrip("*")
    words = r"\s+".join(re.escape(word) for word in stem.split())
    ending = r"\w*" if cue.endswith("*") else ""
    return re.compile(rf"(?<!\w){words}{ending}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def content_words(text: str) -> frozenset[str]:
    """Return the words of four letters or more and the numbers of a text, case folded."""
    return frozenset(word.casefold() for word in _WORD.findall(text)) - _COMMON


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences, without outer blanks."""
    return tuple(found.strip() for found in _SENTENCE.findall(text) if found.strip())


def whole_sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences as a reader would: a stop within quotation marks ends none."""
    masked = _QUOTED.sub(_masked, text)
    places = (match.span() for match in _SENTENCE.finditer(masked))
    return tuple(piece for start, end in places if (piece := text[start:end].strip()))


def _masked(quotation: re.Match[str]) -> str:
    words = quotation[0]
    ends = words[-2:-1] in set(".!?…") and _ENDS.match(quotation.string, quotation.end())
    return "x" * (len(words) - 2) + words[-2:] if ends else "x" * len(words)


def bare(text: str) -> list[str]:
    """Return the words of a text, case folded, without marks."""
    return re.findall(r"[\w']+", text.casefold().replace("’", "'"))


def as_sentence(text: str) -> str:
    """Return a text that begins with a capital and ends with a stop."""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?…" else f"{text}."


def roots(text: str) -> frozenset[str]:
    """Return the content words by their first letters, so that "sign" and "signing" are one."""
    return frozenset(word[:ROOT] for word in content_words(text))
