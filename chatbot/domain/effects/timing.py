"""What timing does: talk of change in calm and in strain, dwelling, going on too long."""

from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import MI_NON_ADHERENT, REFLECTIONS, Code, Tone, Toward
from chatbot.domain.effects.following import follows, misses
from chatbot.domain.effects.moment import ECHO, STRAINED, Moment, Wish, caused_by
from chatbot.domain.moves import Act, Occasion

#: What talk of change is worth that takes up nothing of this client: form without content.
UNGROUNDED: Final = 0.2
#: And if it comes from one who follows, without taking up anything in particular.
WITH_GOODWILL: Final = 0.6
#: So many contents understood and a client is engaged; before the first, talk of change is worth
#: this share.
ENGAGED: Final = 4
UNHEARD: Final = 0.2


def evocation(m: Moment) -> Iterator[Wish]:
    """Talk of change, drawn out in calm, grows the client's reasons; during discord it backfires."""
    segment = next(
        (
            s
            for s in m.heard.segments
            if s.toward is Toward.CHANGE and s.code in {*REFLECTIONS, Code.QUESTION, Code.AFFIRM}
        ),
        None,
    )
    if segment is None:
        return
    if m.state.discord > STRAINED:
        yield caused_by(segment, "discord", 0.09, "talk of change while things are strained")
    elif m.heard.echo <= ECHO:
        share = (0.5 + m.state.trust.level) * _worth(m) / (1.0 + 0.5 * _led(m))
        yield caused_by(segment, "reasons_for", 0.05 * share, "heard themselves speak for it")
        yield caused_by(segment, "importance", 0.045 * share, "heard themselves speak for it")


def _led(m: Moment) -> int:
    """Count how often lately talk was steered to change, beyond once: people notice being led."""
    lately = (any(s.toward is Toward.CHANGE for s in heard.segments) for heard in m.state.recent)
    return max(0, sum(lately) - 1)


def _worth(m: Moment) -> float:
    """Return what talk of change is worth: all of it, if it takes up what this client said.

    Of one who follows them, people fill in what a turn leaves open; of others it is form. And it is
    worth little before the doubts were heard: engaging comes before evoking (Miller & Rollnick).
    """
    heard = UNHEARD + (1.0 - UNHEARD) * min(1.0, len(m.state.understood) / ENGAGED)
    if follows(m):
        return heard
    return heard * (WITH_GOODWILL if m.state.attuned and not misses(m) else UNGROUNDED)


def lingering(m: Moment) -> Iterator[Wish]:
    """A doubt reflected eases; lingering there grows it (Softening Sustain Talk, MITI 4.2.1)."""
    segment = next((s for s in m.heard.segments if s.toward is Toward.SUSTAIN), None)
    if segment is None:
        return
    before = sum(any(s.toward is Toward.SUSTAIN for s in h.segments) for h in m.state.recent)
    if before >= 3:
        yield caused_by(segment, "reasons_against", 0.05, "the doubts are all that is talked about")


def readiness_ignored(m: Moment) -> Iterator[Wish]:
    """Going on after the client has decided loses what was won."""
    if m.state.closing is None:
        return
    segment = m.heard.get(*MI_NON_ADHERENT)
    if segment is not None:
        yield caused_by(segment, "confidence", -0.08, "was pushed on after deciding")
        yield caused_by(segment, "reasons_for", -0.06, "was pushed on after deciding")


def oddity(m: Moment) -> Iterator[Wish]:
    """Nobody's patience is endless: silence, repetition and talk beside the point use it up."""
    costs = {Occasion.EMPTY: 0.05, Occasion.REPEATED: 0.12, Occasion.OFF_TOPIC: 0.05}
    if m.heard.occasion is not None:
        cost = costs.get(m.heard.occasion, 0.04)
        if m.state.recent and m.state.recent[-1].occasion is m.heard.occasion:
            cost *= 1.5
        yield Wish("patience", -cost, "", m.heard.occasion, "an odd turn")


def passing_time(m: Moment) -> Iterator[Wish]:
    """Time passes, and strain fades a little when nobody feeds it."""
    yield Wish("patience", -0.012, "", "time", "time passes")
    calm = not m.pushing and m.heard.occasion is None and m.heard.tone(Tone.CONTEMPT) is None
    if calm and m.state.acts[-1:] != (Act.CHALLENGE,):
        yield Wish("discord", -0.03, "", "time", "time passes")
