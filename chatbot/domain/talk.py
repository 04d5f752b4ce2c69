"""A talk as it stands: its events folded into what is on the table now. Decides nothing."""

from typing import Self

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.client_state import ClientState
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.debrief import Debrief
from chatbot.domain.dialogue import Transcript
from chatbot.domain.events import (
    Coaching,
    CoachingChanged,
    CodeCorrected,
    CodesConfirmed,
    CritiqueRecorded,
    DebriefRecorded,
    DraftSaved,
    Ended,
    ExchangeCommitted,
    FindingContested,
    LoggedEvent,
    Rated,
    Reflected,
    ReviewUndone,
    Rewound,
    SessionStarted,
)
from chatbot.domain.reviews import ReviewEvent, TurnReview


class Talk(Value):
    """The events of one session and what follows from them.

    Attributes:
        events: all events, in order.
        exchanges: every exchange ever made, by turn id; rewound ones stay.
        head: id of the last exchange of the current branch, None at the opening.
        verdicts: critiques by turn id.
        draft: an advisor turn that was kept and has no reply yet.
        reviews: what a person made of codes and findings, and did not take back, by `seq`.
    """

    events: tuple[LoggedEvent, ...]
    started: SessionStarted
    exchanges: dict[str, ExchangeCommitted] = Field(default_factory=dict)
    head: str | None = None
    verdicts: dict[str, Critique | Unscored] = Field(default_factory=dict)
    draft: DraftSaved | None = None
    coaching: Coaching = "live"
    reflected: Reflected | None = None
    ended: Ended | None = None
    debrief: Debrief | None = None
    rated: Rated | None = None
    reviews: dict[int, ReviewEvent] = Field(default_factory=dict)

    @classmethod
    def of(cls, events: tuple[LoggedEvent, ...]) -> Self:
        """Fold a log.

        Raises:
            ValueError: the log does not begin with `session_started`.
        """
        if not events or not isinstance(events[0], SessionStarted):
            raise ValueError("a log begins with session_started")
        talk = cls(events=events[:1], started=events[0], coaching=events[0].coaching)
        for event in events[1:]:
            talk = talk.add(event)
        return talk

    def add(self, event: LoggedEvent) -> Self:
        """Return the talk with one more event applied."""
        return self.model_copy(update={"events": (*self.events, event)} | self._changes(event))

    def _changes(self, event: LoggedEvent) -> dict[str, object]:
        match event:
            case DraftSaved():
                return {"draft": event if event.text else None}
            case ExchangeCommitted():
                draft = None if self.draft and self.draft.turn_id == event.turn_id else self.draft
                exchanges = self.exchanges | {event.turn_id: event}
                return {"exchanges": exchanges, "head": event.turn_id, "draft": draft}
            case CritiqueRecorded():
                first = self.verdicts.get(event.turn_id, event.verdict)
                return {"verdicts": self.verdicts | {event.turn_id: first}}
            case Rewound():
                return {"head": event.to, "ended": None, "debrief": None, "draft": None}
            case CoachingChanged():
                return {"coaching": event.coaching}
            case Reflected():
                return {"reflected": event}
            case Ended():
                return {"ended": event}
            case DebriefRecorded():
                return {"debrief": event.debrief}
            case Rated():
                return {"rated": event}
            case CodeCorrected() | CodesConfirmed() | FindingContested():
                return {"reviews": self.reviews | {event.seq: event}}
            case ReviewUndone():
                left = {seq: one for seq, one in self.reviews.items() if seq != event.undoes}
                return {"reviews": left}
            case _:
                return {}

    @property
    def branch(self) -> tuple[ExchangeCommitted, ...]:
        """The exchanges from the opening to the head, oldest first."""
        path: list[ExchangeCommitted] = []
        turn_id = self.head
        while turn_id is not None:
            exchange = self.exchanges[turn_id]
            path.append(exchange)
            turn_id = exchange.parent
        return tuple(reversed(path))

    def review(self, turn_id: str) -> TurnReview:
        """Return a turn as a person left it."""
        return TurnReview.of(self.exchanges[turn_id], self.reviews.values())

    @property
    def branch_reviews(self) -> tuple[TurnReview, ...]:
        """The turns of the current branch as a person left them, oldest first."""
        return tuple(self.review(exchange.turn_id) for exchange in self.branch)

    @property
    def state(self) -> ClientState:
        """Where the client stands now."""
        return self.exchanges[self.head].state if self.head else self.started.state

    @property
    def just_told(self) -> tuple[str, ...]:
        """The ids of the contents that the client's last turn told."""
        return self.exchanges[self.head].move.content_ids if self.head else self.started.state.told

    @property
    def transcript(self) -> Transcript:
        """What was said on the current branch."""
        return self.transcript_before(None)

    def transcript_before(self, turn_id: str | None) -> Transcript:
        """Return what was said on the current branch before turn `turn_id` (None: all of it)."""
        said = Transcript().client(self.started.opening)
        for exchange in self.branch:
            if exchange.turn_id == turn_id:
                break
            said = said.advisor(exchange.advisor).client(exchange.reply.text)
        return said

    @property
    def seq(self) -> int:
        """Sequence number of the last event."""
        return self.events[-1].seq

    @property
    def unscored(self) -> tuple[ExchangeCommitted, ...]:
        """Exchanges of the branch whose critique has not been recorded."""
        return tuple(e for e in self.branch if e.turn_id not in self.verdicts)
