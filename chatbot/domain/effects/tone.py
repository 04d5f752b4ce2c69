"""What the tone does: being talked down to, being flattered, talk that is beside the point.

People weigh how they are met before what they are told (interactional justice; Bies 2001): contempt
undoes whatever stands beside it, praise that names nothing is heard as a means, and somebody who
chats of other things, says the same again or hands one's own words back shows that they are not
there.
"""

from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import Code, Marker, Tone
from chatbot.domain.effects.moment import ECHO, Moment, Wish
from chatbot.domain.moves import Occasion

#: What an odd turn costs: the good will and the grasp it shows.
_BESIDE: Final = {
    Occasion.OFF_TOPIC: (-0.06, -0.03, "talks of something else"),
    Occasion.REPEATED: (-0.05, -0.04, "says the same again"),
    Occasion.EMPTY: (-0.02, -0.01, "says nothing"),
}
#: Fewer words than these ("Yes.") hand nothing back.
_SOME_WORDS: Final = 2


def contempt(m: Moment) -> Iterator[Wish]:
    """Being talked down to, mocked or called names is what people remember of a talk."""
    hit = m.heard.tone(Tone.CONTEMPT)
    if hit is None:
        return
    why, sure = "was talked down to", hit.confidence
    yield Wish("benevolence", -0.2, hit.quote, hit.tone, why, sure)
    yield Wish("integrity", -0.06, hit.quote, hit.tone, why, sure)
    yield Wish("ability", -0.06, hit.quote, hit.tone, why, sure)
    yield Wish("discord", 0.14, hit.quote, hit.tone, why, sure)
    yield Wish("patience", -0.07, hit.quote, hit.tone, why, sure)


def flattery(m: Moment) -> Iterator[Wish]:
    """Praise of the person that names nothing they did: a courtesy once, then a means to an end.

    Where they had asked something, it stands in place of the answer, and costs at once.
    """
    hit = m.heard.tone(Tone.FLATTERY)
    strengths = {one.id for one in m.persona.strengths}
    if hit is None or m.touched(Code.AFFIRM) & strengths:
        return
    again = sum(h.tone(Tone.FLATTERY) is not None for h in m.state.recent)
    waits = m.state.question is not None
    times = min(1.5, 0.5 + 0.3 * again + 0.5 * waits)
    why = "is being flattered, again" if again else "praise that names nothing"
    yield Wish("integrity", -0.035 * times, hit.quote, hit.tone, why, hit.confidence)
    yield Wish("benevolence", -0.03 * times, hit.quote, hit.tone, why, hit.confidence)


def vagueness(m: Moment) -> Iterator[Wish]:
    """Fog where something plain could be said: they do not know, or do not want to say.

    "I don't know" is worth more (`honesty.limits`).
    """
    hit = m.heard.tone(Tone.VAGUENESS)
    if hit is None or m.heard.marker(Marker.ADMITS_LIMIT) is not None:
        return
    why = "hears nothing one could hold on to"
    yield Wish("integrity", -0.05, hit.quote, hit.tone, why, hit.confidence)
    yield Wish("ability", -0.04, hit.quote, hit.tone, why, hit.confidence)


def pretence(m: Moment) -> Iterator[Wish]:
    """Good manners for show, and the pitch all the same: a push, and dishonest besides.

    What it costs as a push is in `pressure.pressure`.
    """
    hit = m.heard.tone(Tone.PRETENCE)
    if hit is None:
        return
    why = "good manners for show"
    yield Wish("integrity", -0.05, hit.quote, hit.tone, why, hit.confidence)
    yield Wish("benevolence", -0.02, hit.quote, hit.tone, why, hit.confidence)


def not_there(m: Moment) -> Iterator[Wish]:
    """Small talk about oneself, the same sentence again, silence: nobody is attending to them."""
    occasion = m.heard.occasion
    if occasion not in _BESIDE:
        return
    cares, grasps, why = _BESIDE[occasion]
    yield Wish("benevolence", cares, "", occasion, why)
    yield Wish("ability", grasps, "", occasion, why)


def parroting(m: Moment) -> Iterator[Wish]:
    """One's own words given back whole: odd once, mockery when it goes on.

    A question given back is worse: it was asked in earnest.
    """
    if m.heard.echo <= ECHO or m.heard.words < _SOME_WORDS:
        return
    said = m.heard.main.quote if m.heard.main else ""
    yield Wish("benevolence", -0.02, said, "echo", "their own words came back")
    again = sum(h.echo > ECHO for h in m.state.recent)
    if m.state.question is not None and not m.state.question.passed_over:
        why = "their own question was handed back"
        yield Wish("integrity", -0.05, said, "echo", why)
        yield Wish("benevolence", -0.05, said, "echo", why)
    elif again:
        yield Wish("benevolence", -0.02 * min(2, again), said, "echo", "parroted again")
        yield Wish("ability", -0.02, said, "echo", "parroted again")
