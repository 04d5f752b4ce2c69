"""What the talks say about the persona."""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import fmean

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.contents import Layer
from chatbot.domain.moves import Ending
from chatbot.domain.persona import Persona
from evals.fidelity.summary import auc, cohens_d
from evals.metrics.intervals import Estimate, bootstrap_mean
from evals.persona_check.cues import CommonCue
from evals.persona_check.holding import GOOD, POOR
from evals.persona_check.speaking import ActLines, Words
from evals.records import ConversationRecord

Records = Sequence[ConversationRecord]


class KindResult(Value):
    """How one kind of advisor fares: shares 0–1, trust at the end and at the start 0–1."""

    kind: str
    talks: int
    good: Estimate
    trust_change: Estimate
    endings: dict[str, int]


class Skill(Value):
    """Good advisors against poor ones; differences are paired by seed.

    Attributes:
        good: difference of the shares of good endings.
        trust: difference of the final trust.
        cohens_d: on final trust; None where nothing varies.
        auc: chance that a good advisor leaves more trust than a poor one.
    """

    good: Estimate
    trust: Estimate
    cohens_d: float | None
    auc: float


class Told(Value):
    """A concern, and the share of talks in which it was told (0–1)."""

    concern: str
    layer: Layer
    needs_trust: float
    by_good: float
    by_poor: float


class Reached(Value):
    """An ending that a plan of the persona brings, and the share of good advisors' talks with it."""

    ending: Ending
    best: bool
    by_good: float


class PersonaReport(Value):
    """All that is found."""

    persona: str
    name: str
    own_script: bool
    seeds: int = Field(ge=1)
    kinds: tuple[KindResult, ...]
    skill: Skill
    concerns: tuple[Told, ...]
    endings: tuple[Reached, ...]
    acts: tuple[ActLines, ...]
    words: Words
    common: tuple[CommonCue, ...]

    @property
    def good_talks(self) -> int:
        """Talks held by good advisors."""
        return self.seeds * len(GOOD)


def kind_results(records: Records) -> tuple[KindResult, ...]:
    """Return how each kind fares."""
    return tuple(_kind(kind, [r for r in records if r.advisor == kind]) for kind in (*GOOD, *POOR))


def _kind(kind: str, records: Records) -> KindResult:
    seeds = [record.seed for record in records]
    return KindResult(
        kind=kind,
        talks=len(records),
        good=_mean([float(record.good) for record in records], seeds),
        trust_change=_mean([final_trust(r) - r.start.trust.level for r in records], seeds),
        endings=dict(Counter(record.ending.value for record in records).most_common()),
    )


def final_trust(record: ConversationRecord) -> float:
    """Return the trust (0–1) after the last exchange."""
    return record.exchanges[-1].state.trust.level if record.exchanges else record.start.trust.level


def _mean(values: Sequence[float], clusters: Sequence[int]) -> Estimate:
    found = bootstrap_mean(values, clusters)
    if found is None:
        raise ValueError("no talk was held; there is nothing to measure")
    return found


def skill(records: Records) -> Skill:
    """Compare good and poor advisors.

    Raises:
        ValueError: there are no talks of one of the two.
    """
    good, poor = by_skill(records, GOOD), by_skill(records, POOR)
    ends, trusts = [final_trust(r) for r in good], [final_trust(r) for r in poor]
    return Skill(
        good=_difference(good, poor, lambda record: float(record.good)),
        trust=_difference(good, poor, final_trust),
        cohens_d=cohens_d(ends, trusts),
        auc=auc(ends, trusts),
    )


def by_skill(records: Records, kinds: Sequence[str]) -> list[ConversationRecord]:
    """Return the talks held by these kinds of advisors."""
    return [record for record in records if record.advisor in kinds]


def _difference(
    good: Records, poor: Records, measure: Callable[[ConversationRecord], float]
) -> Estimate:
    seeds = sorted({record.seed for record in good} & {record.seed for record in poor})
    apart = [
        fmean(measure(r) for r in good if r.seed == seed)
        - fmean(measure(r) for r in poor if r.seed == seed)
        for seed in seeds
    ]
    return _mean(apart, seeds)


def concerns_told(records: Records, persona: Persona) -> tuple[Told, ...]:
    """Return how often each concern is told; what the opening tells counts too."""
    good, poor = by_skill(records, GOOD), by_skill(records, POOR)
    return tuple(
        Told(
            concern=concern.id,
            layer=concern.layer,
            needs_trust=concern.trust,
            by_good=fmean(_told(r, concern.id) for r in good),
            by_poor=fmean(_told(r, concern.id) for r in poor),
        )
        for concern in persona.concerns
    )


def _told(record: ConversationRecord, content_id: str) -> bool:
    last = record.exchanges[-1].state if record.exchanges else record.start
    return content_id in last.told


def endings_reached(records: Records, persona: Persona) -> tuple[Reached, ...]:
    """Return how often good advisors reach each ending that a plan brings, best ones first."""
    good = by_skill(records, GOOD)
    offered = dict.fromkeys((*persona.best_outcomes, *(plan.ending for plan in persona.plans)))
    return tuple(
        Reached(
            ending=ending,
            best=ending in persona.best_outcomes,
            by_good=fmean(record.ending is ending for record in good),
        )
        for ending in offered
    )
