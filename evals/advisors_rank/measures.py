"""What is measured of the advisor in one conversation, from its record: no model is asked."""

from collections import Counter

from chatbot.domain.base import Value
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.debrief import Counts
from chatbot.domain.scores import count
from evals.fidelity.measures import motivated_at
from evals.models.judged import Critic
from evals.records import ConversationRecord


class Performance(Value):
    """One conversation, from the advisor's side.

    Attributes:
        counts: MITI counts of the coder.
        judged: turns with a critique; unscored ones enter no mean.
        unscored: turns without one.
        weight: sum of the findings' weights (0–1 each).
        criticised: turns with at least one finding.
        kinds: how often each kind of finding was made.
        good: the ending is among the persona's best, with trust not below its start.
        motivated: the client committed to the advised step, and it lasted.
        trust_change: final trust less trust at the start, -1 to 1.
        words: words of all the advisor's turns.
    """

    id: str
    persona: str
    advisor: str
    exchanges: int
    counts: Counts
    judged: int
    unscored: int
    weight: float
    criticised: int
    kinds: dict[str, int]
    good: bool
    motivated: bool
    trust_change: float
    words: int


def performance(record: ConversationRecord, critic: Critic) -> Performance:
    """Measure one conversation."""
    verdicts = [critic(record, i) for i in range(len(record.exchanges))]
    judged = [verdict for verdict in verdicts if isinstance(verdict, Critique)]
    kinds = Counter(finding.kind for critique in judged for finding in critique.findings)
    states = (record.start, *(exchange.state for exchange in record.exchanges))
    return Performance(
        id=record.id,
        persona=record.persona,
        advisor=record.advisor,
        exchanges=len(record.exchanges),
        counts=count(exchange.heard for exchange in record.exchanges),
        judged=len(judged),
        unscored=sum(isinstance(verdict, Unscored) for verdict in verdicts),
        weight=sum(finding.weight for critique in judged for finding in critique.findings),
        criticised=sum(bool(critique.findings) for critique in judged),
        kinds=dict(sorted(kinds.items())),
        good=record.good,
        motivated=motivated_at(record.exchanges) is not None,
        trust_change=round(states[-1].trust.level - states[0].trust.level, 4),
        words=sum(len(exchange.advisor.split()) for exchange in record.exchanges),
    )
