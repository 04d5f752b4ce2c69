"""What to practise next: the weakest principle over the last few talks. Pure.

Weights are those of the critiques' findings. A principle is weak by what it cost for each time that
it was called for, so that one slip in a rare moment does not outweigh a habit; all figures here are
ours, and nobody has measured them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.codes import INPUT
from chatbot.domain.critique import Critique
from chatbot.domain.moves import ASKING, CHANGE_TALK, DISCORD, SUSTAIN_TALK, Act
from chatbot.domain.reviews import TurnReview
from chatbot.domain.talk import Talk

#: How many talks count, this one included, and the fewest judged turns of an earlier one.
LAST_TALKS: Final = 5
FEWEST_TURNS: Final = 3
#: Chances without a cost that every principle is credited with: few chances prove little.
CREDIT: Final = 4
#: What was done well makes up for half as much of what cost.
MAKES_UP: Final = 0.5

_RESISTING: Final = SUSTAIN_TALK | DISCORD | {Act.EVADE, Act.FALSE_YES}
_TELLING: Final = (
    SUSTAIN_TALK
    | CHANGE_TALK
    | {
        Act.DISCLOSE_FACT,
        Act.DISCLOSE_FEELING,
        Act.STATE_VALUE,
        Act.TOUCHED,
    }
)
#: After which acts of the client a principle is called for.
_CALLED_BY_CLIENT: Final[dict[str, frozenset[Act]]] = {
    "open_question": _TELLING,
    "reflective_listening": _TELLING | DISCORD,
    "look_underneath": SUSTAIN_TALK | {Act.TOUCHED, Act.EVADE, Act.FALSE_YES},
    "name_it_openly": frozenset({Act.ASK_MOTIVE, Act.CHALLENGE}),
    "respect_hesitation": SUSTAIN_TALK | {Act.EVADE},
    "own_the_fault": DISCORD,
    "affirm": CHANGE_TALK | {Act.DISCLOSE_FACT, Act.DISCLOSE_FEELING, Act.STATE_VALUE},
    "support_autonomy": _RESISTING | {Act.COMMITMENT},
    "explore_values": frozenset({Act.STATE_VALUE, Act.DISCLOSE_FEELING, Act.DESIRE, Act.NEED}),
    "curiosity": _RESISTING,
    "work_through_block": frozenset({Act.SUSTAIN_REASON, Act.HESITATE}),
    "evoke_change_talk": CHANGE_TALK,
    "address_hesitation": ASKING | SUSTAIN_TALK,
    "no_pressure": _RESISTING,
    "small_test": CHANGE_TALK | {Act.HESITATE},
    "own_solutions": frozenset({Act.COMMITMENT, Act.TAKING_STEP, Act.ABILITY, Act.DESIRE}),
}
#: Called for by what the advisor does: informing or advising that nobody had asked for.
_CALLED_BY_INPUT: Final = frozenset({"ask_permission", "evidence_with_permission", "collaborate"})


class Tally(Value):
    """What the critiques of a talk say of one principle.

    Attributes:
        cost, worth: sums of the weights (0–1 each) of findings, and of what was done well.
        times: turns in which it cost something.
        chances: turns in which it was called for, or showed either way.
    """

    cost: float = Field(default=0.0, ge=0)
    worth: float = Field(default=0.0, ge=0)
    times: int = Field(default=0, ge=0)
    chances: int = Field(default=0, ge=0)

    def plus(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(
            cost=self.cost + other.cost,
            worth=self.worth + other.worth,
            times=self.times + other.times,
            chances=self.chances + other.chances,
        )

    @property
    def weakness(self) -> float:
        """(cost - worth / 2) / (chances + 4), or 0 where more was done well than cost."""
        return max(0.0, self.cost - MAKES_UP * self.worth) / (self.chances + CREDIT)


class TalkTally(Value):
    """What the critiques of a talk say, by principle; `turns` are those with a critique."""

    session_id: str
    turns: int = Field(ge=0)
    by_principle: dict[str, Tally] = Field(default_factory=dict)


class Drill(Value):
    """The principle to practise, and what that rests on.

    Attributes:
        principle: its id.
        talks: talks that were looked at.
        turns: their turns with a critique.
        times: turns in which it cost something.
        chances: turns in which it was called for.
    """

    principle: str
    talks: int = Field(ge=1)
    turns: int = Field(ge=1)
    times: int = Field(ge=1)
    chances: int = Field(ge=1)


def tally(talk: Talk) -> TalkTally:
    """Return what the critiques on the current branch of a talk say of each principle.

    What the person disagreed with counts for nothing, and corrected codes count as corrected.
    """
    found: dict[str, Tally] = defaultdict(Tally)
    turns = 0
    act: Act | None = None
    for review in talk.branch_reviews:
        verdict = talk.verdicts.get(review.exchange.turn_id)
        if isinstance(verdict, Critique):
            turns += 1
            for principle, one in _of_turn(verdict, review, act).items():
                found[principle] = found[principle].plus(one)
        act = review.exchange.move.act
    session_id = talk.started.session_id
    return TalkTally(session_id=session_id, turns=turns, by_principle=dict(found))


def _of_turn(verdict: Critique, review: TurnReview, act: Act | None) -> dict[str, Tally]:
    """Return the tallies of one turn. `act` is the client's before it; None: the opening, a doubt."""
    cost: dict[str, float] = defaultdict(float)
    for finding in verdict.findings:
        if review.contest_of(finding) is None:
            cost[finding.principle] += finding.weight
    done = verdict.done_well
    if done is not None and review.contest_of(done) is not None:
        done = None
    shown = {*cost, *((done.principle,) if done else ())}
    return {
        principle: Tally(
            cost=cost.get(principle, 0.0),
            worth=done.weight if done and done.principle == principle else 0.0,
            times=int(principle in cost),
            chances=1,
        )
        for principle in shown | _called_for(review, act or Act.DOUBT)
    }


def _called_for(review: TurnReview, act: Act) -> set[str]:
    called = {principle for principle, acts in _CALLED_BY_CLIENT.items() if act in acts}
    if review.heard.has(*INPUT) and act not in ASKING:
        called |= _CALLED_BY_INPUT
    return called


def weakest(tallies: Sequence[TalkTally], allowed: Collection[str]) -> Drill | None:
    """Return the weakest of the allowed principles over talks, or None if none has cost anything.

    Of equally weak ones, the one that cost in more turns; then by id, so that it never wavers.
    """
    total: dict[str, Tally] = defaultdict(Tally)
    for one in tallies:
        for principle, found in one.by_principle.items():
            total[principle] = total[principle].plus(found)
    weak = [principle for principle in sorted(total) if total[principle].weakness > 0]
    chosen = max(
        (principle for principle in weak if principle in allowed),
        key=lambda principle: (total[principle].weakness, total[principle].times),
        default=None,
    )
    if chosen is None:
        return None
    return Drill(
        principle=chosen,
        talks=len(tallies),
        turns=sum(one.turns for one in tallies),
        times=total[chosen].times,
        chances=total[chosen].chances,
    )
