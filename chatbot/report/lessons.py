"""One strength and one change: what the critiques of a talk add up to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from chatbot.domain.critique import Finding
from chatbot.domain.rubric import FindingText
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
    seen = _uncontested(seen)
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
    seen = _uncontested(seen)
    if not seen:
        return Lesson(_nothing_to_change(views))
    group = max(_grouped(seen), key=lambda g: sum(s.cost for s in g))
    group.sort(key=lambda one: -one.cost)
    lesson = _lesson(group, "debrief_change", texts.rubric.kinds, texts)
    times = f" It came up in {lesson.times} of {len(views)} turns." if lesson.times > 1 else ""
    return lesson._replace(words=lesson.words + times)


def _uncontested(seen: Sequence[_Seen]) -> list[_Seen]:
    """Leave out what the person disagreed with: it is neither a strength nor a fault of theirs."""
    return [one for one in seen if one.view.review.contest_of(one.finding) is None]


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
