"""The room: everything a talk needs, and how a talk begins, goes on and is opened again.

Heavy libraries are imported inside functions, so that the command line starts at once.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import Final
from uuid import uuid4

from chatbot import __version__
from chatbot.adapters.box.chatting import BoxChat
from chatbot.adapters.box.completing import BoxModel
from chatbot.adapters.lines import LinesVoice
from chatbot.adapters.resources import Library
from chatbot.adapters.role import RoleSettings
from chatbot.chains.offline import OfflineCoach, OfflineEvaluator
from chatbot.coder import LocalCoder
from chatbot.domain.client_state import ClientState
from chatbot.domain.effects.moment import RULES_VERSION
from chatbot.domain.errors import SettingsError
from chatbot.domain.events import Coaching, SessionStarted
from chatbot.domain.lines import LineBank
from chatbot.domain.persona import Persona
from chatbot.domain.planner import opening_told
from chatbot.domain.ports import ChatModel, Coach, Evaluator, GlobalRater, SessionStore, Voice
from chatbot.domain.reliability import Reliability, TrackRecord
from chatbot.domain.rubric import Rubric
from chatbot.domain.talk import Talk
from chatbot.session import Cast, Session
from chatbot.session.history import last_tallies
from chatbot.settings import RoleName, Settings

AUTO: Final = "auto"
BOX: Final = "box"
LINES: Final = "lines"
OFFLINE: Final = "offline"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user asked for: `voice` and `evaluator` by name, the seed, the way of coaching."""

    voice: str = AUTO
    evaluator: str = AUTO
    coaching: Coaching = "live"
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that could speak for the client, and where it is."""

    name: str
    where: str


@dataclass
class Room:
    """Everything a talk needs, made once per process. Open with `open_room`; close with `aclose`."""

    settings: Settings
    library: Library
    store: SessionStore
    coder: LocalCoder
    rubric: Rubric
    bank: LineBank
    reliability: Reliability | None = None
    box: BoxModel | BoxChat | None = None
    models: dict[tuple[RoleName, str], ChatModel] = field(default_factory=dict)

    def record(self, talk: Talk) -> TrackRecord:
        """Return what can be said of the codes of a talk: nothing, if another coder gave them."""
        return TrackRecord(self.reliability, talk.started.coder)

    def voice(self, name: str) -> Voice:
        """Return a voice: `auto`, `box`, `lines`, or a model (`provider:model`).

        `auto` is the configured model; without one the model in the box; without that the lines.

        Raises:
            SettingsError: the model is not configured well enough to be called, or is not here.
        """
        lines = LinesVoice(self.bank)
        if name == AUTO and "client" not in self.settings.roles and self.box is not None:
            name = BOX
        if name == BOX or name.startswith(f"{BOX}:"):
            return self._box_voice(lines)
        model = self._model("client", name, LINES)
        if model is None:
            return lines
        from chatbot.chains.client import ModelVoice  # noqa: PLC0415 - loads the chains late

        return ModelVoice(model, self.library.template("client"), fallback=lines)

    def _box_voice(self, lines: Voice) -> Voice:
        from chatbot.chains.box import BoxVoice  # noqa: PLC0415

        if self.box is None:
            raise SettingsError(
                "The language model in the box is not here. Fetch it: sparring model fetch "
                f"{self.settings.box} (and install its engine: pip install 'sparring[box]')"
            )
        if isinstance(self.box, BoxModel):
            return BoxVoice(self.box, self.coder, fallback=lines)
        from chatbot.chains.client import ModelVoice  # noqa: PLC0415

        return ModelVoice(self.box, self.library.template("client"), fallback=lines)

    def evaluator(self, name: str) -> Evaluator:
        """Return an evaluator: `auto`, `offline`, or a model (`provider:model`).

        Raises:
            SettingsError: the model is not configured well enough to be called.
        """
        model = self._model("evaluator", name, OFFLINE)
        if model is None:
            return self._reworded(OfflineEvaluator(self.coder, self.rubric))
        from chatbot.chains.evaluator import ModelEvaluator  # noqa: PLC0415

        return ModelEvaluator(model, self.library.template("evaluator"), self.rubric)

    def _reworded(self, evaluator: Evaluator) -> Evaluator:
        """Let the model in the box word what would be better, where it has learned to."""
        if not isinstance(self.box, BoxModel) or "coach" not in self.box.adapters:
            return evaluator
        from chatbot.chains.rewording import RewordingEvaluator  # noqa: PLC0415

        return RewordingEvaluator(evaluator, self.box, self.coder)

    def rater(self, evaluator: str) -> GlobalRater | None:
        """Return who rates a whole talk: the evaluator's model; without one, nobody.

        Raises:
            SettingsError: the model is not configured well enough to be called.
        """
        model = self._model("evaluator", evaluator, OFFLINE)
        if model is None:
            return None
        from chatbot.chains.global_ratings import ModelRater  # noqa: PLC0415

        return ModelRater(model, self.library.template("global_ratings"))

    def coach(self, evaluator: str) -> Coach:
        """Return who gives hints and answers in a time-out: the evaluator's model, if it has one.

        Raises:
            SettingsError: the model is not configured well enough to be called.
        """
        model = self._model("evaluator", evaluator, OFFLINE)
        if model is None:
            return OfflineCoach(self.coder, self.rubric)
        from chatbot.chains.coach import ModelCoach  # noqa: PLC0415

        hint, time_out = self.library.template("hint"), self.library.template("time_out")
        return ModelCoach(model, hint, time_out, self.rubric)

    def _model(self, role: RoleName, name: str, none: str) -> ChatModel | None:
        configured = self.settings.roles.get(role)
        if name == none or name.startswith(none) or (name == AUTO and configured is None):
            return None
        if name == AUTO:
            assert configured is not None
            settings = configured
        elif configured is not None and configured.model == name:
            settings = configured
        elif configured is not None:
            settings = configured.model_copy(update={"model": name})
        else:
            url = f"{self.settings.ollama}/v1" if name.startswith("ollama:") else None
            settings = RoleSettings(role=role, model=name, base_url=url)
        key = (role, settings.model)
        if key not in self.models:
            from chatbot.adapters.provider import LangChainModel  # noqa: PLC0415

            self.models[key] = LangChainModel(settings)
        return self.models[key]

    def cast(self, voice: str, evaluator: str) -> Cast:
        """Return everyone a session needs."""
        from chatbot.report.debriefing import Debriefing  # noqa: PLC0415

        return Cast(
            coder=self.coder,
            voice=self.voice(voice),
            evaluator=self.evaluator(evaluator),
            coach=self.coach(evaluator),
            debriefer=Debriefing(
                self.coder, self.rubric, self.rater(evaluator), partial(last_tallies, self.store)
            ),
            store=self.store,
            now=lambda: datetime.now(UTC),
            new_id=lambda: secrets.token_hex(6),
        )

    def begin(
        self, persona: Persona, owner: str, choice: Choice, session_id: str | None = None
    ) -> Session:
        """Begin a talk with a client; its start is logged with the first thing that happens.

        Raises:
            SettingsError: voice or evaluator cannot be used as configured.
        """
        cast = self.cast(choice.voice, choice.evaluator)
        seed = secrets.randbelow(2**31) if choice.seed is None else choice.seed
        index = Random(f"{seed}:0:opening").randrange(len(persona.opening))
        told = opening_told(persona, index)
        started = SessionStarted(
            seq=0,
            at=cast.now(),
            session_id=session_id or str(uuid4()),
            owner=owner,
            persona=persona,
            voice=cast.voice.name,
            coder=cast.coder.name,
            evaluator=cast.evaluator.name,
            coaching=choice.coaching,
            rules_version=RULES_VERSION,
            app_version=__version__,
            prompts_digest=self.library.digest(),
            seed=seed,
            opening=persona.opening[index].text,
            state=ClientState.start(persona).model_copy(update={"told": told}),
        )
        return Session(Talk.of((started,)), cast, logged=False)

    async def offers(self) -> tuple[Offer, ...]:
        """Return the voices at hand: the configured model, what Ollama has here, written lines."""
        from chatbot.adapters.endpoints import find_ollama  # noqa: PLC0415

        configured = self.settings.roles.get("client")
        found = [] if configured is None else [Offer(configured.model, f"at {configured.address}")]
        for name in await find_ollama(self.settings.ollama):
            found.append(Offer(f"ollama:{name}", "on this machine, through Ollama"))
        if self.box is not None:
            found.append(Offer(BOX, "a small language model in this program, on this machine"))
        return (*found, Offer(LINES, "written lines, no language model"))

    async def resume(self, session_id: str, owner: str) -> Session:
        """Open a talk as it was left; it keeps its voice and evaluator.

        Raises:
            NotFound: there is no such talk of this owner.
            SettingsError: its model is not configured any more.
            StoreError: the log cannot be read.
        """
        talk = Talk.of(await self.store.load(session_id, owner))
        started = talk.started
        try:
            cast = self.cast(started.voice, started.evaluator)
        except SettingsError as error:
            raise SettingsError(
                f"This talk was held with {started.voice} and {started.evaluator}. {error}"
            ) from error
        return Session(talk, cast)

    async def aclose(self) -> None:
        """Close models and store."""
        if self.box is not None:
            await self.box.aclose()
        for model in self.models.values():
            close = getattr(model, "aclose", None)
            if close is not None:
                await close()
        close = getattr(self.store, "aclose", None)
        if close is not None:
            await close()
