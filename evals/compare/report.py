"""A comparison for a pull request."""

from typing import Final

from chatbot.domain.base import Value
from evals.compare.pairs import Comparison, Difference
from evals.compare.reading import Figure

#: Measures shown for each advisor; the rest stand in `compare.json`.
MAIN: Final = ("good ending", "motivated within 20", "false yes or evasion", "trust change")


class AgreementChange(Value):
    """A measure of agreement in both reports; they hold no single talks, so it is not paired."""

    name: str
    a: Figure
    b: Figure

    @property
    def apart(self) -> bool:
        """Whether the two intervals do not overlap."""
        ends = (self.a.low, self.a.high, self.b.low, self.b.high)
        if None in ends:
            return False
        low_a, high_a, low_b, high_b = (end or 0.0 for end in ends)
        return high_a < low_b or high_b < low_a


class CompareReport(Value):
    """What `compare.json` holds."""

    a: str
    b: str
    talks: Comparison | None = None
    agreement: tuple[AgreementChange, ...] = ()


def to_markdown(report: CompareReport) -> str:
    """Return the report."""
    lines = [f"# {report.a} (A) and {report.b} (B)", ""]
    if report.talks is not None:
        lines += _talks(report.talks)
    if report.agreement:
        lines += _agreement(report.agreement)
    return "\n".join(lines) + "\n"


def _talks(found: Comparison) -> list[str]:
    compared = len(found.overall) + len(found.by_advisor)
    lines = [
        f"{found.pairs} conversations with the same client, advisor and seed on both sides. Only "
        f"in A {found.only_a}, only in B {found.only_b}, failed {found.failed_a} and "
        f"{found.failed_b}; these are left out.",
        "",
    ]
    lines += [f"- Changed: {one}" for one in found.changes]
    lines += [f"- **Not alike**: {one}" for one in found.unlike]
    lines += [
        "",
        "B less A, paired, with 95 % bootstrap intervals; **bold** where the interval leaves out 0 "
        f"(of {compared} comparisons about {max(1, round(0.05 * compared))} would by chance).",
        "",
        "| measure | A | B | B less A | pairs |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.measure} | {one.a:.3f} | {one.b:.3f} | {change(one)} | {one.pairs} |"
        for one in found.overall
    ]
    advisors = list(dict.fromkeys(one.advisor for one in found.by_advisor))
    cells = {(one.advisor, one.measure): change(one) for one in found.by_advisor}
    lines += ["", f"| advisor | {' | '.join(MAIN)} |", "|---" * (len(MAIN) + 1) + "|"]
    for advisor in advisors:
        row = " | ".join(cells.get((advisor, measure), "–") for measure in MAIN)
        lines.append(f"| {advisor} | {row} |")
    return [*lines, ""]


def change(one: Difference) -> str:
    """Return a difference with its interval."""
    low, high = one.change.low, one.change.high
    if low is None or high is None:
        return f"{one.change.value:+.3f}"
    text = f"{one.change.value:+.3f} [{low:+.3f} to {high:+.3f}]"
    return f"**{text}**" if one.clear else text


def _agreement(changes: tuple[AgreementChange, ...]) -> list[str]:
    lines = [
        "Agreement with people: the reports hold no single talks, so that intervals stand side by "
        "side; **bold** where they do not overlap.",
        "",
        "| measure | A | B | B less A |",
        "|---|---|---|---|",
    ]
    for one in changes:
        known = one.a.value is not None and one.b.value is not None
        apart = f"{(one.b.value or 0.0) - (one.a.value or 0.0):+.3f}" if known else "–"
        cell = f"**{apart}**" if one.apart else apart
        lines.append(f"| {one.name} | {_with_range(one.a)} | {_with_range(one.b)} | {cell} |")
    return [*lines, ""]


def _with_range(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} [{figure.low:.3f} to {figure.high:.3f}]"
