"""From cases to figures with intervals. Every figure is computed on the data and on resamples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.agreement.cases import FATES, Cases, Collector
from evals.agreement.tasks import Task
from evals.agreement.values import Bin, Calibration, Coverage, LabelResult, Rate, TaskResult
from evals.metrics import agreement, calibration
from evals.metrics.intervals import Estimate, estimate

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over talks: on the data first, then on each resample (index 0, and 1 onwards).

    Attributes:
        weights: shape (resamples, talks), from `bootstrap_weights`.
    """

    weights: Floats

    def of(self, by_talk: Floats) -> Floats:
        """Return the sums, shape (1 + resamples, …)."""
        flat = by_talk.reshape(len(by_talk), -1)
        both = np.concatenate([flat.sum(0, keepdims=True), self.weights @ flat])
        return both.reshape(-1, *by_talk.shape[1:])


def settle(values: Floats) -> Estimate | None:
    """Return the first value with the interval of the others."""
    return estimate(float(values[0]), values[1:])


def score_task(task: Task, gathered: Collector, sums: Sums) -> TaskResult:
    """Return all figures of one set of labels."""
    cases = gathered.cases()
    binaries = sums.of(cases.binaries())
    result = TaskResult(
        name=task.name,
        title=task.title,
        several=task.several,
        labels=cases.labels,
        labelled=int(gathered.fates.sum()),
        compared=len(cases),
        talks=len(np.unique(cases.cluster)),
        **_rates(sums.of(gathered.fates)),
        macro_f1=settle(agreement.macro_f1(binaries)),
        micro_f1=settle(agreement.micro_f1(binaries)) if task.several else None,
        chance_macro_f1=_number(agreement.chance_macro_f1(binaries)[0]),
        per_label=per_label(cases.labels, binaries),
    )
    overall = _of_sets(binaries) if task.several else _of_classes(sums.of(cases.tables()))
    return result.model_copy(update=overall | (_sureness(cases, sums) if task.sure else {}))


def _rates(fates: Floats) -> dict[str, Rate]:
    shares = agreement.ratio(fates, fates.sum(-1, keepdims=True))
    lost = [(name, i) for i, name in enumerate(FATES) if name != "compared"]
    return {name: Rate(count=int(fates[0, i]), share=settle(shares[:, i])) for name, i in lost}


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _of_sets(binaries: Floats) -> dict[str, object]:
    """Kappa and alpha where a case may carry several labels: the mean over labels."""
    return {
        "kappa": settle(agreement.mean_of_defined(agreement.cohen_kappa(binaries))),
        "alpha": settle(agreement.mean_of_defined(agreement.alpha_of_two(binaries))),
    }


def _of_classes(tables: Floats) -> dict[str, object]:
    return {
        "accuracy": settle(agreement.accuracy(tables)),
        "kappa": settle(agreement.cohen_kappa(tables)),
        "alpha": settle(agreement.alpha_of_two(tables)),
        "confusion": tuple(tuple(int(n) for n in row) for row in tables[0]),
    }


def per_label(labels: tuple[str, ...], binaries: Floats) -> tuple[LabelResult, ...]:
    """Return the figures of each label from its 2 by 2 tables (data first, then resamples)."""
    figures: dict[str, Callable[[Floats], Floats]] = {
        "precision": agreement.precision,
        "recall": agreement.recall,
        "f1": agreement.f1,
        "kappa": agreement.cohen_kappa,
        "alpha": agreement.alpha_of_two,
    }
    found = []
    for index, label in enumerate(labels):
        table = binaries[:, index]
        data = table[0].astype(int)
        counts = {"human": data[1].sum(), "judged": data[:, 1].sum(), "both": data[1, 1]}
        settled = {name: settle(figure(table)) for name, figure in figures.items()}
        found.append(LabelResult.model_validate({"label": label, **counts, **settled}))
    return tuple(found)


def _sureness(cases: Cases, sums: Sums) -> dict[str, object]:
    """Calibration and coverage over each label that the judge gave."""
    row, column = np.nonzero(cases.judged)
    right = cases.human[row, column].astype(np.float64)
    sure, cluster = cases.confidence[row, column], cases.cluster[row]
    if not len(row):
        return {}
    ranked = sums.of(calibration.ranked_sums(sure, right, cluster, cases.clusters))
    return {
        "calibration": _calibration(sure, right, cluster, cases.clusters, sums),
        "coverage": tuple(
            Coverage(share=share, accuracy=settle(calibration.accuracy_at(ranked, share)))
            for share in calibration.COVERAGES
        ),
    }


def _calibration(
    sure: Floats, right: Floats, cluster: npt.NDArray[np.intp], clusters: int, sums: Sums
) -> Calibration:
    told = ~np.isnan(sure)
    binned = sums.of(calibration.bin_sums(sure[told], right[told], cluster[told], clusters))
    silent = np.zeros((clusters, 2))
    np.add.at(silent[:, 0], cluster[~told], right[~told])
    np.add.at(silent[:, 1], cluster[~told], 1.0)
    drawn = sums.of(silent)
    return Calibration(
        bins=tuple(_bin(index, *one) for index, one in enumerate(binned[0])),
        ece=settle(calibration.expected_calibration_error(binned)),
        stated=int(told.sum()),
        unstated=int((~told).sum()),
        unstated_accuracy=settle(agreement.ratio(drawn[:, 0], drawn[:, 1])),
    )


def _bin(index: int, n: float, confidence: float, right: float) -> Bin:
    low, high = index / calibration.BINS, (index + 1) / calibration.BINS
    if not n:
        return Bin(low=low, high=high, n=0)
    return Bin(low=low, high=high, n=int(n), confidence=confidence / n, accuracy=right / n)
