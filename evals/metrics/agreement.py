"""How well two codings agree, from counts. All functions take many tables at once.

A *table* is a K by K array of counts in the last two axes: `table[..., h, j]` cases that the human
put into class h and the judge into class j. Leading axes (resamples, labels) are kept, so that a
bootstrap needs no loop. Undefined (0/0) is nan, never 0 or 1.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ratio(above: Floats, below: Floats) -> Floats:
    """Divide; nan where the denominator is 0."""
    out = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=out, where=below != 0)
    return out


def mean_of_defined(values: Floats, axis: int = -1) -> Floats:
    """Average what is defined; nan where nothing is."""
    known = np.isfinite(values)
    return ratio(np.where(known, values, 0.0).sum(axis), known.sum(axis).astype(np.float64))


def one_against_rest(tables: Floats) -> Floats:
    """Return one 2 by 2 table per class, shape (..., K, 2, 2); index 1 is the class itself."""
    hits = np.diagonal(tables, axis1=-2, axis2=-1)
    human, judged = tables.sum(-1), tables.sum(-2)
    total = tables.sum((-2, -1))[..., None]
    rest = total - human - judged + hits
    rows = [np.stack([rest, judged - hits], -1), np.stack([human - hits, hits], -1)]
    return np.stack(rows, -2)


def precision(binary: Floats) -> Floats:
    """Share of what was judged so that is so: tp / (tp + fp)."""
    return ratio(binary[..., 1, 1], binary[..., :, 1].sum(-1))


def recall(binary: Floats) -> Floats:
    """Share of what is so that was judged so: tp / (tp + fn)."""
    return ratio(binary[..., 1, 1], binary[..., 1, :].sum(-1))


def f1(binary: Floats) -> Floats:
    """Harmonic mean of both: 2 tp / (2 tp + fp + fn) (van Rijsbergen 1979).

    nan where neither coding holds the class, 0 where one does and they never meet.
    """
    hits = 2 * binary[..., 1, 1]
    return ratio(hits, hits + binary[..., 0, 1] + binary[..., 1, 0])


def macro_f1(binaries: Floats) -> Floats:
    """Mean of the classes' F1; a class that neither coding holds is left out.

    That is scikit-learn's `f1_score(average="macro")` over the labels found in either coding.
    """
    return mean_of_defined(f1(binaries))


def micro_f1(binaries: Floats) -> Floats:
    """F1 of the classes' tables summed up."""
    return f1(binaries.sum(-3))


def chance_macro_f1(binaries: Floats) -> Floats:
    """Return the macro-F1 of a judge with the same rates of classes and no knowledge.

    With human rate h and judged rate j, tp = h j n, so that F1 = 2 h j / (h + j).
    """
    total = binaries.sum((-2, -1))
    human = ratio(binaries[..., 1, :].sum(-1), total)
    judged = ratio(binaries[..., :, 1].sum(-1), total)
    return mean_of_defined(ratio(2 * human * judged, human + judged))


def accuracy(tables: Floats) -> Floats:
    """Share of cases in the same class."""
    return ratio(np.trace(tables, axis1=-2, axis2=-1), tables.sum((-2, -1)))


def cohen_kappa(tables: Floats) -> Floats:
    """Agreement beyond chance, (po - pe) / (1 - pe), pe from both margins (Cohen 1960)."""
    total = tables.sum((-2, -1))
    chance = ratio((tables.sum(-1) * tables.sum(-2)).sum(-1), total**2)
    return ratio(accuracy(tables) - chance, 1 - chance)


def coincidences(ratings: Floats) -> Floats:
    """Return Krippendorff's coincidence matrix of each unit, shape (..., K, K).

    Args:
        ratings: how many raters put the unit into each class, shape (..., K). A unit with m raters
            adds n_c (n_k - [c = k]) / (m - 1) to cell (c, k); one with fewer than two adds nothing.
    """
    raters = ratings.sum(-1)[..., None, None]
    pairs = ratings[..., :, None] * ratings[..., None, :]
    own = ratings[..., :, None] * np.eye(ratings.shape[-1])
    return np.where(raters > 1, np.divide(pairs - own, np.maximum(raters - 1, 1)), 0.0)


def alpha(coincidence: Floats) -> Floats:
    """Krippendorff's alpha for nominal data from a summed coincidence matrix.

    alpha = 1 - (n - 1) * sum_{c≠k} o_ck / sum_{c≠k} n_c n_k (Krippendorff 2011, *Computing
    Krippendorff's Alpha-Reliability*). nan where all values are of one class.
    """
    margins = coincidence.sum(-1)
    total = margins.sum(-1)
    observed = total - np.trace(coincidence, axis1=-2, axis2=-1)
    expected = total**2 - (margins**2).sum(-1)
    return 1 - ratio((total - 1) * observed, expected)


def alpha_of_two(tables: Floats) -> Floats:
    """Krippendorff's alpha of human and judge: each case gives both of its ordered pairs."""
    return alpha(tables + np.swapaxes(tables, -1, -2))


def fleiss_sums(ratings: Floats) -> Floats:
    """Return what `fleiss_kappa` needs of each unit, to be summed: shape (..., K + 2).

    The unit's agreement P_i = sum_j n_ij (n_ij - 1) / (m (m - 1)), 1, and its class counts. Units
    with fewer than two raters give zeros.
    """
    raters = ratings.sum(-1, keepdims=True)
    agreeing = (ratings * (ratings - 1)).sum(-1, keepdims=True)
    share = np.divide(agreeing, np.maximum(raters * (raters - 1), 1))
    whole = np.concatenate([share, np.ones_like(share), ratings], -1)
    return np.where(raters > 1, whole, 0.0)


def fleiss_kappa(sums: Floats) -> Floats:
    """Fleiss' kappa (1971): (mean P_i - Pe) / (1 - Pe), with Pe = sum of squared class shares.

    Where the number of raters varies by unit, units weigh the same in the mean of P_i and ratings
    the same in the class shares; with a constant number this is Fleiss' own formula.
    """
    agreement = ratio(sums[..., 0], sums[..., 1])
    counts = sums[..., 2:]
    shares = ratio(counts, counts.sum(-1, keepdims=True))
    chance = (shares**2).sum(-1)
    return ratio(agreement - chance, 1 - chance)
