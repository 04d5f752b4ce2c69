"""What sharing does: the choice, the power, the facts and the advice."""

from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import INPUT, MI_NON_ADHERENT, Code, CodedSegment, Heard, Tone
from chatbot.domain.effects.following import follows, misses
from chatbot.domain.effects.honesty import answers
from chatbot.domain.effects.moment import Moment, Wish, caused_by
from chatbot.domain.moves import Occasion

#: Facts that take more words than this are poured out.
LECTURE: Final = 45
#: So many turns in a row of telling are a lecture, however short, as the third question is an
#: interrogation.
IN_A_ROW: Final = 3


def autonomy(m: Moment) -> Iterator[Wish]:
    """The choice left to the client disarms, unless the same breach takes it back."""
    segment = m.heard.get(Code.EMPHASIZE)
    if segment is None:
        return
    if m.pushing or m.heard.has(*MI_NON_ADHERENT, Code.PERSUADE_WITH_PERMISSION):
        yield caused_by(segment, "integrity", -0.01, "'your choice, but' is no choice")
        return
    yield caused_by(segment, "discord", -0.08, "the decision stays with the client")
    yield caused_by(segment, "benevolence", 0.04, "the decision stays with the client")
    yield caused_by(segment, "confidence", 0.02, "the decision stays with the client")


def collaboration(m: Moment) -> Iterator[Wish]:
    """Power shared counts; permission that is not waited for does not."""
    segment = m.heard.get(Code.SEEK)
    if segment is None:
        return
    if leave_taken(m.heard):
        yield caused_by(segment, "patience", -0.02, "asked for permission and did not wait")
        yield caused_by(segment, "benevolence", -0.02, "asked for permission and did not wait")
        return
    if m.streak(Code.SEEK) > 2 or m.heard.occasion is not None:
        return
    yield caused_by(segment, "benevolence", 0.03, "was asked first")
    yield caused_by(segment, "discord", -0.03, "was asked first")


def leave_taken(heard: Heard) -> bool:
    """Say whether leave was asked for and not waited for: a question for show, then the pitch."""
    asked = heard.get(Code.SEEK)
    return asked is not None and any(
        s.code in INPUT and s.start > asked.start for s in heard.segments
    )


def information(m: Moment) -> Iterator[Wish]:
    """Facts that were asked for build standing; facts poured out bore, and breed reasons against.

    One fact, briefly, on what the client themselves had raised is of use though nobody asked; but
    not while a question of theirs waits: then it is the answer to another one.
    """
    segment = m.heard.get(Code.GI)
    if segment is None:
        return
    if m.heard.tone(Tone.VAGUENESS) is not None or m.heard.occasion is Occasion.OFF_TOPIC:
        return
    pending = m.state.question
    answered = pending is not None and answers(m.heard, pending) is not None
    poured = m.heard.words > LECTURE or m.pushing
    again = m.streak(*INPUT) >= IN_A_ROW
    wanted = answered or (m.heard.permission and pending is None)
    if wanted and not (poured or (again and not answered) or misses(m)):
        yield from _asked_for(segment)
    elif pending is None and not (poured or again) and m.touched(Code.GI) & _raised(m):
        yield from _to_the_point(segment)
    elif pending is None and not (poured or again or leave_taken(m.heard)) and follows(m):
        yield caused_by(segment, "ability", 0.04, "a fact on what they had just said")
        yield caused_by(segment, "benevolence", 0.02, "a fact on what they had just said")
    else:
        yield from _lectured(segment, poured=poured, again=again)


def _asked_for(segment: CodedSegment) -> Iterator[Wish]:
    why = "got the facts asked for"
    yield caused_by(segment, "ability", 0.08, why)
    yield caused_by(segment, "fit", 0.08, why)
    yield caused_by(segment, "reasons_for", 0.09, why)
    yield caused_by(segment, "importance", 0.03, why)


def _to_the_point(segment: CodedSegment) -> Iterator[Wish]:
    why = "a fact that bears on what they had raised"
    yield caused_by(segment, "ability", 0.07, why)
    yield caused_by(segment, "benevolence", 0.03, why)
    yield caused_by(segment, "fit", 0.04, why)
    yield caused_by(segment, "reasons_for", 0.1, why)
    yield caused_by(segment, "reasons_against", -0.05, why)
    yield caused_by(segment, "importance", 0.07, why)


def _lectured(segment: CodedSegment, *, poured: bool, again: bool) -> Iterator[Wish]:
    yield caused_by(segment, "patience", -0.03, "was told what nobody asked")
    if poured:
        yield caused_by(segment, "benevolence", -0.05, "is being lectured")
    if poured or again:
        yield caused_by(segment, "discord", 0.04, "is being lectured")
        yield caused_by(segment, "reasons_against", 0.02, "is being lectured")


def _raised(m: Moment) -> frozenset[str]:
    """Return the contents that the client has brought up, and their questions."""
    return frozenset(m.state.told) | {question.id for question in m.persona.questions}


def advice(m: Moment) -> Iterator[Wish]:
    """Advice after permission is heard; what was understood first is heard better."""
    segment = m.heard.get(Code.PERSUADE_WITH_PERMISSION)
    if segment is None:
        return
    listened = min(1.0, len(m.state.understood) / 3)
    if not m.state.understood or misses(m) or leave_taken(m.heard):
        yield caused_by(segment, "patience", -0.03, "advice before anyone asked what the matter is")
        if m.streak(Code.PERSUADE_WITH_PERMISSION) > 1:
            yield caused_by(segment, "discord", 0.05, "permission was a door for a pitch")
        return
    yield caused_by(segment, "fit", 0.03 + 0.04 * listened, "advice that was asked for")
    yield caused_by(segment, "ability", 0.03, "advice that was asked for")
    plans = {plan.id for plan in m.persona.plans}
    if m.touched() & plans:
        yield caused_by(segment, "fit", 0.05, "an offer this client could live with")
