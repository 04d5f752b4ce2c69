"""Fitting linear models over named signs, and how far their probabilities are to be cooled."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from chatbot.coder.linear import Floats, Linear, sigmoid, softmax
from chatbot.coder.local_coder import TYPES, spoken
from chatbot.coder.signs import Signs
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Marker, Toward
from evals.train.coder.examples import ClientExample, VolleyExample

#: Signs seen less often than this in the plain copies are left out.
RAREST: Final = 3
FOLDS: Final = 3
_GRID: Final = np.linspace(0.15, 0.75, 25)


@dataclass(frozen=True, slots=True)
class Strength:
    """Inverse strengths of the regularisation (scikit-learn's C)."""

    clause: float = 0.05
    volley: float = 0.01
    client: float = 0.03
    rare: float = 0.1


def fit_linear(  # noqa: PLR0913, PLR0917 (the examples as parallel rows, and how to fit them)
    signs: Sequence[Signs],
    labels: Sequence[int],
    weights: Sequence[float],
    kinds: int,
    strength: float,
    known: frozenset[str],
) -> Linear:
    """Fit one class of `kinds` to each example.

    Args:
        signs: of each example.
        labels: index of each example's class.
        weights: of each example.
        kinds: how many classes there are, three or more of them with examples.
        strength: inverse strength of the regularisation.
        known: the signs that have rows.
    """
    rows = rows_of(known)
    model = LogisticRegression(C=strength, max_iter=150, tol=1e-3)
    model.fit(matrix(signs, rows), labels, sample_weight=weights)
    coefficients = np.zeros((len(rows), kinds), dtype=np.float32)
    bias = np.full(kinds, -20.0, dtype=np.float32)
    coefficients[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return Linear(rows, coefficients, bias)


def fit_several(
    signs: Sequence[Signs],
    labels: Floats,
    weights: Sequence[float],
    strength: float,
    known: frozenset[str],
) -> Linear:
    """Fit labels that may stand together, shape (examples, labels), each by itself."""
    rows = rows_of(known)
    inputs = matrix(signs, rows)
    columns, bias = [], []
    for column in labels.T:
        if column.sum() < RAREST:
            columns.append(np.zeros(len(rows)))
            bias.append(-20.0)
            continue
        model = LogisticRegression(C=strength, max_iter=100, tol=1e-3, solver="liblinear")
        model.fit(inputs, column, sample_weight=weights)
        columns.append(model.coef_[0])
        bias.append(float(model.intercept_[0]))
    return Linear(rows, np.stack(columns, 1).astype(np.float32), np.array(bias, dtype=np.float32))


def frequent(signs: Sequence[Signs], plain: Sequence[bool], rarest: int = RAREST) -> frozenset[str]:
    """Return the signs that stand in `rarest` of the plain examples or more."""
    counted = Counter(
        name for one, is_plain in zip(signs, plain, strict=True) if is_plain for name in one
    )
    return frozenset(name for name, times in counted.items() if times >= rarest)


def rows_of(known: frozenset[str]) -> dict[str, int]:
    """Return the row of each sign, in their order."""
    return {name: row for row, name in enumerate(sorted(known))}


def matrix(signs: Sequence[Signs], rows: dict[str, int]) -> csr_matrix:
    """Return the signs as a sparse matrix, shape (examples, signs)."""
    data, columns, starts = [], [], [0]
    for one in signs:
        for name, value in one.items():
            row = rows.get(name)
            if row is not None:
                columns.append(row)
                data.append(value)
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(signs), len(rows)), dtype=np.float32)


def best_limits(
    probabilities: Floats, labels: Floats, weights: Floats | None = None, beta: float = 1.0
) -> Floats:
    """Return for each label the limit with the best F score out of 0.15 to 0.75.

    Recall counts `beta` times as much as precision (van Rijsbergen 1979).
    """
    worth = np.ones(len(labels), dtype=np.float32) if weights is None else weights
    return np.array([
        max(_GRID, key=lambda limit: _f(p >= limit, y > 0, worth, beta))
        for p, y in zip(probabilities.T, labels.T, strict=True)
    ], dtype=np.float32)  # fmt: skip


def _f(guessed: Any, true: Any, weights: Floats, beta: float) -> float:
    both = (1 + beta**2) * float(weights[guessed & true].sum())
    return both / max(1.0, float(weights[guessed].sum() + beta**2 * weights[true].sum()))


def cooled(scores: Floats, loss: Callable[[Floats], float]) -> float:
    """Return the temperature (0.5–4) with the least loss."""
    found = minimize_scalar(lambda t: loss(scores / t), bounds=(0.5, 4.0), method="bounded")
    return float(found.x)


def class_loss(labels: Sequence[int]) -> Callable[[Floats], float]:
    """Return the mean negative log-likelihood of one class each, as a function of scores."""
    rows = np.arange(len(labels))

    def loss(scores: Floats) -> float:
        return float(-np.log(np.clip(softmax(scores)[rows, labels], 1e-9, 1)).mean())

    return loss


def label_loss(labels: Floats) -> Callable[[Floats], float]:
    """Return the mean negative log-likelihood of labels that may stand together."""

    def loss(scores: Floats) -> float:
        p = np.clip(sigmoid(scores), 1e-9, 1 - 1e-9)
        return float(-(labels * np.log(p) + (1 - labels) * np.log(1 - p)).mean())

    return loss


def fit_toward(
    volleys: Sequence[VolleyExample], weight: Sequence[float], known: frozenset[str], c: float
) -> Linear:
    """Fit where questions, reflections and affirmations lead."""
    pairs = [
        (one, w)
        for volley, w in zip(volleys, weight, strict=True)
        for one in volley.clauses
        if one.toward is not None
    ]
    labels = [tuple(Toward).index(one.toward) for one, _ in pairs if one.toward]
    signs = [one.signs for one, _ in pairs]
    return fit_linear(signs, labels, [w for _, w in pairs], len(Toward), c, known)


def volley_signs(volleys: Iterable[VolleyExample]) -> list[Signs]:
    """Return the signs of whole volleys that speak to honesty."""
    return [spoken([c.signs for c in one.clauses], one.by_rule) for one in volleys]


def markers_held(volleys: Sequence[VolleyExample]) -> Floats:
    """Return which honesty markers the volleys hold, shape (volleys, 6)."""
    return np.array([[m in one.markers for m in Marker] for one in volleys], dtype=np.float32)


def types_held(clients: Sequence[ClientExample]) -> Floats:
    """Return which types the client turns hold, shape (turns, 15)."""
    return np.array([[t in one.types for t in TYPES] for one in clients], dtype=np.float32)


def talks_of(clients: Sequence[ClientExample]) -> list[int]:
    """Return the index of each client turn's class."""
    return [tuple(Talk).index(one.talk) for one in clients]


def merged(*models: Linear) -> tuple[Linear, ...]:
    """Return the models over one common set of signs."""
    names = sorted(set().union(*(model.rows for model in models)))
    rows = {name: row for row, name in enumerate(names)}
    found = []
    for model in models:
        weights = np.zeros((len(rows), model.weights.shape[1]), dtype=np.float32)
        weights[[rows[name] for name in model.rows]] = model.weights[list(model.rows.values())]
        found.append(replace(model, rows=rows, weights=weights))
    return tuple(found)
