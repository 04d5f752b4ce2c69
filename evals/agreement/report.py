"""The report in words: lines for a terminal, Markdown for a pull request, files on disk."""

from collections.abc import Iterator
from pathlib import Path

from chatbot.domain.errors import SparringError
from evals.agreement.reliability import reliability_of
from evals.agreement.values import AgreementReport, TaskResult, Variant
from evals.metrics.intervals import Estimate

_NAMES = {"as_written": "as written", "stripped": "case and punctuation stripped"}
_WIDTH = 50


class ReportError(SparringError):
    """A report cannot be written."""


def lines(report: AgreementReport) -> Iterator[str]:
    """Yield one line for each figure, the measure's name first."""
    for variant in report.variants:
        end = "" if variant.name == "as_written" else f".{variant.name}"
        for name, found, note in _figures(variant):
            yield _line(name + end, found, note)
    for ceiling in report.ceilings:
        note = f"{ceiling.annotators} annotators, {ceiling.pairs} pairs"
        yield _line(f"ceiling.{ceiling.name}.macro_f1", ceiling.macro_f1, note)
        yield _line(f"ceiling.{ceiling.name}.fleiss_kappa", ceiling.fleiss_kappa, "")
        yield _line(f"ceiling.{ceiling.name}.alpha", ceiling.alpha, "")
        for one in ceiling.per_label:
            if one.human or one.judged:
                yield _line(f"ceiling.{ceiling.name}.{one.label}.f1", one.f1, f"n={one.human}")
    for check in report.checks:
        verdict = "ok" if check.passed else "FAILED"
        yield _line(f"control.{check.measure}", check.found, f"{verdict}: must {check.must}")


def _line(name: str, found: Estimate | None, note: str) -> str:
    return f"{name:<{_WIDTH}} {_show(found):<24} {note}".rstrip()


def _show(found: Estimate | None) -> str:
    return "undefined" if found is None else str(found)


def _figures(variant: Variant) -> Iterator[tuple[str, Estimate | None, str]]:
    for task in variant.tasks:
        n = f"n={task.compared} in {task.talks} talks"
        overall = {
            "macro_f1": (task.macro_f1, f"{n}; chance {task.chance_macro_f1 or 0:.3f}"),
            "micro_f1": (task.micro_f1, n),
            "accuracy": (task.accuracy, n),
            "kappa": (task.kappa, n),
            "alpha": (task.alpha, n),
        }
        for name, (found, note) in overall.items():
            if found is not None:
                yield f"{task.name}.{name}", found, note
        yield from _per_label(task)
        yield from _sureness(task)
        for why in ("abstained", "unscored", "missed"):
            rate = getattr(task, why)
            yield f"{task.name}.{why}", rate.share, f"{rate.count} of {task.labelled}"
    for one in variant.sessions:
        name, n = f"session.{one.name}", f"n={one.talks} talks; {one.better} is better"
        yield f"{name}.auc", one.auc, n
        yield f"{name}.rank_with_quality", one.rank_with_quality, n
        if one.rank_with_labels is not None:
            yield f"{name}.rank_with_labels", one.rank_with_labels, n
        if one.leniency is not None:
            yield f"{name}.leniency", one.leniency, "judged minus labelled; above 0: too kind"
        if one.leniency_by_quality is not None:
            note = "standard deviations; above 0: too kind"
            yield f"{name}.leniency_by_quality", one.leniency_by_quality, note


def _per_label(task: TaskResult) -> Iterator[tuple[str, Estimate | None, str]]:
    for one in task.per_label:
        if one.human or one.judged:
            for name in ("precision", "recall", "f1", "kappa", "alpha"):
                note = f"people {one.human}, judge {one.judged}, both {one.both}"
                yield f"{task.name}.{one.label}.{name}", getattr(one, name), note


def _sureness(task: TaskResult) -> Iterator[tuple[str, Estimate | None, str]]:
    if task.calibration is not None:
        told = task.calibration
        yield f"{task.name}.ece", told.ece, f"{told.stated} with a confidence"
        if told.unstated:
            note = f"{told.unstated} without"
            yield f"{task.name}.accuracy_unstated", told.unstated_accuracy, note
    for point in task.coverage:
        yield f"{task.name}.accuracy_at_{point.share:.0%}", point.accuracy, "surest first"


