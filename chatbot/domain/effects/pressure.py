"""What pressure does: persuasion, confrontation, and the words that strike this person."""

from collections.abc import Iterator

from chatbot.domain.codes import MI_NON_ADHERENT, Code
from chatbot.domain.effects.moment import Moment, Wish, caused_by


def pressure(m: Moment) -> Iterator[Wish]:
    """Persuading without leave costs; after a no it costs double."""
    segment = m.heard.get(Code.PERSUADE)
    if segment is None:
        return
    times = 2.0 if m.state.refused else 1.0
    why = "was pushed after a no" if m.state.refused else "was pushed"
    yield caused_by(segment, "benevolence", -0.05 * times, why)
    yield caused_by(segment, "discord", 0.07 * times, why)
    yield caused_by(segment, "reasons_against", 0.03 * times, why)
    yield caused_by(segment, "fit", -0.02 * times, why)
    yield caused_by(segment, "patience", -0.03 * times, why)


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
