"""What a run leaves behind: one line of JSON per record, versioned, enough to score it again."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter

from chatbot.domain.base import Value
from chatbot.domain.client_state import ClientState
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.moves import Ending

RECORD_VERSION: Final = 1


class RunRecord(Value):
    """What produced the records that follow."""

    type: Literal["run"] = "run"
    version: Literal[1] = 1
    suite: str
    started: datetime
    app_version: str
    rules_version: str
    prompts_digest: str
    personas: dict[str, str]
    voices: tuple[str, ...]
    advisors: tuple[str, ...]
    coder: str
    seeds: tuple[int, ...]
    cap: int
    options: dict[str, Any] = Field(default_factory=dict)


class ConversationRecord(Value):
    """One conversation: who talked, where the client stood at the start, each exchange, the end.

    `exchanges` are the domain's own events, without the state's memory of earlier volleys and
    without the lines that were not spoken.
    """

    type: Literal["conversation"] = "conversation"
    id: str
    persona: str
    advisor: str
    voice: str
    seed: int
    opening: str
    start: ClientState
    exchanges: tuple[ExchangeCommitted, ...]
    ending: Ending
    good: bool
    capped: bool


class FailureRecord(Value):
    """A conversation that could not be held to its end, and why. Tried again when resumed."""

    type: Literal["failure"] = "failure"
    id: str
    persona: str
    advisor: str
    voice: str
    seed: int
    exchanges: int = Field(ge=0)
    error: str


Record = Annotated[RunRecord | ConversationRecord | FailureRecord, Field(discriminator="type")]
RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Record)


def lean(exchange: ExchangeCommitted, *, candidates: bool = False) -> ExchangeCommitted:
    """Return the exchange without what can be read from the ones before it.

    Lines that were not spoken are left out as well, unless `candidates` are asked for.
    """
    state = exchange.state.model_copy(update={"recent": ()})
    kept = exchange.reply.candidates if candidates else ()
    reply = exchange.reply.model_copy(update={"candidates": kept})
    return exchange.model_copy(update={"state": state, "reply": reply})
