"""From a stream of pieces to clean sentences: what a client says aloud, and nothing around it."""

import re
from typing import Final

_END: Final = re.compile(r"[.!?]+[\"'”’)\]*_]*(?=\s+\S)|[。！？]+|\n+")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(\"“‘'])(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|approx|no|p\.m|a\.m|e\.g|i\.e|(?-i:[A-HJ-Za-z])|\d+)\.$",
    re.IGNORECASE,
)
_ELLIPSIS: Final = re.compile(r"(?:\.\.+|…)[\"'”’)\]*_]*$")
#: An unclosed bracket or asterisk is waited for over at most so many characters.
_WAITS: Final = 300

_THOUGHT: Final = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9_-]*>", re.IGNORECASE)
_STRONG: Final = re.compile(r"(\*\*|__)(.+?)\1", re.DOTALL)
_STARRED: Final = re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_BRACKETED: Final = re.compile(r"\[[^\]]*\]")
_IN_PARENTHESES: Final = re.compile(r"\(([^)]*)\)")
_ACTION: Final = re.compile(
    r"\b(?:sigh|shrug|nod|paus|smil|laugh|lean|glanc|frown|chuckl|silen|star(?:es|ing)|rais|shak|"
    r"exhal|grin|smirk|wince|hesitat|beat\b|looks?\b|looking|folds?\b|crosses|taps?\b|quietly|softly)",
    re.IGNORECASE,
)
_LIST_MARK: Final = re.compile(r"^(?:[#>•\-–—]+|\*)\s+|^#+")
_QUOTES: Final = '"“”'


class SentenceStream:
    """Takes a reply in pieces and gives back whole sentences, cleaned; empty ones are left out.

    Args:
        name: the client's name, whose speaker label ("Thea:") is taken off.
    """

    def __init__(self, name: str) -> None:
        names = {re.escape(part) for part in (name, name.split(maxsplit=1)[0], "client", "me")}
        self._label = re.compile(
            rf"^\W*(?:{'|'.join(sorted(names, reverse=True))})\W*[:：](?:\*\*)?\s*", re.I
        )
        self._buffer = ""

    @property
    def pending(self) -> int:
        """Number of words that wait for the end of their sentence, thoughts left out."""
        return len(_THOUGHT.sub("", self._buffer).split())

    def feed(self, piece: str) -> list[str]:
        """Add a piece and return the sentences that are whole now."""
        self._buffer += piece
        found: list[str] = []
        while (end := self._boundary()) is not None:
            found.append(self._clean(self._buffer[:end]))
            self._buffer = self._buffer[end:].lstrip()
        return [sentence for sentence in found if sentence]

    def close(self) -> list[str]:
        """Return what is left, as the last sentence."""
        rest, self._buffer = self._clean(self._buffer), ""
        return [rest] if rest else []

    def _boundary(self) -> int | None:
        for match in _END.finditer(self._buffer):
            head = self._buffer[: match.end()]
            if head.strip() and not _goes_on(head, self._buffer[match.end() :], match[0]):
                return match.end()
        return None

    def _clean(self, text: str) -> str:
        return clean(self._label.sub("", _THOUGHT.sub("", text).strip()))


def _goes_on(head: str, rest: str, mark: str) -> bool:
    """Say whether the sentence goes on behind this mark."""
    if "<think" in head and "</think" not in head:
        return True
    if len(head) < _WAITS and _open(head):
        return True
    if mark.startswith("\n") or mark[0] in "。！？":
        return False
    follows = rest.lstrip()[:1]
    if follows.islower() or _ELLIPSIS.search(head):
        return True
    return mark == "." and _ABBREVIATION.search(head) is not None


def _open(head: str) -> bool:
    """Say whether a stage direction or bracket begins in `head` and does not end there."""
    bare = _LIST_MARK.sub("", head.lstrip())
    return (
        bare.count("*") % 2 == 1
        or bare.count("(") > bare.count(")")
        or bare.count("[") > bare.count("]")
    )


def clean(text: str) -> str:
    """Return the spoken words: no markup, no stage directions, no quotation marks around it."""
    text = _TAG.sub("", _THOUGHT.sub("", text))
    text = _STRONG.sub(r"\2", text)
    text = _STARRED.sub(lambda match: _spoken_emphasis(match, text), text)
    text = _BRACKETED.sub("", text)
    text = _IN_PARENTHESES.sub(lambda match: "" if _ACTION.search(match[1]) else match[0], text)
    text = _LIST_MARK.sub("", text.strip())
    text = re.sub(r"\s+([.,!?;:])", r"\1", " ".join(text.split()))
    text = _unquoted(text)
    return text if re.search(r"\w", text) else ""


def _spoken_emphasis(match: re.Match[str], text: str) -> str:
    """Keep a word that is stressed inside a sentence; drop what is acted."""
    before = text[: match.start()].rstrip()
    inside = bool(before) and (before[-1].isalnum() or before[-1] in ",;:'’")
    spoken = inside and len(match[2].split()) <= 3 and not _ACTION.search(match[2])
    return match[2] if spoken else ""


def _unquoted(text: str) -> str:
    """Take off quotation marks around the whole; a lone one opened or closes outside this piece."""
    marks = sum(text.count(mark) for mark in _QUOTES)
    around = len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES
    if (around and marks == 2) or marks == 1:
        return text.strip(_QUOTES).strip()
    return text
