"""What was measured of each code, and on what, for the product to show beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chatbot.domain.codes import Code
from chatbot.domain.errors import SparringError
from chatbot.domain.reliability import DataSet, Kind, Measured, Reliability, Share
from evals.agreement.values import AgreementReport, LabelResult, TaskResult, Variant
from evals.metrics.intervals import Estimate

#: Where each kind of label is measured, the first that was.
_SOURCES: Final = {
    Kind.CODES: ("miti", "pieces"),
    Kind.BEHAVIOURS: ("advisor4",),
    Kind.CLIENT: ("client3",),
    Kind.CLIENT_CODES: ("client_codes",),
    Kind.MARKERS: ("markers",),
    Kind.QUESTIONS: ("question",),
    Kind.REFLECTIONS: ("reflection",),
}


class ReliabilityError(SparringError):
    """The file of what was measured cannot be written."""


def reliability_of(report: AgreementReport, labelled_by: str = "") -> Reliability:
    """Return what was measured of each label on the text as written, or else as stripped.

    `labelled_by` says who gave the labels that the coder was held against.
    """
    variant = report.variant("as_written") or report.variants[0]
    found = {kind: dict(_of_kind(variant, kind)) for kind in _SOURCES}
    return Reliability(
        coder=report.produced.coder,
        app_version=report.produced.app_version,
        data=tuple(
            DataSet(
                name=file.name,
                sha256=file.sha256,
                talks=file.talks,
                annotators=file.annotators,
                settled=file.settled,
            )
            for file in report.produced.data
            if file.talks
        ),
        labelled_by=labelled_by,
        labels={kind: labels for kind, labels in found.items() if labels},
    )


def _of_kind(variant: Variant, kind: Kind) -> Iterator[tuple[str, Measured]]:
    by_name = {task.name: task for task in variant.tasks}
    source = next((by_name[name] for name in _SOURCES[kind] if name in by_name), None)
    if source is None:
        return
    for one in source.per_label:
        if kind is not Kind.CODES or one.label in set(Code):
            yield one.label, _measured(one, source)


def _measured(one: LabelResult, task: TaskResult) -> Measured:
    return Measured(
        right=one.both,
        of=one.judged,
        readers=one.human,
        precision=_share(one.precision),
        recall=_share(one.recall),
        measured_as=task.title,
    )


def _share(found: Estimate | None) -> Share | None:
    return None if found is None else Share.model_validate(found.model_dump())


def write_reliability(report: AgreementReport, path: Path, labelled_by: str = "") -> None:
    """Write what was measured, for instance where the product looks for it.

    Raises:
        ReliabilityError: the file cannot be written.
    """
    try:
        found = reliability_of(report, labelled_by)
        path.write_text(found.model_dump_json(indent=1) + "\n", "utf-8")
    except OSError as error:
        raise ReliabilityError(f"{path}: {error.strerror}; give another --reliability") from error
