"""Names and details in a text that could point to real people, and taking them out. Pure.

It looks for what a reader would: capitals in the midst of a sentence, who stands after "my wife",
figures, dates, addresses. What the persona file holds is made up and known. It lists too much sooner
than too little, for a person decides on each; a name in small letters alone can still slip through.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.detail_kinds import KIN, NEUTRAL, PARTICLE, PATTERNS, WORD, Kind
from chatbot.domain.numbers import numbers
from chatbot.domain.ordinary import CAPITALISED, ORDINARY

#: Characters shown on either side of a detail.
AROUND: Final = 30


_TOKEN: Final = re.compile(WORD)
_STARTS: Final = re.compile(r"(?:[.!?…:]['\"”’)]*\s+|\n\s*|[“\"‘(]\s*)$")
_JOINS: Final = re.compile(rf"[ \t]+(?:&[ \t]+|(?:{PARTICLE}[ \t]+)*)", re.IGNORECASE)
_JOINS_TITLE: Final = re.compile(r"\.?[ \t]+")
#: What is left of a name when the words before say enough: "my wife", "in", "at".
_KIN_BEFORE: Final = re.compile(rf"\b(?:{KIN}),?\s+$", re.IGNORECASE)
_PLACE_BEFORE: Final = re.compile(r"\b(?:in|near|around|outside)\s+$", re.IGNORECASE)
_FIRM_BEFORE: Final = re.compile(r"\bat\s+$", re.IGNORECASE)
#: Months that are first names too; after such a word they are months.
_FIRST_NAMES: Final = frozenset({"april", "may", "june", "august"})
_DATED: Final = re.compile(
    r"(?:\b(?:in|by|since|until|till|before|after|from|to|of|last|next|this|every|early|late|mid|"
    r"for|and|or|through|between)|[-–/])\s*$",
    re.IGNORECASE,
)
_AFTER_KIN: Final = re.compile(
    rf"\b(?:(?:{KIN}),?|called|named|name\s+is|name's)\s+(?P<name>[a-z]{{3,}})\b", re.IGNORECASE
)
_GAPS: Final = re.compile(r"[ \t]+([ \t,.;:!?]|$)")
_POSSESSIVE: Final = re.compile(r"['’]s?$", re.IGNORECASE)
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir"})
_TRIMMED: Final = " \t\n.,;:!?"


class Detail(Value):
    """Something that could point to real people: as it is written, and what would take its place."""

    text: str
    kind: Kind
    neutral: str
    around: str


def details(texts: Iterable[str], known: str) -> tuple[Detail, ...]:
    """Return the names, figures, dates and addresses in `texts` that `known` does not hold.

    Args:
        texts: what somebody wrote.
        known: made-up text, such as everything in a persona file.
    """
    written = tuple(texts)
    words = _small_words([known, *(_masked(text) for text in written)]) | ORDINARY
    made_up = _Known(known, words)
    found: dict[str, Detail] = {}
    for text in written:
        for kind, start, end in sorted(_spans(text, made_up), key=lambda span: span[1]):
            detail = _detail(text, kind, start, end)
            found.setdefault(detail.text.casefold(), detail)
    return tuple(found.values())


def replaced(text: str, replacements: Mapping[str, str]) -> str:
    """Return a text with each key, as whole words in any case, replaced by its value.

    An empty value leaves the words out. Where a sentence begins, so does what takes their place.
    """
    keys = sorted((key for key in replacements if key.strip()), key=len, reverse=True)
    if not keys:
        return text
    by_key = {key.casefold(): replacements[key] for key in keys}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_any_case, keys))})(?!\w)")

    def instead(found: re.Match[str]) -> str:
        new = by_key.get(found[0].casefold(), found[0])
        return new[:1].upper() + new[1:] if _starts(text, found.start()) else new

    new = pattern.sub(instead, text)
    return _GAPS.sub(r"\1", new) if "" in by_key.values() else new


def _any_case(key: str) -> str:
    """Return the pattern of a key in any case; a name that is also a word ("Will") as it stands."""
    return re.escape(key) if key.casefold() in ORDINARY else f"(?i:{re.escape(key)})"


class _Known:
    """What is made up, asked in the ways the kinds need."""

    def __init__(self, text: str, words: frozenset[str]) -> None:
        self.text = " ".join(text.casefold().split())
        self.numbers = numbers(text)
        self.names = frozenset(_plain(w) for w in _TOKEN.findall(text) if w[0].isupper())
        self.words = words

    def holds(self, kind: Kind, text: str) -> bool:
        if " ".join(text.casefold().split()) in self.text and kind is not Kind.NAME:
            return True
        if kind in {Kind.FIGURE, Kind.SHARE}:
            return numbers(text) <= self.numbers
        return False

    def is_name(self, word: str, before: str, *, starts: bool) -> bool:
        """Say whether a word with a capital, after the words `before`, is a name not made up."""
        plain = _plain(word)
        if plain in self.names or len(plain) < 2 or plain in _TITLES:
            return False
        if plain in _FIRST_NAMES and not starts:
            return _DATED.search(before) is None
        return plain not in (self.words if starts else CAPITALISED)


def _spans(text: str, known: _Known) -> Iterator[tuple[Kind, int, int]]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in PATTERNS:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            if not known.holds(kind, found[0].strip(_TRIMMED)):
                yield kind, *found.span()
    for start, end in (*_names(text, known), *_small_names(text, known)):
        if not any(start < other and first < end for first, other in taken):
            taken.append((start, end))
            yield Kind.NAME, start, end


def _names(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Yield stretches of words with capitals in which at least one is a name."""
    run: list[tuple[int, int, bool]] = []
    for found in _TOKEN.finditer(text):
        word, start = found[0], found.start()
        if not word[0].isupper():
            continue
        if run and not _joined(text, run[-1], start):
            yield from _run(run)
            run = []
        before = text[max(0, start - 12) : start]
        is_name = known.is_name(word, before, starts=_starts(text, start))
        if run or is_name or _plain(word) in _TITLES:
            run.append((start, found.end(), is_name))
    yield from _run(run)


