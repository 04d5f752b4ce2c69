"""The corpus as examples, as it stands and in its changed copies, with what each counts for."""

from collections.abc import Callable, Sequence
from typing import Final

from evals.corpora.talks import WrittenTalk
from evals.train.coder.copies import alone, stripped, turned
from evals.train.coder.examples import ClientExample, VolleyExample, examples_of
from evals.train.coder.fitting import FOLDS

#: Weight of an example in its plain and turned copy, with one piece alone, and stripped.
PLAIN, TURNED, ALONE, STRIPPED = 0.7, 0.5, 0.4, 0.6
#: Hands who wrote their talks first and labelled them afterwards: nearest to talk as it comes.
UNPROMPTED: Final = frozenset(
    {"h36", "h37", "h38", "h40", "h43", "h51", "h52", "h53", "h54", "h55"}
)
#: What their clauses count for.
NEARER: Final = 2.0
#: What a line outside any talk counts for.
FARTHER: Final = 0.5

Weighed = tuple[list[VolleyExample], list[float]]


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
        groups = sorted({one.group for one in plain}, key=lambda one: (one in UNPROMPTED, one))
        self.fold = {group: i % FOLDS for i, group in enumerate(groups)}

    def train(self, wanted: Callable[[VolleyExample], bool], *, with_alone: bool = True) -> Weighed:
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
