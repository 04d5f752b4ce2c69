"""The kinds of detail that could point to real people, and how each is written. Pure."""

import re
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a detail is."""

    LINK = "link"
    EMAIL = "e-mail address"
    REFERENCE = "reference"
    PHONE = "phone number"
    DATE = "date"
    SHARE = "percentage"
    FIGURE = "figure"
    NAME = "name"


#: What takes the place of a detail unless the person says otherwise.
NEUTRAL: Final[dict[Kind, str]] = {
    Kind.LINK: "a link",
    Kind.EMAIL: "an address",
    Kind.REFERENCE: "a number",
    Kind.PHONE: "a phone number",
    Kind.DATE: "that day",
    Kind.SHARE: "some percent",
    Kind.FIGURE: "some amount",
    Kind.NAME: "someone",
}

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|\w+(?:th|eenth|tieth))"
_COUNTED: Final = (
    r"(?:(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundred|thousand|million)"
)
_UNIT: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?)"
_MONEY: Final = r"(?:euros?|pounds?|dollars?|quid|francs?|eur|gbp|usd|chf|k|m|bn|million|thousand)"
PARTICLE: Final = r"(?:de|del|della|van|von|der|den|la|le|al|bin|ibn|da|di|of)"
WORD: Final = r"[^\W\d_][^\W\d_]*(?:[-'’][^\W\d_]+)*"
KIN: Final = (
    "wife|husband|son|daughter|brother|sister|mother|father|mum|mom|dad|boss|colleague|client|"
    "friend|neighbour|neighbor|partner|doctor|lawyer|cousin|uncle|aunt|customer|patient|manager"
)
#: In the order in which they claim a stretch of text.
PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.LINK, r"\b(?:https?://|www\.)[^\s<>\"”]+[^\s<>\"”.,;:!?)]"),
        (Kind.EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{2,}"),
        (Kind.REFERENCE, r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b"),
        (Kind.REFERENCE, r"\b(?=\d*[a-z])(?=(?:[a-z/-]*\d){4})[a-z\d][a-z\d/-]{4,}\b"),
        (Kind.DATE, rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)(?:,?\s+\d{{4}})?"),
        (Kind.DATE, rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+\d{{4}})?"),
        (Kind.DATE, rf"\b{_MONTH}\s+\d{{4}}\b|\b\d{{4}}-\d\d?-\d\d?\b"),
        (Kind.DATE, r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b(?:19|20)\d\d\b(?![,.]\d)"),
        (Kind.PHONE, r"(?<![\w,.])(?:\+|\(?0)\d?(?:[\s()/.-]*\d){6,14}(?![\w,]\d)"),
        (Kind.PHONE, r"(?<![\w,.])\d{3,4}[\s-]\d{3,4}(?:[\s-]\d{2,4})?(?![\w,]\d)"),
        (Kind.SHARE, r"\d[\d.,]*\s?(?:%|per\s?cent\b)"),
        (Kind.FIGURE, rf"[€$£]\s?\d[\d.,]*(?:\s?{_MONEY}\b)?|\d[\d.,]*\s?(?:{_MONEY}\b|[€$£])"),
        (Kind.FIGURE, r"\d[\d.,]*\d"),
        (
            Kind.FIGURE,
            rf"\b(?:{_UNIT}\s+)?{_COUNTED}(?:(?:[\s-]+|\s+and\s+)(?:{_COUNTED}|{_UNIT})\b)*\b",
        ),
    )
)
