"""Cues and ids made of what a client says."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_MOST: Final = 10
_LONG_WORD: Final = 7
_LONGEST_WORD: Final = 40
_OWN: Final = 6
_OWN_BESIDE: Final = 2
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*\d")
_EVERYDAY: Final = frozenset(
    """
    that this with have just what your about would could there which from they them then than been
    were will like know think want really some more much into only even still also very when where
    well here over make made does didn doesn isn wasn because before after again always never same
    else last time first sure right through afraid come came take took give gave says said tell
    told good thing things
    """.split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text that carry it: four letters or more, or figures."""
    return [word for word in _WORD.findall(text) if word.casefold() not in _EVERYDAY]


def cues_for(say: str, given: Sequence[str] = (), near: Sequence[str] = ()) -> list[str]:
    """Return the words given, then those of the content itself, then words for its layer."""
    own = (word.casefold() for word in _WORD.findall(say) if len(word) <= _LONGEST_WORD)
    stems = [f"{w[:-2]}*" if len(w) >= _LONG_WORD else w for w in own if w not in _EVERYDAY]
    found = [" ".join(cue.split()).casefold() for cue in given]
    # A single word of the content fits many turns; where somebody chose the words, two are enough.
    both = [*found, *stems[: _OWN_BESIDE if found else _OWN]]
    return list(dict.fromkeys([*both[: max(0, _MOST - len(near))], *near]))


def slug(text: str, fallback: str) -> str:
    """Return an id made of a text: lower case, hyphens, at most 40 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:40].strip("-")
    return made if re.fullmatch(r"[a-z][a-z0-9-]+", made) else fallback
