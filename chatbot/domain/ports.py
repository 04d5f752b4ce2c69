"""What the middle needs from outside: few methods, filled in by `chatbot.wiring`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Heard
from chatbot.domain.contents import AdvisorBrief, Stance
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Transcript
from chatbot.domain.events import LoggedEvent, Spoken, Usage
from chatbot.domain.global_ratings import GlobalRatings
from chatbot.domain.leeway import Leeway
from chatbot.domain.moves import Move
from chatbot.domain.persona import Persona
from chatbot.domain.prompt import Prompt


class Volley(Value):
    """An advisor turn in context, for the coder.

    Attributes:
        text: the turn.
        before: what was said before it.
        persona: whose contents may be touched.
        heard: the volleys before, as heard.
        just_told: ids of the contents that the client's last turn told.
    """

    text: str
    before: Transcript
    persona: Persona
    heard: tuple[Heard, ...] = ()
    just_told: tuple[str, ...] = ()


class Coder(Protocol):
    """Hears an advisor turn, and a client turn."""

    @property
    def name(self) -> str:
        """Name and version, as recorded in the log."""

    async def code(self, volley: Volley) -> Heard:
        """Code an advisor turn."""

    async def code_client(self, text: str, target_behaviour: str, before: str = "") -> ClientTalk:
        """Code a client turn with respect to the target behaviour.

        Args:
            text: the turn.
            target_behaviour: what change would be.
            before: the advisor's turn that it answers, where that is known.
        """


class Brief(Value):
    """All a voice may know to speak one move. What must not be said is not in it.

    Attributes:
        transcript: the talk so far; its last turn is the advisor's.
        lines_used: what the client has said on this branch, oldest first.
        told: ids of contents told before.
        leeway: what a voice that can choose may do and tell instead; others pass it over.
        seed: for this turn and purpose, e.g. "7:3:voice".
    """

    persona: Persona
    transcript: Transcript
    heard: Heard
    move: Move
    lines_used: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    leeway: Leeway = Leeway()
    seed: str


class Voice(Protocol):
    """Puts a move into the client's words."""

    @property
    def name(self) -> str:
        """What the page shows, e.g. "lines" or "openai:gpt-…"."""

    def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Yield pieces of the reply as they may be shown, then one `Spoken`.

        Raises:
            ProviderError: a model failed; nothing is made up in its place.
        """


class Evaluation(Value):
    """What the evaluator sees: what an observer in the room would, and the advisor's brief.

    `heard` are the coder's volleys so far, this turn last, without the persona's contents; a
    model's codes are made blind to them and compared afterwards.
    """

    turn_id: str
    text: str
    before: Transcript
    brief: AdvisorBrief
    stance: Stance
    heard: tuple[Heard, ...] = Field(min_length=1)
    seed: str


class Evaluator(Protocol):
    """Critiques one advisor turn."""

    @property
    def name(self) -> str:
        """Name and version, as recorded in the log."""

    async def critique(self, evaluation: Evaluation) -> Critique:
        """Return the critique.

        Raises:
            ProviderError: no critique can be had; the session records Unscored with the reason.
        """


class Hint(Value):
    """A direction for the next turn, without a ready-made line."""

    text: str
    principle: str | None = None


class GlobalRater(Protocol):
    """Rates a whole talk."""

    @property
    def name(self) -> str:
        """`provider:model`, as recorded."""

    async def rate(
        self, transcript: Transcript, brief: AdvisorBrief, stance: Stance
    ) -> GlobalRatings:
        """Return the ratings that can be upheld.

        Raises:
            ProviderError: none can be had; the debrief says so, with the reason.
        """


class Coach(Protocol):
    """Speaks outside the role-play."""

    async def hint(self, transcript: Transcript, brief: AdvisorBrief, seed: str) -> Hint:
        """Suggest a direction for the advisor's next turn."""

    async def answer(self, question: str, facts: dict[str, str]) -> str:
        """Answer a question asked in a time-out, honestly; `facts` say what is in use."""


class Completion(Value):
    """A model's whole reply.

    Attributes:
        text: as it came.
        data: the parsed object, where a schema was asked for.
        usage: tokens of all calls that it took.
        repaired: the first reply broke the schema, and the model was shown so.
    """

    text: str
    data: dict[str, Any] | None = None
    usage: Usage | None = None
    repaired: bool = False


class ChatModel(Protocol):
    """A language model for one role."""

    @property
    def name(self) -> str:
        """`provider:model`."""

    async def complete(self, prompt: Prompt, schema: dict[str, Any] | None = None) -> Completion:
        """Return the whole reply; with `schema` (JSON Schema), `data` satisfies it in form.

        Raises:
            ProviderError: see `chatbot.domain.errors`.
        """

    def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield the reply in pieces, then its usage where the server tells it.

        Raises:
            ProviderError: see `chatbot.domain.errors`; `StreamCut` if it ends too early.
        """


class Sampler(Protocol):
    """A small model that writes several wordings of one prompt at once."""

    @property
    def name(self) -> str:
        """What the page and the log show."""

    async def candidates(  # noqa: PLR0913 (what a sampler needs)
        self,
        prompt: str,
        *,
        count: int,
        adapter: str | None,
        max_tokens: int,
        temperature: float,
        min_p: float,
        seed: int,
        stop: Sequence[str],
        grammar: str | None = None,
    ) -> tuple[str, ...]:
        """Return `count` continuations of a prompt; a grammar (GBNF) bounds what they may be.

        Raises:
            ProviderError: the model failed.
        """


class SessionSummary(Value):
    """One line of a list of sessions."""

    session_id: str
    owner: str
    persona_id: str
    persona_name: str
    started: datetime
    updated: datetime
    exchanges: int = Field(ge=0)
    title: str | None = None
    ended: bool = False


class SessionStore(Protocol):
    """Keeps event logs. Every call names the owner; another's session is not found."""

    async def append(
        self, session_id: str, owner: str, events: Sequence[LoggedEvent], expected_seq: int | None
    ) -> tuple[LoggedEvent, ...]:
        """Append events in one transaction and return them as stored.

        Args:
            session_id: the log to append to; the first event creates it.
            owner: whose it is.
            events: their `seq` is set by the store, in order.
            expected_seq: sequence number of the last event known to the caller (-1: none), or
                None to append wherever the log stands (late critiques).

        Raises:
            Conflict: the log has grown since.
            StoreError: the disk or the database failed; nothing was written.
        """

    async def load(self, session_id: str, owner: str) -> tuple[LoggedEvent, ...]:
        """Return all events, oldest first.

        Raises:
            NotFound: there is no such session of this owner.
        """

    async def list(self, owner: str) -> tuple[SessionSummary, ...]:
        """Return the owner's sessions, latest first."""

    async def rename(self, session_id: str, owner: str, title: str) -> None:
        """Give a session a title."""

    async def delete(self, session_id: str, owner: str) -> None:
        """Delete a session for good."""
