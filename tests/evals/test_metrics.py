"""Each measure by hand on a small example, and against scikit-learn, scipy and krippendorff."""

import krippendorff
import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats
from sklearn import metrics

from evals.metrics import agreement, calibration, ranking

Floats = npt.NDArray[np.float64]
#: People in rows, judge in columns: 20 + 5 of the first class, 10 + 15 of the second.
SMALL = np.array([[20.0, 5.0], [10.0, 15.0]])


def drawn(seed: int, classes: int = 4, n: int = 200) -> tuple[npt.NDArray[np.intp], ...]:
    """Return two codings that agree more often than not."""
    dice = np.random.default_rng(seed)
    human = dice.choice(classes, n, p=np.arange(1, classes + 1) / sum(range(classes + 1)))
    judged = np.where(dice.random(n) < 0.6, human, dice.integers(0, classes, n))
    return human, judged


def table_of(human: npt.NDArray[np.intp], judged: npt.NDArray[np.intp], classes: int) -> Floats:
    table = np.zeros((classes, classes))
    np.add.at(table, (human, judged), 1.0)
    return table


def test_figures_by_hand() -> None:
    binary = agreement.one_against_rest(SMALL)[1]
    assert binary.tolist() == [[20, 5], [10, 15]]
    assert agreement.precision(binary) == pytest.approx(15 / 20)
    assert agreement.recall(binary) == pytest.approx(15 / 25)
    assert agreement.f1(binary) == pytest.approx(30 / 45)
    assert agreement.accuracy(SMALL) == pytest.approx(0.7)
    # Cohen's own textbook form: po .7, pe .5 * .6 + .5 * .4 = .5
    assert agreement.cohen_kappa(SMALL) == pytest.approx(0.4)
    # Krippendorff: 100 values, 55 and 45; o = 30 of 100; e = 2 * 55 * 45
    assert agreement.alpha_of_two(SMALL) == pytest.approx(1 - 99 * 30 / (2 * 55 * 45))
    both = agreement.one_against_rest(SMALL)
    assert agreement.macro_f1(both) == pytest.approx((40 / 55 + 30 / 45) / 2)
    assert agreement.micro_f1(both) == pytest.approx(0.7)
    assert agreement.chance_macro_f1(both) == pytest.approx(
        (2 * 0.5 * 0.6 / 1.1 + 2 * 0.5 * 0.4 / 0.9) / 2
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("classes", [2, 3, 4])
def test_figures_are_those_of_the_libraries(seed: int, classes: int) -> None:
    human, judged = drawn(seed, classes)
    table = table_of(human, judged, classes)
    assert table.astype(int).tolist() == metrics.confusion_matrix(human, judged).tolist()
    each = agreement.one_against_rest(table)
    p, r, f, _ = metrics.precision_recall_fscore_support(human, judged)
    np.testing.assert_allclose(agreement.precision(each), p)
    np.testing.assert_allclose(agreement.recall(each), r)
    np.testing.assert_allclose(agreement.f1(each), f)
    assert agreement.macro_f1(each) == pytest.approx(
        metrics.f1_score(human, judged, average="macro")
    )
    assert agreement.micro_f1(each) == pytest.approx(
        metrics.f1_score(human, judged, average="micro")
    )
    assert agreement.accuracy(table) == pytest.approx(metrics.accuracy_score(human, judged))
    assert agreement.cohen_kappa(table) == pytest.approx(metrics.cohen_kappa_score(human, judged))
    assert agreement.alpha_of_two(table) == pytest.approx(
        krippendorff.alpha(np.stack([human, judged]), level_of_measurement="nominal")
    )
    for label in range(classes):
        one, other = human == label, judged == label
        kappa = metrics.cohen_kappa_score(one, other)
        assert agreement.cohen_kappa(each[label]) == pytest.approx(kappa)


def test_a_class_that_nobody_gave_is_left_out_and_one_never_met_counts_zero() -> None:
    table = np.array([[4.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    each = agreement.one_against_rest(table)
    f = agreement.f1(each)
    assert f[:2] == pytest.approx([8 / 9, 0])
    assert np.isnan(f[2])
    assert agreement.macro_f1(each) == pytest.approx(4 / 9)
    assert np.isnan(agreement.precision(each)[2])
    assert np.isnan(agreement.cohen_kappa(np.array([[5.0, 0.0], [0.0, 0.0]])))
    assert np.isnan(agreement.macro_f1(np.zeros((2, 2, 2))))


def test_many_tables_at_once_give_what_each_gives() -> None:
    tables = np.stack([table_of(*drawn(seed), 4) for seed in range(6)])
    for measure in (agreement.accuracy, agreement.cohen_kappa, agreement.alpha_of_two):
        np.testing.assert_allclose(measure(tables), [measure(table) for table in tables])
    each = agreement.one_against_rest(tables)
    np.testing.assert_allclose(agreement.macro_f1(each)[3], agreement.macro_f1(each[3]))


def test_fleiss_kappa_of_his_own_example() -> None:
    """Fleiss (1971): 14 raters, 10 subjects, 5 classes; the example gives .210."""
    ratings = np.array(
        [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ],
        dtype=np.float64,
    )  # fmt: skip
    kappa = agreement.fleiss_kappa(agreement.fleiss_sums(ratings).sum(0))
    assert kappa == pytest.approx(0.210, abs=0.0005)


@pytest.mark.parametrize("seed", range(4))
def test_alpha_of_many_raters_with_gaps_is_that_of_krippendorff(seed: int) -> None:
    dice = np.random.default_rng(seed)
    truth = dice.integers(0, 3, 60)
    values = np.where(dice.random((5, 60)) < 0.7, truth, dice.integers(0, 3, (5, 60))).astype(float)
    values[dice.random((5, 60)) < 0.3] = np.nan
    ratings = np.stack([(values == label).sum(0) for label in range(3)], -1).astype(float)
    ours = agreement.alpha(agreement.coincidences(ratings).sum(0))
    assert ours == pytest.approx(krippendorff.alpha(values, level_of_measurement="nominal"))


# --- calibration -------------------------------------------------------------------------------


def test_calibration_by_hand() -> None:
    """Four at .9 of which three are right, two at .6 of which one: ECE (.6 + .2) / 6."""
    confidence = np.array([0.9, 0.9, 0.9, 0.9, 0.6, 0.6])
    right = np.array([1.0, 1.0, 1.0, 0.0, 1.0, 0.0])
    sums = calibration.bin_sums(confidence, right, np.zeros(6, dtype=np.intp), 1)[0]
    assert sums[9] == pytest.approx([4, 3.6, 3])
    assert sums[6] == pytest.approx([2, 1.2, 1])
    assert calibration.expected_calibration_error(sums) == pytest.approx((0.6 + 0.2) / 6)


def test_ece_is_the_mean_over_bins() -> None:
    dice = np.random.default_rng(0)
    confidence = np.append(dice.random(499), 1.0)
    right = (dice.random(500) < confidence**2).astype(float)
    sums = calibration.bin_sums(confidence, right, np.zeros(500, dtype=np.intp), 1)[0]
    wanted = 0.0
    for low in np.arange(10) / 10:
        inside = (confidence >= low) & ((confidence < low + 0.1) | (low > 0.85))
        wanted += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    assert calibration.expected_calibration_error(sums) == pytest.approx(wanted, abs=0.01)


def test_accuracy_by_coverage_by_hand() -> None:
    """Surest first: right, (right, wrong) tied, then the one that states nothing, wrong."""
    confidence = np.array([0.5, np.nan, 0.9, 0.5])
    right = np.array([1.0, 0.0, 1.0, 0.0])
    sums = calibration.ranked_sums(confidence, right, np.zeros(4, dtype=np.intp), 1)
    assert calibration.accuracy_at(sums, 0.25) == pytest.approx([1])
    assert calibration.accuracy_at(sums, 0.5) == pytest.approx([1.5 / 2])
    assert calibration.accuracy_at(sums, 0.75) == pytest.approx([2 / 3])
    assert calibration.accuracy_at(sums, 1.0) == pytest.approx([0.5])


def test_accuracy_by_coverage_without_ties_is_a_mean_of_the_surest() -> None:
    dice = np.random.default_rng(3)
    confidence = dice.permutation(200) / 1000
    right = (dice.random(200) < 0.5).astype(float)
    sums = calibration.ranked_sums(confidence, right, dice.integers(0, 9, 200), 9).sum(0)
    surest = right[np.argsort(-confidence)]
    for share in calibration.COVERAGES:
        wanted = surest[: round(200 * share)].mean()
        assert calibration.accuracy_at(sums, share) == pytest.approx(wanted)


# --- ranking -----------------------------------------------------------------------------------


def test_ranking_by_hand() -> None:
    scores = np.array([3.0, 1.0, 2.0, 0.0])
    high = np.array([True, True, False, False])
    data = np.ones((1, 4))
    assert ranking.auc(scores, high, data) == pytest.approx([3 / 4])
    tied = np.array([1.0, 1.0, 1.0, 1.0])
    assert ranking.auc(tied, high, data) == pytest.approx([0.5])
    # ranks 4 2 3 1 against 4 3 2 1: 1 - 6 * 2 / (4 * 15)
    assert ranking.spearman(scores, np.array([9.0, 8.0, 7.0, 6.0]), data) == pytest.approx([0.8])
    assert np.isnan(ranking.spearman(scores, tied, data)[0])


@pytest.mark.parametrize("seed", range(4))
def test_ranking_is_that_of_the_libraries_on_data_and_on_resamples(seed: int) -> None:
    dice = np.random.default_rng(seed)
    high = dice.random(40) < 0.6
    scores = np.round(dice.normal(size=40) + high, 1)
    weights = dice.multinomial(40, np.full(40, 1 / 40), size=5).astype(float)
    rows = [np.repeat(np.arange(40), row.astype(int)) for row in weights]
    np.testing.assert_allclose(
        ranking.auc(scores, high, weights),
        [metrics.roc_auc_score(high[row], scores[row]) for row in rows],
    )
    np.testing.assert_allclose(
        ranking.spearman(scores, high.astype(float), weights),
        [stats.spearmanr(scores[row], high[row]).statistic for row in rows],
    )


def test_kindness_is_how_far_the_fair_value_lies_below_the_middle() -> None:
    """Good 4 and 6, poor 1 and 3: means 5 and 2, sd sqrt((1+1+1+1) / 2)."""
    scores = np.array([4.0, 6.0, 1.0, 3.0])
    high = np.array([True, True, False, False])
    data = np.ones((1, 4))
    assert ranking.kindness(scores, high, data, 3.5) == pytest.approx([0])
    assert ranking.kindness(scores, high, data, 2.5) == pytest.approx([1 / np.sqrt(2)])
    # the mean standardised difference, both qualities weighing the same
    steps = (scores - 2.5) / np.sqrt(2)
    labels = np.array([1, 1, -1, -1])
    assert ranking.kindness(scores, high, data, 2.5) == pytest.approx([(steps - labels).mean()])
