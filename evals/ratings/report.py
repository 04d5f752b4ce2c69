"""The report of ratings: lines that begin with the measure's name, Markdown, JSON."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from evals.metrics.intervals import Estimate
from evals.ratings.form import Kind
from evals.ratings.scoring import Question, RatingReport
from evals.ratings.sheet import RatingError


def lines_of(report: RatingReport) -> list[str]:
    """Return one line a figure, its name first."""
    lines = [line for question in report.questions for line in _question(question, report)]
    if report.good_turns_criticised:
        lines.append(f"good turns criticised: {_percent(report.good_turns_criticised)}")
    for group, questions in report.groups.items():
        for question in questions:
            lines += [f"[{group}] {line}" for line in _brief(question, report)]
    return lines


def _brief(question: Question, report: RatingReport) -> Iterator[str]:
    """Yield what a question came to, without what is said of the raters."""
    yield from islice(_question(question, report), 1 + len(question.shares) + bool(question.mean))


def _question(question: Question, report: RatingReport) -> Iterator[str]:
    name = question.name
    said = ", ".join(f"{answer} {n}" for answer, n in question.verdicts.items())
    yield f"{name} items: {question.items} ({question.ratings} ratings; {said or 'none'})"
    for answer, share in question.shares.items():
        what = "won by the first run, of those decided" if report.kind is Kind.PAIRS else answer
        yield f"{name} {what}: {_percent(share)}"
    if question.mean:
        yield f"{name} mean: {_plain(question.mean)}"
    if question.rank_correlation:
        yield f"{name} rank correlation with ours: {_plain(question.rank_correlation)}"
    if len(report.raters) > 1:
        words = (
            _plain(question.alpha) if question.alpha else "undefined (answers all alike, or few)"
        )
        yield f"{name} agreement, Krippendorff's alpha: {words}"
    for one in question.kappas:
        value = "undefined" if one.kappa is None else f"{one.kappa:.2f}"
        yield f"{name} kappa of {' and '.join(one.raters)}: {value} ({one.items} items)"
    for rater, words in question.by_rater.items():
        yield f"{name} by {rater}: {words}"


def _percent(share: Estimate) -> str:
    low, high = 100 * (share.low or 0), 100 * (1 if share.high is None else share.high)
    return f"{100 * share.value:.1f} % [{low:.1f}, {high:.1f}]"


def _plain(value: Estimate) -> str:
    if value.low is None or value.high is None:
        return f"{value.value:.2f} [no interval]"
    return f"{value.value:.2f} [{value.low:.2f}, {value.high:.2f}]"


def to_markdown(report: RatingReport) -> str:
    """Return the report for a pull request."""
    runs = ", ".join(f"`{run}`" for run in report.runs)
    head = (
        f"{report.items} items of {runs}, rated by {len(report.raters)} "
        f"({', '.join(report.raters)}); {report.left_out} items nobody rated. Verdicts are what "
        "most raters of an item said. Intervals: 95 %; Wilson for shares, else bootstrap over "
        "conversations."
    )
    lines = [f"- {line}" for line in lines_of(report)]
    return "\n".join([f"# Ratings: {report.kind}", "", head, "", *lines]) + "\n"


def write_reports(report: RatingReport, out: Path) -> None:
    """Write `ratings.json` and `ratings.md`.

    Raises:
        RatingError: the disk refuses.
    """
    try:
        (out / "ratings.json").write_text(report.model_dump_json(indent=2), "utf-8")
        (out / "ratings.md").write_text(to_markdown(report), "utf-8")
    except OSError as error:
        raise RatingError(f"{out}: {error.strerror}; nothing can be written there.") from error
