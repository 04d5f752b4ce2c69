"""`python -m evals.bench_box`: how long the model in the box takes, start, reply and memory.

Talks as the page holds them: one reply after the other, the client's part of the prompt in the
engine's cache. Seconds, so they tell of this machine only; state the cores with them.
"""

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from chatbot.adapters.box.completing import BoxModel
from chatbot.chains.box import WRITTEN, BoxVoice
from chatbot.domain.errors import InputError
from chatbot.domain.events import Spoken
from chatbot.domain.ports import Brief, Voice
from chatbot.settings import read_settings
from chatbot.wiring import find_box
from evals.batch import scripted_advisor, tools
from evals.conversation import Setup, hold, new_session

TALKS: Final = (("retirement-money", 1), ("roof-survey", 2), ("fall-alarm", 3), ("tax-return", 4))
CAP: Final = 20


class Timed:
    """A voice that notes how long each whole reply of the model's took; written lines take no time."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.seconds: list[float] = []

    @property
    def name(self) -> str:
        """As the voice's."""
        return self._voice.name

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Speak as the voice does."""
        started = time.perf_counter()
        async for piece in self._voice.speak(brief):
            if isinstance(piece, Spoken) and piece.note != WRITTEN:
                self.seconds.append(time.perf_counter() - started)
            yield piece


def _children_megabytes() -> float:
    """Return the resident memory of this process's children, as far as /proc tells."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if lines["PPid"].strip() == str(os.getpid()) and "VmRSS" in lines:
            total += int(lines["VmRSS"].split()[0])
    return total / 1024


async def main() -> None:
    """Measure and print.

    Raises:
        InputError: the model in the box is not here.
    """
    box = find_box(read_settings())
    if not isinstance(box, BoxModel):
        raise InputError("The model in the box is not here; make box fetches it and its engine.")
    personas, coder, lines, _ = tools()
    voice = Timed(BoxVoice(box, coder, fallback=lines))
    started = time.perf_counter()
    await box.warm_up()
    print(f"start until ready: {time.perf_counter() - started:.2f} s")
    for persona, seed in TALKS:
        setup = Setup(persona=persona, advisor="average", voice="box", seed=seed, cap=CAP)
        session = new_session(setup, personas[persona], coder, voice)
        await hold(session, setup, scripted_advisor(setup))
    took = sorted(voice.seconds)
    p95 = took[int(0.95 * (len(took) - 1))]
    middle = statistics.median(took)
    print(f"{len(took)} replies of the model's: median {middle:.2f} s, 95 % within {p95:.2f} s")
    print(f"memory of the engine: {_children_megabytes():.0f} MB; cores: {os.cpu_count()}")
    await box.aclose()


if __name__ == "__main__":
    asyncio.run(main())
