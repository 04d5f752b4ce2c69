"""Conversations in the words of the model in the box: one engine, one talk after another.

`box` is the voice as the page uses it. `box-raw` is what the same small model makes of the client's
prompt without adapter and checks, for comparison.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from random import Random
from typing import Final

from chatbot.adapters.box.completing import BoxModel
from chatbot.adapters.resources import Library
from chatbot.chains.box import MIN_P, TEMPERATURE, BoxVoice
from chatbot.chains.box_prompt import END
from chatbot.chains.client_prompt import client_prompt
from chatbot.domain.conveying import tidy
from chatbot.domain.errors import InputError
from chatbot.domain.events import Spoken
from chatbot.domain.ports import Brief, Voice
from chatbot.domain.prompt import Prompt, Template
from chatbot.settings import read_settings
from chatbot.wiring import find_box
from evals.batch import open_log, scripted_advisor, tools, write
from evals.conversation import Setup, hold, new_session
from evals.records import RunRecord

BOX: Final = "box"
RAW: Final = "box-raw"
BOXED: Final = (BOX, RAW)


class RawVoice:
    """`Voice` of the bare small model on the client's prompt: one try, spoken as it comes."""

    name = RAW

    def __init__(self, box: BoxModel, template: Template) -> None:
        self._box = box
        self._template = template

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Yield the reply, whatever it is."""
        said = await self._box.candidates(
            chat(client_prompt(self._template, brief)),
            count=1,
            adapter=None,
            max_tokens=max(16, 2 * brief.move.max_words),
            temperature=TEMPERATURE,
            min_p=MIN_P,
            seed=Random(brief.seed).randrange(2**31),
            stop=(END,),
        )
        text = tidy(said[0]) or "…"
        yield text
        yield Spoken(text=text, voice=self.name)


def chat(prompt: Prompt) -> str:
    """Render a prompt in the chat form of SmolLM2."""
    parts = [f"<|im_start|>{m.role}\n{m.text}{END}\n" for m in prompt.messages]
    return "".join(parts) + "<|im_start|>assistant\n"


def run_boxed(
    setups: Iterable[Setup], path: Path, run: RunRecord, progress: Callable[[int, int], None]
) -> None:
    """Hold all conversations that the log does not hold yet. See `evals.batch.run_scripted`.

    Raises:
        InputError: the model in the box is not here.
        LogError: the log belongs to another run, or the disk refuses.
    """
    asyncio.run(_run(list(setups), path, run, progress))


async def _run(
    setups: list[Setup], path: Path, run: RunRecord, progress: Callable[[int, int], None]
) -> None:
    box = find_box(read_settings())
    if not isinstance(box, BoxModel):
        raise InputError("The model in the box is not here; make box fetches it and its engine.")
    personas, coder, lines, _ = tools()
    raw = RawVoice(box, Library().template("client"))
    voices: dict[str, Voice] = {BOX: BoxVoice(box, coder, fallback=lines), RAW: raw}
    try:
        with open_log(path, run) as (log, done):
            held = len([setup for setup in setups if setup.id in done])
            progress(held, len(setups))
            for setup in setups:
                if setup.id in done:
                    continue
                session = new_session(setup, personas[setup.persona], coder, voices[setup.voice])
                write(log, await hold(session, setup, scripted_advisor(setup), candidates=True))
                held += 1
                progress(held, len(setups))
    finally:
        await box.aclose()
