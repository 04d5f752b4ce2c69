"""Everyone who can speak in a run with models: one client per role and model, shared by all talks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from chatbot.adapters.lines import LinesVoice, line_bank
from chatbot.adapters.resources import Library
from chatbot.adapters.role import RoleSettings
from chatbot.coder import LocalCoder, shipped_coder
from chatbot.domain.critique import Critique
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from chatbot.domain.ports import ChatModel, Evaluation, Evaluator, Voice
from chatbot.domain.prompt import Template
from chatbot.domain.rubric import Rubric
from chatbot.settings import RoleName, Settings
from chatbot.wiring import LINES, OFFLINE, make_library, make_rubric
from evals.advisors.script import load_script
from evals.advisors.scripted import Kind
from evals.batch import scripted_advisor
from evals.controls import CONTROLS
from evals.conversation import Advisor, Setup, Silent
from evals.models.advisor import MODEL, ModelAdvisor
from evals.models.limits import Limits
from evals.models.metered import Gate, Meter, MeteredModel
from evals.models.replay import REPLAY, replay_advisor
from evals.models.thin import Thinner
from evals.plain import PLAIN, PlainVoice

#: No critiques are made while the talks go on; they can be made from the log later.
NO_EVALUATOR: Final = "none"

MakeModel = Callable[[RoleSettings], ChatModel]


def role_settings(settings: Settings, role: RoleName, name: str) -> RoleSettings:
    """Return how a role reaches the model `name`, as `chatbot.wiring` would.

    Raises:
        SettingsError: the model is not configured well enough to be called.
    """
    configured = settings.roles.get(role)
    if configured is not None:
        return configured.model_copy(update={"model": name})
    url = f"{settings.ollama}/v1" if name.startswith("ollama:") else None
    return RoleSettings(role=role, model=name, base_url=url)


def open_model(settings: RoleSettings) -> ChatModel:
    """Return a model behind a server."""
    from evals.models.lean import LeanModel  # noqa: PLC0415 (loads libraries late)

    return LeanModel(settings)


class Nobody(Silent):
    """Critiques nothing. The session shows it each turn all the same, and keeps what it gets."""

    def __init__(self, thinner: Thinner) -> None:
        self._thinner = thinner
        self._nothing = Critique(turn_id="", evaluator=self.name, summary="")

    async def critique(self, evaluation: Evaluation) -> Critique:
        """Return the same empty critique for every turn; `JournalStore` keeps none of them."""
        self._thinner.thin(evaluation)
        return self._nothing


@dataclass
class People:
    """Voices, advisors and evaluators of a run, made as setups name them.

    Attributes:
        settings: how models are reached.
        limits: for the gates of the models.
        evaluator: `none`, `offline` or a model.
        make_model: makes the client of a model; replaced in tests.
    """

    settings: Settings
    limits: Limits
    evaluator: str = NO_EVALUATOR
    make_model: MakeModel = open_model
    library: Library = field(init=False)
    personas: dict[str, Persona] = field(init=False)
    coder: LocalCoder = field(init=False)
    rubric: Rubric = field(init=False)
    _lines: LinesVoice = field(init=False)
    _templates: dict[str, Template] = field(init=False)
    _models: dict[tuple[RoleName, str], ChatModel] = field(default_factory=dict)
    _gates: dict[str, Gate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.library = make_library(self.settings)
        self.personas = self.library.gallery().personas
        self.coder = shipped_coder()
        self.rubric = make_rubric(self.library)
        self._lines = LinesVoice(line_bank(self.library.reactions()))
        names = ("client", "advisor", "evaluator")
        self._templates = {name: self.library.template(name) for name in names}

    def check(self, setups: Iterable[Setup]) -> None:
        """Make sure, before anything is paid, that all who are named can speak.

        Raises:
            InputError: an unknown persona or advisor.
            SparringError: a model, a script or a transcript cannot be used.
        """
        for setup in {(s.persona, s.advisor): s for s in setups}.values():
            if setup.persona not in self.personas:
                known = ", ".join(sorted(self.personas))
                raise InputError(f"Unknown persona: {setup.persona}. There are: {known}.")
            self._check_advisor(setup)
        for role, name in self.models_of(setups):
            role_settings(self.settings, role, name)

    def _check_advisor(self, setup: Setup) -> None:
        if setup.advisor in set(Kind):
            load_script(setup.persona)
        elif setup.advisor.startswith(REPLAY):
            replay_advisor(setup.advisor)
        elif not setup.advisor.startswith(MODEL):
            raise InputError(
                f"Unknown advisor: {setup.advisor}. Use {MODEL}provider:model, "
                f"{REPLAY}FILE#transcript_id, or one of {', '.join(Kind)}."
            )

    def models_of(self, setups: Iterable[Setup]) -> Iterator[tuple[RoleName, str]]:
        """Yield each role and model once."""
        found: dict[tuple[RoleName, str], None] = {}
        for setup in setups:
            if setup.voice != LINES and setup.voice not in CONTROLS:
                found["client", setup.voice.removeprefix(PLAIN)] = None
            if setup.advisor.startswith(MODEL):
                found["advisor", setup.advisor.removeprefix(MODEL)] = None
        if self.evaluator not in {NO_EVALUATOR, OFFLINE}:
            found["evaluator", self.evaluator] = None
        yield from found

    def voice(self, name: str, meter: Meter) -> Voice:
        """Return who speaks for the client; a control client speaks with written lines."""
        if name == LINES or name in CONTROLS:
            return self._lines
        if name.startswith(PLAIN):
            return PlainVoice(self._model("client", name.removeprefix(PLAIN), meter))
        from chatbot.chains.client import ModelVoice  # noqa: PLC0415 (loads the chains late)

        model = self._model("client", name, meter)
        return ModelVoice(model, self._templates["client"], fallback=self._lines)

    def advisor(self, setup: Setup, meter: Meter) -> Advisor:
        """Return the advisor that a setup names: a model, a transcript, or a script."""
        if setup.advisor.startswith(MODEL):
            model = self._model("advisor", setup.advisor.removeprefix(MODEL), meter)
            return ModelAdvisor(model, self._templates["advisor"])
        if setup.advisor.startswith(REPLAY):
            return replay_advisor(setup.advisor)
        return scripted_advisor(setup)

    def judge(self, meter: Meter) -> Evaluator:
        """Return who critiques the advisor's turns while the talk goes on."""
        if self.evaluator == NO_EVALUATOR:
            return Nobody(meter.thinner)
        if self.evaluator == OFFLINE:
            from chatbot.chains.offline import OfflineEvaluator  # noqa: PLC0415

            return OfflineEvaluator(self.coder, self.rubric)
        from chatbot.chains.evaluator import ModelEvaluator  # noqa: PLC0415

        model = self._model("evaluator", self.evaluator, meter)
        return ModelEvaluator(model, self._templates["evaluator"], self.rubric)

    def _model(self, role: RoleName, name: str, meter: Meter) -> MeteredModel:
        model = self._shared(role, name)
        if name not in self._gates:
            self._gates[name] = Gate(name, self.limits)
        return MeteredModel(model, role, self._gates[name], meter)

    def _shared(self, role: RoleName, name: str) -> ChatModel:
        key = (role, name)
        if key not in self._models:
            self._models[key] = self.make_model(role_settings(self.settings, role, name))
        return self._models[key]

    async def warm_up(self, setups: Iterable[Setup]) -> None:
        """Load libraries and make clients, so that no talk has to wait for it."""
        for role, name in self.models_of(setups):
            warm = getattr(self._shared(role, name), "warm_up", None)
            if warm is not None:
                await warm()

    async def aclose(self) -> None:
        """Close the models' connections."""
        for model in self._models.values():
            close = getattr(model, "aclose", None)
            if close is not None:
                await close()
