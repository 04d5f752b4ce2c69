"""Finding a model's quote in the turn it is said to come from."""

import re
from typing import Final

from chatbot.domain.codes import Quoted

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
_EDGES: Final = " \t\r\n\"'“”‘’«»…"


def find(quote: str, text: str) -> Quoted | None:
    """Return where `quote` stands in `text`, in the text's own letters, or None.

    Blanks, kinds of quotation marks and dashes, and capitals may differ; words may not.
    """
    plain, places = _plain(text)
    for wanted in dict.fromkeys((quote, quote.strip(_EDGES), quote.strip(_EDGES + "."))):
        needle, _ = _plain(wanted)
        needle = needle.strip()
        at = _at(needle, plain) if re.search(r"\w", needle) else -1
        if at >= 0:
            start, end = places[at], places[at + len(needle) - 1] + 1
            return Quoted(quote=text[start:end], start=start, end=end)
    return None


def _at(needle: str, plain: str) -> int:
    """Return where `needle` stands as whole words, or -1."""
    at = plain.find(needle)
    while at >= 0:
        before, after = plain[at - 1 : at] if at else "", plain[at + len(needle) :][:1]
        split = (before.isalnum() and needle[0].isalnum()) or (
            after.isalnum() and needle[-1].isalnum()
        )
        if not split:
            return at
        at = plain.find(needle, at + 1)
    return -1


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with one kind of blank, quote and dash, and the place of each character."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char == "…":
            kept += "..."
            places += [place] * 3
            continue
        same = " " if char.isspace() else char.translate(_SAME)
        if same == " " and kept[-1:] == [" "]:
            continue
        lower = same.lower()
        kept.append(lower if len(lower) == 1 else same)
        places.append(place)
    return "".join(kept), places
