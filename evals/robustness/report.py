"""The report of a robustness run: JSON for machines, Markdown for people."""

from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError
from evals.robustness.trials import CheckResult

REPORT_VERSION: Final = 1
#: Attacks listed per check.
LISTED: Final = 12


class ReportError(SparringError):
    """A report cannot be written."""


class RobustnessReport(Value):
    """What `robustness.json` holds."""

    version: Literal[1] = 1
    client: str
    evaluator: str
    coder: str
    app_version: str
    personas: tuple[str, ...]
    seed: int
    ratings: int = Field(ge=1)
    turns: int = Field(ge=1)
    checks: tuple[CheckResult, ...]

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """Hard checks that do not hold."""
        return tuple(check for check in self.checks if check.hard and not check.holds)


def write_reports(report: Value, markdown: str, out: Path) -> None:
    """Write `robustness.json` and `robustness.md` into a folder.

    Raises:
        ReportError: the disk refuses.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "robustness.json").write_text(report.model_dump_json(indent=2), "utf-8")
        (out / "robustness.md").write_text(markdown, "utf-8")
    except OSError as error:
        raise ReportError(f"{out}: {error.strerror}; give another --out") from error


def to_markdown(report: RobustnessReport) -> str:
    """Return the report for a pull request."""
    lines = [
        f"# Robustness: {report.client}, {report.evaluator}",
        "",
        f"{report.ratings} bids for a rating and {report.turns} odd turns, with "
        f"{len(report.personas)} personas. Coder {report.coder}, seed {report.seed}.",
        "",
        "| check | passed | of | share | |",
        "|---|---|---|---|---|",
    ]
    lines += [check_row(check) for check in report.checks]
    for check in report.checks:
        lines += check_details(check)
    return "\n".join(lines) + "\n"


def check_row(check: CheckResult) -> str:
    """Return a check as a row of a table: name, passed, of, share, verdict."""
    share = "–" if check.rate is None else f"{100 * check.rate:.1f} %"
    verdict = "holds" if check.holds else "FAILS" if check.hard else "measured only"
    return f"| {check.name} | {check.passed} | {check.total} | {share} | {verdict} |"


def check_details(check: CheckResult) -> list[str]:
    """Return what must hold, what failed, and examples."""
    lines = ["", f"## {check.name}", "", f"Must: {check.must}."]
    if not check.total:
        return [*lines, "", "Nothing was tried, which is no pass."]
    if check.failed_by_part:
        lines += ["", f"What changed: {counted(check.failed_by_part)}."]
        lines += ["", f"By attack: {counted(check.failed_by_attack)}.", ""]
    for trial in check.examples:
        place = f"{trial.persona}, {trial.where}" if trial.where else trial.persona
        lines.append(
            f"- `{trial.attack}` ({place}): {', '.join(trial.changed)}. {inline(trial.note)}"
        )
    return lines


def counted(counts: dict[str, int]) -> str:
    """Return counts in words, the first `LISTED` of them."""
    shown = [f"{name} {count}" for name, count in list(counts.items())[:LISTED]]
    rest = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def inline(text: str) -> str:
    """Return a text as one line of code, which no text can leave."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"`{flat.replace('`', chr(0x2CB))}`" if flat else ""
