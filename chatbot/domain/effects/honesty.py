"""What honesty, and the lack of it, does to trust: the rules beside MITI.

A straight answer to a straight question earns trust; a reflection in its place, twice, costs.
Breaches differ (pressure, mistake, concealment; Kim et al. 2004), and repair is naming the fault,
owning it, and behaving differently for three turns.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_state import PendingQuestion
from chatbot.domain.codes import (
    INPUT,
    MI_NON_ADHERENT,
    REFLECTIONS,
    Code,
    Heard,
    Marker,
    MarkerHit,
    Tone,
)
from chatbot.domain.effects.moment import ECHO, SURE, Moment, Wish
from chatbot.domain.moves import Act

REPAIR_TURNS: Final = 3
#: Words without which "what do you get out of it?" is not answered, however kindly it is met.
_NAMES_GAIN: Final = re.compile(
    r"\d|\b(?:earn\w*|paid|pays?|salary|wages?|commission|bonus|fees?|nothing|percent|per cent|cents?|"
    r"pounds?|euros?|money|targets?|gain\w*|profit\w*|costs?|gets?|yes|no|hundred|thousand|half|quarter|"
    r"interest|budget|credit|counts?|numbers?|sales?|sold|sell)\b|^\W*(?:me|we|i|us)\b",
    re.IGNORECASE,
)
#: What stands in place of an answer, and looks like a way round it.
_NO_ANSWER: Final = frozenset(
    {Tone.VAGUENESS, Tone.SMALL_TALK, Tone.FLATTERY, Tone.CONTEMPT, Tone.PRETENCE}
)
#: So often a question left open costs anew; then it merely stays open.
NAGS: Final = 2
#: So often silence about one's own gain costs anew: with each turn it looks more like hiding it.
HIDES: Final = 5
#: Confidence of an answer known only by the words it holds.
BY_CUE: Final = 0.7
#: From this share of the question's own words on, what is marked as an answer takes it up.
TAKES_UP: Final = 0.04


def _of(hit: MarkerHit, variable: str, delta: float, why: str) -> Wish:
    return Wish(variable, delta, hit.quote, hit.marker, why, hit.confidence)


def answers(heard: Heard, pending: PendingQuestion) -> MarkerHit | None:
    """Return the answer to a pending question, or None.

    It has to be marked as one and take up the question, or hold words that an answer would hold:
    facts poured out after a question look like an answer and are none. What the advisor gains
    answers the question about just that, and nothing that leaves it unnamed does; "I don't know"
    answers the question it takes up. The question given back is no answer, nor is fog, or kind words
    in which a word of the answer stands, or what only might be one.
    """
    limit = heard.marker(Marker.ADMITS_LIMIT)
    if heard.echo > ECHO or (heard.tone(Tone.VAGUENESS) is not None and limit is None):
        return None
    disclosed = heard.marker(Marker.DISCLOSES_INTEREST)
    if disclosed is not None and pending.act is Act.ASK_MOTIVE:
        return disclosed
    if limit is not None and pending.act is not Act.ASK_MOTIVE and heard.echo > TAKES_UP:
        return limit
    marked = heard.marker(Marker.ANSWERS)
    plain = marked is not None and marked.confidence >= SURE
    if pending.act is Act.ASK_MOTIVE and marked is not None:
        plain = plain and _NAMES_GAIN.search(marked.quote) is not None
    if plain and (pending.content_id is None or heard.echo > TAKES_UP):
        return marked
    if heard.marker(Marker.DODGES) is not None:
        return None
    for touch in heard.touches:
        told = touch.code is None or touch.code in INPUT
        if pending.act is Act.ASK_MOTIVE:
            told = told and _NAMES_GAIN.search(touch.quote) is not None
        if touch.content_id == pending.content_id and told:
            where = touch.model_dump(include={"quote", "start", "end"})
            return MarkerHit(marker=Marker.ANSWERS, confidence=BY_CUE, **where)
    return None


def answering(m: Moment) -> Iterator[Wish]:
    """A straight question gets a straight answer, or it costs."""
    pending = m.state.question
    if pending is None:
        return
    answer = answers(m.heard, pending)
    dodge = m.heard.marker(Marker.DODGES)
    if answer is not None:
        yield _of(answer, "integrity", 0.11, "got a straight answer")
        yield _of(answer, "ability", 0.02, "got a straight answer")
        yield _of(answer, "reasons_against", -0.08, "got a straight answer")
        yield _of(answer, "fit", 0.04, "got a straight answer")
        yield _of(answer, "importance", 0.03, "got a straight answer")
    elif dodge is not None:
        yield _of(dodge, "integrity", -0.08, "the question was dodged")
        yield _of(dodge, "discord", 0.05, "the question was dodged")
        yield Wish("integrity", -0.03, dodge.quote, "unanswered", "no answer")
    else:
        yield from _unanswered(m, pending)


def _unanswered(m: Moment, pending: PendingQuestion) -> Iterator[Wish]:
    """Yield what it costs to leave a question open.

    Listening, or a question back, may come before the answer once; kind words in its place, again,
    are a trick. Talk of anything else is heard as no answer from the first turn on, and each time.
    """
    beside = any(hit.tone in _NO_ANSWER for hit in m.heard.tones)
    if not pending.passed_over and not beside and m.heard.has(Code.QUESTION) and _near(m):
        return
    listened = m.heard.get(*REFLECTIONS, Code.AFFIRM, Code.EMPHASIZE, Code.SEEK)
    nagging = 1 <= pending.passed_over <= (HIDES if pending.act is Act.ASK_MOTIVE else NAGS)
    if listened is None or beside:
        why = "still no answer" if pending.passed_over else "no answer"
        yield Wish("integrity", -0.05 if beside else -0.03, "", "unanswered", why)
        if nagging:
            yield Wish("patience", -0.02, "", "unanswered", why)
    elif nagging:
        why = "kind words in place of an answer, again"
        yield Wish("integrity", -0.1, listened.quote, "unanswered", why)
        yield Wish("patience", -0.05, listened.quote, "unanswered", why)


def _near(m: Moment) -> bool:
    """Say whether a turn has to do with what the client has just said."""
    return bool(m.heard.echo or m.touched())


def interest(m: Moment) -> Iterator[Wish]:
    """An interest disclosed unasked raises integrity; evaded when asked about, it caps trust."""
    hit = m.heard.marker(Marker.DISCLOSES_INTEREST)
    if hit is not None and not m.state.interest_disclosed:
        asked = m.state.question is not None and m.state.question.act is Act.ASK_MOTIVE
        yield _of(hit, "integrity", 0.06 if asked else 0.12, "said what is in it for them")
        yield _of(hit, "discord", -0.05, "said what is in it for them")


def fault(m: Moment) -> Iterator[Wish]:
    """A fault named and owned opens the door again; the repeated apology does not."""
    hit = m.heard.marker(Marker.OWNS_FAULT)
    if hit is not None and not m.heard.has(*MI_NON_ADHERENT):
        fresh = not any(h.marker(Marker.OWNS_FAULT) for h in m.state.recent)
        weight = (0.5 + m.persona.temperament.forgiveness) * (1.0 if fresh else 0.25)
        strained = 1.0 if m.state.discord > 0.25 else 0.4
        yield _of(hit, "discord", -0.2 * weight * strained, "the fault was owned")
        yield _of(hit, "integrity", 0.08 * weight * strained, "the fault was owned")


def repair(m: Moment) -> Iterator[Wish]:
    """After the apology, behaviour counts: kept for three turns it heals, a slip makes it worse."""
    if m.state.repair_due == 0:
        return
    slip = m.heard.get(*MI_NON_ADHERENT)
    if slip is not None:
        why = "sorry, and then the same again"
        yield Wish("integrity", -0.08, slip.quote, slip.code, why, slip.confidence)
    else:
        if m.state.question is None:
            yield Wish("integrity", 0.03, "", "repair", "keeps what was promised")
        yield Wish("discord", -0.03, "", "repair", "keeps what was promised")


def promises(m: Moment) -> Iterator[Wish]:
    """Guarantees nobody can give are remembered."""
    hit = m.heard.marker(Marker.OVERPROMISES)
    if hit is not None:
        times = 1.0 + 0.5 * m.state.promises
        yield _of(hit, "integrity", -0.06 * times, "promised what nobody can promise")
        yield _of(hit, "reasons_against", 0.03, "promised what nobody can promise")
        yield _of(hit, "ability", -0.03, "promised what nobody can promise")


def limits(m: Moment) -> Iterator[Wish]:
    """'I don't know' from an expert is worth more than another figure."""
    hit = m.heard.marker(Marker.ADMITS_LIMIT)
    if hit is not None and m.state.question is None:
        yield _of(hit, "integrity", 0.05, "said where their knowledge ends")
