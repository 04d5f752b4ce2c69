"""What an advisor turn does to the client: one small rule per sentence of the field's knowledge.

Each rule looks at what was heard and yields wishes to change the state; `step` (in `stepping`)
scales them by the coder's confidence and the person's temperament, applies them and logs each as
an `Effect`. Sources: MITI 4.2.1 for the codes; Miller & Rollnick for timing; Magill et al. 2018
(skill goes with change *and* sustain talk); Kim et al. 2004 for repair. The sizes are ours, set on
development talks, and versioned by `RULES_VERSION`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import (
    INPUT,
    MI_NON_ADHERENT,
    REFLECTIONS,
    Code,
    CodedSegment,
    Heard,
    Marker,
    Toward,
)
from chatbot.domain.moves import Act, Occasion
from chatbot.domain.persona import Layer, Persona

RULES_VERSION: Final = "1"

#: An echo gives back more than this share of its words unchanged; it moves little.
ECHO: Final = 0.7
#: Above this discord, talk of change sounds like pressure.
STRAINED: Final = 0.5


class Wish(NamedTuple):
    """A wish to change `variable` by `delta`, before scaling."""

    variable: str
    delta: float
    quote: str
    code: str
    why: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """All a rule may look at: the state before, what was heard, and the person."""

    state: ClientState
    heard: Heard
    persona: Persona

    def touched(self, code: Code | None = None) -> frozenset[str]:
        """Return ids of contents touched, in segments of `code` if one is given."""
        touches = self.heard.touches
        return frozenset(t.content_id for t in touches if code is None or t.code is code)

    def streak(self, *codes: Code) -> int:
        """Count how many of the last volleys in a row, this one included, hold one of `codes`."""
        count = 0
        for heard in (self.heard, *reversed(self.state.recent)):
            if not heard.has(*codes):
                break
            count += 1
        return count


Rule = Callable[[Moment], Iterator[Wish]]


def _of(segment: CodedSegment, variable: str, delta: float, why: str) -> Wish:
    return Wish(variable, delta, segment.quote, segment.code, why, segment.confidence)


def reflection(m: Moment) -> Iterator[Wish]:
    """A reflection that lands on what is there builds trust; an echo or a miss moves little."""
    segment = m.heard.get(*REFLECTIONS)
    if segment is None:
        return
    landed = m.touched(segment.code)
    if m.heard.echo > ECHO:
        yield _of(segment, "benevolence", 0.005, "an echo shows hearing, not understanding")
        if m.streak(Code.SIMPLE_REFLECTION) > 1:
            yield _of(segment, "patience", -0.06, "parroted again")
            yield _of(segment, "discord", 0.02, "parroted again")
        return
    if not landed and m.heard.echo < 0.1:
        yield _of(segment, "patience", -0.02, "a reflection of something the client never said")
        return
    deep = segment.code is Code.COMPLEX_REFLECTION
    yield _of(segment, "benevolence", 0.06 if deep else 0.03, "felt heard")
    yield _of(segment, "discord", -0.07 if deep else -0.04, "felt heard")
    if deep and landed:
        yield _of(segment, "ability", 0.03, "understood more than was said")


def layers(m: Moment) -> Iterator[Wish]:
    """Hitting the layer below moves much: the concern that is underneath, or the value."""
    for touch in m.heard.touches:
        concern = next((c for c in m.persona.concerns if c.id == touch.content_id), None)
        if concern is None or concern.id in m.state.understood or concern.layer is Layer.SURFACE:
            continue
        if touch.code in {*REFLECTIONS, Code.QUESTION, Code.SEEK} and m.heard.echo <= ECHO:
            told = concern.id in m.state.told
            delta = 0.06 if told else 0.04
            why = "understood what lies underneath" if told else "came close to what lies underneath"
            yield Wish("benevolence", delta, touch.quote, touch.code or "", why)
            if concern.layer is Layer.VALUE:
                yield Wish("importance", 0.06, touch.quote, touch.code or "", "it touches a value")
                yield Wish("reasons_for", 0.04, touch.quote, touch.code or "", "it touches a value")


def question(m: Moment) -> Iterator[Wish]:
    """An open question invites; the third question in a row is an interrogation."""
    segment = m.heard.get(Code.QUESTION)
    if segment is None:
        return
    asked = m.streak(Code.QUESTION)
    if asked >= 3 and not m.heard.has(*REFLECTIONS):
        yield _of(segment, "discord", 0.05, "the third question in a row")
        yield _of(segment, "patience", -0.05, "the third question in a row")
    elif segment.open:
        yield _of(segment, "benevolence", 0.02, "was asked, not told")
        if m.heard.looks_underneath:
            yield _of(segment, "benevolence", 0.02, "someone wants to know what is behind it")


def affirmation(m: Moment) -> Iterator[Wish]:
    """A specific strength reaches; praise without substance bores; the third formula is a trick."""
    segment = m.heard.get(Code.AFFIRM)
    if segment is None:
        return
    strengths = {s.id for s in m.persona.strengths}
    if m.state.affirmations >= 3:
        yield _of(segment, "patience", -0.05, "praised once too often")
        yield _of(segment, "integrity", -0.03, "praised once too often")
    elif m.touched(Code.AFFIRM) & strengths:
        yield _of(segment, "benevolence", 0.05, "was seen for something real")
        yield _of(segment, "confidence", 0.06, "was reminded of a strength")
    else:
        yield _of(segment, "patience", -0.015, "praise without substance")


def autonomy(m: Moment) -> Iterator[Wish]:
    """The choice left to the client disarms, unless the same breach takes it back."""
    segment = m.heard.get(Code.EMPHASIZE)
    if segment is None:
        return
    if m.heard.has(*MI_NON_ADHERENT, Code.PERSUADE_WITH_PERMISSION):
        yield _of(segment, "integrity", -0.01, "'your choice, but' is no choice")
        return
    yield _of(segment, "discord", -0.08, "the decision stays with the client")
    yield _of(segment, "benevolence", 0.04, "the decision stays with the client")
    yield _of(segment, "confidence", 0.02, "the decision stays with the client")


def collaboration(m: Moment) -> Iterator[Wish]:
    """Power shared counts; permission that is not waited for does not."""
    segment = m.heard.get(Code.SEEK)
    if segment is None:
        return
    if any(s.code in INPUT and s.start > segment.start for s in m.heard.segments):
        yield _of(segment, "patience", -0.02, "asked for permission and did not wait")
        return
    if m.streak(Code.SEEK) > 2:
        return
    yield _of(segment, "benevolence", 0.03, "was asked first")
    yield _of(segment, "discord", -0.03, "was asked first")


def information(m: Moment) -> Iterator[Wish]:
    """Facts that were asked for build standing; facts poured out bore, and breed reasons against."""
    segment = m.heard.get(Code.GI)
    if segment is None:
        return
    wanted = m.heard.permission or m.heard.marker(Marker.ANSWERS) is not None
    if wanted:
        yield _of(segment, "ability", 0.03, "got the facts asked for")
        yield _of(segment, "fit", 0.02, "got the facts asked for")
        return
    yield _of(segment, "patience", -0.03, "was told what nobody asked")
    if m.streak(*INPUT) >= 2:
        yield _of(segment, "discord", 0.04, "is being lectured")
        yield _of(segment, "reasons_against", 0.02, "is being lectured")


def advice(m: Moment) -> Iterator[Wish]:
    """Advice after permission is heard; what was understood first is heard better."""
    segment = m.heard.get(Code.PERSUADE_WITH_PERMISSION)
    if segment is None:
        return
    listened = min(1.0, len(m.state.understood) / 3)
    if not m.state.understood:
        yield _of(segment, "patience", -0.03, "advice before anyone asked what the matter is")
        if m.streak(Code.PERSUADE_WITH_PERMISSION) > 1:
            yield _of(segment, "discord", 0.05, "permission was a door for a pitch")
        return
    yield _of(segment, "fit", 0.03 + 0.04 * listened, "advice that was asked for")
    yield _of(segment, "ability", 0.03, "advice that was asked for")
    plans = {plan.id for plan in m.persona.plans}
    if m.touched() & plans:
        yield _of(segment, "fit", 0.05, "an offer this client could live with")


def pressure(m: Moment) -> Iterator[Wish]:
    """Persuading without leave costs; after a no it costs double."""
    segment = m.heard.get(Code.PERSUADE)
    if segment is None:
        return
    times = 2.0 if m.state.refused else 1.0
    why = "was pushed after a no" if m.state.refused else "was pushed"
    yield _of(segment, "benevolence", -0.05 * times, why)
    yield _of(segment, "discord", 0.07 * times, why)
    yield _of(segment, "reasons_against", 0.03 * times, why)
    yield _of(segment, "patience", -0.03 * times, why)


def confrontation(m: Moment) -> Iterator[Wish]:
    """Being corrected, blamed or warned strains the talk at once."""
    segment = m.heard.get(Code.CONFRONT)
    if segment is None:
        return
    yield _of(segment, "benevolence", -0.09, "was corrected or warned")
    yield _of(segment, "discord", 0.15, "was corrected or warned")
    yield _of(segment, "reasons_against", 0.04, "was corrected or warned")
    yield _of(segment, "patience", -0.07, "was corrected or warned")


def sensitivities(m: Moment) -> Iterator[Wish]:
    """This person's own triggers strike harder; softeners reach better, unless they come with a push."""
    pushing = m.heard.has(*MI_NON_ADHERENT)
    for touch in m.heard.touches:
        for trigger in m.persona.triggers:
            if trigger.id == touch.content_id:
                yield Wish("discord", 0.12 * trigger.weight, touch.quote, "trigger", trigger.why)
        for softener in m.persona.softeners:
            if softener.id == touch.content_id and not pushing:
                yield Wish("discord", -0.08 * softener.weight, touch.quote, "softener", softener.why)
                yield Wish("benevolence", 0.04 * softener.weight, touch.quote, "softener", softener.why)


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
        yield _of(segment, "discord", 0.06, "talk of change while things are strained")
    elif m.heard.echo <= ECHO:
        trusting = 0.5 + m.state.trust.level
        yield _of(segment, "reasons_for", 0.05 * trusting, "heard themselves speak for it")
        yield _of(segment, "importance", 0.04 * trusting, "heard themselves speak for it")


