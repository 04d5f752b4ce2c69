"""The debrief of a talk, from what was logged: pure and seeded, no model."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final, NamedTuple

from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.contents import Layer
from chatbot.domain.debrief import Debrief, Moment
from chatbot.domain.global_ratings import Globals
from chatbot.domain.moves import Ending
from chatbot.domain.practice import LAST_TALKS, TalkTally, tally, weakest
from chatbot.domain.rubric import Rubric
from chatbot.domain.scores import count, score
from chatbot.domain.talk import Talk
from chatbot.report.drills import practisable, practise_new, practise_weakest
from chatbot.report.lessons import Lesson, change, strength
from chatbot.report.moments import best_moment, costliest_moment
from chatbot.report.openings import missed_openings
from chatbot.report.quoting import AFTERWARDS, REPEATED, Claim, Texts, slots_of
from chatbot.report.turns import TurnView, turns
from chatbot.report.wording import first_name, points

#: Trust that moved less than this has stayed where it was.
FLAT: Final = 0.03

_Moments = tuple[Moment | None, Moment | None]


class Besides(NamedTuple):
    """What comes from beyond the talk's own log.

    Attributes:
        globals: the global ratings, or why there are none.
        earlier: what the critiques of earlier talks say, the latest first.
    """

    globals: Globals | None = None
    earlier: Sequence[TalkTally] = ()


_NOTHING: Final = Besides()


def build_debrief(
    talk: Talk,
    rubric: Rubric,
    client_talks: Sequence[ClientTalk],
    rng: Random,
    besides: Besides = _NOTHING,
) -> Debrief:
    """Return the debrief.

    Args:
        talk: the talk; what the client did not tell stays untold unless it has ended.
        rubric: principles and coaching texts.
        client_talks: what was heard in the client's turns, the opening first
            (`talk.transcript.said_by(CLIENT)`); may be shorter.
        rng: chooses among variants; seed it from the talk.
        besides: ratings and earlier talks.
    """
    views = turns(talk, client_talks)
    persona = talk.started.persona
    name = first_name(persona.name)
    trust = (talk.started.state.trust.level, *(v.exchange.state.trust.level for v in views))
    ending = ending_of(talk)
    texts = Texts(rubric, rng)
    kept, changed = strength(views, texts), change(views, texts)
    best = best_moment(views, texts, name)
    costliest = costliest_moment(views, texts, name)
    missed = missed_openings(views, texts, persona.stance)
    allowed = practisable(rubric, persona.stance)
    tallies = (tally(talk), *besides.earlier)[:LAST_TALKS]
    weak = weakest(tallies, [principle.id for principle in allowed])
    door = rubric.missed_opening.principle if missed else None
    drill = practise_weakest(weak, texts) if weak else practise_new(views, texts, allowed, door)
    counts = count(view.heard for view in views)
    return Debrief(
        session_id=talk.started.session_id,
        persona_id=persona.id,
        persona_name=persona.name,
        ending=ending,
        good=ending in persona.best_outcomes and trust[-1] >= trust[0],
        went_well=talk.reflected.went_well if talk.reflected else "",
        would_change=talk.reflected.would_change if talk.reflected else "",
        strength=kept.words,
        change=changed.words,
        best=best,
        costliest=costliest,
        missed=missed,
        underneath=underneath(talk),
        client=tuple(client_talks)[: len(views) + 1],
        trust=tuple(round(level, 4) for level in trust),
        trust_words=_trend(views, (best, costliest), (kept, changed), texts),
        counts=counts,
        scores=score(counts),
        globals=besides.globals,
        practise=drill.words,
        practise_principle=drill.principle,
        unscored=sum(view.missing is not None for view in views),
        evaluator=_evaluators(talk, views),
    )


def ending_of(talk: Talk) -> Ending:
    """Return how the talk ended, or would end now."""
    if talk.ended is not None:
        return talk.ended.ending
    closing = talk.state.closing
    return closing.ending if closing else Ending.UNRESOLVED


def underneath(talk: Talk) -> str | None:
    """Return the nearest thing the client did not tell, once the talk has ended.

    What lies underneath comes before the value it is all about; nearer is what takes less trust.
    """
    if talk.ended is None:
        return None
    for layer in (Layer.UNDERNEATH, Layer.VALUE):
        untold = [c for c in talk.started.persona.layer(layer) if c.id not in talk.state.told]
        if untold:
            return min(untold, key=lambda concern: concern.trust).say
    return None


def _trend(
    views: Sequence[TurnView], moments: _Moments, lessons: tuple[Lesson, Lesson], texts: Texts
) -> str:
    """Say where trust went, and the figures in points of 100."""
    if not views:
        return "Nothing has been said yet, so trust is where it was."
    trust = [views[0].before.trust.level, *(v.exchange.state.trust.level for v in views)]
    rise = trust[-1] - trust[0]
    bank = "trust_rose" if rise > FLAT else "trust_fell" if rise < -FLAT else "trust_flat"
    lesson = lessons[0] if bank == "trust_rose" else lessons[1]
    moment = moments[1] if bank == "trust_fell" else moments[0]
    view = views[moment.number - 1] if moment else None
    slots = texts.principle_slot(lesson.principle)
    if moment is not None and view is not None:
        slots |= slots_of(view, moment.quote)
        if bank != "trust_fell" and moment.number > 1:
            del slots["client"]  # these texts speak of how the talk began
    said = texts.pick(texts.bank(bank), slots, _untrue(view, lesson))
    return f"{said} {_figures(trust)}" if said else _figures(trust)


def _untrue(view: TurnView | None, lesson: Lesson) -> Iterator[Claim]:
    if view is not None and view.last:
        yield AFTERWARDS
    if lesson.times < 2:
        yield REPEATED


def _figures(trust: Sequence[float]) -> str:
    said = f"From {points(trust[0])} to {points(trust[-1])} of 100"
    low, high = min(trust), max(trust)
    if low < min(trust[0], trust[-1]) - FLAT:
        said += f", lowest after turn {trust.index(low)} ({points(low)})"
    elif high > max(trust[0], trust[-1]) + FLAT:
        said += f", highest after turn {trust.index(high)} ({points(high)})"
    return f"{said}."


def _evaluators(talk: Talk, views: Sequence[TurnView]) -> str:
    """Name what wrote the critiques, each once."""
    names = dict.fromkeys(view.critique.evaluator for view in views if view.critique)
    return ", ".join(names) or talk.started.evaluator
