"""The second step of the coder: volleys as the clause models of other authors see them.

Hands who wrote first and labelled afterwards show how often each code stands in talk as it comes,
and how it looks there; they count more here, and decide where the limits are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from chatbot.coder.linear import Dense, Floats, Pair, sigmoid
from chatbot.coder.local_coder import pushes_too
from chatbot.coder.overview import PIECES, overview
from chatbot.coder.placing import held
from chatbot.domain.codes import Behaviour, Code
from evals.train.coder.clauses import likely
from evals.train.coder.corpus import UNPROMPTED, Corpus
from evals.train.coder.examples import VolleyExample, codes_of
from evals.train.coder.fitting import best_limits

#: What a volley of the hands who wrote first counts for in fitting, and in setting limits.
NEAR, DECIDING = 4.0, 20.0
_HALF: Final = np.full(len(PIECES) - 1, 0.5, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class VolleyModels:
    """What volleys hold, in their talk and alone; their main class; from where codes count."""

    pieces: Dense
    first: Dense
    main: Dense
    limits: Floats


def weights_of(volleys: Sequence[VolleyExample], near: float) -> Floats:
    """Return `near` for hands who wrote first, 1 for others."""
    return np.array([near if one.group in UNPROMPTED else 1 for one in volleys], dtype=np.float32)


def fit_dense(
    inputs: Floats, labels: Sequence[int], weights: Floats, kinds: int, strength: float
) -> Dense:
    """Fit one class of `kinds` to each vector."""
    mean, spread = inputs.mean(0), inputs.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=400)
    model.fit((inputs - mean) / spread, labels, sample_weight=weights)
    assert len(model.classes_) == kinds
    return Dense(
        mean, spread, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    )


def fit_dense_several(inputs: Floats, labels: Floats, weights: Floats, strength: float) -> Dense:
    """Fit labels that may stand together, shape (examples, labels), each by itself."""
    mean, spread = inputs.mean(0), inputs.std(0) + 1e-6
    scaled = (inputs - mean) / spread
    models = [
        LogisticRegression(C=strength, max_iter=400).fit(scaled, y, sample_weight=weights)
        for y in labels.T
    ]
    return Dense(
        mean,
        spread,
        np.stack([model.coef_[0] for model in models], 1).astype(np.float32),
        np.array([model.intercept_[0] for model in models], dtype=np.float32),
    )


def overviews(
    clause: Pair, volleys: Sequence[VolleyExample], pieces: Dense | None, limits: Floats
) -> Floats:
    """Return the vectors of volleys, in the order of their talks.

    How the advisor has talked so far is what the coder itself heard with `pieces`; without it,
    nothing is known of it.
    """
    found = []
    talk, earlier = "", list[frozenset[Code]]()
    for volley in volleys:
        if volley.talk != talk:
            talk, earlier = volley.talk, []
        lengths = [one.length for one in volley.clauses]
        seen = overview(likely(clause, volley.clauses), lengths, volley.context, earlier)
        found.append(seen)
        if pieces is not None:
            sure = held(sigmoid(pieces.scores(seen)), limits)
            earlier.append(codes_of(frozenset(one.piece for one in sure)))
    return np.stack(found)


def pieces_of(volleys: Sequence[VolleyExample]) -> Floats:
    """Return which pieces the volleys hold, shape (volleys, 11)."""
    return np.array([[p in one.pieces for p in PIECES[1:]] for one in volleys], dtype=np.float32)


def mains_of(volleys: Sequence[VolleyExample]) -> list[int]:
    """Return the index of each volley's main class."""
    return [tuple(Behaviour).index(one.main) for one in volleys]


class Seen:
    """Volleys of some copies as the clause models of other authors see them."""

    def __init__(
        self, corpus: Corpus, models: Sequence[Pair], *copies: list[VolleyExample]
    ) -> None:
        self.volleys = [
            [one for one in copy if corpus.fold[one.group] == fold]
            for copy in copies
            for fold in range(len(models))
        ]
        self.models = [*models] * len(copies)

    def vectors(self, pieces: Dense | None = None, limits: Floats = _HALF) -> Floats:
        """Return the vectors of all volleys, shape (volleys, …)."""
        pairs = zip(self.models, self.volleys, strict=True)
        return np.concatenate([overviews(m, v, pieces, limits) for m, v in pairs])

    @property
    def all(self) -> list[VolleyExample]:
        """All volleys in the order of `vectors`."""
        return [one for part in self.volleys for one in part]


def fit_first(seen: Seen, strength: float) -> Dense:
    """Fit what volleys hold, each as if it were the first of its talk, single pieces too."""
    volleys = seen.all
    weights = weights_of(volleys, NEAR)
    return fit_dense_several(seen.vectors(), pieces_of(volleys), weights, strength)


def fit_volleys(seen: Seen, first: Dense, strength: float) -> VolleyModels:
    """Fit twice: first without, then with how the advisor has talked so far."""
    volleys = seen.all
    labels = pieces_of(volleys)
    near, deciding = weights_of(volleys, NEAR), weights_of(volleys, DECIDING)
    blind = seen.vectors()
    before = fit_dense_several(blind, labels, near, strength)
    limits = best_limits(sigmoid(before.scores(blind)), labels, deciding)
    vectors = seen.vectors(before, limits)
    pieces = fit_dense_several(vectors, labels, near, strength)
    found = pushes_too(sigmoid(pieces.scores(vectors)), sigmoid(first.scores(blind)))
    limits = best_limits(found, labels, deciding)
    main = fit_dense(vectors, mains_of(volleys), near, len(Behaviour), strength)
    return VolleyModels(pieces, first, main, limits)


def balanced(main: Dense, volleys: Sequence[VolleyExample], heat: float) -> Dense:
    """Return the model with the classes' shares in our corpus taken out of its scores.

    How often an advisor asks, reflects or tells differs from place to place; what counts is what
    the words say (Saerens et al. 2002, with even shares as the new ones).
    """
    weights = weights_of(volleys, NEAR)
    shares = np.bincount(mains_of(volleys), weights, minlength=len(Behaviour)) / weights.sum()
    bias = main.bias - heat * np.log(shares)
    return replace(main, bias=np.asarray(bias, dtype=np.float32))
