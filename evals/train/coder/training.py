"""All of the coder's training in its order: clauses, volleys, honesty, the client's side."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from chatbot.coder.linear import Dense, Floats, Linear, sigmoid
from chatbot.coder.overview import PIECES
from chatbot.coder.weights import Weights
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour, Marker
from evals.corpora.talks import WrittenTalk
from evals.train.coder.copies import alone, stripped, turned
from evals.train.coder.examples import ClientExample, VolleyExample, examples_of
from evals.train.coder.fitting import (
    ALONE,
    FOLDS,
    PLAIN,
    STRIPPED,
    TURNED,
    Strength,
    best_limits,
    class_loss,
    cooled,
    fit_clauses,
    fit_dense,
    fit_dense_several,
    fit_linear,
    fit_several,
    fit_toward,
    frequent,
    label_loss,
    mains_of,
    markers_held,
    merged,
    overviews,
    pieces_of,
    talks_of,
    types_held,
    volley_signs,
)

Tell = Callable[[str], None]
#: Hands who wrote their talks first and labelled them afterwards: nearest to talk as it comes.
UNPROMPTED: Final = frozenset({"h36", "h37", "h38", "h40", "h43"})
#: What their volleys count for.
NEARER: Final = 2.0
#: What a line outside any talk counts for.
FARTHER: Final = 0.5
#: The main class is cooled further by this factor: on transcripts of people unlike our hands
#: (the development part of AnnoMI) it was surer than right. The one figure that is set there.
UNLIKE: Final = 1.25
_HALF: Final = np.full(len(PIECES) - 1, 0.5, dtype=np.float32)


class Corpus:
    """The examples as they stand and in their changed copies.

    `lines` are wordings of known kind outside any talk. Clauses are learned from them too, but how
    often a kind occurs, and how sure the coder is, comes from talks alone.
    """

    def __init__(self, talks: Sequence[WrittenTalk], lines: Sequence[WrittenTalk] = ()) -> None:
        plain, plain_clients = examples_of(talks, plain=True)
        marked, _ = examples_of([turned(talk) for talk in talks], plain=False)
        single, _ = examples_of([alone(talk) for talk in talks], plain=False)
        bare, bare_clients = examples_of([stripped(talk) for talk in talks], plain=False)
        self.volleys: tuple[list[VolleyExample], ...] = (plain, marked, single, bare)
        self.clients: tuple[list[ClientExample], ...] = (plain_clients, bare_clients)
        self.lines = (
            *((one, PLAIN * FARTHER) for one in examples_of(lines, plain=True)[0]),
            *(
                (one, STRIPPED * FARTHER)
                for one in examples_of([stripped(line) for line in lines], plain=False)[0]
            ),
        )
        groups = sorted({one.group for one in plain})
        self.fold = {group: i % FOLDS for i, group in enumerate(groups)}

    def train(
        self, wanted: Callable[[VolleyExample], bool], *, with_alone: bool = True
    ) -> tuple[list[VolleyExample], list[float]]:
        """Return the wanted volleys of all copies, and all lines, with their weights.

        Without `with_alone`, only what stands in a whole talk.
        """
        chosen = [
            (one, weight)
            for copy, weight in zip(self.volleys, (PLAIN, TURNED, ALONE, STRIPPED), strict=True)
            if with_alone or weight != ALONE
            for one in copy
            if wanted(one)
        ]
        chosen = [(one, w * NEARER if one.group in UNPROMPTED else w) for one, w in chosen]
        if with_alone:
            chosen += self.lines
        return [one for one, _ in chosen], [weight for _, weight in chosen]

    def train_clients(
        self, wanted: Callable[[ClientExample], bool]
    ) -> tuple[list[ClientExample], list[float]]:
        """Return the wanted client turns of both copies, with their weights."""
        chosen = [
            (one, weight)
            for copy, weight in zip(self.clients, (PLAIN, STRIPPED), strict=True)
            for one in copy
            if wanted(one)
        ]
        return [one for one, _ in chosen], [weight for _, weight in chosen]


class _Seen:
    """Volleys of some copies as the clause models of other authors see them."""

    def __init__(
        self, corpus: Corpus, models: Sequence[Linear], *copies: list[VolleyExample]
    ) -> None:
        self.volleys = [
            [one for one in copy if corpus.fold[one.group] == fold]
            for copy in copies
            for fold in range(len(models))
        ]
        self.models = [*models] * len(copies)

    def vectors(self, pieces: Dense | None, limits: Floats) -> Floats:
        """Return the vectors of all volleys, shape (volleys, …)."""
        pairs = zip(self.models, self.volleys, strict=True)
        return np.concatenate([overviews(m, v, pieces, limits) for m, v in pairs])

    @property
    def all(self) -> list[VolleyExample]:
        """All volleys in the order of `vectors`."""
        return [one for part in self.volleys for one in part]


def train(
    talks: Sequence[WrittenTalk],
    lines: Sequence[WrittenTalk],
    version: str,
    strength: Strength,
    tell: Tell,
) -> Weights:
    """Return the weights learned from labelled talks.

    Args:
        talks: the corpus.
        lines: wordings of known kind, each with what the client had said; see `Corpus`.
        version: name of the weights.
        strength: how much is regularised.
        tell: told of each step.
    """
    tell("reading")
    corpus = Corpus(talks, lines)
    tell(f"{len(corpus.volleys[0])} volleys, {len(corpus.clients[0])} client turns; clauses")
    models = [
        fit_clauses(*corpus.train(lambda one, f=fold: corpus.fold[one.group] != f), strength.clause)  # type: ignore[misc]
        for fold in range(FOLDS)
    ]
    tell("volleys")
    plain, _, single, bare = corpus.volleys
    pieces, main, limits = _volley_models(_Seen(corpus, models, plain, bare), strength.volley)
    first = _first_model(_Seen(corpus, models, plain, single, bare), strength.volley)
    tell("cooling")
    cooling = _cooling(corpus, pieces, main, limits, strength)
    cooling["main"] = round(cooling["main"] * UNLIKE, 4)
    main = balanced(main, mains_of(plain), cooling["main"])
    tell("all clauses")
    volleys, weights = corpus.train(lambda _: True)
    clause = fit_clauses(volleys, weights, strength.clause)
    known = frozenset(clause.rows)
    toward = fit_toward(volleys, weights, known, strength.clause)
    tell("honesty")
    markers, marker_limits = _markers(corpus, strength.rare)
    tell("client")
    talk, types, type_limits = _client(corpus, strength)
    clause, toward, markers = merged(clause, toward, markers)
    talk, types = merged(talk, types)
    return Weights(
        version=version,
        clause=clause,
        toward=toward,
        markers=markers,
        pieces=pieces,
        first=first,
        main=main,
        talk=talk,
        types=types,
        limits={"pieces": limits, "markers": marker_limits, "types": type_limits},
        cooling=cooling,
    )


def _volley_models(seen: _Seen, strength: float) -> tuple[Dense, Dense, Floats]:
    """Fit twice: first without, then with how the advisor has talked so far."""
    labels = pieces_of(seen.all)
    blind = seen.vectors(None, _HALF)
    before = fit_dense_several(blind, labels, strength)
    limits = best_limits(sigmoid(before.scores(blind)), labels)
    vectors = seen.vectors(before, limits)
    pieces = fit_dense_several(vectors, labels, strength)
    limits = best_limits(sigmoid(pieces.scores(vectors)), labels)
    main = fit_dense(vectors, mains_of(seen.all), len(Behaviour), strength)
    return pieces, main, limits


def balanced(main: Dense, mains: Sequence[int], heat: float) -> Dense:
    """Return the model with the classes' shares in our corpus taken out of its scores.

    How often an advisor asks, reflects or tells differs from place to place; what counts is what
    the words say (Saerens et al. 2002, with even shares as the new ones).
    """
    shares = np.bincount(mains, minlength=len(Behaviour)) / len(mains)
    bias = main.bias - heat * np.log(shares)
    return replace(main, bias=np.asarray(bias, dtype=np.float32))


def _first_model(seen: _Seen, strength: float) -> Dense:
    """Fit what volleys hold, each as if it were the first of its talk, single pieces too."""
    return fit_dense_several(seen.vectors(None, _HALF), pieces_of(seen.all), strength)


def _cooling(
    corpus: Corpus, pieces: Dense, main: Dense, limits: Floats, strength: Strength
) -> dict[str, float]:
    """Measure how much too sure the models are of talks of the other kind."""
    vectors, volleys = [], list[VolleyExample]()
    talk_scores, talks = [], list[ClientExample]()
    type_scores = []
    for health in (True, False):
        there = [one for one in corpus.volleys[0] if one.health is not health]
        model = fit_clauses(*corpus.train(lambda one, h=health: one.health is h), strength.clause)  # type: ignore[misc]
        vectors.append(overviews(model, there, pieces, limits))
        volleys += there
        clients, weights = corpus.train_clients(lambda one, h=health: one.health is h)  # type: ignore[misc]
        asked = [one for one in corpus.clients[0] if one.health is not health]
        signs = [one.signs for one in clients]
        known = _known(clients)
        talk = fit_linear(signs, talks_of(clients), weights, len(Talk), strength.client, known)
        types = fit_several(signs, types_held(clients), weights, strength.rare, known)
        talk_scores += [talk.scores(one.signs) for one in asked]
        type_scores += [types.scores(one.signs) for one in asked]
        talks += asked
    seen = np.concatenate(vectors)
    return {
        "pieces": cooled(pieces.scores(seen), label_loss(pieces_of(volleys))),
        "main": cooled(main.scores(seen), class_loss(mains_of(volleys))),
        "talk": cooled(np.stack(talk_scores), class_loss(talks_of(talks))),
        "types": cooled(np.stack(type_scores), label_loss(types_held(talks))),
    }


def _markers(corpus: Corpus, strength: float) -> tuple[Linear, Floats]:
    volleys, weights = corpus.train(lambda _: True, with_alone=False)
    signs, labels = volley_signs(volleys), markers_held(volleys)
    guessed, true = [], []
    known = frequent(signs, [one.plain for one in volleys])
    for fold in range(FOLDS):
        inside = [i for i, one in enumerate(volleys) if corpus.fold[one.group] != fold]
        model = fit_several(
            [signs[i] for i in inside],
            labels[inside],
            [weights[i] for i in inside],
            strength,
            known,
        )
        asked = [one for one in corpus.volleys[0] if corpus.fold[one.group] == fold]
        guessed += [model.scores(one) for one in volley_signs(asked)]
        true.append(markers_held(asked))
    limits = best_limits(sigmoid(np.stack(guessed)), np.concatenate(true))
    assert len(limits) == len(Marker)
    return fit_several(signs, labels, weights, strength, known), limits


def _known(clients: Sequence[ClientExample]) -> frozenset[str]:
    return frequent([one.signs for one in clients], [one.plain for one in clients])


def _client(corpus: Corpus, strength: Strength) -> tuple[Linear, Linear, Floats]:
    guessed, true = [], []
    for fold in range(FOLDS):
        clients, weights = corpus.train_clients(
            lambda one, f=fold: corpus.fold[one.group] != f  # type: ignore[misc]
        )
        signs = [one.signs for one in clients]
        known = _known(clients)
        model = fit_several(signs, types_held(clients), weights, strength.rare, known)
        asked = [one for one in corpus.clients[0] if corpus.fold[one.group] == fold]
        guessed += [model.scores(one.signs) for one in asked]
        true.append(types_held(asked))
    limits = best_limits(sigmoid(np.stack(guessed)), np.concatenate(true))
    clients, weights = corpus.train_clients(lambda _: True)
    signs = [one.signs for one in clients]
    known = _known(clients)
    talk = fit_linear(signs, talks_of(clients), weights, len(Talk), strength.client, known)
    return talk, fit_several(signs, types_held(clients), weights, strength.rare, known), limits
