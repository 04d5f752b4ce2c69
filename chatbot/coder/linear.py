"""Models over named signs, and over plain vectors: scores of a few labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


class Known(NamedTuple):
    """Signs as places in a vocabulary: looked up once, scored by every model that shares it.

    Attributes:
        places: of the signs that are known.
        values: theirs.
    """

    places: Places
    values: Floats

    def among(self, wanted: npt.NDArray[np.bool_]) -> "Known":
        """Return the signs whose place is wanted, shape (vocabulary,)."""
        kept = wanted[self.places]
        return Known(self.places[kept], self.values[kept])


def together(found: Sequence[Known], *, last: bool = False) -> Known:
    """Return the signs of several clauses, each once, with its highest value, or with its last."""
    places = np.concatenate([one.places for one in found])
    values = np.concatenate([one.values for one in found])
    order = np.lexsort((np.arange(len(places)) if last else values, places))
    places, values = places[order], values[order]
    ends = np.append(places[1:] != places[:-1], True)[: len(places)]
    return Known(places[ends], values[ends])


def look_up(vocabulary: Mapping[str, int], signs: Mapping[str, float]) -> Known:
    """Look signs up; those that are not known are passed over."""
    size = len(signs)
    places = np.fromiter(map(vocabulary.get, signs, repeat(-1)), dtype=np.intp, count=size)
    values = np.fromiter(signs.values(), dtype=np.float32, count=size)
    known = places >= 0
    return Known(places[known], values[known])


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of named signs.

    Attributes:
        rows: place of each sign known; others are passed over.
        weights: shape (signs, labels).
        bias: shape (labels,).
        at: row of the weights for each place, where the signs are those of several models
            (`sharing`); None: places are rows.
    """

    rows: Mapping[str, int]
    weights: Floats
    bias: Floats
    at: Places | None = None

    def scores(self, signs: Mapping[str, float]) -> Floats:
        """Return the scores (log-odds, unnormalised) of all labels, shape (labels,)."""
        return self.of(look_up(self.rows, signs))

    def of(self, known: Known) -> Floats:
        """Return the same scores for signs that were looked up in `rows`."""
        rows = known.places if self.at is None else self.at[known.places]
        found: Floats = known.values @ self.weights[rows] + self.bias
        return found


def sharing(*models: Linear) -> tuple[Linear, ...]:
    """Return the models over one vocabulary, so that signs are looked up once for all of them."""
    names = dict.fromkeys(chain.from_iterable(model.rows for model in models))
    vocabulary = {name: place for place, name in enumerate(names)}
    found = []
    for model in models:
        # One row of zeros more, for the signs that only others know.
        at = np.full(len(vocabulary), len(model.weights), dtype=np.intp)
        at[[vocabulary[name] for name in model.rows]] = list(model.rows.values())
        weights = np.pad(model.weights, ((0, 1), (0, 0)))
        found.append(replace(model, rows=vocabulary, weights=weights, at=at))
    return tuple(found)


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
        return self.of(look_up(self.inner.rows, signs))

    def of(self, known: Known) -> Floats:
        """Return the same scores for signs that were looked up in the rows of `inner`."""
        inner = self.inner.of(known)
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
        linear = [look_up(self.linear.rows, one) for one in signs]
        return self._mean(linear, [look_up(self.network.inner.rows, one) for one in signs])

    def of(self, known: Sequence[Known]) -> Floats:
        """Return the same for signs that were looked up in the vocabulary of both (`sharing`)."""
        return self._mean(known, known)

    def _mean(self, linear: Sequence[Known], network: Sequence[Known]) -> Floats:
        if not linear:
            return np.zeros((0, len(self.linear.bias)), dtype=np.float32)
        one = softmax(np.stack([self.linear.of(known) for known in linear]))
        other = softmax(np.stack([self.network.of(known) for known in network]))
        return np.asarray((one + other) / 2, dtype=np.float32)


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
