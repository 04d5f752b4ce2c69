"""The ranking as Markdown for a pull request, and JSON for machines."""

from pathlib import Path
from typing import Final

from chatbot.domain.base import Value
from evals.advisors_rank.ranking import GROUPS, MEASURES, AdvisorRow
from evals.batch import LogError
from evals.metrics.intervals import Estimate
from evals.models.spending import Bill
from evals.records import FailureRecord, RunRecord

_PERCENT: Final = frozenset({"complex reflections", "turns criticised", "good ending"})


class AdvisorReport(Value):
    """What `advisors.json` holds."""

    run: RunRecord
    critic: str
    bill: Bill
    rows: tuple[AdvisorRow, ...]
    failures: tuple[FailureRecord, ...] = ()


def to_markdown(report: AdvisorReport) -> str:
    """Return the report for a pull request."""
    run, talks = report.run, sum(row.conversations for row in report.rows)
    ranks = [
        [f"{i}", row.advisor, f"{row.rank:.2f}", *(f"{row.ranks[g]:.2f}" for g in GROUPS)]
        for i, row in enumerate(report.rows, start=1)
    ]
    figures = [
        [row.advisor, *(_written(name, row.figures[name]) for name in MEASURES)]
        for row in report.rows
    ]
    lines = [
        "# Advisors",
        "",
        f"{talks} conversations with {len(run.personas)} clients ({', '.join(run.voices)}), "
        f"{len(run.seeds)} seeds, at most {run.cap} exchanges. Coder {run.coder}, critic "
        f"{report.critic}, rules {run.rules_version}. Spent: {report.bill}.",
        "",
        "Mean rank of each group of measures, 1 the best; the order is by the mean of the three.",
        "",
        _table(["", "advisor", "rank", *GROUPS], ranks),
        "",
        "Figures with 95 % intervals, bootstrap over conversations.",
        "",
        _table(["advisor", *MEASURES], figures),
        "",
        _table(_COSTS, [_cost(row, report.bill.currency) for row in report.rows]),
    ]
    if report.failures:
        lines += ["", f"Failed and in no figure: {len(report.failures)} conversations."]
        lines += [f"- {one.id}: {one.error}" for one in report.failures[:5]]
    return "\n".join(lines) + "\n"


_COSTS: Final = (
    "advisor",
    "talks",
    "failed",
    "exchanges",
    "words a turn",
    "calls a talk",
    "tokens a talk",
    "cost a talk",
    "others' tokens a talk",
    "unscored",
    "most frequent findings",
)


def _cost(row: AdvisorRow, currency: str) -> list[str]:
    known = "unknown" if row.cost is None else f"{row.cost:.4f} {currency}"
    cost = known if row.calls else "–"
    return [
        row.advisor,
        str(row.conversations),
        str(row.failed),
        f"{row.exchanges:.1f}",
        f"{row.words:.1f}",
        f"{row.calls:.1f}",
        f"{row.tokens:,.0f}",
        cost,
        f"{row.others:,.0f}",
        f"{100 * row.unscored:.1f} %",
        ", ".join(f"{kind} {n}" for kind, n in row.kinds.items()) or "none",
    ]


def _written(name: str, figure: Estimate | None) -> str:
    if figure is None:
        return "–"
    scale, unit, form = (100, " %", ".0f") if name in _PERCENT else (1, "", ".2f")
    text = f"{scale * figure.value:{form}}{unit}"
    if figure.low is None or figure.high is None:
        return text
    return f"{text} [{scale * figure.low:{form}}, {scale * figure.high:{form}}]"


def _table(head: tuple[str, ...] | list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in cells])


def write_reports(report: AdvisorReport, out: Path) -> None:
    """Write `advisors.json` and `advisors.md`.

    Raises:
        LogError: the disk refuses.
    """
    try:
        (out / "advisors.json").write_text(report.model_dump_json(indent=2), "utf-8")
        (out / "advisors.md").write_text(to_markdown(report), "utf-8")
    except OSError as error:
        raise LogError(f"{out}: {error.strerror}; nothing can be written there.") from error