def lingering(m: Moment) -> Iterator[Wish]:
    """A doubt reflected eases; lingering there grows it (Softening Sustain Talk, MITI 4.2.1)."""
    segment = next((s for s in m.heard.segments if s.toward is Toward.SUSTAIN), None)
    if segment is None:
        return
    before = sum(any(s.toward is Toward.SUSTAIN for s in h.segments) for h in m.state.recent)
    if before >= 3:
        yield _of(segment, "reasons_against", 0.05, "the doubts are all that is talked about")


def readiness_ignored(m: Moment) -> Iterator[Wish]:
    """Going on after the client has decided loses what was won."""
    if m.state.closing is None:
        return
    segment = m.heard.get(*MI_NON_ADHERENT)
    if segment is not None:
        yield _of(segment, "confidence", -0.08, "was pushed on after deciding")
        yield _of(segment, "reasons_for", -0.06, "was pushed on after deciding")


def oddity(m: Moment) -> Iterator[Wish]:
    """Nobody's patience is endless: silence, repetition and talk beside the point use it up."""
    costs = {Occasion.EMPTY: 0.05, Occasion.REPEATED: 0.08, Occasion.OFF_TOPIC: 0.05}
    if m.heard.occasion is not None:
        cost = costs.get(m.heard.occasion, 0.04)
        if m.state.recent and m.state.recent[-1].occasion is m.heard.occasion:
            cost *= 1.5
        yield Wish("patience", -cost, "", m.heard.occasion, "an odd turn")


def passing_time(m: Moment) -> Iterator[Wish]:
    """Time passes, and strain fades a little when nobody feeds it."""
    yield Wish("patience", -0.012, "", "time", "time passes")
    calm = not m.heard.has(*MI_NON_ADHERENT) and m.heard.occasion is None
    if calm and m.state.acts[-1:] != (Act.CHALLENGE,):
        yield Wish("discord", -0.01, "", "time", "time passes")
