"""What was measured of each code, and on what, for the product to show beside it."""

from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.codes import Code
from evals.agreement.values import AgreementReport, LabelResult, TaskResult, Variant
from evals.metrics.intervals import Estimate

RELIABILITY_VERSION: Final = 1
#: With fewer judgements than this nothing is said of a code.
FEWEST: Final = 10
#: Where each kind of label was measured, the first that was.
_SOURCES: Final = {
    "codes": ("miti", "pieces"),
    "behaviours": ("advisor4",),
    "client": ("client3",),
    "client_codes": ("client_codes",),
    "markers": ("markers",),
    "questions": ("question",),
    "reflections": ("reflection",),
}


class Reliability(Value):
    """What was measured of one label.

    Attributes:
        right, of: how often people agreed, of how often the judge gave the label.
        precision: their ratio, with its interval.
        recall: share of people's labels that the judge gave too.
        f1, kappa: of both together, and beyond chance.
        measured_as: the set of labels in which it was compared.
        words: for the page.
    """

    right: int
    of: int
    precision: Estimate
    recall: Estimate | None
    f1: Estimate | None
    kappa: Estimate | None
    measured_as: str
    words: str


class ReliabilityFile(Value):
    """`reliability.json`: by kind of label, by label."""

    version: int = RELIABILITY_VERSION
    coder: str
    app_version: str
    data: dict[str, str]
    labels: dict[str, dict[str, Reliability]]


def reliability_of(report: AgreementReport) -> ReliabilityFile:
    """Return what was measured of each label on the text as written, or else as stripped."""
    variant = report.variant("as_written") or report.variants[0]
    names = ", ".join(file.name for file in report.produced.data)
    found = {kind: _of_kind(variant, sources, names) for kind, sources in _SOURCES.items()}
    return ReliabilityFile(
        coder=report.produced.coder,
        app_version=report.produced.app_version,
        data={file.name: file.sha256 for file in report.produced.data},
        labels={kind: labels for kind, labels in found.items() if labels},
    )


def _of_kind(variant: Variant, sources: tuple[str, ...], names: str) -> dict[str, Reliability]:
    by_name = {task.name: task for task in variant.tasks}
    source = next((by_name[name] for name in sources if name in by_name), None)
    if source is None:
        return {}
    talks = f"{source.talks} labelled talk{'s' if source.talks != 1 else ''}"
    found = ((one, _of_label(one, source, f"{talks} ({names})")) for one in source.per_label)
    codes = set(Code) if source.name in _SOURCES["codes"] else None
    return {
        one.label: said
        for one, said in found
        if said is not None and (codes is None or one.label in codes)
    }


def _of_label(one: LabelResult, task: TaskResult, on: str) -> Reliability | None:
    if one.judged < FEWEST or one.precision is None:
        return None
    tenths = round(10 * one.precision.value)
    return Reliability(
        right=one.both,
        of=one.judged,
        precision=one.precision,
        recall=one.recall,
        f1=one.f1,
        kappa=one.kappa,
        measured_as=task.title,
        words=f"right {tenths} of 10 times on {on}",
    )
