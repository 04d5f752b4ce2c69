"""A real room with a talk in it; no browser, no Chainlit."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatbot.session import Committed, Session
from chatbot.settings import OWNER, Settings
from chatbot.wiring import Choice, Room, open_room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """Return a room of its own."""
    made = await open_room(Settings(data=tmp_path / "data", ollama="http://127.0.0.1:9"))
    yield made
    await made.aclose()


@pytest.fixture
async def session(room: Room) -> AsyncIterator[Session]:
    """Return a talk that has not begun, with lines and the offline coach."""
    persona = room.library.gallery().get("retirement-money")
    made = room.begin(persona, OWNER, Choice(voice="lines", evaluator="offline", seed=7))
    yield made
    await made.aclose()


async def say(session: Session, text: str) -> str:
    """Say something, wait for reply and critique, and return the turn's id."""
    async for update in session.advise(text):
        if isinstance(update, Committed):
            await session.critique(update.exchange.turn_id)
            return update.exchange.turn_id
    raise AssertionError("no reply")
