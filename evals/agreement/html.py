"""The report as one self-contained page: plots to read at a glance, transcripts to read closely."""

from collections.abc import Iterator, Sequence
from html import escape
from math import isfinite
from typing import Final

from evals.agreement import plots
from evals.agreement.plots import FORMS, Pair, interval
from evals.agreement.reading import LEGEND, transcript
from evals.agreement.samples import CHOICE, Evidence, choose
from evals.agreement.sessions import SCORES, Score, Sessions
from evals.agreement.values import AgreementReport, SessionResult, TaskResult
from evals.labelled import Quality
from evals.metrics.intervals import Estimate
from evals.page import Interval, Section, bars, heat, page, table

_QUALITIES: Final = {1.0: Quality.HIGH, 0.5: Quality.AVERAGE, 0.0: Quality.LOW}
#: Figures of a set of labels in the table of measures, and of a session score.
_OF_TASK: Final = {
    "macro-F1": "macro_f1",
    "micro-F1": "micro_f1",
    "accuracy": "accuracy",
    "κ": "kappa",
    "α": "alpha",
}
_OF_SESSION: Final = {
    "AUC high against low": "auc",
    "ρ with quality": "rank_with_quality",
    "ρ with people's score": "rank_with_labels",
    "leniency": "leniency",
    "leniency by quality": "leniency_by_quality",
}


def to_html(report: AgreementReport, evidence: Evidence | None = None, to_read: int = 0) -> str:
    """Return the page.

    Args:
        report: the figures.
        evidence: what they were taken from; without it there are no transcripts and no talk's own
            scores (a control spoils labels or judge, and is not shown).
        to_read: transcripts to show; with 0 no text of the data is on the page.
    """
    found = plots.pairs(report)
    sections = [
        *_checks(report),
        Section(
            "At a glance",
            plots.overview(found, report.ceilings),
            "Macro-F1 of each set of labels. Bars: the tool; lines: 95 % intervals over talks.",
        ),
        _labels(report, found),
        *_confusion(found),
        *_sureness(found),
        *_sessions(report, evidence),
        _measures(report, found),
        *_read(evidence, to_read),
        Section("How the figures come about", _rules(report)),
    ]
    control = f"Control: {report.produced.control}. " if report.produced.control else ""
    return page(
        f"Agreement of {report.produced.coder} with people", control + _about(report), sections
    )


def _about(report: AgreementReport) -> str:
    made = report.produced
    files = "; ".join(f"{f.name} ({f.talks} talks, {f.utterances} utterances)" for f in made.data)
    return (
        f"On {files}. Sparring {made.app_version}, seed {made.seed}. Intervals: {made.level:.0%}, "
        f"bootstrap over whole talks, {made.resamples} resamples."
    )


def _checks(report: AgreementReport) -> Iterator[Section]:
    if report.checks:
        rows = [
            [one.measure, _shown(one.found), one.must, "ok" if one.passed else "FAILED"]
            for one in report.checks
        ]
        yield Section("Control", table(["measure", "found", "must", ""], rows))


def _shown(found: Estimate | None) -> str:
    return "–" if found is None else str(found)


def _measures(report: AgreementReport, found: Sequence[Pair]) -> Section:
    """Return the table of all measures, as written beside stripped."""
    forms = [FORMS[variant.name] for variant in report.variants]
    reached = {one.name: one for one in report.ceilings}
    rows: list[list[str]] = []
    for pair in found:
        first = next(iter(pair.values()))
        rows.append([f"{first.title} ({first.compared:,} of {first.labelled:,} compared)"])
        for words, name in _OF_TASK.items():
            figures = [getattr(pair[form], name) if form in pair else None for form in forms]
            if any(figures):
                people = getattr(reached.get(first.name), name, None)
                chance = first.chance_macro_f1 if name == "macro_f1" else None
                more = [_shown(people), "–" if chance is None else f"{chance:.3f}"]
                rows.append([words, *map(_shown, figures), *more])
        rows += [[*line, "", ""] for line in _rates(pair, forms)]
    for one in report.variants[0].sessions:
        rows += _session_rows(report, one)
    columns = ["measure", *forms, "people among themselves", "chance"]
    note = "No answer (abstained, unscored) is counted here and kept out of every other figure."
    return Section("All measures", table(columns, rows), note)


def _rates(pair: Pair, forms: Sequence[str]) -> Iterator[list[str]]:
    """Yield calibration error and shares without an answer, by form of the text."""
    tasks = [pair.get(form) for form in forms]
    if any(t and t.calibration for t in tasks):
        yield ["ECE", *(_shown(t.calibration.ece if t and t.calibration else None) for t in tasks)]
    for why in ("abstained", "unscored", "missed"):
        if any(t and getattr(t, why).count for t in tasks):
            yield [why, *(_shown(getattr(t, why).share if t else None) for t in tasks)]


def _session_rows(report: AgreementReport, one: SessionResult) -> list[list[str]]:
    sessions = [
        next((s for s in variant.sessions if s.name == one.name), None)
        for variant in report.variants
    ]
    rows = [[f"Session: {one.title} ({one.talks} talks; {one.better} is better)"]]
    for words, name in _OF_SESSION.items():
        figures = [getattr(session, name, None) for session in sessions]
        if any(figures):
            rows.append([words, *map(_shown, figures), "", ""])
    return rows


