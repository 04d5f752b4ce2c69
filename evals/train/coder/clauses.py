"""The first step of the coder: what a clause is, learned by a linear model and a small network."""

from collections.abc import Sequence
from typing import Final

from chatbot.coder.linear import Floats, Pair
from chatbot.coder.overview import PIECES
from evals.train.coder.examples import ClauseExample, VolleyExample
from evals.train.coder.fitting import fit_linear, frequent, matrix, rows_of
from evals.train.coder.network import fit_network

#: Signs seen less often than this in the plain copies are left to the linear model.
COMMON: Final = 8


def fit_clauses(volleys: Sequence[VolleyExample], weight: Sequence[float], c: float) -> Pair:
    """Fit what a clause is; a clause that straddles two codes counts less."""
    clauses = [one for volley in volleys for one in volley.clauses]
    weights = [
        w * one.pure for volley, w in zip(volleys, weight, strict=True) for one in volley.clauses
    ]
    labels = [PIECES.index(one.piece) for one in clauses]
    signs = [one.signs for one in clauses]
    plain = [volley.plain for volley in volleys for _ in volley.clauses]
    linear = fit_linear(signs, labels, weights, len(PIECES), c, frequent(signs, plain))
    common = rows_of(frequent(signs, plain, COMMON))
    network = fit_network(matrix(signs, common), labels, weights, len(PIECES), common)
    return Pair(linear, network)


def likely(clause: Pair, clauses: Sequence[ClauseExample]) -> Floats:
    """Return what each clause may be, shape (clauses, 12)."""
    return clause.shares([one.signs for one in clauses])
