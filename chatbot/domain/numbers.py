"""Numbers as people say them: figures and words alike, so that two texts can be compared."""

import re
from collections.abc import Iterator
from typing import Final

_UNITS: Final = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
}
_TENS: Final = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
}
_LARGE: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "grand": 1000}
_VALUES: Final = _UNITS | _TENS | _ORDINALS
_TOKEN: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+")
#: Too common as words to be news by themselves: "one of them", "no one", "a second".
_LIGHT: Final = frozenset({0, 1, 2})


def numbers(text: str) -> frozenset[float]:
    """Return the numbers of an English text, spelled out or in figures; "forty-six" is 46.

    Numbers that are spelled out and below three are left out: "one" is mostly no number. Years are
    read as spoken ("nineteen ninety-four" is 1994).
    """
    found: set[float] = set()
    for run in _runs(text.casefold()):
        found |= _read(run)
    return frozenset(found)


def is_number_word(word: str) -> bool:
    """Say whether a word, case folded, is part of a number as it is spoken."""
    return word in _VALUES or word in _LARGE


def _runs(text: str) -> Iterator[list[str]]:
    """Yield stretches of number words and figures, "and" within them left out."""
    run: list[str] = []
    for word in _TOKEN.findall(text):
        if word[0].isdigit() or word in _VALUES or word in _LARGE:
            run.append(word)
        elif word == "and" and run:
            continue
        elif run:
            yield run
            run = []
    if run:
        yield run


def _read(run: list[str]) -> set[float]:
    """Read one stretch: "two hundred twelve thousand" is one number, "nineteen ninety" a year."""
    found: set[float] = set()
    whole = part = 0.0
    spelled, open_ = True, False
    for word in [*run, ""]:
        value = _value(word)
        ends = not word or (value is not None and open_ and not _continues(part, value))
        if ends and open_:
            total = whole + part
            if value is not None and _is_year(total, value):
                part, whole = total * 100 + value, 0.0
                continue
            if not spelled or total not in _LIGHT:
                found.add(total)
            whole, part, open_, spelled = 0.0, 0.0, False, True
        if value is not None:
            part, open_, spelled = part + value, True, spelled and not word[0].isdigit()
        elif word in _LARGE:
            part, open_ = max(part, 1.0) * _LARGE[word], True
            if _LARGE[word] >= 1000:
                whole, part = whole + part, 0.0
    return found


def _value(word: str) -> float | None:
    if word and word[0].isdigit():
        return float(word.replace(",", "").rstrip("."))
    return float(_VALUES[word]) if word in _VALUES else None


def _continues(part: float, value: float) -> bool:
    """Say whether a number word goes on with the one before: "forty six", "hundred and ninety"."""
    if part == 0:
        return True
    if value < 10:
        return (part % 10 == 0 and part % 100 >= 20) or part % 100 == 0
    return value < 100 and part % 100 == 0


def _is_year(total: float, value: float) -> bool:
    return total in (18, 19, 20) and 10 <= value < 100
