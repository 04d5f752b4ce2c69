"""Whether a judge is right as often as it says, and how right it is where it is surest."""

from typing import Final

import numpy as np
import numpy.typing as npt

from evals.metrics.agreement import ratio

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

#: Bins of the reliability curve, of equal width over 0–1.
BINS: Final = 10
#: Confidences are told apart to this many levels when cases are ranked by them.
LEVELS: Final = 1000
#: The shares of cases, surest first, at which accuracy is read.
COVERAGES: Final = (1.0, 0.9, 0.8, 0.7, 0.5)


def bin_sums(confidence: Floats, right: Floats, cluster: Ints, clusters: int) -> Floats:
    """Return count, sum of confidence and number right by cluster and bin: (clusters, BINS, 3).

    Args:
        confidence: 0–1 for each case.
        right: 1 where the judge was right, else 0.
        cluster: index of each case's cluster.
        clusters: how many clusters there are.
    """
    place = np.minimum((confidence * BINS).astype(np.intp), BINS - 1)
    sums = np.zeros((clusters, BINS, 3))
    np.add.at(sums[..., 0], (cluster, place), 1.0)
    np.add.at(sums[..., 1], (cluster, place), confidence)
    np.add.at(sums[..., 2], (cluster, place), right)
    return sums


def expected_calibration_error(sums: Floats) -> Floats:
    """Mean distance of accuracy from confidence over bins, weighted by their cases.

    ECE = sum_b n_b / N |acc_b - conf_b| (Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017).
    A resample's ECE lies a little above: noise in a bin only ever adds distance.
    """
    distance = np.abs(sums[..., 2] - sums[..., 1]).sum(-1)
    return ratio(distance, sums[..., 0].sum(-1))


def ranked_sums(confidence: Floats, right: Floats, cluster: Ints, clusters: int) -> Floats:
    """Return count and number right by cluster and level of confidence, surest first.

    Args:
        confidence: as in `bin_sums`; nan (not stated) ranks last.
        right: as in `bin_sums`.
        cluster: as in `bin_sums`.
        clusters: as in `bin_sums`.

    Returns:
        Shape (clusters, levels that occur, 2).
    """
    level = np.where(np.isnan(confidence), -1, np.round(confidence * LEVELS))
    levels, place = np.unique(-level, return_inverse=True)
    sums = np.zeros((clusters, levels.size, 2))
    np.add.at(sums[..., 0], (cluster, place), 1.0)
    np.add.at(sums[..., 1], (cluster, place), right)
    return sums


def accuracy_at(sums: Floats, coverage: float) -> Floats:
    """Return the accuracy on the share `coverage` of cases that the judge is surest of.

    Of cases that are equally sure, the share needed is taken at their mean accuracy, which is what
    a random choice among them gives on average (risk–coverage curve, El-Yaniv & Wiener 2010).
    """
    count, right = sums[..., 0].cumsum(-1), sums[..., 1].cumsum(-1)
    wanted = coverage * count[..., -1:]
    last = np.minimum((count < wanted - 1e-9).sum(-1, keepdims=True), count.shape[-1] - 1)
    here = np.take_along_axis(sums, last[..., None], -2)[..., 0, :]
    before = np.take_along_axis(count, last, -1)[..., 0] - here[..., 0]
    share = np.nan_to_num(ratio(wanted[..., 0] - before, here[..., 0]))
    so_far = np.take_along_axis(right, last, -1)[..., 0] - here[..., 1]
    return ratio(so_far + share * here[..., 1], wanted[..., 0])
