"""Whether the advisor's turn has to do with this client: what follows, what misses, and its cost."""

from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import REFLECTIONS, Code, Heard, Marker
from chatbot.domain.effects.honesty import answers
from chatbot.domain.effects.moment import ECHO, Moment, Wish

#: Below this echo, and touching nothing, a turn takes up nothing the client said.
ECHOES_NOTHING: Final = 0.1
#: A turn of so few words is not about anything.
SAYS_LITTLE: Final = 5
#: So many turns in a row that pass a person by, and they notice, and say so.
NOTICED: Final = 3


def follows(m: Moment) -> bool:
    """Say whether the turn takes up what this client said, wants to know, or has in them.

    Their own words given back unchanged do not: an echo shows hearing, not understanding.
    """
    if m.state.question is not None and answers(m.heard, m.state.question) is not None:
        return True
    if m.heard.echo > ECHO:
        return False
    guarded = {c.id for c in m.persona.concerns if c.trust > 0}
    near = m.touched(Code.QUESTION) | m.touched(Code.SEEK)
    near |= frozenset[str]().union(*(m.touched(code) for code in REFLECTIONS))
    strengths = {strength.id for strength in m.persona.strengths}
    known = m.touched() & set(m.state.told) or near & guarded or m.touched(Code.AFFIRM) & strengths
    return bool(known) or m.heard.echo >= ECHOES_NOTHING


def misses(m: Moment) -> bool:
    """Say whether the turn is about something, and about nothing of this client's."""
    sensitive = {one.id for one in (*m.persona.triggers, *m.persona.softeners)}
    theirs = m.touched() - sensitive
    return not (_says_little(m.heard) or theirs or m.heard.echo >= ECHOES_NOTHING or follows(m))


def _says_little(heard: Heard) -> bool:
    """Say whether a turn has no matter: few words, an odd turn, a choice or an invitation."""
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
