"""The report of a fidelity run: JSON for machines, Markdown for a pull request, HTML for reading."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chatbot.domain.adjust import Mood
from evals.fidelity.samples import conversation
from evals.fidelity.summary import Figure, Summary
from evals.page import Section, bars, curves, page, table
from evals.records import ConversationRecord, RunRecord

if TYPE_CHECKING:
    from evals.fidelity.run import FidelityReport

#: The columns of the main table, with how a figure is written.
COLUMNS: Final[dict[str, str]] = {
    "motivated within 20": "percent",
    "committed within 20": "percent",
    "good ending": "percent",
    "false yes or evasion": "percent",
    "walk-out": "percent",
    "trust change": "signed",
    "discord at the end": "plain",
    "exchanges": "count",
    "asking or challenging": "percent",
    "the same until answered": "percent",
    "words of a substantive turn": "count",
    "short turns": "percent",
}
FAULTS: Final = ("leaks", "role flips", "long lines twice", "told twice", "values before surface")


def write_reports(
    report: "FidelityReport", out: Path, samples: Sequence[ConversationRecord] = ()
) -> None:
    """Write `fidelity.json`, `fidelity.md` and `fidelity.html` into a folder."""
    (out / "fidelity.json").write_text(report.model_dump_json(indent=2), "utf-8")
    (out / "fidelity.md").write_text(to_markdown(report), "utf-8")
    (out / "fidelity.html").write_text(to_html(report, samples), "utf-8")


def written(figure: Figure, kind: str) -> str:
    """Return a figure with its interval."""
    if figure.value is None:
        return "–"
    low, high = figure.low or 0.0, figure.high or 0.0
    match kind:
        case "percent":
            return f"{100 * figure.value:.0f} % [{100 * low:.0f}–{100 * high:.0f}]"
        case "signed":
            return f"{figure.value:+.2f} [{low:+.2f}–{high:+.2f}]"
        case "count":
            return f"{figure.value:.1f} [{low:.1f}–{high:.1f}]"
        case _:
            return f"{figure.value:.2f} [{low:.2f}–{high:.2f}]"


def _rows(summary: Summary) -> list[list[str]]:
    return [
        [row.advisor, *(written(row.figures[name], kind) for name, kind in COLUMNS.items())]
        for row in summary.rows
    ]


def _faults(summary: Summary) -> list[list[str]]:
    counted = []
    for name in FAULTS:
        total = sum((row.figures[name].value or 0) * row.figures[name].n for row in summary.rows)
        counted.append([name, f"{total:.0f}", f"{total / summary.conversations:.3f} per talk"])
    return counted


def _adjusted(run: RunRecord) -> str:
    """Say how the clients were adjusted, if they were."""
    difficulty, mood = run.options.get("difficulty"), run.options.get("mood")
    said = [f"difficulty {difficulty}"] if difficulty else []
    said += [f"mood {mood}"] if mood not in {None, str(Mood.USUAL)} else []
    return f" All clients at {', '.join(said)}." if said else ""


def to_markdown(report: "FidelityReport") -> str:
    """Return the report for a pull request."""
    summary, run = report.summary, report.run
    lines = [
        f"# Fidelity: {summary.voice}",
        "",
        f"{summary.conversations} conversations: {len(run.personas)} personas × "
        f"{len(run.advisors)} advisors × {len(run.seeds)} seeds, at most {run.cap} exchanges. "
        f"Coder {run.coder}, rules {run.rules_version}.{_adjusted(run)} Intervals: 95 %, "
        "bootstrap over seeds within personas.",
        "",
        _markdown(["advisor", *COLUMNS], _rows(summary)),
        "",
        _markdown(["fault", "in all", ""], _faults(summary)),
        "",
    ]
    if summary.separation_median is not None:
        lines.append(
            f"Separation on final trust, adherent against lecturing, median over personas: "
            f"Cohen's d {summary.separation_median:.2f}."
        )
    lines += [
        f"Talk type after each advisor class, beside transcripts of {one.quality} quality: weighted "
        f"Jensen-Shannon distance {one.distance:.3f} (split half of the transcripts: "
        f"{one.split_half:.3f})."
        for one in report.likeness
    ]
    if report.invariance:
        changed = sum(one.changed for one in report.invariance)
        compared = sum(one.compared for one in report.invariance)
        lines.append(
            f"Name, age and gender swapped at the same seed: {changed} of {compared} acts changed."
        )
    if report.failures:
        lines.append(f"Failed and left out of every mean: {len(report.failures)} conversations.")
    return "\n".join(lines) + "\n"


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def to_html(report: "FidelityReport", samples: Sequence[ConversationRecord] = ()) -> str:
    """Return one self-contained page with plots."""
    summary, run = report.summary, report.run
    figures = {row.advisor: row.figures for row in summary.rows}
    sections = [
        Section(
            "Who gets through",
            bars(
                {
                    name: {
                        a: (f[name].value, f[name].low, f[name].high) for a, f in figures.items()
                    }
                    for name in ("good ending", "motivated within 20")
                }
            ),
            "Share of conversations, with 95 % intervals.",
        ),
        Section(
            "How they leave",
            bars(
                {
                    name: {
                        a: (f[name].value, f[name].low, f[name].high) for a, f in figures.items()
                    }
                    for name in ("false yes or evasion", "walk-out", "unresolved at the cap")
                }
            ),
            "Pressed clients rarely storm out; most say “I'll think about it”.",
        ),
        Section("All figures", table(["advisor", *COLUMNS], _rows(summary)), ""),
        Section("Faults", table(["fault", "in all", ""], _faults(summary)), "Each should be 0."),
    ]
    if report.curves:
        sections.insert(
            2, Section("Trust over the talk", curves(report.curves), "Mean and middle half.")
        )
    if samples:
        note = "The first seed of each pair; codes as heard, marked in the advisor's words."
        sections.append(Section("To read", "".join(conversation(one) for one in samples), note))
    about = (
        f"{summary.conversations} conversations, {len(run.personas)} personas, {len(run.advisors)} "
        f"advisors, {len(run.seeds)} seeds; coder {run.coder}, rules {run.rules_version}."
    )
    return page(f"Fidelity: {summary.voice}", about, sections)