def _joined(text: str, last: tuple[int, int, bool], start: int) -> bool:
    """Say whether a word goes on with the name before it: "Dr. Ana de la Cruz", "Black & Sons"."""
    start_before, end, _ = last
    between = text[end:start]
    if _plain(text[start_before:end]) in _TITLES and _JOINS_TITLE.fullmatch(between):
        return True
    return _JOINS.fullmatch(between) is not None


def _starts(text: str, at: int) -> bool:
    """Say whether a sentence begins at this place."""
    return not text[:at].strip() or _STARTS.search(text[max(0, at - 6) : at]) is not None


def _run(run: list[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
    if any(is_name for _, _, is_name in run):
        last = max(index for index, one in enumerate(run) if one[2])
        yield run[0][0], run[last][1]


def _small_names(text: str, known: _Known) -> Iterator[tuple[int, int]]:
    """Yield names in small letters where the words before announce one."""
    for found in _AFTER_KIN.finditer(text):
        word = found["name"]
        if word.islower() and word not in ORDINARY and word not in known.names:
            yield found.span("name")


def _masked(text: str) -> str:
    """Return the text without addresses, whose small letters say nothing of names."""
    for kind, pattern in PATTERNS:
        if kind in {Kind.LINK, Kind.EMAIL}:
            text = pattern.sub(" ", text)
    return text


def _small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that stand somewhere in small letters: they are no names by themselves."""
    return frozenset(
        _plain(word) for text in texts for word in _TOKEN.findall(text) if word.islower()
    )


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word.replace("’", "'")).casefold()


def _detail(text: str, kind: Kind, start: int, end: int) -> Detail:
    written = text[start:end].strip(_TRIMMED)
    if kind is Kind.NAME:
        written = _POSSESSIVE.sub("", written)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    cut = ("…" if start > AROUND else "", "…" if end + AROUND < len(text) else "")
    around = " ".join(f"{cut[0]}{before}{text[start:end]}{after}{cut[1]}".split())
    return Detail(text=written, kind=kind, neutral=_neutral(written, kind, before), around=around)


def _neutral(written: str, kind: Kind, before: str) -> str:
    """Return what fits in place of a detail; empty where the words before say enough."""
    match kind:
        case Kind.NAME if _KIN_BEFORE.search(before):
            return ""
        case Kind.NAME if _PLACE_BEFORE.search(before):
            return "a place"
        case Kind.NAME if "&" in written or _FIRM_BEFORE.search(before):
            return "a firm"
        case Kind.DATE if re.fullmatch(r"\d{4}", written):
            return "that year"
        case Kind.DATE if re.fullmatch(r"\D+ \d{4}", written):
            return "that month"
        case Kind.FIGURE if re.fullmatch(r"\d{1,3}", written):
            return "some"
        case _:
            return NEUTRAL[kind]
