"""The debrief of a talk, from what was logged: pure and seeded, no model."""

from collections.abc import Sequence
from random import Random
from typing import Final

from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.contents import Layer
from chatbot.domain.debrief import Debrief, Moment
from chatbot.domain.moves import Ending
from chatbot.domain.rubric import Rubric
from chatbot.domain.scores import count, score
from chatbot.domain.talk import Talk
from chatbot.report.lessons import Lesson, change, practise, strength
from chatbot.report.moments import best_moment, costliest_moment
from chatbot.report.openings import missed_openings
from chatbot.report.quoting import pick, slots_of
from chatbot.report.turns import TurnView, turns
from chatbot.report.wording import first_name, points

#: Trust that moved less than this has stayed where it was.
FLAT: Final = 0.03


def build_debrief(
    talk: Talk, rubric: Rubric, client_talks: Sequence[ClientTalk], rng: Random
) -> Debrief:
    """Return the debrief.

    Args:
        talk: the talk; what the client did not tell stays untold unless it has ended.
        rubric: principles and coaching texts.
        client_talks: what was heard in the client's turns, the opening first
            (`talk.transcript.said_by(CLIENT)`); may be shorter.
        rng: chooses among variants; seed it from the talk.
    """
    views = turns(talk, client_talks)
    persona = talk.started.persona
    name = first_name(persona.name)
    trust = (talk.started.state.trust.level, *(v.exchange.state.trust.level for v in views))
    ending = ending_of(talk)
    kept, changed = strength(views, rubric, rng), change(views, rubric, rng)
    best = best_moment(views, rubric, name, rng)
    costliest = costliest_moment(views, rubric, name, rng)
    missed = missed_openings(views, rubric, persona.stance, rng)
    door = rubric.missed_opening.principle if missed else None
    drill = practise(views, rubric, persona.stance, door, rng)
    counts = count(view.exchange.heard for view in views)
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
        trust_words=_trend(views, trust, best, costliest, (kept, changed), rubric, rng),
        counts=counts,
        scores=score(counts),
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
    views: Sequence[TurnView],
    trust: Sequence[float],
    best: Moment | None,
    costliest: Moment | None,
    lessons: tuple[Lesson, Lesson],
    rubric: Rubric,
    rng: Random,
) -> str:
    """Say where trust went, and the figures in points of 100."""
    if not views:
        return f"Trust stands at {points(trust[0])} of 100. Nothing has been said yet."
    moved = trust[-1] - trust[0]
    bank = "trust_rose" if moved > FLAT else "trust_fell" if moved < -FLAT else "trust_flat"
    lesson = lessons[0] if bank == "trust_rose" else lessons[1]
    moment = costliest if bank == "trust_fell" else best
    slots: dict[str, str] = {}
    if moment is not None:
        view = next(v for v in views if v.exchange.turn_id == moment.turn_id)
        slots = slots_of(view, moment.quote, rubric)
    if lesson.principle is not None:
        known = (p.name for p in rubric.principles if p.id == lesson.principle)
        slots |= {"principle": name for name in known}
    said = pick(rubric.banks[bank], slots, rng, lesson.times)
    figures = f"From {points(trust[0])} to {points(trust[-1])} of 100."
    low, high = min(trust), max(trust)
    if low < min(trust[0], trust[-1]) - FLAT:
        figures = f"{figures[:-1]}, lowest after turn {list(trust).index(low)} ({points(low)})."
    elif high > max(trust[0], trust[-1]) + FLAT:
        figures = f"{figures[:-1]}, highest after turn {list(trust).index(high)} ({points(high)})."
    return f"{said} {figures}" if said else figures


def _evaluators(talk: Talk, views: Sequence[TurnView]) -> str:
    """Name what wrote the critiques, each once."""
    names = dict.fromkeys(view.critique.evaluator for view in views if view.critique)
    return ", ".join(names) or talk.started.evaluator
