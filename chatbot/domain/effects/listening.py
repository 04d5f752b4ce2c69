"""What listening does: reflections, layers reached, questions, affirmations."""

from collections.abc import Iterator

from chatbot.domain.codes import REFLECTIONS, Code, Heard
from chatbot.domain.contents import Layer
from chatbot.domain.effects.following import ECHOES_NOTHING, follows, misses
from chatbot.domain.effects.moment import ECHO, Moment, Wish, caused_by


def _missed(heard: Heard) -> bool:
    return heard.has(*REFLECTIONS) and not heard.touches and heard.echo < ECHOES_NOTHING


def reflection(m: Moment) -> Iterator[Wish]:
    """A reflection that lands on what is there builds trust; an echo or a miss moves little."""
    segment = m.heard.get(*REFLECTIONS)
    if segment is None:
        return
    landed = m.touched(segment.code)
    if m.heard.echo > ECHO:
        if m.streak(Code.SIMPLE_REFLECTION) > 1:
            yield caused_by(segment, "patience", -0.06, "parroted again")
            yield caused_by(segment, "discord", 0.02, "parroted again")
        return
    if not landed and m.heard.echo < ECHOES_NOTHING:
        if any(_missed(heard) for heard in m.state.recent[-2:]):
            yield caused_by(segment, "patience", -0.04, "again something the client never said")
            yield caused_by(segment, "benevolence", -0.02, "again something the client never said")
        return
    deep, worth = segment.code is Code.COMPLEX_REFLECTION, m.credit
    yield caused_by(segment, "benevolence", (0.07 if deep else 0.05) * worth, "felt heard")
    yield caused_by(segment, "discord", (-0.07 if deep else -0.04) * worth, "felt heard")
    if deep and landed:
        yield caused_by(segment, "ability", 0.03 * worth, "understood more than was said")
        yield caused_by(segment, "patience", 0.03 * worth, "understood more than was said")


def layers(m: Moment) -> Iterator[Wish]:
    """Hitting the layer below moves much: the concern that is underneath, or the value."""
    for touch in m.heard.touches:
        concern = next((c for c in m.persona.concerns if c.id == touch.content_id), None)
        if concern is None or concern.id in m.state.understood or concern.layer is Layer.SURFACE:
            continue
        if touch.code in {*REFLECTIONS, Code.QUESTION, Code.SEEK} and m.heard.echo <= ECHO:
            told = concern.id in m.state.told
            delta = 0.06 if told else 0.04
            if told and touch.code in REFLECTIONS:
                yield m.by_touch(
                    touch, "reasons_against", -0.07, "a doubt that was understood weighs less"
                )
            why = (
                "understood what lies underneath" if told else "came close to what lies underneath"
            )
            yield m.by_touch(touch, "benevolence", delta, why)
            if concern.layer is Layer.VALUE:
                yield m.by_touch(touch, "importance", 0.06, "it touches a value")
                yield m.by_touch(touch, "reasons_for", 0.04, "it touches a value")


def question(m: Moment) -> Iterator[Wish]:
    """An open question invites; the third question in a row is an interrogation."""
    segment = m.heard.get(Code.QUESTION)
    if segment is None or m.heard.echo > ECHO or m.heard.occasion is not None:
        return
    asked = m.streak(Code.QUESTION)
    if asked >= 3 and not m.heard.has(*REFLECTIONS):
        yield caused_by(segment, "discord", 0.05, "the third question in a row")
        yield caused_by(segment, "patience", -0.05, "the third question in a row")
    elif follows(m):
        why = "was asked, not told" if segment.open else "was asked about what they had said"
        yield caused_by(segment, "benevolence", (0.03 if segment.open else 0.01) * m.credit, why)
    elif segment.open and not misses(m):
        yield caused_by(segment, "benevolence", 0.02 * m.credit, "was asked, not told")
    if segment.open and asked < 3 and m.heard.looks_underneath and not misses(m):
        why = "someone wants to know what is behind it"
        yield caused_by(segment, "benevolence", 0.02 * m.credit, why)


def affirmation(m: Moment) -> Iterator[Wish]:
    """A specific strength reaches; praise without substance bores; the third formula is a trick."""
    segment = m.heard.get(Code.AFFIRM)
    if segment is None:
        return
    strengths = {s.id for s in m.persona.strengths}
    if m.state.affirmations >= 3:
        yield caused_by(segment, "patience", -0.05, "praised once too often")
        yield caused_by(segment, "integrity", -0.03, "praised once too often")
    elif m.touched(Code.AFFIRM) & strengths:
        yield caused_by(segment, "benevolence", 0.05, "was seen for something real")
        yield caused_by(segment, "confidence", 0.06, "was reminded of a strength")
    else:
        yield caused_by(segment, "patience", -0.015, "praise without substance")
