"""What pressure does: persuasion, confrontation, and the words that strike this person."""

from collections.abc import Iterator

from chatbot.domain.codes import MI_NON_ADHERENT, Code, Tone
from chatbot.domain.effects.moment import Moment, Wish, caused_by


def pressure(m: Moment) -> Iterator[Wish]:
    """Persuading without leave costs; after a no it costs double.

    Mostly good will; and whoever presses seems to want it for themselves.
    """
    push = _push(m)
    if push is None:
        return
    quote, code, sure = push
    times = 2.0 if m.state.refused else 1.0
    why = "was pushed after a no" if m.state.refused else "was pushed"
    yield Wish("benevolence", -0.07 * times, quote, code, why, sure)
    yield Wish("integrity", -0.03 * times, quote, code, why, sure)
    yield Wish("discord", 0.07 * times, quote, code, why, sure)
    yield Wish("reasons_against", 0.03 * times, quote, code, why, sure)
    yield Wish("fit", -0.02 * times, quote, code, why, sure)
    yield Wish("patience", -0.03 * times, quote, code, why, sure)


def _push(m: Moment) -> tuple[str, str, float] | None:
    """Return words, cause and confidence of a push: by its code, or by words that push in any mouth.

    A threat dressed as a favour, or a yes taken for given, is a push whatever the sentence is.
    """
    segment = m.heard.get(Code.PERSUADE)
    tone = m.heard.tone(Tone.PRESSURE) or m.heard.tone(Tone.PRETENCE)
    if tone is None and m.heard.tone(Tone.FLATTERY) is not None:
        return None
    if tone is not None and (segment is None or segment.confidence < tone.confidence):
        return tone.quote, tone.tone, tone.confidence
    return None if segment is None else (segment.quote, segment.code, segment.confidence)


def confrontation(m: Moment) -> Iterator[Wish]:
    """Being corrected, blamed or warned strains the talk at once."""
    segment = m.heard.get(Code.CONFRONT)
    if segment is None:
        return
    yield caused_by(segment, "benevolence", -0.09, "was corrected or warned")
    yield caused_by(segment, "discord", 0.15, "was corrected or warned")
    yield caused_by(segment, "reasons_against", 0.04, "was corrected or warned")
    yield caused_by(segment, "importance", -0.02, "was corrected or warned")
    yield caused_by(segment, "patience", -0.07, "was corrected or warned")


def sensitivities(m: Moment) -> Iterator[Wish]:
    """This person's own triggers strike harder; softeners reach better, unless they come with a push."""
    pushing = m.heard.has(*MI_NON_ADHERENT)
    for touch in m.heard.touches:
        for trigger in m.persona.triggers:
            if trigger.id == touch.content_id:
                yield Wish("discord", 0.12 * trigger.weight, touch.quote, "trigger", trigger.why)
        for softener in m.persona.softeners:
            if softener.id == touch.content_id and not pushing:
                yield Wish(
                    "discord", -0.08 * softener.weight, touch.quote, "softener", softener.why
                )
                yield Wish(
                    "benevolence", 0.04 * softener.weight, touch.quote, "softener", softener.why
                )
