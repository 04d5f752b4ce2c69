"""The codes of a turn as the page shows them: each with how often it is right, and its choices. Pure."""

from collections.abc import Iterator
from typing import Any, Final

from chatbot.domain.codes import Label
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.reviews import ReviewedCode, TurnReview
from chatbot.domain.words import sentences
from chatbot.ui.words import meaning_of

Props = dict[str, Any]
#: What a code can be corrected to.
CHOICES: Final = [
    {"id": label.value, "name": label.words, "meaning": meaning_of(label)} for label in Label
]


def coded(review: TurnReview, record: TrackRecord) -> Props:
    """Return the codes of a turn, what the person said of them, and what can be said."""
    confirmed = review.confirmed
    return {
        "codes": [_chip(one, record) for one in review.codes],
        "confirmed": confirmed.seq if confirmed else None,
        "choices": CHOICES,
        "words": list(_words(review.exchange.advisor)),
    }


def _chip(one: ReviewedCode, record: TrackRecord) -> Props:
    shown = one.now or one.said
    assert shown is not None
    state = "said" if one.by is None else "added" if one.said is None else "changed"
    told = record.code(shown.code, shown.open)
    return {
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "said": one.said,
        "now": one.now,
        "name": one.now.words if one.now else "No code",
        "was": one.said.words if one.said else None,
        "meaning": meaning_of(one.now) if one.now else "neutral",
        "state": state,
        "undo": one.by.seq if one.by else None,
        "often": told.right,
        "whole": told.whole if state == "said" else None,
    }


def _words(text: str) -> Iterator[Props]:
    """Yield what an added code can lie on: the whole turn, and its sentences if it has several."""
    yield {"start": 0, "end": len(text), "text": "the whole turn"}
    found, at = sentences(text), 0
    for sentence in found if len(found) > 1 else ():
        start = text.index(sentence, at)
        at = start + len(sentence)
        yield {"start": start, "end": at, "text": sentence}
