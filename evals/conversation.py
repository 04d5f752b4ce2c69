"""One conversation between a simulated advisor and the client, on the chain that the page uses."""

from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any, Final, Protocol

from pydantic import Field

from chatbot import __version__
from chatbot.adapters.memory import MemoryStore
from chatbot.domain.adjust import Mood
from chatbot.domain.base import Value
from chatbot.domain.client_state import ClientState
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.critique import Critique
from chatbot.domain.debrief import Debrief
from chatbot.domain.dialogue import Transcript
from chatbot.domain.effects.moment import RULES_VERSION
from chatbot.domain.errors import SparringError
from chatbot.domain.events import SessionStarted
from chatbot.domain.moves import Ending
from chatbot.domain.persona import Persona
from chatbot.domain.planner import opening_told, plan
from chatbot.domain.ports import Coder, Evaluation, Hint, Voice
from chatbot.domain.talk import Talk
from chatbot.session import Cast, Session
from chatbot.session.cast import Planner
from evals.records import ConversationRecord, FailureRecord, lean

CAP: Final = 40


class Advisor(Protocol):
    """Someone who talks with the client."""

    @property
    def name(self) -> str:
        """As it stands in the report."""

    async def turn(self, talk: Talk) -> str:
        """Return what the advisor says next, from what an advisor in the room would know."""


class Setup(Value):
    """Which conversation is to be held.

    Attributes:
        cap: the most exchanges.
        difficulty: 1–5, of scripted talks; None as written.
        mood: in which the client comes, of scripted talks.
    """

    persona: str
    advisor: str
    voice: str
    seed: int
    cap: int = CAP
    difficulty: int | None = Field(default=None, ge=1, le=5)
    mood: Mood = Mood.USUAL

    @property
    def id(self) -> str:
        """Names the conversation within its run."""
        return f"{self.voice}/{self.persona}/{self.advisor}/{self.seed}"

    @property
    def about(self) -> dict[str, Any]:
        """Who talks, as a record of it says."""
        return self.model_dump(include={"persona", "advisor", "voice", "seed"})


class Silent:
    """Evaluator, coach and debriefer of a talk that wants none of them."""

    name = "none"

    async def critique(self, evaluation: Evaluation) -> Critique:
        """Return an empty critique."""
        return Critique(turn_id=evaluation.turn_id, evaluator=self.name, summary="")

    async def hint(self, transcript: Transcript, brief: AdvisorBrief, seed: str) -> Hint:
        """Nobody asks."""
        raise SparringError("no hints in evals")

    async def answer(self, question: str, facts: dict[str, str]) -> str:
        """Nobody asks."""
        raise SparringError("no time-out in evals")

    async def debrief(self, talk: Talk) -> Debrief:
        """Nobody asks."""
        raise SparringError("no debrief in evals")


def new_session(
    setup: Setup, persona: Persona, coder: Coder, voice: Voice, planner: Planner = plan
) -> Session:
    """Return a session whose ids and clock depend on nothing but the setup."""
    silent, ids = Silent(), count(1)
    cast = Cast(
        coder=coder,
        voice=voice,
        evaluator=silent,
        coach=silent,
        debriefer=silent,
        store=MemoryStore(),
        now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        new_id=lambda: f"t{next(ids)}",
        plan=planner,
    )
    index = Random(f"{setup.seed}:0:opening").randrange(len(persona.opening))
    state = ClientState.start(persona).model_copy(update={"told": opening_told(persona, index)})
    started = SessionStarted(
        seq=0,
        at=cast.now(),
        session_id=setup.id,
        owner="evals",
        persona=persona,
        voice=voice.name,
        coder=coder.name,
        evaluator=silent.name,
        coaching="off",
        rules_version=RULES_VERSION,
        app_version=__version__,
        prompts_digest="",
        seed=setup.seed,
        opening=persona.opening[index].text,
        state=state,
    )
    return Session(Talk.of((started,)), cast, logged=False)


async def hold(
    session: Session, setup: Setup, advisor: Advisor, *, candidates: bool = False
) -> ConversationRecord | FailureRecord:
    """Hold the conversation until the client ends it or the cap is reached.

    With `candidates` the record keeps the wordings that were not spoken.

    A provider's failure gives a `FailureRecord`; it never enters a mean.
    """
    try:
        while not session.talk.state.ended and len(session.talk.branch) < setup.cap:
            async for _ in session.advise(await advisor.turn(session.talk)):
                pass
    except SparringError as error:
        return FailureRecord(
            id=setup.id,
            **setup.about,
            exchanges=len(session.talk.branch),
            error=f"{type(error).__name__}: {error}",
        )
    finally:
        await session.aclose()
    return record_of(setup, session.talk, candidates=candidates)


def record_of(setup: Setup, talk: Talk, *, candidates: bool = False) -> ConversationRecord:
    """Return the record of a finished talk."""
    start, state = talk.started.state, talk.state
    ending = state.closing.ending if state.closing else Ending.UNRESOLVED
    kept = state.trust.level >= start.trust.level - 1e-9
    return ConversationRecord(
        id=setup.id,
        persona=setup.persona,
        advisor=setup.advisor,
        voice=setup.voice,
        seed=setup.seed,
        opening=talk.started.opening,
        start=start,
        exchanges=tuple(lean(exchange, candidates=candidates) for exchange in talk.branch),
        ending=ending,
        good=ending in talk.started.persona.best_outcomes and kept,
        capped=not state.ended,
    )
