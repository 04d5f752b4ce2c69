"""What the tests of the provider share."""

import asyncio
from collections.abc import Callable

import pytest

from chatbot.adapters.provider import LangChainModel
from chatbot.domain.events import Usage
from chatbot.domain.prompt import Prompt

KEY = "sk-very-secret-4711"


async def collect(model: LangChainModel, prompt: Prompt) -> tuple[list[str], list[Usage]]:
    pieces: list[str] = []
    usages: list[Usage] = []
    async for item in model.stream(prompt):
        if isinstance(item, Usage):
            usages.append(item)
        else:
            pieces.append(item)
    return pieces, usages


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what the server's own thread does, at most 2 s."""
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("what was waited for never came")
