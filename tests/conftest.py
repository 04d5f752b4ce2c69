"""What every test finds: the shipped personas and texts, a store of its own, a neutral environment."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatbot.adapters.lines import line_bank
from chatbot.adapters.resources import Library
from chatbot.adapters.store import SqlStore
from chatbot.domain.lines import LineBank
from chatbot.domain.persona import Persona
from chatbot.domain.rubric import Rubric
from chatbot.wiring import make_rubric
from tests.kit import Stage

_FOREIGN = ("SPARRING_", "OPENAI_", "AZURE_", "LANGSMITH_", "LANGCHAIN_", "OTEL_", "CHAINLIT_")
_SHIPPED = Library()
PERSONA_IDS = sorted(_SHIPPED.gallery().personas)


@pytest.fixture(scope="session")
def data_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where programs keep their data in this run."""
    return tmp_path_factory.mktemp("data-home")


@pytest.fixture(autouse=True)
def neutral_environment(monkeypatch: pytest.MonkeyPatch, data_home: Path) -> None:
    """No setting of this machine reaches a test, and no test writes into the user's folders."""
    for name in list(os.environ):
        if name.startswith(_FOREIGN):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(data_home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(data_home / "cache"))


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the library of what is shipped."""
    return _SHIPPED


@pytest.fixture(scope="session")
def personas(library: Library) -> dict[str, Persona]:
    """Return the shipped personas by id."""
    return library.gallery().personas


@pytest.fixture(scope="session", params=PERSONA_IDS)
def each_persona(request: pytest.FixtureRequest, personas: dict[str, Persona]) -> Persona:
    """Return each shipped persona in turn."""
    return personas[request.param]


@pytest.fixture(scope="session")
def rubric(library: Library) -> Rubric:
    """Return principles and coaching texts."""
    return make_rubric(library)


@pytest.fixture(scope="session")
def bank(library: Library) -> LineBank:
    """Return the shared bank of reactions."""
    return line_bank(library.reactions())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """Return an open store in a folder of its own."""
    made = SqlStore(tmp_path / "data" / "sessions.sqlite3")
    await made.open()
    yield made
    await made.aclose()


@pytest.fixture
async def stage(store: SqlStore) -> AsyncIterator[Stage]:
    """Return a store and a scripted cast; talks begun on it are closed afterwards."""
    made = Stage(store)
    yield made
    for session in made.opened:
        await session.aclose()
