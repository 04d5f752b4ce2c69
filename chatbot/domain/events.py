"""The event log: what happened in a talk, as decided then. Loading applies it and decides nothing.

Each event is one line of JSON with `type`, `seq` (0, 1, 2 …) and `at` (UTC). The form is
documented in `docs/events.md` and versioned by `LOG_VERSION`.
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from chatbot.domain.base import Value
from chatbot.domain.client_state import ClientState, Effect
from chatbot.domain.codes import Heard, Label, Quoted
from chatbot.domain.contents import Share
from chatbot.domain.critique import Finding, Verdict
from chatbot.domain.debrief import Debrief
from chatbot.domain.moves import Act, Ending, Move
from chatbot.domain.persona import Persona

LOG_VERSION: Final = 1

Coaching = Literal["live", "after", "off"]


class Usage(Value):
    """Tokens of one model call, as the server counted them (`counted`), or as we estimated."""

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    counted: bool = True


class Candidate(Value):
    """One wording a voice considered, with its score (0–1) and why it was passed over, if it was."""

    text: str
    score: Share = 0.0
    refused: str | None = None


class Spoken(Value):
    """The client's words, and how they came about.

    Attributes:
        text: as shown.
        voice: which voice spoke.
        candidates: what else was considered.
        fallback: the persona's own line spoke, since the model's words did not pass the guard.
        note: what the guard found, if it found anything.
        act: what the client did, where the voice chose otherwise than planned.
        told: ids of the contents that the reply tells, where the voice had a choice; None: those of
            the move.
        usage: tokens, where a model was called.
    """

    text: str
    voice: str
    candidates: tuple[Candidate, ...] = ()
    fallback: bool = False
    note: str | None = None
    act: Act | None = None
    told: tuple[str, ...] | None = None
    usage: Usage | None = None


class Event(Value):
    """What all events share."""

    seq: int = Field(ge=0)
    at: datetime


class SessionStarted(Event):
    """The talk begins: everything that decides how it goes on is fixed here."""

    type: Literal["session_started"] = "session_started"
    log_version: Literal[1] = 1
    session_id: str
    owner: str
    persona: Persona
    voice: str
    coder: str
    evaluator: str
    coaching: Coaching = "live"
    rules_version: str
    app_version: str
    prompts_digest: str
    seed: int
    opening: str
    state: ClientState


class DraftSaved(Event):
    """The advisor's words, kept before any model is called. An exchange of the same turn settles it."""

    type: Literal["draft"] = "draft"
    turn_id: str
    text: str


class ExchangeCommitted(Event):
    """An advisor turn and the client's reply, with every decision that led from one to the other."""

    type: Literal["exchange"] = "exchange"
    turn_id: str
    parent: str | None
    number: int = Field(ge=1)
    advisor: str
    heard: Heard
    effects: tuple[Effect, ...]
    state: ClientState
    move: Move
    reply: Spoken


class CritiqueRecorded(Event):
    """The critique of a turn; it may come long after the exchange."""

    type: Literal["critique"] = "critique"
    turn_id: str
    verdict: Verdict


class Rewound(Event):
    """The talk goes on after exchange `to` (None: from the opening); the rest stays as a branch."""

    type: Literal["rewound"] = "rewound"
    to: str | None


class TimeOutTaken(Event):
    """A question asked outside the role-play, and its honest answer."""

    type: Literal["time_out"] = "time_out"
    after: str | None = None
    question: str
    answer: str


class HintGiven(Event):
    """A hint asked for before a turn."""

    type: Literal["hint"] = "hint"
    after: str | None
    text: str
    principle: str | None = None


class CoachingChanged(Event):
    """The critique is shown live, after the talk, or not at all."""

    type: Literal["coaching"] = "coaching"
    coaching: Coaching


class Reflected(Event):
    """The advisor's own view, asked for before the debrief says anything."""

    type: Literal["reflected"] = "reflected"
    went_well: str
    would_change: str


class Review(Event):
    """What a person makes of the tool's work on one turn. It changes nothing that was decided.

    Attributes:
        version: of this form.
        turn_id: the turn that was looked at.
        by: who looked at it.
    """

    version: Literal[1] = 1
    turn_id: str
    by: str


class CodeCorrected(Review, Quoted):
    """A code put right. `was`: what `coder` said of these words; `now`: what the person says.

    `was` is None where the coder had said nothing, `now` where the words carry no code.
    """

    type: Literal["code_corrected"] = "code_corrected"
    coder: str
    was: Label | None
    now: Label | None


class CodesConfirmed(Review):
    """All codes of the turn, as they stand with its corrections, are right."""

    type: Literal["codes_confirmed"] = "codes_confirmed"
    coder: str


class FindingContested(Review):
    """The person disagrees with something that the critique says."""

    type: Literal["finding_contested"] = "finding_contested"
    evaluator: str
    finding: Finding


class ReviewUndone(Review):
    """A correction, confirmation or contest is taken back: the event with the number `undoes`."""

    type: Literal["review_undone"] = "review_undone"
    undoes: int = Field(ge=0)


class Ended(Event):
    """The talk is over."""

    type: Literal["ended"] = "ended"
    ending: Ending


class DebriefRecorded(Event):
    """The debrief of the talk."""

    type: Literal["debrief"] = "debrief"
    debrief: Debrief


class Rated(Event):
    """Three ratings after a talk, 1–5 each."""

    type: Literal["rated"] = "rated"
    believable: int = Field(ge=1, le=5)
    fair: int = Field(ge=1, le=5)
    useful: int = Field(ge=1, le=5)


LoggedEvent = Annotated[
    SessionStarted
    | DraftSaved
    | ExchangeCommitted
    | CritiqueRecorded
    | Rewound
    | TimeOutTaken
    | HintGiven
    | CoachingChanged
    | Reflected
    | CodeCorrected
    | CodesConfirmed
    | FindingContested
    | ReviewUndone
    | Ended
    | DebriefRecorded
    | Rated,
    Field(discriminator="type"),
]

#: Types that may come late, from any tab: they never make another tab's view of the talk wrong.
LATE: Final = frozenset(
    {"critique", "code_corrected", "codes_confirmed", "finding_contested", "review_undone"}
)

EVENT: Final[TypeAdapter[LoggedEvent]] = TypeAdapter(LoggedEvent)
