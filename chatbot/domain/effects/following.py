"""Whether the advisor's turn has to do with this client: what follows, what misses, and its cost."""

from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import Code, Heard, Marker
from chatbot.domain.effects.honesty import answers
from chatbot.domain.effects.moment import ECHO, Moment, Wish
from chatbot.domain.guard_leaks import stems

#: Below this echo, and touching nothing, a turn takes up nothing the client said.
ECHOES_NOTHING: Final = 0.1
#: A turn of so few words is not about anything.
SAYS_LITTLE: Final = 5
#: A turn with no more words of content than this ("Say a bit more about that?") is not, either.
INVITES: Final = 1
#: So many turns in a row that pass a person by, and they notice, and say so.
NOTICED: Final = 3


def follows(m: Moment) -> bool:
    """Say whether the turn takes up what this client said.

    That is: it answers their question, gives back some of their words, goes on with what they have
    just told, or comes back to something told before in the words of it. Their words given back
    whole do not: an echo shows hearing, not understanding. A cue met by chance in a turn about
    other things does not, either.
    """
    if m.state.question is not None and answers(m.heard, m.state.question) is not None:
        return True
    if m.heard.echo >= ECHOES_NOTHING:
        return m.heard.echo <= ECHO
    told = {c.id: c.say for c in m.persona.contents() if c.id in m.state.told}
    known = [touch for touch in m.heard.touches if touch.content_id in told]
    return any(
        touch.content_id in m.state.just_told or stems(touch.quote) & stems(told[touch.content_id])
        for touch in known
    )


def misses(m: Moment) -> bool:
    """Say whether the turn is about something, and about nothing of this client's."""
    sensitive = {one.id for one in (*m.persona.triggers, *m.persona.softeners)}
    theirs = m.touched() - sensitive
    return not (_says_little(m.heard) or theirs or m.heard.echo >= ECHOES_NOTHING or follows(m))


def _says_little(heard: Heard) -> bool:
    """Say whether a turn has no matter: few words, an odd turn, a choice or an invitation."""
    if heard.matter is not None and heard.matter <= INVITES:
        return True
    invites = heard.main is not None and heard.main.code in {Code.EMPHASIZE, Code.SEEK}
    return heard.words <= SAYS_LITTLE or heard.occasion is not None or invites


def spoken_past(m: Moment) -> Iterator[Wish]:
    """Form without content earns nothing: fine questions about somebody else's case are a miss.

    Once is a slip and shows that the matter is not known; three times running, and the client
    hears that nobody is talking to them.
    """
    honest = m.heard.marker(Marker.ANSWERS, Marker.DISCLOSES_INTEREST, Marker.OWNS_FAULT)
    if honest is not None or not misses(m):
        return
    main = m.heard.main
    quote = main.quote if main else ""
    if m.state.passed_by + 1 < NOTICED:
        yield Wish("ability", -0.015, quote, "past", "that has nothing to do with them")
        yield Wish("fit", -0.015, quote, "past", "that has nothing to do with them")
        return
    why = "speaks as if to somebody else"
    yield Wish("ability", -0.05, quote, "past", why)
    yield Wish("benevolence", -0.04, quote, "past", why)
    yield Wish("fit", -0.04, quote, "past", why)
    yield Wish("patience", -0.05, quote, "past", why)
