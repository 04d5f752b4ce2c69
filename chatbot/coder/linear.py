"""Models over named signs, and over plain vectors: scores of a few labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of named signs.

    Attributes:
        rows: row of each sign known; others are passed over.
        weights: shape (signs, labels).
        bias: shape (labels,).
    """

    rows: Mapping[str, int]
    weights: Floats
    bias: Floats

    def scores(self, signs: Mapping[str, float]) -> Floats:
        """Return the scores (log-odds, unnormalised) of all labels, shape (labels,)."""
        row_of = self.rows.get
        known = [(row, value) for name, value in signs.items() if (row := row_of(name)) is not None]
        if not known:
            return self.bias
        rows, values = zip(*known, strict=True)
        found: Floats = np.array(values, dtype=np.float32) @ self.weights[rows, :] + self.bias
        return found


@dataclass(frozen=True, slots=True)
class Network:
    """One layer of hidden units over named signs, beside the signs' own weights.

    Attributes:
        inner: from signs to hidden units, then to labels: shape (signs, hidden + labels).
        outer: from hidden units to labels, shape (hidden, labels).
    """

    inner: Linear
    outer: Floats

    def scores(self, signs: Mapping[str, float]) -> Floats:
        """Return the scores of all labels, shape (labels,)."""
        inner = self.inner.scores(signs)
        hidden = len(self.outer)
        found: Floats = np.maximum(inner[:hidden], 0) @ self.outer + inner[hidden:]
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A linear model and a network that were taught the same; each errs in its own way.

    Attributes:
        linear, network: both over the same labels.
    """

    linear: Linear
    network: Network

    def shares(self, signs: Sequence[Mapping[str, float]]) -> Floats:
        """Return the mean of both models' probabilities, shape (examples, labels)."""
        if not signs:
            return np.zeros((0, len(self.linear.bias)), dtype=np.float32)
        linear = softmax(np.stack([self.linear.scores(one) for one in signs]))
        network = softmax(np.stack([self.network.scores(one) for one in signs]))
        return np.asarray((linear + network) / 2, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Dense:
    """A linear model on a plain vector, standardised first.

    Attributes:
        mean, spread: of the input, shape (inputs,).
        weights: shape (inputs, labels).
        bias: shape (labels,).
    """

    mean: Floats
    spread: Floats
    weights: Floats
    bias: Floats

    def scores(self, inputs: Floats) -> Floats:
        """Return the scores of all labels, shape (…, labels)."""
        scores = ((inputs - self.mean) / self.spread) @ self.weights + self.bias
        return np.asarray(scores, dtype=np.float32)


def softmax(scores: Floats) -> Floats:
    """Return probabilities over the last axis."""
    raised: Floats = np.exp(scores - scores.max(-1, keepdims=True)).astype(np.float32)
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def sigmoid(scores: Floats) -> Floats:
    """Return independent probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)
