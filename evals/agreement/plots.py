"""Plots of an agreement report: small ones side by side, text as written beside stripped."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final

from evals.agreement.values import AgreementReport, Bin, Ceiling, TaskResult
from evals.labelled import Quality
from evals.metrics.intervals import Estimate
from evals.page import COLOURS, INK, Interval, as_svg, bars, canvas

FORMS: Final = {"as_written": "as written", "stripped": "stripped"}
_COLUMNS: Final = 3
_PANEL: Final = 2.4
#: Width of plots that stand two in a row, in inches.
_HALF: Final = 5.2
#: Area of the dot of the fullest bin of a reliability curve, and of an all but empty one, in
#: square points.
_FULL, _EMPTY = 70.0, 6.0

#: One set of labels in each form of the text in which it was measured, by the form's words.
Pair = Mapping[str, TaskResult]


def pairs(report: AgreementReport) -> list[Pair]:
    """Return each set of labels in all forms of the text, in the order of the report."""
    by_name: dict[str, dict[str, TaskResult]] = {}
    for variant in report.variants:
        for task in variant.tasks:
            by_name.setdefault(task.name, {})[FORMS[variant.name]] = task
    return list(by_name.values())


def title_of(pair: Pair) -> str:
    """Return the title of a set of labels."""
    return next(iter(pair.values())).title


def interval(found: Estimate | None) -> Interval:
    """Return an estimate as plots take it."""
    return (found.value, found.low, found.high) if found else (None, None, None)


def overview(found: Sequence[Pair], ceilings: Sequence[Ceiling]) -> str:
    """Plot macro-F1 of each set of labels, with what people reach among themselves."""
    forms = dict.fromkeys(form for pair in found for form in pair)
    series = {
        form: {title_of(p): interval(p[form].macro_f1 if form in p else None) for p in found}
        for form in forms
    }
    if ceilings:
        reached = {one.title: interval(one.macro_f1) for one in ceilings}
        empty: Interval = (None, None, None)
        series["people among themselves"] = {
            title_of(p): reached.get(title_of(p), empty) for p in found
        }
    return bars(series)


def by_label(pair: Pair, ceiling: Ceiling | None) -> str:
    """Plot F1 of each label that anybody gave, and the human ceiling where there is one."""
    used = {o.label for task in pair.values() for o in task.per_label if o.human or o.judged}
    labels = [one for one in next(iter(pair.values())).labels if one in used]
    series = {form: _f1(task, labels) for form, task in pair.items()}
    if ceiling is not None:
        series["people among themselves"] = _f1(ceiling, labels)
    return bars(series, width=_HALF) if labels else ""


def _f1(found: TaskResult | Ceiling, labels: Sequence[str]) -> dict[str, Interval]:
    known = {one.label: interval(one.f1) for one in found.per_label}
    return {label: known.get(label, (None, None, None)) for label in labels}


def _panels(found: Sequence[Pair], draw: Callable[[Any, str, TaskResult, str], None]) -> str:
    """Draw one small plot for each set of labels: draw(axes, form, task, colour)."""
    columns = min(_COLUMNS, len(found))
    rows = -(-len(found) // columns)
    figure, places = canvas(_PANEL * rows, rows, columns)
    for axes, pair in zip(places, found, strict=False):
        for colour, (form, task) in zip(COLOURS, pair.items(), strict=False):
            draw(axes, form, task, colour)
        axes.set_title(textwrap.fill(title_of(pair), 32), fontsize=9)
        axes.set_ylim(0, 1.02)
    for axes in places[len(found) :]:
        axes.set_visible(False)
    named = (zip(*one.get_legend_handles_labels(), strict=True) for one in places)
    by_form = {label: handle for pairs_ in named for handle, label in pairs_}
    figure.legend(
        by_form.values(),
        by_form.keys(),
        frameon=False,
        fontsize=8,
        loc="outside upper left",
        ncols=len(by_form),
    )
    return as_svg(figure)


def reliability(found: Sequence[Pair]) -> str:
    """Plot the share right against the stated confidence; a dot's area is its number of cases."""
    told = [pair for pair in found if any(map(_bins, pair.values()))]
    return _panels(told, _reliability) if told else ""


