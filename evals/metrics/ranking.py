"""Whether a score orders sessions as people do. All functions take weights of many resamples.

`weights[r, t]` says how often session t was drawn in resample r; the data itself has all ones.
"""

import numpy as np
import numpy.typing as npt

from evals.metrics.agreement import ratio

Floats = npt.NDArray[np.float64]


def auc(scores: Floats, positive: npt.NDArray[np.bool_], weights: Floats) -> Floats:
    """Chance that a positive session scores above a negative one, ties counting half.

    The Mann–Whitney form of the area under the ROC curve (Hanley & McNeil 1982).
    """
    high, low = scores[positive], scores[~positive]
    above = (high[:, None] > low[None, :]) + 0.5 * (high[:, None] == low[None, :])
    drawn_high, drawn_low = weights[:, positive], weights[:, ~positive]
    won = ((drawn_high @ above) * drawn_low).sum(-1)
    return ratio(won, drawn_high.sum(-1) * drawn_low.sum(-1))


def spearman(one: Floats, other: Floats, weights: Floats) -> Floats:
    """Spearman's rank correlation: Pearson's of the mid-ranks within each resample."""
    first, second = _ranks(one, weights), _ranks(other, weights)
    return pearson(first, second, weights)


def _ranks(values: Floats, weights: Floats) -> Floats:
    """Mid-ranks, up to a constant: those below, and half of those equal."""
    below = (values[:, None] < values[None, :]) + 0.5 * (values[:, None] == values[None, :])
    ranks: Floats = weights @ below
    return ranks


def pearson(one: Floats, other: Floats, weights: Floats) -> Floats:
    """Return the weighted product-moment correlation along the last axis."""
    first = one - mean(one, weights)[..., None]
    second = other - mean(other, weights)[..., None]
    spread = (weights * first**2).sum(-1) * (weights * second**2).sum(-1)
    return ratio((weights * first * second).sum(-1), np.sqrt(np.maximum(spread, 0)))


def mean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted mean along the last axis."""
    return ratio((weights * values).sum(-1), weights.sum(-1))


def kindness(
    scores: Floats, positive: npt.NDArray[np.bool_], weights: Floats, fair: float
) -> Floats:
    """Leniency against labels that only say good or poor: mean standardised difference.

    Each score is put in standard deviations (within quality, pooled) from `fair`, the threshold
    fixed beforehand; each label counts as +1 or -1. The mean difference of the two, both qualities
    weighing the same, is ((mean of good + mean of poor) / 2 - fair) / sd. 0: the threshold lies
    midway between good and poor sessions; above 0: poor ones are judged too near to good.
    """
    high, low = weights[:, positive], weights[:, ~positive]
    mean_high, mean_low = mean(scores[positive], high), mean(scores[~positive], low)
    squares = (high * (scores[positive] - mean_high[:, None]) ** 2).sum(-1)
    squares += (low * (scores[~positive] - mean_low[:, None]) ** 2).sum(-1)
    spread = np.sqrt(ratio(squares, weights.sum(-1) - 2))
    return ratio((mean_high + mean_low) / 2 - fair, spread)
