"""From conversations to a ranking of advisors, each figure with its interval."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from chatbot.domain.base import Value
from evals.advisors_rank.measures import Performance
from evals.metrics.intervals import Estimate, bootstrap_weights, estimate
from evals.models.limits import Prices
from evals.models.spending import Bill, Spent, bill

Floats = npt.NDArray[np.float64]

#: Findings named in the report, most frequent first.
MOST_KINDS: Final = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as a ratio of sums over conversations, and which way is better.

    Attributes:
        above: what is summed above the line.
        below: what is summed below it.
        better: 1 where more is better, -1 where less is.
        group: the ranking it enters.
    """

    above: Callable[[Performance], float]
    below: Callable[[Performance], float]
    better: int
    group: str


def _reflections(one: Performance) -> float:
    return one.counts.simple_reflection + one.counts.complex_reflection


def _questions(one: Performance) -> float:
    return one.counts.question_open + one.counts.question_closed


def _volleys(one: Performance) -> float:
    return one.counts.volleys


def _talks(_one: Performance) -> float:
    return 1.0


SKILL: Final = "MITI counts"
FINDINGS: Final = "findings"
OUTCOME: Final = "outcome"
GROUPS: Final = (SKILL, FINDINGS, OUTCOME)

#: Ratios of sums, so that a short talk weighs as much as it has turns. %MIA was dropped from MITI
#: 4.2 on purpose; adherent and non-adherent behaviour are counted apart, per 10 volleys.
MEASURES: Final[Mapping[str, Measure]] = {
    "reflections to questions": Measure(_reflections, _questions, 1, SKILL),
    "complex reflections": Measure(lambda p: p.counts.complex_reflection, _reflections, 1, SKILL),
    "MI-adherent per 10 turns": Measure(
        lambda p: 10.0 * (p.counts.seek + p.counts.affirm + p.counts.emphasize), _volleys, 1, SKILL
    ),
    "non-adherent per 10 turns": Measure(
        lambda p: 10.0 * (p.counts.confront + p.counts.persuade), _volleys, -1, SKILL
    ),
    "weight of findings per turn": Measure(lambda p: p.weight, lambda p: p.judged, -1, FINDINGS),
    "turns criticised": Measure(lambda p: p.criticised, lambda p: p.judged, -1, FINDINGS),
    "good ending": Measure(lambda p: float(p.good), _talks, 1, OUTCOME),
    "trust change": Measure(lambda p: p.trust_change, _talks, 1, OUTCOME),
}


class AdvisorRow(Value):
    """One advisor. Ranks begin at 1; `rank` is the mean of the groups' ranks.

    Attributes:
        figures: by the names of `MEASURES`; None where there is nothing to divide by.
        ranks: by group: the mean rank of its measures.
        kinds: the most frequent findings, with their number.
        unscored: share of turns without a critique.
        calls, tokens, cost: per conversation held, failed tries included; None: no price.
        others: tokens per conversation that the client's or evaluator's model took.
    """

    advisor: str
    conversations: int
    failed: int
    exchanges: float
    figures: dict[str, Estimate | None]
    ranks: dict[str, float]
    rank: float
    kinds: dict[str, int]
    unscored: float
    words: float
    calls: float
    tokens: float
    cost: float | None
    others: float


@dataclass(frozen=True, slots=True)
class _Costs:
    """Of one advisor: talks that failed, its own calls, and those of client and evaluator."""

    failed: int
    own: Bill
    others: Bill


def rank(
    found: Sequence[Performance],
    failed: Mapping[str, int],
    spent: Mapping[str, Sequence[Spent]],
    prices: Prices,
) -> tuple[AdvisorRow, ...]:
    """Rank advisors, best first.

    Args:
        found: conversations that ended.
        failed: conversations by advisor that did not.
        spent: calls by conversation id.
        prices: for the cost.
    """
    groups: dict[str, list[Performance]] = defaultdict(list)
    for one in found:
        groups[one.advisor].append(one)
    names = sorted(groups)
    figures = {name: {m: _figure(groups[name], MEASURES[m]) for m in MEASURES} for name in names}
    ranks = _ranks(names, figures)
    rows = []
    for name in names:
        calls = [call for one in groups[name] for call in spent.get(one.id, ())]
        own = bill((call for call in calls if call.role == "advisor"), prices)
        others = bill((call for call in calls if call.role != "advisor"), prices)
        costs = _Costs(failed.get(name, 0), own, others)
        rows.append(_row(name, groups[name], figures[name], ranks[name], costs))
    return tuple(sorted(rows, key=lambda row: (row.rank, row.advisor)))


def _figure(talks: Sequence[Performance], measure: Measure) -> Estimate | None:
    """Return the ratio of sums with its bootstrap interval over conversations."""
    sums = np.array([[measure.above(one), measure.below(one)] for one in talks])
    total = sums.sum(0)
    if total[1] == 0:
        return None
    drawn = bootstrap_weights(len(talks)) @ sums
    below = np.where(drawn[:, 1] > 0, drawn[:, 1], np.nan)
    resampled = drawn[:, 0] / below if len(talks) > 1 else np.array([])
    return estimate(float(total[0] / total[1]), resampled)


def _ranks(
    names: Sequence[str], figures: Mapping[str, Mapping[str, Estimate | None]]
) -> dict[str, dict[str, float]]:
    """Return the mean rank by group; ties share a rank, and what is undefined comes last."""
    by_measure: dict[str, Floats] = {}
    for name, measure in MEASURES.items():
        values = []
        for advisor in names:
            figure = figures[advisor][name]
            values.append(-np.inf if figure is None else measure.better * figure.value)
        by_measure[name] = rankdata(-np.array(values), method="average")
    return {
        advisor: {
            group: float(
                np.mean([by_measure[m][i] for m, one in MEASURES.items() if one.group == group])
            )
            for group in GROUPS
        }
        for i, advisor in enumerate(names)
    }


def _row(
    advisor: str,
    talks: Sequence[Performance],
    figures: dict[str, Estimate | None],
    ranks: dict[str, float],
    costs: _Costs,
) -> AdvisorRow:
    n = len(talks)
    kinds: Counter[str] = Counter()
    for one in talks:
        kinds.update(one.kinds)
    turns = sum(one.exchanges for one in talks)
    return AdvisorRow(
        advisor=advisor,
        conversations=n,
        failed=costs.failed,
        exchanges=turns / n,
        figures=figures,
        ranks=ranks,
        rank=sum(ranks.values()) / len(ranks),
        kinds=dict(kinds.most_common(MOST_KINDS)),
        unscored=sum(one.unscored for one in talks) / turns if turns else 0.0,
        words=sum(one.words for one in talks) / turns if turns else 0.0,
        calls=costs.own.calls / n,
        tokens=costs.own.tokens / n,
        cost=None if costs.own.cost is None else costs.own.cost / n,
        others=costs.others.tokens / n,
    )
