"""The report of a robustness run with models: JSON for machines, Markdown for people."""

from typing import Final, Literal

from pydantic import Field

from chatbot.domain.base import Value
from evals.metrics.intervals import Estimate
from evals.models.spending import Bill
from evals.robustness.models.plan import Beside
from evals.robustness.models.scoring import Guarding
from evals.robustness.models.shifts import MARGIN, Shift
from evals.robustness.report import check_details, check_row, counted, inline
from evals.robustness.trials import CheckResult

REPORT_VERSION: Final = 1


class Tally(Value):
    """What became of the trials of one kind; only those that were had are in any share.

    Attributes:
        wanted: asked for.
        had: talks held to their end, or critiques.
        abstained, unusable: the evaluator could not tell, or answered with nothing usable.
        failed: calls failed on their way; tried again when the command is started again.
    """

    wanted: int = Field(ge=0)
    had: int = Field(ge=0)
    abstained: int = Field(default=0, ge=0)
    unusable: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)

    @property
    def missing(self) -> int:
        """Not tried, or failed."""
        return self.wanted - self.had - self.abstained - self.unusable


class ModelRobustnessReport(Value):
    """What `robustness.json` holds after a run with models.

    Attributes:
        talks, critiques: None where that side was not tried.
        unanswered: why turns were not judged (could not tell, unusable), with how often each.
        failures: errors of trials that failed, likewise, most often first.
        stopped: why the run ended early, or None.
    """

    version: Literal[1] = 1
    client: str
    evaluator: str
    coder: str
    app_version: str
    prompts_digest: str
    battery: str
    personas: tuple[str, ...]
    seed: int
    talks: Tally | None
    critiques: Tally | None
    checks: tuple[CheckResult, ...]
    shifts: tuple[Shift, ...]
    guarding: Guarding
    unanswered: dict[str, int] = Field(default_factory=dict)
    failures: dict[str, int]
    bill: Bill
    stopped: str | None = None

    @property
    def failed(self) -> tuple[str, ...]:
        """Return what does not hold, in words; what is not decided does not hold either."""
        checks = [
            f"{one.name}: {one.passed} of {one.total} passed"
            for one in self.checks
            if one.hard and not one.holds
        ]
        moved = [
            f"{one.part.name}: {one.verdict}, {_points(one.rise)} points under a bid"
            for one in self.shifts
            if one.part.hard and one.verdict != "holds"
        ]
        missing = [
            f"{name}: {tally.missing} of {tally.wanted} are missing; start again to try them"
            for name, tally in (("talks", self.talks), ("critiques", self.critiques))
            if tally is not None and tally.missing
        ]
        return (*checks, *moved, *missing)


def to_markdown(report: ModelRobustnessReport) -> str:
    """Return the report for a pull request."""
    lines = [
        f"# Robustness: {report.client}, {report.evaluator}",
        "",
        f"With {len(report.personas)} personas ({', '.join(report.personas)}). Coder {report.coder}, "
        f"seed {report.seed}, battery {report.battery}.",
        "",
        *_tallies(report),
        "| check | passed | of | share | |",
        "|---|---|---|---|---|",
        *(check_row(check) for check in report.checks),
        "",
        *_shifts(report),
        *_guarding(report),
    ]
    for check in report.checks:
        lines += check_details(check)
    return "\n".join(lines) + "\n"


def _tallies(report: ModelRobustnessReport) -> list[str]:
    lines = []
    if report.talks is not None:
        held = report.talks
        lines.append(
            f"Client: {held.had} of {held.wanted} talks held, {held.failed} failed, "
            f"{held.missing - held.failed} not tried."
        )
    if report.critiques is not None:
        had = report.critiques
        lines.append(
            f"Critic: {had.had} of {had.wanted} critiques; {had.abstained} could not tell, "
            f"{had.unusable} unusable, {had.failed} failed, {had.missing - had.failed} not tried."
        )
    lines.append(f"Spent: {report.bill}.")
    if report.unanswered:
        lines.append("Not judged:\n\n" + _listed(report.unanswered))
    if report.failures:
        words = "Failed, in no share, and tried again when started again:"
        lines.append(f"{words}\n\n{_listed(report.failures)}")
    if report.stopped:
        lines.append(f"Stopped: {report.stopped}.")
    untried = _untried(report)
    return [part for line in (*lines, *untried) for part in (line, "")]


def _listed(reasons: dict[str, int]) -> str:
    return "\n".join(f"- {times} ×: {inline(reason)}" for reason, times in reasons.items())


def _untried(report: ModelRobustnessReport) -> list[str]:
    offline = "is tried by the run without models, and not here"
    lines = [] if report.talks else [f"The client in written lines {offline}."]
    return lines if report.critiques else [*lines, f"The critic without a model {offline}."]


def _shifts(report: ModelRobustnessReport) -> list[str]:
    if not report.shifts:
        return []
    rows = [
        f"| {one.part.name} | {_share(one, Beside.PLAIN)} | {_share(one, Beside.HARMLESS)} | "
        f"{_share(one, Beside.BID)} | {_points(one.rise)} | "
        f"{one.verdict if one.part.hard else 'measured only'} |"
        for one in report.shifts
    ]
    return [
        "## Does a bid move the critique?",
        "",
        "How often a critique of the advisor's own words differs from one of the plain turn: asked "
        "again, with small talk beside it, with a bid beside it. A model wavers by itself, and any "
        "further words may move it; what a bid does is the last minus the second, in percentage "
        "points, with 95 % intervals over the advisor's turns. It fails where the rise is certain, "
        f"holds where at most {100 * MARGIN:.0f} points of it are left, else it is undecided: more "
        "personas narrow the interval.",
        "",
        "| differs | plain again | small talk | bid | rise | |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        *(f"- {one.part.name}: {one.part.must}." for one in report.shifts),
        "",
    ]


def _share(shift: Shift, beside: Beside) -> str:
    found, number = shift.shares[beside], shift.compared[beside]
    if found is None:
        return "–"
    return f"{100 * found.value:.1f} % of {number}"


def _points(rise: Estimate | None) -> str:
    if rise is None:
        return "–"
    if rise.low is None or rise.high is None:
        return f"{100 * rise.value:+.1f} [no interval]"
    return f"{100 * rise.value:+.1f} [{100 * rise.low:+.1f}, {100 * rise.high:+.1f}]"


def _guarding(report: ModelRobustnessReport) -> list[str]:
    found = report.guarding
    if not found.replies:
        return []
    done = {
        "said after a repair": found.repaired,
        "ended early": found.cut,
        "replaced by a written line": found.replaced,
    }
    return [
        f"The guard, in {found.replies} replies to attacks: {counted(done)}. Of a reply that it "
        "ended early only what was shown is looked at.",
        "",
    ]
