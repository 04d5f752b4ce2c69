"""One strength, one change, and what to practise next: what the critiques of a talk add up to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from chatbot.domain.codes import Code
from chatbot.domain.contents import Stance
from chatbot.domain.critique import Finding
from chatbot.domain.rubric import FindingText, Principle
from chatbot.report.quoting import REPEATED, Texts, slots_of, whole
from chatbot.report.turns import TurnView
from chatbot.report.wording import plural


class Lesson(NamedTuple):
    """What is said, the principle it comes back to, and in how many turns it showed."""

    words: str
    principle: str | None = None
    times: int = 0


class _Seen(NamedTuple):
    """A finding and its turn. Against the run of its turn (a fault in one that won trust) it
    counts half.
    """

    finding: Finding
    view: TurnView

    @property
    def cost(self) -> float:
        return self.finding.weight * (0.5 if self.view.gain > 0 else 1.0)

    @property
    def worth(self) -> float:
        return self.finding.weight * (0.5 if self.view.gain < 0 else 1.0)


def strength(views: Sequence[TurnView], texts: Texts) -> Lesson:
    """Return the most valuable strength: its weight, and how often it showed (by square root)."""
    seen = [_Seen(c.done_well, v) for v in views if (c := v.critique) and c.done_well]
    if not seen:
        return Lesson(_nothing_to_praise(views))
    group = max(_grouped(seen), key=lambda g: sqrt(len(g)) * max(s.worth for s in g))
    group.sort(key=lambda one: -one.worth)
    lesson = _lesson(group, "debrief_strength", texts.rubric.strengths, texts)
    times = f" You did this in {plural(lesson.times, 'turn')}." if lesson.times > 1 else ""
    return lesson._replace(words=lesson.words + times)


def change(views: Sequence[TurnView], texts: Texts) -> Lesson:
    """Return what cost most over the whole talk: the sum of its weights."""
    seen = [_Seen(f, v) for v in views if v.critique for f in v.critique.findings]
    if not seen:
        return Lesson(_nothing_to_change(views))
    group = max(_grouped(seen), key=lambda g: sum(s.cost for s in g))
    group.sort(key=lambda one: -one.cost)
    lesson = _lesson(group, "debrief_change", texts.rubric.kinds, texts)
    times = f" It came up in {lesson.times} of {len(views)} turns." if lesson.times > 1 else ""
    return lesson._replace(words=lesson.words + times)


def practise(views: Sequence[TurnView], texts: Texts, stance: Stance, missed: str | None) -> Lesson:
    """Return the drill of the weakest principle; if none was weak, of one that is yet unseen.

    Args:
        views: the turns.
        texts: principles and texts.
        stance: in equipoise nobody practises drawing out reasons for one side.
        missed: principle of a missed opening, if there was one.
    """
    allowed = [
        p for p in texts.rubric.principles if stance is Stance.DIRECTIONAL or p.toward is None
    ]
    by_id = {p.id: p for p in allowed}
    cost: dict[str, float] = defaultdict(float)
    for view in views:
        for finding in view.critique.findings if view.critique else ():
            cost[finding.principle] += _Seen(finding, view).cost
        done = view.critique.done_well if view.critique else None
        if done is not None:
            cost[done.principle] -= done.weight / 2
    weak = [p for p in cost if cost[p] > 0 and p in by_id]
    if weak:
        chosen = by_id[max(weak, key=lambda p: cost[p])]
    else:
        chosen = by_id[missed] if missed in by_id else _unseen(views, allowed, texts)
    intro = texts.pick(texts.bank("next_practice_intro"), {}) or "For the next talk:"
    return Lesson(f"{intro} “{chosen.name}”. {chosen.drill}", chosen.id)


def _grouped(seen: Iterable[_Seen]) -> list[list[_Seen]]:
    """Group findings by kind; those a model wrote, by principle."""
    groups: dict[str, list[_Seen]] = defaultdict(list)
    for one in seen:
        kind = one.finding.kind
        groups[one.finding.principle if kind == "model" else kind].append(one)
    return list(groups.values())


def _lesson(
    group: Sequence[_Seen],
    bank: str,
    whys: Mapping[str, FindingText],
    texts: Texts,
) -> Lesson:
    clearest = group[0]
    finding = clearest.finding
    times = len({one.view.exchange.turn_id for one in group})
    unless = () if times > 1 else (REPEATED,)
    quote = whole(finding.quote, clearest.view.exchange.advisor)
    slots = slots_of(clearest.view, quote) | texts.principle_slot(finding.principle)
    said = texts.pick(texts.bank(bank), slots, unless) or f"“{slots.get('quote', '')}”"
    text = whys.get(finding.kind)
    why = texts.pick(text.what, {}, unless) if text else None
    return Lesson(f"{said} {why or finding.what}", finding.principle, times)


def _nothing_to_praise(views: Sequence[TurnView]) -> str:
    if not views:
        return "You haven't said anything yet, so there is nothing to keep."
    if not any(view.critique for view in views):
        return "No turn of this talk has a critique, so I won't guess at a strength."
    best = max(views, key=lambda view: view.gain)
    if best.gain > 0:
        return f"No one thing stood out. Turn {best.exchange.number} went best; read it once more."
    return (
        "No one thing stood out this time. You stayed in a hard talk, and that is where it starts."
    )


def _nothing_to_change(views: Sequence[TurnView]) -> str:
    if not views:
        return "Begin. One open question is enough."
    if not any(view.critique for view in views):
        return "No turn of this talk has a critique, so I won't guess at a change."
    return "Nothing costly stood out. Keep doing this, with a harder client if you like."


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