def _bins(task: TaskResult) -> list[Bin]:
    """Return the bins of the reliability curve that hold cases."""
    return [one for one in task.calibration.bins if one.n] if task.calibration else []


def _reliability(axes: Any, form: str, task: TaskResult, colour: str) -> None:
    filled = _bins(task)
    if task.calibration is None or not filled:
        return
    sure, right = [one.confidence for one in filled], [one.accuracy for one in filled]
    most = max(one.n for one in filled)
    area = [_EMPTY + (_FULL - _EMPTY) * one.n / most for one in filled]
    ece = task.calibration.ece
    axes.plot([0, 1], [0, 1], color=INK, linewidth=0.8, linestyle=":")
    axes.plot(sure, right, color=colour, linewidth=1.2, label=form)
    if ece is not None:
        low = 0.12 if form == FORMS["as_written"] else 0.03
        axes.text(0.98, low, f"ECE {ece.value:.2f}", color=colour, fontsize=8, ha="right")
    axes.scatter(sure, right, s=area, color=colour, alpha=0.6, linewidth=0)
    axes.set_xlim(0, 1)
    axes.set_xlabel("confidence", fontsize=8)
    axes.set_ylabel("share right", fontsize=8)


def coverage(found: Sequence[Pair]) -> str:
    """Plot accuracy on the cases that the tool is surest of, with its interval."""
    told = [pair for pair in found if any(task.coverage for task in pair.values())]
    return _panels(told, _coverage) if told else ""


def _coverage(axes: Any, form: str, task: TaskResult, colour: str) -> None:
    known = [(p.share, p.accuracy) for p in task.coverage if p.accuracy is not None]
    share = [at for at, _ in known]
    axes.plot(
        share, [e.value for _, e in known], color=colour, marker="o", markersize=3, label=form
    )
    low = [e.value if e.low is None else e.low for _, e in known]
    high = [e.value if e.high is None else e.high for _, e in known]
    axes.fill_between(share, low, high, color=colour, alpha=0.15, linewidth=0)
    axes.set_xlabel("share of cases, surest first", fontsize=8)
    axes.set_ylabel("accuracy", fontsize=8)


def by_quality(scores: Mapping[Quality, Sequence[float]], title: str) -> str:
    """Plot each talk's score in the row of its labelled quality, the mean as a line."""
    figure, (axes,) = canvas(0.9 + 0.8 * len(scores), width=_HALF)
    names = list(scores)[::-1]
    dice = Random(7)
    for row, quality in enumerate(names):
        values = scores[quality]
        height = [row + dice.uniform(-0.22, 0.22) for _ in values]
        axes.scatter(
            values, height, s=22, color=COLOURS[row % len(COLOURS)], alpha=0.6, linewidth=0
        )
        mean = sum(values) / len(values)
        axes.plot([mean, mean], [row - 0.35, row + 0.35], color=INK, linewidth=2)
    axes.set_yticks(range(len(names)), [f"{one} ({len(scores[one])})" for one in names])
    axes.set_xlabel(title, fontsize=8)
    return as_svg(figure)


def against(points: Sequence[tuple[float, float]], title: str) -> str:
    """Plot a score from people's codes (across) against the tool's (up), a dot for each talk."""
    figure, (axes,) = canvas(3.4, width=_HALF)
    low = min(min(pair) for pair in points)
    high = max(max(pair) for pair in points)
    axes.plot([low, high], [low, high], color=INK, linewidth=0.8, linestyle=":")
    axes.scatter(*zip(*points, strict=True), s=22, color=COLOURS[0], alpha=0.6, linewidth=0)
    axes.set_aspect("equal", adjustable="box")
    axes.set_xlabel(f"{title}: people", fontsize=8)
    axes.set_ylabel("tool", fontsize=8)
    return as_svg(figure)
