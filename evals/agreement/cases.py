"""The cases of one task as arrays: what people said, what the judge said, of which talk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from evals.agreement.judging import Judged
from evals.agreement.tasks import Case, Task
from evals.agreement.truth import Truth
from evals.labelled import LabelledTalk

Floats = npt.NDArray[np.float64]

#: For each talk, for each utterance.
Truths = Sequence[Sequence[Truth]]
Heards = Sequence[Sequence[Judged]]


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of a set of labels; with one label a case, each row of `human` and `judged` holds one.

    Attributes:
        labels: the columns.
        cluster: index of each case's talk, shape (n,).
        human, judged: which labels were given, shape (n, labels).
        confidence: of each label that the judge gave, else nan, shape (n, labels).
        clusters: how many talks the data has, with or without cases.
    """

    labels: tuple[str, ...]
    cluster: npt.NDArray[np.intp]
    human: npt.NDArray[np.bool_]
    judged: npt.NDArray[np.bool_]
    confidence: Floats
    clusters: int

    def __len__(self) -> int:
        return len(self.cluster)

    def binaries(self) -> Floats:
        """Return a 2 by 2 table for each talk and label: (clusters, labels, 2, 2)."""
        tables = np.zeros((self.clusters, len(self.labels), 2, 2))
        place = np.arange(len(self.labels))
        where = (self.cluster[:, None], place, self.human.astype(int), self.judged.astype(int))
        np.add.at(tables, where, 1.0)
        return tables

    def tables(self) -> Floats:
        """Return a table of all labels for each talk: (clusters, labels, labels); one label each."""
        tables = np.zeros((self.clusters, len(self.labels), len(self.labels)))
        np.add.at(tables, (self.cluster, self.human.argmax(1), self.judged.argmax(1)), 1.0)
        return tables


#: What becomes of a labelled case; the last three give no figures.
FATES: Final = ("compared", "abstained", "unscored", "missed")


@dataclass(slots=True)
class Collector:
    """Gathers the cases of one set of labels; `fates` counts what became of them by talk."""

    labels: tuple[str, ...]
    clusters: int
    fates: Floats = field(init=False)
    _rows: list[tuple[int, Case]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fates = np.zeros((self.clusters, len(FATES)))

    def add(self, cluster: int, case: Case) -> None:
        """Add a case that both sides answered."""
        self._rows.append((cluster, case))
        self.count(cluster, "compared")

    def count(self, cluster: int, fate: str) -> None:
        """Count what became of a labelled case."""
        self.fates[cluster, FATES.index(fate)] += 1

    def cases(self) -> Cases:
        """Return what was gathered."""
        shape = (len(self._rows), len(self.labels))
        human, judged = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
        confidence = np.full(shape, np.nan)
        column = {label: index for index, label in enumerate(self.labels)}
        for row, (_, (people, guess)) in enumerate(self._rows):
            for label in people or ():
                human[row, column[label]] = True
            for label, sure in (guess or {}).items():
                judged[row, column[label]] = True
                confidence[row, column[label]] = np.nan if sure is None else sure
        cluster = np.array([cluster for cluster, _ in self._rows], dtype=np.intp)
        return Cases(self.labels, cluster, human, judged, confidence, self.clusters)


def collect(task: Task, talks: Sequence[LabelledTalk], truths: Truths, heards: Heards) -> Collector:
    """Gather the cases of a task over all talks."""
    found = Collector(task.labels, len(talks))
    for index, (talk, truth, heard) in enumerate(zip(talks, truths, heards, strict=True)):
        for said, people, judged in zip(talk.utterances, truth, heard, strict=True):
            if said.speaker is task.speaker and judged.asked:
                _add(found, index, task, people, judged)
    return found


def _add(found: Collector, cluster: int, task: Task, people: Truth, judged: Judged) -> None:
    for human, guess in task.compare(people, judged):
        if human is None:
            continue
        if judged.failed is not None:
            found.count(cluster, judged.failed)
        elif guess is None:
            found.count(cluster, "missed")
        else:
            found.add(cluster, (human, guess))
