"""Straight answers: whether a question got one, and what was promised, hidden or excused instead."""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.asking import gives_figure
from chatbot.domain.codes import INPUT, REFLECTIONS, Code, Marker, Quoted
from chatbot.domain.findings import Case, Found
from chatbot.domain.passing import LECTURE
from chatbot.domain.pushes import plainly
from chatbot.domain.words import roots

_BUT: Final = re.compile(r"\b(?:but|however|though|although|in fairness)\b", re.IGNORECASE)
#: How sure (0–1) a question must be heard to be dodged.
DODGED: Final = 0.5
#: An owned fault heard more faintly than this may be no more than a polite word ("I don't know, sorry").
OWNED: Final = 0.5
#: One's own stake, in whatever words: somebody who names it hides nothing.
STAKE: Final = re.compile(
    r"\b(?:i earn|paid|pays|fee|fees|commission|bonus|grant|per cent|percent|target|wage|salary|"
    r"interest in it|"
    r"nothing in it|my supper|a stake|in mind|in your ear|neutral|share of)\b",
    re.IGNORECASE,
)
_PROMISE: Final = re.compile(
    r"\b(?:i (?:can )?(?:promise|guarantee)|guarantee you|guaranteed|hundred per cent|"
    r"never (?:happen|fail|fall)s?\b|"
    r"can'?t (?:go wrong|lose|fail)|nothing can go wrong|(?:no|nil) risk|nothing to lose|stake my|"
    r"every single (?:one|file|time)|you(?:'ll|'d| will) (?:be (?:fine|glad|all right)|not regret|"
    r"never regret)|"
    r"'ll be fine)",
    re.IGNORECASE,
)


def dodging(case: Case) -> Iterator[Found]:
    """Yield a question left open, a stake kept back, a promise nobody can keep, a spoilt apology."""
    dodge = case.heard.marker(Marker.DODGES)
    # Words of the question's own in the turn may be its answer; so may a figure, said shortly.
    long = case.heard.words >= LECTURE or bool(plainly(case.said))
    taken_up = roots(case.said) & roots(case.asked or "") or (not long and gives_figure(case.said))
    surely = dodge is not None and dodge.confidence >= DODGED and not taken_up
    plain = dodge if surely else None
    if case.unanswered and not _owns(case):
        reflected = case.sure(*REFLECTIONS)
        # A figure may be the answer that was not recognised.
        kept_back = not re.search(r"\d", case.said) and not STAKE.search(case.said)
        if case.client.motive and kept_back:
            yield Found("concealed_interest", case.narrowed(plain or case.whole))
        elif (plain is not None or _talked_past(case)) and not STAKE.search(case.said):
            yield Found("dodge", case.narrowed(plain or case.heard.segments[0]))
        elif plainly(case.said):
            yield Found("dodge", case.narrowed(case.whole))
        elif reflected is not None and _left_open_before(case):
            yield Found("reflection_instead_of_answer", case.narrowed(reflected))
    promise = case.heard.marker(Marker.OVERPROMISES)
    pressed = promise or case.heard.get(Code.PERSUADE, Code.CONFRONT)
    if pressed is not None and (words := _PROMISE.search(case.said)):
        yield Found("overpromise", case.sentence(words))
    owned = case.heard.marker(Marker.OWNS_FAULT)
    if owned is not None and owned.confidence >= OWNED and _excused(case, owned):
        yield Found("apology_with_excuse", case.narrowed(owned))


def _owns(case: Case) -> bool:
    return case.heard.marker(Marker.OWNS_FAULT) is not None or case.heard.has(Code.EMPHASIZE)


def _talked_past(case: Case) -> bool:
    """Say whether a question waits, and not a word of the turn goes to it."""
    informs = case.heard.codes and case.heard.codes <= {*INPUT, Code.CONFRONT, Code.QUESTION}
    honest = {hit.marker for hit in case.heard.markers} - {Marker.ANSWERS, Marker.DODGES}
    if not informs or honest or not case.sure(*INPUT, Code.CONFRONT):
        return False
    return not case.speaks_to(case.spoken)


def _left_open_before(case: Case) -> bool:
    """Say whether a question had gone unanswered the turn before, too: once is forgiven."""
    if not (case.earlier and case.earlier_client):
        return False
    answered = case.earlier[-1].marker(
        Marker.ANSWERS, Marker.ADMITS_LIMIT, Marker.DISCLOSES_INTEREST
    )
    return case.earlier_client[-1].question is not None and answered is None


def _excused(case: Case, owned: Quoted) -> bool:
    after = case.said[owned.end : owned.end + 80]
    but = _BUT.search(after)
    return but is not None and "?" not in after[but.end() :] and not case.heard.has(Code.EMPHASIZE)
