"""Thresholds that a run must keep. What is not there, or has no value, never passes."""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from chatbot.adapters.yaml_file import YamlProblem, read_yaml
from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError
from evals.compare.reading import Figure, figures_of, find_report, read_report

Bound = Annotated[float, Field(allow_inf_nan=False)]


class GateError(SparringError):
    """A gate cannot be judged: broken, empty, or about something that the run does not hold."""


class Bounds(Value):
    """Between what a figure must lie; at least one of the two is given."""

    name: str = Field(min_length=1)
    at_least: Bound | None = None
    at_most: Bound | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("bounds nothing; give at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least lies above at_most; nothing could pass")
        return self

    def kept_by(self, value: float) -> bool:
        """Say whether a value lies within."""
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        """Return the bounds as they are printed."""
        low = [] if self.at_least is None else [f"at least {self.at_least:g}"]
        high = [] if self.at_most is None else [f"at most {self.at_most:g}"]
        return " and ".join((*low, *high))


class FidelityBounds(Bounds):
    """`name` is a column of the fidelity report for `advisor`; without one, a dotted name in it."""

    advisor: str | None = None


class Threshold(Value):
    """One line of a gate: of the fidelity, the robustness or the agreement report."""

    figure: FidelityBounds | None = None
    robustness: Bounds | None = None
    agreement: Bounds | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [one for one in (self.figure, self.robustness, self.agreement) if one is not None]
        if len(given) != 1:
            raise ValueError("must be one of figure, robustness, agreement")
        return self


class GateFile(Value):
    """A file of thresholds; a suite is one that also says which evals to run, with which options."""

    name: str = ""
    evals: dict[str, dict[str, Any]] = Field(default_factory=dict)
    thresholds: tuple[Threshold, ...] = Field(min_length=1)


class Judgement(Value):
    """A threshold and what was found; `figure` has no value where it is undefined."""

    title: str
    bounds: Bounds
    figure: Figure

    @property
    def passed(self) -> bool:
        """Whether there is a value and it lies within the bounds."""
        return self.figure.value is not None and self.bounds.kept_by(self.figure.value)

    def __str__(self) -> str:
        """Return the line that is printed."""
        value = self.figure.value
        found = "has no value" if value is None else f"{value:.4g}"
        return f"{'ok    ' if self.passed else 'FAILED'}  {self.title}: {found} ({self.bounds})"


def load_gate(path: Path) -> GateFile:
    """Read a file of thresholds.

    Raises:
        GateError: it is missing, broken, or holds no threshold.
    """
    try:
        parsed = read_yaml(path)
    except OSError as error:
        raise GateError(f"{path}: {error.strerror}; give a file of thresholds") from error
    except YamlProblem as error:
        raise GateError(f"{path.name}: {error}") from error
    try:
        return GateFile.model_validate(parsed.data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        line = parsed.line_of(tuple(first["loc"]))
        problem = "holds no threshold" if first["type"] == "too_short" else first["msg"]
        raise GateError(f"{path.name}:{line}: {where}: {problem}") from error


def judge(run: Path, gate: GateFile) -> tuple[Judgement, ...]:
    """Hold a run against a gate.

    Raises:
        GateError: a threshold is about a figure or a report that the run does not hold.
        CompareError: a report cannot be read.
    """
    reports: dict[str, dict[str, Any]] = {}
    found = [_judge(run, threshold, reports) for threshold in gate.thresholds]
    failures = len(reports.get("fidelity", {}).get("failures", ()))
    if failures:
        title = "fidelity · conversations that failed and stand in no mean"
        none = Bounds(name="failures", at_most=0)
        found.append(Judgement(title=title, bounds=none, figure=Figure(value=failures)))
    return tuple(found)


def _judge(run: Path, threshold: Threshold, reports: dict[str, dict[str, Any]]) -> Judgement:
    if threshold.figure is not None:
        bounds = threshold.figure
        report = _report(run, "fidelity", reports)
        if bounds.advisor is None:
            figures = figures_of(report)
            return _found("fidelity", bounds, figures)
        rows = {row["advisor"]: row["figures"] for row in report["summary"]["rows"]}
        if bounds.advisor not in rows:
            raise GateError(f"no advisor '{bounds.advisor}' in this run; it holds {_few(rows)}")
        return _found(f"fidelity · {bounds.advisor}", bounds, figures_of(rows[bounds.advisor]))
    if threshold.robustness is not None:
        checks = _report(run, "robustness", reports)["checks"]
        rates = {check["name"]: Figure(value=check["rate"]) for check in checks}
        return _found("robustness", threshold.robustness, rates)
    assert threshold.agreement is not None
    figures = figures_of(_report(run, "agreement", reports))
    return _found("agreement", threshold.agreement, figures)


def _report(run: Path, name: str, reports: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if name not in reports:
        path = find_report(run, name)
        if path is None:
            raise GateError(
                f"{run} holds no {name} report, and the gate asks for one; run it first"
            )
        reports[name] = read_report(path)
    return reports[name]


def _found(title: str, bounds: Bounds, figures: dict[str, Figure]) -> Judgement:
    figure = figures.get(bounds.name)
    if figure is None:
        near = get_close_matches(bounds.name, figures, n=5, cutoff=0.4) or sorted(figures)
        raise GateError(f"{title}: there is no figure '{bounds.name}'; near it: {_few(near)}")
    return Judgement(title=f"{title} · {bounds.name}", bounds=bounds, figure=figure)


def _few(names: Any) -> str:
    listed = list(names)
    return ", ".join(listed[:20]) + (" …" if len(listed) > 20 else "")
