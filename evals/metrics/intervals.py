"""Bootstrap intervals over clusters: whole talks are drawn, never single lines or turns.

Turns of one talk resemble each other, so that intervals over turns would be too narrow. Clusters
are drawn with replacement and the statistic is computed anew (Field & Welsh 2007, *Bootstrapping
clustered data*, JRSS B 69(3)); intervals are percentiles of what comes out (Efron & Tibshirani
1993, *An Introduction to the Bootstrap*, chapter 13). Everything is deterministic by seed.

Two ways in: `bootstrap_weights` for statistics that follow from sums over clusters (fast: one
matrix product for all resamples), `bootstrap` for any other statistic.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from chatbot.domain.base import Value

C = TypeVar("C", bound=Hashable)
Floats = npt.NDArray[np.float64]

RESAMPLES: Final = 1000
LEVEL: Final = 0.95
#: With fewer defined resamples than this share, no interval is given.
DEFINED: Final = 0.5


class Estimate(Value):
    """A number with its spread: interval at `LEVEL`, or None where it cannot be had."""

    value: float
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return f"{self.value:.3f} [no interval]"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def covers(self, value: float) -> bool:
        """Say whether `value` lies within the interval; without one, nothing is excluded."""
        return self.low is None or self.high is None or self.low <= value <= self.high


def bootstrap_weights(clusters: int, resamples: int = RESAMPLES, seed: int = 0) -> Floats:
    """Return how often each cluster was drawn in each resample: shape (resamples, clusters).

    Every row sums to `clusters`. A sum over the lines of a resample is `weights @ sums`, with
    `sums` the sums by cluster.

    Raises:
        ValueError: there is no cluster.
    """
    if clusters < 1:
        raise ValueError("there is nothing to resample")
    chances = np.full(clusters, 1 / clusters)
    drawn = np.random.default_rng(seed).multinomial(clusters, chances, size=resamples)
    return drawn.astype(np.float64)


def estimate(value: float, resampled: Floats, level: float = LEVEL) -> Estimate | None:
    """Return a value with its percentile interval, or None if the value is undefined.

    Args:
        value: the statistic on all the data; nan where it is undefined.
        resampled: the statistic on each resample. Undefined ones (nan) are left out; if more than
            half are, there is no interval. One cluster alone has no spread that could be seen.
        level: share of the resamples within the interval.
    """
    if not np.isfinite(value):
        return None
    defined = resampled[np.isfinite(resampled)]
    if not defined.size or defined.size < DEFINED * resampled.size:
        return Estimate(value=float(value))
    tail = (1 - level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Estimate(value=float(value), low=float(low), high=float(high))


def bootstrap(
    statistic: Callable[[npt.NDArray[np.intp]], float],
    clusters: Sequence[C],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate | None:
    """Return any statistic with its interval over clusters.

    Args:
        statistic: computes the number from the indices of the lines drawn; nan: undefined.
        clusters: the cluster of each line.
        resamples: how many resamples.
        seed: makes the draw repeatable.
    """
    names = list(dict.fromkeys(clusters))
    lines: dict[C, list[int]] = {name: [] for name in names}
    for index, name in enumerate(clusters):
        lines[name].append(index)
    members = [np.array(lines[name], dtype=np.intp) for name in names]
    found = statistic(np.arange(len(clusters), dtype=np.intp))
    if len(names) == 1:
        return estimate(found, np.array([]))
    weights = bootstrap_weights(len(names), resamples, seed).astype(np.intp)
    drawn = (
        statistic(np.concatenate([np.tile(members[i], w) for i, w in enumerate(row) if w]))
        for row in weights
    )
    return estimate(found, np.fromiter(drawn, np.float64, resamples))


def bootstrap_mean(
    values: Sequence[float], clusters: Sequence[C], resamples: int = RESAMPLES, seed: int = 0
) -> Estimate | None:
    """Return the mean of `values` with its interval over clusters, or None if there are none.

    For a paired difference, give the differences as values.
    """
    if not values:
        return None
    names = {name: index for index, name in enumerate(dict.fromkeys(clusters))}
    of = np.array([names[name] for name in clusters])
    numbers = np.asarray(values, dtype=np.float64)
    sums = np.bincount(of, numbers, len(names))
    counts = np.bincount(of, minlength=len(names)).astype(np.float64)
    if len(names) == 1:
        return estimate(float(numbers.mean()), np.array([]))
    weights = bootstrap_weights(len(names), resamples, seed)
    return estimate(float(numbers.mean()), (weights @ sums) / (weights @ counts))
