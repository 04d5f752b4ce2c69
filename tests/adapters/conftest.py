"""The fake model server, started once, and models that talk to it."""

from collections.abc import AsyncIterator, Callable, Iterator
from random import Random
from typing import Any

import pytest

from chatbot.adapters.provider import LangChainModel
from chatbot.adapters.retry import RetryPolicy
from chatbot.adapters.role import RoleSettings
from chatbot.domain.prompt import Message, Prompt
from tests.fakes.openai_server import FakeServer

MakeModel = Callable[..., LangChainModel]


@pytest.fixture(scope="session")
def running_server() -> Iterator[FakeServer]:
    """Return the server of all tests of this folder."""
    with FakeServer() as server:
        yield server


@pytest.fixture
def server(running_server: FakeServer) -> FakeServer:
    """Return the server with nothing queued and nothing remembered."""
    running_server.state.forget()
    running_server.state.retry_after = "0"
    return running_server


@pytest.fixture
def prompt() -> Prompt:
    """Return a prompt of two messages."""
    return Prompt(
        messages=(
            Message(role="system", text="You are Ruth, a careful client."),
            Message(role="user", text="What worries you about the fund?"),
        )
    )


@pytest.fixture
async def make_model(server: FakeServer) -> AsyncIterator[MakeModel]:
    """Make models of a scenario of the fake server; they are closed afterwards."""
    made: list[LangChainModel] = []

    def make(scenario: str, **settings: Any) -> LangChainModel:
        given = {
            "role": "client",
            "model": f"openai:{scenario}",
            "base_url": server.base_url,
            "total_s": 5.0,
            **settings,
        }
        # Waits of our own choosing are tested in test_retry; here they would only cost time.
        policy = RetryPolicy(base_s=0.001, random=Random(1))
        made.append(LangChainModel(RoleSettings.model_validate(given), policy))
        return made[-1]

    yield make
    for model in made:
        await model.aclose()
