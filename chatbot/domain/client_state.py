"""Where the client stands, and how it moves: pure, two-way, every change with its cause.

The dimensions follow motivational interviewing (importance, confidence, reasons for and against,
discord; Miller & Rollnick) and the study of trust (ability, benevolence, integrity; Mayer et al.
1995; repair: Kim et al. 2004). All figures are shares between 0 and 1.
"""

from typing import Final, Self

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.codes import Heard
from chatbot.domain.contents import Share
from chatbot.domain.moves import ASKING, DISCORD, SUSTAIN_TALK, Act, Ending, Move
from chatbot.domain.persona import Persona

RECENT: Final = 4
ACTS_KEPT: Final = 8
#: Readiness from which a client may decide.
DECIDES: Final = 0.40
#: Passed over this often, a question is being ignored.
IGNORED: Final = 2
#: So many turns that take up what was said, and this share of all, make an advisor who follows.
FOLLOWS: Final = 2
ATTUNED: Final = 0.25


class Trust(Value):
    """Trust in the advisor: can they, do they mean well, are they honest."""

    ability: Share = 0.4
    benevolence: Share = 0.4
    integrity: Share = 0.4

    @property
    def level(self) -> float:
        """The mean of the three, 0–1."""
        return (self.ability + self.benevolence + self.integrity) / 3


class PendingQuestion(Value):
    """A question of the client's that waits for an answer.

    `passed_over` counts advisor turns that left it open.
    """

    act: Act
    content_id: str | None = None
    passed_over: int = Field(default=0, ge=0)


class Closing(Value):
    """The way out the client has taken, since which turn; it can still be undone."""

    ending: Ending
    plan_id: str | None = None
    since: int = Field(ge=0)


class ClientState(Value):
    """The client's inner state after a turn.

    Attributes:
        turn: number of advisor turns heard.
        told: ids of contents the client has told.
        understood: ids of contents the advisor has shown to have understood.
        lowered: how much nearer a layer has come to being told (0–1), by concern id.
        recent: the last few volleys as heard, oldest first.
        acts: the last few acts of the client, oldest first.
        question: what the client waits to have answered.
        answered: straight answers the client has got.
        left_open: how often the client let a question go unanswered, or saw it dodged when put again.
        just_told: ids of contents the client told in the last turn.
        followed: advisor turns that took up what this client had said.
        missed: advisor turns that were about something, and nothing of this client's.
        passed_by: how many of them came in a row up to now.
        affirmations: praise so far; the third formula stops counting.
        promises: unsupported guarantees the advisor gave.
        interest_disclosed: the advisor has named their own gain.
        repair_due: turns for which behaviour must differ after an owned fault.
        trust_cap: upper bound on integrity after a concealed interest, or None.
        closing: the way out taken, if any.
        ended: the talk is over.
    """

    turn: int = Field(default=0, ge=0)
    trust: Trust = Trust()
    importance: Share = 0.4
    confidence: Share = 0.4
    fit: Share = 0.4
    reasons_for: Share = 0.3
    reasons_against: Share = 0.5
    discord: Share = 0.15
    patience: Share = 0.8
    told: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    lowered: dict[str, Share] = Field(default_factory=dict)
    recent: tuple[Heard, ...] = ()
    acts: tuple[Act, ...] = ()
    question: PendingQuestion | None = None
    answered: int = Field(default=0, ge=0)
    left_open: int = Field(default=0, ge=0)
    just_told: tuple[str, ...] = ()
    followed: int = Field(default=0, ge=0)
    missed: int = Field(default=0, ge=0)
    passed_by: int = Field(default=0, ge=0)
    affirmations: int = Field(default=0, ge=0)
    promises: int = Field(default=0, ge=0)
    interest_disclosed: bool = False
    repair_due: int = Field(default=0, ge=0)
    trust_cap: Share | None = None
    closing: Closing | None = None
    ended: bool = False

    @classmethod
    def start(cls, persona: Persona) -> Self:
        """Return the state before the first word."""
        start = persona.temperament.start
        return cls(
            trust=Trust(ability=start.trust, benevolence=start.trust, integrity=start.trust),
            importance=start.importance,
            confidence=start.confidence,
            fit=start.fit,
            discord=start.discord,
            reasons_for=0.6 * start.importance,
            reasons_against=0.75 - 0.4 * start.fit,
            patience=0.5 + 0.5 * persona.temperament.patience,
        )

    @property
    def refused(self) -> bool:
        """The client's last turn spoke against the advice or the advisor."""
        return bool(self.acts) and self.acts[-1] in SUSTAIN_TALK | DISCORD

    @property
    def openness(self) -> float:
        """How freely the client speaks: trust less strain, about −0.6 to 1."""
        return self.trust.level - 0.6 * self.discord

    @property
    def attuned(self) -> bool:
        """The advisor follows this client: often enough, and more often than they miss them."""
        often = max(FOLLOWS, ATTUNED * self.turn)
        return self.followed >= often and self.followed > self.missed

    @property
    def stonewalled(self) -> bool:
        """As many of the client's questions were left open, for two turns or for good, as answered."""
        waiting = self.question is not None and self.question.passed_over >= IGNORED
        return self.left_open + waiting >= max(1, self.answered)

    @property
    def readiness(self) -> float:
        """0–1: how near the client is to a decision of their own; half of it is neutral.

        A weighted balance of the dimensions; weights are ours, set on development talks.
        """
        pull = 0.35 * self.importance + 0.25 * self.confidence + 0.4 * self.reasons_for
        drag = 0.6 * self.reasons_against + 0.4 * self.discord
        return min(1.0, max(0.0, 0.5 + pull + 0.3 * self.fit - drag - 0.2))

    def threshold(self, content_id: str, trust: float) -> float:
        """Return the trust it takes to tell a content, lowered by near-hits."""
        return max(0.0, trust - self.lowered.get(content_id, 0.0))


class Effect(Value):
    """One change of the state and its cause: quote → code → change.

    `code` names the behaviour code, marker or rule; `delta` is the change that was applied, `felt`
    what it would have been with room on both sides: a breach is felt, however low trust is already
    (None in logs of rules before 5).
    """

    quote: str
    code: str
    variable: str
    delta: float
    why: str
    felt: float | None = None


class Step(Value):
    """The state after an advisor turn was heard, with every effect that led there."""

    state: ClientState
    effects: tuple[Effect, ...] = ()


def register(state: ClientState, move: Move) -> ClientState:
    """Return the state after the client has made `move`."""
    question = state.question
    if move.act in ASKING:
        same = question is not None and question.content_id == move.asks
        if not same:
            question = PendingQuestion(act=move.act, content_id=move.asks)
    closing = state.closing
    if move.closes is not None and (closing is None or closing.ending is not move.closes):
        plan_id = move.content_ids[0] if move.content_ids else None
        closing = Closing(ending=move.closes, plan_id=plan_id, since=state.turn)
    told = tuple(dict.fromkeys((*state.told, *move.content_ids)))
    return state.model_copy(
        update={
            "acts": (*state.acts, move.act)[-ACTS_KEPT:],
            "told": told,
            "just_told": move.content_ids,
            "question": question,
            "closing": closing,
            "ended": move.ends,
        }
    )
