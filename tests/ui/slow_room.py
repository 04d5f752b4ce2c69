"""The real page with a slow coach and a slow client.

`python -m tests.ui.slow_room PORT SECONDS_OF_THE_COACH SECONDS_OF_THE_CLIENT`
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields

from chatbot.domain.critique import Critique
from chatbot.domain.events import Spoken
from chatbot.domain.ports import Brief, Evaluation, Evaluator, Voice
from chatbot.settings import Settings, read_settings
from chatbot.ui.serve import serve
from chatbot.wiring import Room, open_room


@dataclass
class SlowEvaluator:
    """Waits, then says what the other one says."""

    other: Evaluator
    seconds: float

    @property
    def name(self) -> str:
        return self.other.name

    async def critique(self, evaluation: Evaluation) -> Critique:
        await asyncio.sleep(self.seconds)
        return await self.other.critique(evaluation)


@dataclass
class SlowVoice:
    """Waits, then speaks as the other one speaks."""

    other: Voice
    seconds: float

    @property
    def name(self) -> str:
        return self.other.name

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        await asyncio.sleep(self.seconds)
        async for piece in self.other.speak(brief):
            yield piece


@dataclass
class SlowRoom(Room):
    """A room in which critiques and replies take their time (in seconds)."""

    critic: float = 0.0
    client: float = 0.0

    def evaluator(self, name: str) -> Evaluator:
        return SlowEvaluator(super().evaluator(name), self.critic)

    def voice(self, name: str) -> Voice:
        return SlowVoice(super().voice(name), self.client)


async def open_slow(settings: Settings) -> Room:
    room = await open_room(settings)
    made = {one.name: getattr(room, one.name) for one in fields(room)}
    return SlowRoom(**made, critic=float(sys.argv[2]), client=float(sys.argv[3]))


if __name__ == "__main__":
    serve(read_settings().model_copy(update={"port": int(sys.argv[1])}), open_slow)
