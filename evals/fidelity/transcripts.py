"""Ours beside transcripts: what clients do after each kind of advisor turn."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from scipy.spatial.distance import jensenshannon

from chatbot.domain.base import Value
from chatbot.domain.dialogue import Speaker
from evals.labelled import LabelledTalk

TALKS: Final = ("change", "neutral", "sustain")

Pair = tuple[str, str]
Table = Mapping[str, Counter[str]]


class Likeness(Value):
    """How far our clients are from those of the transcripts, and those from each other.

    `distance` and `split_half` are Jensen-Shannon distances (base 2, 0–1) of the talk types after
    each advisor class, weighted by how often the class stands in the transcripts.
    """

    quality: str
    distance: float
    split_half: float
    pairs: int


def pairs_of(talk: LabelledTalk) -> Iterable[Pair]:
    """Yield (advisor class, talk type of the client's next turn), by the binding labels."""
    previous: str | None = None
    for utterance in talk.utterances:
        labels = utterance.binding[0]
        if utterance.speaker is Speaker.ADVISOR:
            previous = labels.behaviour
        elif previous and labels.talk:
            yield previous, labels.talk
            previous = None


def table_of(pairs: Iterable[Pair]) -> Table:
    """Count talk types by advisor class."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for behaviour, talk in pairs:
        table[behaviour][talk] += 1
    return table


def weighted_distance(ours: Table, theirs: Table, weights: Table) -> float:
    """Return the mean Jensen-Shannon distance over advisor classes, weighted by `weights`."""
    total, weight_sum = 0.0, 0
    for behaviour, counts in weights.items():
        if not ours.get(behaviour) or not theirs.get(behaviour):
            continue
        weight = sum(counts.values())
        p, q = ([table[behaviour][t] for t in TALKS] for table in (ours, theirs))
        total += weight * float(jensenshannon(p, q, base=2))
        weight_sum += weight
    return total / weight_sum if weight_sum else float("nan")


def likeness(ours: Iterable[Pair], talks: Sequence[LabelledTalk], quality: str) -> Likeness:
    """Compare our pairs with the transcripts of one quality ("high", "low")."""
    chosen = [talk for talk in talks if talk.quality == quality]
    theirs = table_of(pair for talk in chosen for pair in pairs_of(talk))
    order = np.random.default_rng(20260101).permutation(len(chosen))
    halves = [
        table_of(p for i in half for p in pairs_of(chosen[i])) for half in np.array_split(order, 2)
    ]
    mine = table_of(ours)
    return Likeness(
        quality=quality,
        distance=weighted_distance(mine, theirs, theirs),
        split_half=weighted_distance(halves[0], halves[1], theirs),
        pairs=sum(sum(c.values()) for c in mine.values()),
    )
