"""The real page with a coach that takes its time: `python -m tests.ui.slow_room PORT SECONDS`."""

import asyncio
import sys
from dataclasses import dataclass

from chatbot.domain.critique import Critique
from chatbot.domain.ports import Evaluation, Evaluator
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
class SlowRoom(Room):
    """A room in which every critique takes `seconds`."""

    seconds: float = 0.0

    def evaluator(self, name: str) -> Evaluator:
        return SlowEvaluator(super().evaluator(name), self.seconds)


async def open_slow(settings: Settings) -> Room:
    room = await open_room(settings)
    return SlowRoom(
        settings=room.settings,
        library=room.library,
        store=room.store,
        coder=room.coder,
        rubric=room.rubric,
        seconds=float(sys.argv[2]),
    )


if __name__ == "__main__":
    serve(read_settings().model_copy(update={"port": int(sys.argv[1])}), open_slow)
