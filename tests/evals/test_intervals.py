import numpy as np
import pytest

from evals.metrics.intervals import (
    Estimate,
    bootstrap,
    bootstrap_mean,
    bootstrap_weights,
    estimate,
)


def test_every_resample_draws_as_many_clusters_as_there_are() -> None:
    weights = bootstrap_weights(7, 50, seed=3)
    assert weights.shape == (50, 7)
    assert (weights.sum(1) == 7).all()
    assert (weights == bootstrap_weights(7, 50, seed=3)).all()
    assert (weights != bootstrap_weights(7, 50, seed=4)).any()
    with pytest.raises(ValueError, match="nothing to resample"):
        bootstrap_weights(0)


def test_an_interval_by_percentiles() -> None:
    found = estimate(50.0, np.arange(101.0), level=0.9)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(5), pytest.approx(95))
    assert str(found) == "50.000 [5.000, 95.000]"
    assert found.covers(5.0)
    assert not found.covers(4.9)


def test_what_is_undefined_has_no_estimate_and_most_undefined_no_interval() -> None:
    assert estimate(float("nan"), np.ones(10)) is None
    mostly = np.array([1.0, np.nan, np.nan, np.nan])
    assert estimate(1.0, mostly) == Estimate(value=1.0)
    assert estimate(1.0, np.array([1.0, 1.0, np.nan])) == Estimate(value=1.0, low=1.0, high=1.0)


def test_the_mean_of_independent_lines_has_the_interval_of_theory() -> None:
    values = np.random.default_rng(0).normal(size=400)
    found = bootstrap_mean(list(values), range(400), resamples=4000)
    assert found is not None
    assert found.value == pytest.approx(values.mean())
    spread = 1.96 * values.std(ddof=1) / 20
    assert found.low == pytest.approx(values.mean() - spread, abs=0.02)
    assert found.high == pytest.approx(values.mean() + spread, abs=0.02)


def test_lines_that_hang_together_widen_the_interval() -> None:
    by_cluster = np.random.default_rng(1).normal(size=20)
    values = np.repeat(by_cluster, 20)
    apart = bootstrap_mean(list(values), range(400))
    together = bootstrap_mean(list(values), list(np.repeat(np.arange(20), 20)))
    assert apart is not None
    assert together is not None
    assert apart.low is not None
    assert together.low is not None
    assert together.value - together.low > 3 * (apart.value - apart.low)


def test_both_ways_to_resample_agree() -> None:
    dice = np.random.default_rng(2)
    values = dice.normal(size=90)
    clusters = [f"c{n}" for n in dice.integers(0, 15, 90)]
    fast = bootstrap_mean(list(values), clusters, resamples=500, seed=9)
    slow = bootstrap(lambda rows: float(values[rows].mean()), clusters, resamples=500, seed=9)
    assert fast is not None
    assert slow is not None
    assert (fast.low, fast.high) == (pytest.approx(slow.low), pytest.approx(slow.high))


def test_one_cluster_shows_no_spread_and_no_line_no_mean() -> None:
    assert bootstrap_mean([1.0, 2.0], ["a", "a"]) == Estimate(value=1.5)
    assert bootstrap(lambda rows: float(len(rows)), ["a", "a"]) == Estimate(value=2.0)
    assert bootstrap_mean([], []) is None
