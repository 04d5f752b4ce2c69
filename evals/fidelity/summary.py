"""From outcomes to the table of the report: each figure with its interval."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Final

import numpy as np

from chatbot.domain.base import Value
from chatbot.domain.moves import Ending
from evals.fidelity.measures import Outcome

#: Resamples of the bootstrap, and its seed.
RESAMPLES: Final = 1000
SEED: Final = 20260101


class Figure(Value):
    """A figure with its 95 % bootstrap interval; `n` conversations stand behind it."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


class AdvisorRow(Value):
    """One kind of advisor, over all personas and seeds."""

    advisor: str
    figures: dict[str, Figure]
    endings: dict[str, int]


class Separation(Value):
    """How far apart two kinds of advisors leave the client's trust, for one persona."""

    persona: str
    cohens_d: float | None
    auc: float


class Summary(Value):
    """All that is reported of one voice."""

    voice: str
    conversations: int
    rows: tuple[AdvisorRow, ...]
    separation: tuple[Separation, ...]
    separation_median: float | None
    by_difficulty: dict[int, Figure]


_MEASURES: Final[Mapping[str, Callable[[Outcome], float | None]]] = {
    "motivated within 20": lambda o: float(o.motivated_within),
    "committed within 20": lambda o: float(o.committed_within),
    "good ending": lambda o: float(o.good),
    "false yes or evasion": lambda o: float(o.slipped_away),
    "walk-out": lambda o: float(o.walked_out),
    "unresolved at the cap": lambda o: float(o.capped),
    "exchanges": lambda o: float(o.exchanges),
    "trust change": lambda o: o.trust_change,
    "discord at the end": lambda o: o.discord[-1],
    "asking or challenging": lambda o: o.asking,
    "the same until answered": lambda o: o.asking_until_answered,
    "words of a substantive turn": lambda o: o.substantive_words,
    "short turns": lambda o: o.short_turns,
    "leaks": lambda o: float(o.leaks),
    "role flips": lambda o: float(o.role_flips),
    "long lines twice": lambda o: float(o.repeats),
    "told twice": lambda o: float(o.retold),
    "values before surface": lambda o: float(o.out_of_order),
    "fallbacks": lambda o: float(o.fallbacks),
}


def summarise(outcomes: Sequence[Outcome], difficulty: Mapping[str, int]) -> Summary:
    """Summarise the outcomes of one voice.

    Raises:
        ValueError: there are none; an empty suite is an error, never a pass.
    """
    if not outcomes:
        raise ValueError("no conversation ended; there is nothing to report")
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[one.advisor].append(one)
    rows = tuple(_row(advisor, groups[advisor]) for advisor in sorted(groups))
    apart = separations(groups.get("adherent", []), groups.get("lecturing", []))
    effects = [s.cohens_d for s in apart if s.cohens_d is not None]
    return Summary(
        voice=outcomes[0].voice,
        conversations=len(outcomes),
        rows=rows,
        separation=apart,
        separation_median=median(effects) if effects else None,
        by_difficulty=_by_difficulty(groups.get("average", []), difficulty),
    )


def _row(advisor: str, outcomes: list[Outcome]) -> AdvisorRow:
    figures = {name: figure(outcomes, measure) for name, measure in _MEASURES.items()}
    counted = Counter(one.ending for one in outcomes)
    endings = {ending.value: counted[ending] for ending in Ending if counted[ending]}
    return AdvisorRow(advisor=advisor, figures=figures, endings=endings)


def figure(outcomes: Sequence[Outcome], measure: Callable[[Outcome], float | None]) -> Figure:
    """Return the mean of a measure with a percentile bootstrap that resamples whole personas' seeds.

    Conversations are resampled within each persona (the personas are the study's, not a sample);
    where a measure is None for a conversation, it is left out and `n` says so.
    """
    by_persona: dict[str, list[float]] = defaultdict(list)
    for one in outcomes:
        value = measure(one)
        if value is not None:
            by_persona[one.persona].append(value)
    arrays = [np.asarray(values) for values in by_persona.values()]
    if not arrays:
        return Figure(value=None)
    dice = np.random.default_rng(SEED)
    total = sum(len(a) for a in arrays)
    sums = np.zeros(RESAMPLES)
    for values in arrays:
        sums += values[dice.integers(0, len(values), (RESAMPLES, len(values)))].sum(axis=1)
    low, high = np.percentile(sums / total, [2.5, 97.5])
    mean = sum(float(a.sum()) for a in arrays) / total
    return Figure(value=mean, low=float(low), high=float(high), n=total)


def separations(good: Sequence[Outcome], poor: Sequence[Outcome]) -> tuple[Separation, ...]:
    """Compare final trust persona by persona."""
    found = []
    for persona in sorted({one.persona for one in good} & {one.persona for one in poor}):
        a = [o.trust[-1] for o in good if o.persona == persona]
        b = [o.trust[-1] for o in poor if o.persona == persona]
        found.append(Separation(persona=persona, cohens_d=cohens_d(a, b), auc=auc(a, b)))
    return tuple(found)


def cohens_d(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Return the difference of means over the pooled standard deviation (Cohen 1988, eq. 2.5.1).

    None where fewer than two values stand on a side or nothing varies.
    """
    if len(a) < 2 or len(b) < 2:
        return None
    spread = (len(a) - 1) * np.var(a, ddof=1) + (len(b) - 1) * np.var(b, ddof=1)
    pooled = float(np.sqrt(spread / (len(a) + len(b) - 2)))
    return None if pooled == 0 else float((np.mean(a) - np.mean(b)) / pooled)


def auc(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the chance that a value of `a` exceeds one of `b`, ties half (Mann-Whitney)."""
    wins = sum((x > y) + 0.5 * (x == y) for x in a for y in b)
    return wins / (len(a) * len(b))


def _by_difficulty(outcomes: Sequence[Outcome], difficulty: Mapping[str, int]) -> dict[int, Figure]:
    levels = sorted({difficulty[one.persona] for one in outcomes})
    return {
        level: figure(
            [o for o in outcomes if difficulty[o.persona] == level], _MEASURES["good ending"]
        )
        for level in levels
    }
