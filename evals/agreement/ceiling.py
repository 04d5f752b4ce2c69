"""How well people agree where several labelled the same: the most that can be asked of a judge."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from evals.agreement.cases import Collector
from evals.agreement.scoring import Sums, per_label, settle
from evals.agreement.tasks import TASKS, Task
from evals.agreement.truth import (
    codes_of,
    leave_one_out,
    majority,
    plurality,
    question_of,
    reflection_of,
)
from evals.agreement.values import Ceiling
from evals.labelled import Annotation, LabelledTalk
from evals.metrics import agreement
from evals.metrics.intervals import Estimate

Floats = npt.NDArray[np.float64]
Labels = frozenset[str] | None


class _Way(NamedTuple):
    """How to read one annotator's labels, and how several are settled."""

    read: Callable[[Annotation], Labels]
    settle: Callable[[Iterable[Labels]], Labels]


class _Unit(NamedTuple):
    """The labels that annotators gave to one utterance, and its talk."""

    cluster: int
    given: list[frozenset[str]]


def _sole(labels: Iterable[Labels]) -> Labels:
    return plurality(labels)


def _sets(labels: Iterable[Labels]) -> Labels:
    return majority(labels)


def _one(label: str | None) -> Labels:
    return frozenset({label}) if label else None


_WAYS: Final = {
    "advisor4": _Way(lambda a: _one(a.behaviour), _sole),
    "client3": _Way(lambda a: _one(a.talk), _sole),
    "question": _Way(lambda a: _one(question_of(a)), _sole),
    "reflection": _Way(lambda a: _one(reflection_of(a)), _sole),
    "miti": _Way(codes_of, _sets),
    "markers": _Way(
        lambda a: None if a.markers is None else frozenset(str(m) for m in a.markers), _sets
    ),
}


def ceilings(talks: Sequence[LabelledTalk], sums: Sums) -> tuple[Ceiling, ...]:
    """Return how well annotators agree on each set of labels that two or more of them gave."""
    found = (_ceiling(task, talks, sums) for task in TASKS if task.name in _WAYS)
    return tuple(ceiling for ceiling in found if ceiling.pairs)


def _ceiling(task: Task, talks: Sequence[LabelledTalk], sums: Sums) -> Ceiling:
    way = _WAYS[task.name]
    pairs = Collector(task.labels, len(talks))
    units: list[_Unit] = []
    annotators: set[str] = set()
    for index, talk in enumerate(talks):
        for said in talk.utterances:
            if said.speaker is not task.speaker:
                continue
            labels = [way.read(one) for one in said.independent]
            given = [label for label in labels if label is not None]
            if len(given) > 1:
                units.append(_Unit(index, given))
                named = zip(said.independent, labels, strict=True)
                annotators |= {one.annotator for one, label in named if label is not None}
            for others, own in leave_one_out(labels, way.settle):
                pairs.add(index, (others, dict.fromkeys(own)))
    cases = pairs.cases()
    binaries = sums.of(cases.binaries())
    fleiss, alpha = _chance_corrected(task, units, sums)
    return Ceiling(
        name=task.name,
        title=task.title,
        annotators=len(annotators),
        pairs=len(cases),
        macro_f1=settle(agreement.macro_f1(binaries)),
        per_label=per_label(task.labels, binaries),
        fleiss_kappa=fleiss,
        alpha=alpha,
    )


def _chance_corrected(
    task: Task, units: Sequence[_Unit], sums: Sums
) -> tuple[Estimate | None, Estimate | None]:
    """Return Fleiss' kappa and alpha; where a case may carry several labels, means over labels."""
    if not units:
        return None, None
    ratings = np.array([_ratings(task, unit.given) for unit in units])
    cluster = np.array([unit.cluster for unit in units])
    summed = [
        sums.of(_by_cluster(parts(ratings), cluster, sums.weights.shape[1]))
        for parts in (agreement.fleiss_sums, agreement.coincidences)
    ]
    kappa = agreement.mean_of_defined(agreement.fleiss_kappa(summed[0]))
    return settle(kappa), settle(agreement.mean_of_defined(agreement.alpha(summed[1])))


def _ratings(task: Task, given: Sequence[frozenset[str]]) -> list[list[int]]:
    """Count raters by class: one row of all labels, or a row (without, with) for each label."""
    times = [sum(label in labels for labels in given) for label in task.labels]
    return [[len(given) - n, n] for n in times] if task.several else [times]


def _by_cluster(parts: Floats, cluster: npt.NDArray[np.intp], clusters: int) -> Floats:
    summed = np.zeros((clusters, *parts.shape[1:]))
    np.add.at(summed, cluster, parts)
    return summed