def _labels(report: AgreementReport, found: Sequence[Pair]) -> Section:
    """Return F1 of every label, drawn, with the figures folded below."""
    reached = {one.name: one for one in report.ceilings}
    parts = []
    for pair in found:
        first = next(iter(pair.values()))
        drawn = plots.by_label(pair, reached.get(first.name))
        parts.append(f"<div><h3>{escape(first.title)}</h3>{drawn}{_label_table(first)}</div>")
    pairs = f'<div class="pair">{"".join(parts)}</div>'
    return Section("F1 by label", pairs, "Folded below each plot: the text as written.")


def _label_table(task: TaskResult) -> str:
    head = ["label", "precision", "recall", "F1", "κ", "people", "tool", "both"]
    rows = [
        [
            one.label,
            *(_shown(figure) for figure in (one.precision, one.recall, one.f1, one.kappa)),
            *(f"{n:,}" for n in (one.human, one.judged, one.both)),
        ]
        for one in task.per_label
        if one.human or one.judged
    ]
    return f"<details><summary>figures</summary>{table(head, rows)}</details>"


def _confusion(found: Sequence[Pair]) -> Iterator[Section]:
    parts = [_confused(pair) for pair in found if next(iter(pair.values())).confusion]
    if parts:
        note = "Rows: people; columns: the tool; percent and shade: of the row. Text as written."
        pairs = f'<div class="pair">{"".join(parts)}</div>'
        yield Section("What is taken for what", pairs, note)


def _confused(pair: Pair) -> str:
    task = next(iter(pair.values()))
    labels = [label.removeprefix("therapist_") for label in task.labels]
    table_ = heat(["people ↓ tool →", *labels], list(zip(labels, task.confusion, strict=True)))
    return f"<div><h3>{escape(task.title)}</h3>{table_}</div>"


def _sureness(found: Sequence[Pair]) -> Iterator[Section]:
    if drawn := plots.reliability(found):
        note = (
            "On the dotted line the tool is right as often as it says; below it, it is too sure. "
            "A dot's area is the number of cases. Cases without a stated confidence are left out."
        )
        yield Section("Is it right as often as it says?", drawn, note)
    if drawn := plots.coverage(found):
        note = "If the tool may keep silent where it is least sure: how often is it right then?"
        yield Section("Accuracy by coverage", drawn, note)


def _sessions(report: AgreementReport, evidence: Evidence | None) -> Iterator[Section]:
    if not report.variants[0].sessions:
        return
    parts = []
    series = {
        FORMS[variant.name]: {one.title: interval(one.auc) for one in variant.sessions}
        for variant in report.variants
    }
    if any(value[0] is not None for aucs in series.values() for value in aucs.values()):
        parts.append(
            f"<h3>Chance that a session of high quality scores better than one of low</h3>{_aucs(series)}"
        )
    if evidence is not None:
        drawn = "".join(_talks(SCORES[0], Sessions.of(*evidence)))
        parts.append(f'<div class="pair">{drawn}</div>')
    note = "Session scores from the tool's codes against what people say of the sessions."
    if parts:
        yield Section("Sessions", "".join(parts), note)


def _aucs(series: dict[str, dict[str, Interval]]) -> str:
    names = dict.fromkeys(name for aucs in series.values() for name in aucs)
    empty: Interval = (None, None, None)
    full = {form: {n: aucs.get(n, empty) for n in names} for form, aucs in series.items()}
    return bars(full, chance=0.5)


def _talks(score: Score, sessions: Sessions) -> Iterator[str]:
    """Yield every talk's score by its quality, and against people's, where there are such."""
    judged = [score.of(sheet) for sheet in sessions.judged]
    groups: dict[Quality, list[float]] = {quality: [] for quality in _QUALITIES.values()}
    for value, quality in zip(judged, sessions.quality, strict=True):
        if isfinite(value) and isfinite(quality):
            groups[_QUALITIES[float(quality)]].append(value)
    known = {quality: values for quality, values in groups.items() if values}
    if known:
        drawn = plots.by_quality(known, f"{score.title}, as the tool has it")
        yield f"<div><h3>{escape(score.title)} by labelled quality</h3>{drawn}</div>"
    people = [score.of(sheet) for sheet in sessions.labelled]
    both = zip(people, judged, strict=True)
    points = [pair for pair in both if all(map(isfinite, pair))]
    if points:
        drawn = plots.against(points, score.title)
        yield f"<div><h3>The same from people's codes</h3>{drawn}</div>"


def _read(evidence: Evidence | None, wanted: int) -> Iterator[Section]:
    chosen = choose(evidence, wanted) if evidence is not None else ()
    for which, title in (("most", "Where they differ most"), ("fewest", "Where they differ least")):
        some = [one for one in chosen if one.chosen == which]
        if some:
            blocks = [transcript(one, opened=i == 0) for i, one in enumerate(some)]
            yield Section(title, LEGEND + "".join(blocks), CHOICE if which == "most" else "")


def _rules(report: AgreementReport) -> str:
    rules = "".join(f"<p><b>{escape(k)}</b> {escape(v)}</p>" for k, v in report.rules.items())
    return f"<details><summary>the rules in words</summary>{rules}</details>"
