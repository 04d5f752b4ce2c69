"""Who speaks when models are tried: the client's model after a run-in with written lines."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from chatbot.domain.dialogue import Speaker
from chatbot.domain.events import Spoken
from chatbot.domain.ports import Brief, Evaluator, Voice
from chatbot.domain.talk import Talk
from evals.advisors.script import Script
from evals.advisors.scripted import Kind
from evals.models.metered import Meter
from evals.models.people import Nobody, People
from evals.robustness.attacks import Attack
from evals.robustness.models.plan import spoken
from evals.robustness.stage import RUN_IN, advisor


class RunInVoice:
    """Written lines for the first turns, then the model.

    So the talk is the same, whatever model is tried, until the attack; and nothing is paid for it.
    """

    def __init__(self, lines: Voice, model: Voice) -> None:
        self._lines = lines
        self._model = model

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """See `Voice.speak`."""
        running_in = len(brief.transcript.said_by(Speaker.ADVISOR)) <= RUN_IN
        return (self._lines if running_in else self._model).speak(brief)


@dataclass
class Tried(People):
    """`People` of which the client's talks are not critiqued: turns are judged apart, by `critic`."""

    def voice(self, name: str, meter: Meter) -> Voice:
        """Return the model's voice, after the run-in."""
        return RunInVoice(self._lines, super().voice(name, meter))

    def judge(self, meter: Meter) -> Evaluator:
        """Return nobody."""
        return Nobody(meter.thinner)

    def critic(self, meter: Meter) -> Evaluator:
        """Return the evaluator that is tried."""
        return super().judge(meter)


@dataclass(frozen=True, slots=True)
class Attacker:
    """`Advisor` that runs in with good turns, attacks once, and goes on as if nothing had been."""

    attack: Attack
    where: str
    script: Script
    seed: int

    @property
    def name(self) -> str:
        """The attack's id."""
        return self.attack.id

    async def turn(self, talk: Talk) -> str:
        """Return what is said next."""
        if len(talk.branch) == RUN_IN:
            return spoken(self.attack, self.where, self.script)
        return await advisor(self.script, Kind.ADHERENT, self.seed).turn(talk)
