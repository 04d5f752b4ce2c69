"""Figures of ratings: agreement of raters, shares, win rates, rank correlation. Pure functions."""

from collections.abc import Sequence
from typing import Final, Literal

import krippendorff
import numpy as np
import numpy.typing as npt

from evals.metrics.intervals import Estimate, bootstrap
from evals.metrics.ranking import spearman

Floats = npt.NDArray[np.float64]
Level = Literal["nominal", "ordinal"]

#: The 97.5 % point of the normal distribution, for intervals of 95 %.
Z: Final = 1.959963984540054


def wilson(successes: float, n: int) -> Estimate | None:
    """Return a share with its 95 % score interval, or None of nothing.

    centre = (p + z²/2n) / (1 + z²/n), half-width = z / (1 + z²/n) · sqrt(p(1-p)/n + z²/4n²)
    (Wilson 1927, *Probable inference, the law of succession, and statistical inference*, JASA 22).
    """
    if n < 1:
        return None
    p, z2 = successes / n, Z * Z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * float(np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)))
    return Estimate(value=p, low=max(0.0, centre - half), high=min(1.0, centre + half))


def alpha(ratings: Floats, level: Level, clusters: Sequence[str]) -> Estimate | None:
    """Return Krippendorff's alpha with its bootstrap interval over clusters of items.

    Args:
        ratings: raters × items, answers as numbers in their order, nan: not rated.
        level: nominal, or ordinal (differences by ranks; Krippendorff 2011).
        clusters: the cluster of each item.

    Returns:
        None with fewer than two raters of any item, or where all answers are alike.
    """

    def statistic(indices: npt.NDArray[np.intp]) -> float:
        chosen = ratings[:, indices]
        paired = chosen[:, np.isfinite(chosen).sum(0) > 1]
        if np.unique(paired[np.isfinite(paired)]).size < 2:
            return float("nan")
        return float(krippendorff.alpha(paired, level_of_measurement=level))

    return bootstrap(statistic, clusters)


def kappa(one: Floats, other: Floats, answers: int, level: Level) -> float | None:
    """Return Cohen's kappa of two raters on the items both rated, or None if it is undefined.

    1 - sum(w o) / sum(w e): w = [i ≠ j] for names (Cohen 1960), (i - j)² for steps (Cohen 1968).

    Args:
        one: answers as numbers 0 … answers - 1, nan: not rated.
        other: the other rater's.
        answers: how many answers there are.
        level: of the answers.
    """
    both = np.isfinite(one) & np.isfinite(other)
    table = np.zeros((answers, answers))
    np.add.at(table, (one[both].astype(np.intp), other[both].astype(np.intp)), 1.0)
    if not both.any():
        return None
    table /= table.sum()
    expected = np.outer(table.sum(1), table.sum(0))
    steps = np.subtract.outer(np.arange(answers), np.arange(answers)).astype(np.float64)
    weights = steps**2 if level == "ordinal" else (steps != 0).astype(np.float64)
    chance = float((weights * expected).sum())
    return None if chance == 0 else 1 - float((weights * table).sum()) / chance


def rank_correlation(
    rated: Sequence[float], ours: Sequence[float], clusters: Sequence[str]
) -> Estimate | None:
    """Return Spearman's correlation with its bootstrap interval over clusters; None if undefined."""
    first, second = np.asarray(rated, np.float64), np.asarray(ours, np.float64)

    def statistic(indices: npt.NDArray[np.intp]) -> float:
        ones = np.ones((1, indices.size))
        return float(spearman(first[indices], second[indices], ones)[0])

    return bootstrap(statistic, clusters) if len(rated) > 2 else None
