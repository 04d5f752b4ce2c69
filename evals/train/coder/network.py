"""Fitting the small network beside the linear model of clauses, with numpy and scipy alone.

Adam (Kingma & Ba 2015) on small batches. Signs are many and each clause shows few of them, so only
the rows that a batch shows are moved. Signs and hidden units are dropped at random while it learns
(Srivastava et al. 2014): no sign may be leant on alone, which is where it differs from the linear
model, and why the two together hear more than either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix

from chatbot.coder.linear import Floats, Linear, Network, softmax

#: Hidden units of a course; examples a step.
HIDDEN: Final = 24
BATCH: Final = 128
#: Size of the first step, falling to none.
STEP: Final = 2e-3
#: Shares of signs and of hidden units dropped, and of certainty taken from each label.
_SIGNS_OFF, _UNITS_OFF, _DOUBT = 0.3, 0.4, 0.05
_FADE, _FADE_SQUARES, _LEAST = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Course:
    """How a network learns.

    Attributes:
        rounds: times through the examples.
        seeds: of its chances; networks of several seeds are made one, whose scores are their mean.
    """

    rounds: int = 4
    seeds: tuple[int, ...] = (11, 12, 13)


@dataclass(slots=True)
class _Moving:
    """Parameters with the running means of their slopes and of their squares."""

    values: Floats
    slope: Floats = field(init=False)
    square: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.slope, self.square = np.zeros_like(self.values), np.zeros_like(self.values)

    def move(self, rows: Any, slope: Floats, step: float) -> None:
        """Take one step of Adam in the given rows; `step` holds the correction for young means."""
        first = self.slope[rows] * _FADE + (1 - _FADE) * slope
        second = self.square[rows] * _FADE_SQUARES + (1 - _FADE_SQUARES) * slope**2
        self.slope[rows], self.square[rows] = first, second
        self.values[rows] -= step * first / (np.sqrt(second) + _LEAST)


class _Learner:
    """The network while it learns."""

    def __init__(self, signs: int, kinds: int, chance: np.random.Generator) -> None:
        inner = np.zeros((signs, HIDDEN + kinds), dtype=np.float32)
        inner[:, :HIDDEN] = chance.normal(0, 0.03, (signs, HIDDEN))
        outer = chance.uniform(-1, 1, (HIDDEN, kinds)) / np.sqrt(HIDDEN)
        self.inner = _Moving(inner)
        self.bias = _Moving(np.zeros(HIDDEN + kinds, dtype=np.float32))
        self.outer = _Moving(outer.astype(np.float32))
        self.kinds, self.chance = kinds, chance

    def learn(self, batch: csr_matrix, labels: Any, weights: Any, step: float) -> None:
        """Take one step on a batch; `labels` are indices, `weights` floats, of its rows."""
        shown, columns = np.unique(batch.indices, return_inverse=True)
        kept = self.chance.random(len(batch.data)) >= _SIGNS_OFF
        data = (batch.data * kept / (1 - _SIGNS_OFF)).astype(np.float32)
        signs = csr_matrix((data, columns, batch.indptr), shape=(batch.shape[0], len(shown)))
        scores = signs @ self.inner.values[shown] + self.bias.values
        on = (scores[:, :HIDDEN] > 0) & (
            self.chance.random((len(labels), HIDDEN), dtype=np.float32) >= _UNITS_OFF
        )
        units = scores[:, :HIDDEN] * on / (1 - _UNITS_OFF)
        target = np.full((len(labels), self.kinds), _DOUBT / self.kinds, dtype=np.float32)
        target[np.arange(len(labels)), labels] += 1 - _DOUBT
        slope = softmax(units @ self.outer.values + scores[:, HIDDEN:]) - target
        slope *= (weights / len(labels))[:, None]
        behind = (slope @ self.outer.values.T) * on / (1 - _UNITS_OFF)
        both = np.concatenate([behind, slope], 1)
        self.outer.move(..., units.T @ slope, step)
        self.bias.move(..., both.sum(0), step)
        self.inner.move(shown, signs.T @ both, step)


def fit_network(  # noqa: PLR0913, PLR0917 (the examples as parallel rows, and how to learn)
    signs: csr_matrix,
    labels: Sequence[int],
    weights: Sequence[float],
    kinds: int,
    rows: dict[str, int],
    course: Course = Course(),
) -> Network:
    """Fit one class of `kinds` to each example.

    Args:
        signs: shape (examples, signs).
        labels: index of each example's class.
        weights: of each example.
        kinds: how many classes there are.
        rows: the row of each sign, for the model.
        course: how it learns.
    """
    found, worth = np.asarray(labels), np.asarray(weights, dtype=np.float32)
    courses = [_taught(signs, found, worth, (kinds, course.rounds, seed)) for seed in course.seeds]
    return _mean(courses, rows)


def _taught(signs: csr_matrix, labels: Any, weights: Floats, how: tuple[int, int, int]) -> _Learner:
    """Learn once; `how`: kinds, rounds, and the seed of its chances."""
    kinds, rounds, seed = how
    chance = np.random.default_rng(seed)
    learner = _Learner(signs.shape[1], kinds, chance)
    order = np.arange(signs.shape[0])
    steps = rounds * max(1, len(order) // BATCH)
    for step in range(steps):
        place = step % max(1, len(order) // BATCH) * BATCH
        if place == 0:
            chance.shuffle(order)
        batch = order[place : place + BATCH]
        young = np.sqrt(1 - _FADE_SQUARES ** (step + 1)) / (1 - _FADE ** (step + 1))
        size = STEP * (1 - step / steps) * young
        learner.learn(signs[batch], labels[batch], weights[batch], size)
    return learner


def _mean(courses: Sequence[_Learner], rows: dict[str, int]) -> Network:
    """Return one network whose scores are the mean of several networks' scores."""
    hidden = [one.inner.values[:, :HIDDEN] for one in courses]
    direct = np.mean([one.inner.values[:, HIDDEN:] for one in courses], axis=0)
    biases = [one.bias.values[:HIDDEN] for one in courses]
    bias = np.mean([one.bias.values[HIDDEN:] for one in courses], axis=0)
    inner = Linear(rows, np.hstack([*hidden, direct]), np.concatenate([*biases, bias]))
    outer = np.vstack([one.outer.values for one in courses]) / np.float32(len(courses))
    return Network(inner, outer)