def markdown(report: AgreementReport) -> str:
    """Return the report for a pull request: what was measured, on what, the figures, the rules."""
    made = report.produced
    files = "; ".join(
        f"`{file.name}` ({file.talks} talks, {file.utterances} utterances, "
        f"sha256 {file.sha256[:12]}…)"
        for file in made.data
    )
    control = f" **Control: {made.control}.**" if made.control else ""
    return "\n".join(
        [
            f"# Agreement of {made.coder} with people",
            "",
            f"On {files}.{control} Sparring {made.app_version}, seed {made.seed}. Brackets: "
            f"{made.level:.0%} bootstrap intervals over talks, {made.resamples} resamples.",
            "",
            *_checks(report),
            *(line for variant in report.variants for line in _variant(variant)),
            *_ceilings(report),
            "## Rules",
            "",
            *(f"- **{name}**: {text}" for name, text in report.rules.items()),
            "",
        ]
    )


def _table(*header: str) -> list[str]:
    return ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]


def _row(*cells: object) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(cell: object) -> str:
    return "–" if cell is None else str(cell).replace("|", "\\|")


def _variant(variant: Variant) -> Iterator[str]:
    yield from (f"## Text {_NAMES[variant.name]}", "")
    yield from _table("measure", "macro-F1", "chance", "accuracy", "κ", "α", "n", "no answer")
    for task in variant.tasks:
        lost = f"{task.abstained.count} + {task.unscored.count}"
        chance = None if task.chance_macro_f1 is None else f"{task.chance_macro_f1:.3f}"
        figures = (task.macro_f1, chance, task.accuracy, task.kappa, task.alpha)
        yield _row(task.title, *figures, f"{task.compared} of {task.labelled}", lost)
    yield from ("", "No answer: abstained + unscored; both are kept out of every figure.", "")
    for task in variant.tasks:
        yield from _task(task)
    if variant.sessions:
        yield from ("### Sessions", "")
        yield from _table("score", "AUC", "ρ quality", "ρ labels", "leniency", "by quality", "n")
        for one in variant.sessions:
            ranks = (one.auc, one.rank_with_quality, one.rank_with_labels)
            yield _row(one.title, *ranks, one.leniency, one.leniency_by_quality, one.talks)
        yield ""


def _task(task: TaskResult) -> Iterator[str]:
    yield from (f"### {task.title}", "")
    yield from _table("label", "precision", "recall", "F1", "κ", "people", "judge", "both")
    for one in task.per_label:
        if one.human or one.judged:
            figures = (one.precision, one.recall, one.f1, one.kappa)
            yield _row(one.label, *figures, one.human, one.judged, one.both)
    yield ""
    if task.confusion:
        yield from _table("people ↓ judge →", *task.labels)
        for label, counts in zip(task.labels, task.confusion, strict=True):
            yield _row(label, *counts)
        yield ""
    if task.calibration is not None:
        told = task.calibration
        without = f"; {told.unstated} without one" if told.unstated else ""
        shares = ", ".join(f"{p.share:.0%}: {_show(p.accuracy)}" for p in task.coverage)
        yield f"ECE {_show(told.ece)} over {told.stated} with a confidence{without}."
        yield from (f"Right among the surest {shares}.", "")


def _ceilings(report: AgreementReport) -> Iterator[str]:
    if report.ceilings:
        yield from ("## People among themselves: one against the others", "")
        yield from _table("measure", "macro-F1", "Fleiss κ", "α", "annotators", "pairs")
        for one in report.ceilings:
            figures = (one.macro_f1, one.fleiss_kappa, one.alpha, one.annotators, one.pairs)
            yield _row(one.title, *figures)
        yield ""


def _checks(report: AgreementReport) -> Iterator[str]:
    if report.checks:
        yield from _table("control", "found", "must", "")
        for one in report.checks:
            yield _row(one.measure, one.found, one.must, "ok" if one.passed else "**failed**")
        yield ""


def write(report: AgreementReport, out: Path, page: str) -> None:
    """Write `report.json`, `report.md`, `report.html`, and `reliability.json` but for a control.

    Raises:
        ReportError: the folder cannot be written to.
    """
    files = {
        "report.json": report.model_dump_json(indent=1) + "\n",
        "report.md": markdown(report),
        "report.html": page,
    }
    if report.produced.control is None:
        files["reliability.json"] = reliability_of(report).model_dump_json(indent=1) + "\n"
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(f"{out}: {error.strerror}; give another --out") from error
