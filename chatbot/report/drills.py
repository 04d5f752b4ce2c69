"""What to practise next, in words: the drill of the weakest principle over the last talks."""

from collections.abc import Sequence
from typing import Final

from chatbot.domain.codes import Code
from chatbot.domain.contents import Stance
from chatbot.domain.practice import LAST_TALKS, Drill
from chatbot.domain.rubric import Principle, Rubric
from chatbot.report.lessons import Lesson
from chatbot.report.quoting import Texts
from chatbot.report.turns import TurnView
from chatbot.report.wording import plural

#: With fewer judged turns than this, the basis is called thin.
FEW_TURNS: Final = 10


def practisable(rubric: Rubric, stance: Stance) -> tuple[Principle, ...]:
    """Return what can be practised: in equipoise nobody draws out reasons for one side."""
    return tuple(
        one for one in rubric.principles if stance is Stance.DIRECTIONAL or one.toward is None
    )


def practise_weakest(drill: Drill, texts: Texts) -> Lesson:
    """Return the drill of the weakest principle, and what that rests on."""
    chosen = texts.rubric.principle(drill.principle)
    return _lesson(f"{_intro(texts)} {drill_words(drill, chosen)}", chosen, drill.times)


def drill_words(drill: Drill, principle: Principle) -> str:
    """Return a principle's name, its drill, and what the choice rests on."""
    return f"“{principle.name}”. {principle.drill} {rests_on(drill)}"


def rests_on(drill: Drill) -> str:
    """Say what the choice of a drill rests on, and where that is little."""
    all_of = drill.times == drill.chances
    number = "one" if drill.times == 1 else str(drill.times)
    missing = f"in {number} of the {drill.chances} turns that called for it, it was missing"
    if all_of:
        missing = f"in the {plural(drill.chances, 'turn')} that called for it, it was missing"
    turns = plural(drill.turns, "turn")
    where = f"This rests on one talk ({turns} with a critique)"
    if drill.talks > 1:
        many = "five" if drill.talks == LAST_TALKS else str(drill.talks)
        where = f"This rests on your last {many} talks ({turns} with a critique)"
    little = " That is little to go by." if drill.turns < FEW_TURNS else ""
    return f"{where}: {missing}.{little}"


def practise_new(
    views: Sequence[TurnView],
    texts: Texts,
    allowed: Sequence[Principle],
    missed: str | None,
) -> Lesson:
    """Return the drill of a principle that was missed or is yet unseen: nothing has cost anything.

    Args:
        views: the turns of this talk.
        texts: principles and texts.
        allowed: what can be practised.
        missed: principle of a missed opening, if there was one.
    """
    by_id = {principle.id: principle for principle in allowed}
    chosen = by_id[missed] if missed in by_id else _unseen(views, allowed, texts)
    return _lesson(f"{_intro(texts)} “{chosen.name}”. {chosen.drill}", chosen, 0)


def _intro(texts: Texts) -> str:
    return texts.pick(texts.bank("next_practice_intro"), {}) or "For the next talk:"


def _lesson(words: str, principle: Principle, times: int) -> Lesson:
    return Lesson(words, principle.id, times)


def _unseen(views: Sequence[TurnView], allowed: Sequence[Principle], texts: Texts) -> Principle:
    """Choose a principle that has not shown yet: listening before the rest."""
    shown = {str(code) for view in views for code in view.exchange.heard.codes}
    shown |= {str(hit.marker) for view in views for hit in view.exchange.heard.markers}
    unseen = [p for p in allowed if p.shows_as and not shown & set(p.shows_as)]
    codes = {str(code) for code in Code} - {Code.GI}
    early = [p for p in unseen if p.process == "engage" and set(p.shows_as) <= codes]
    if not views:
        return allowed[0]
    return texts.rng.choice(
        early or unseen or [p for p in allowed if p.process == "all"] or list(allowed)
    )
