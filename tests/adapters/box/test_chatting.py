"""A larger model in the box, as a `ChatModel`."""

import sys
from pathlib import Path

import pytest

from chatbot.adapters.box.chatting import BoxChat
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.server import Engine
from chatbot.domain.errors import MalformedReply, NotFound, ProviderError
from chatbot.domain.events import Usage
from chatbot.domain.prompt import Message, Prompt
from chatbot.settings import Settings
from chatbot.wiring import opening
from tests.adapters.box.conftest import FAKE

PROMPT = Prompt(messages=(Message(role="system", text="Be Ada."), Message(role="user", text="Hm?")))


def chat(scenario: str, folder: Path, gguf: Path) -> BoxChat:
    settings = BoxSettings(model=gguf, log=folder / "engine.log", start_s=10.0)
    return BoxChat(settings, Engine(settings, (sys.executable, str(FAKE), scenario, str(folder))))


async def test_it_answers_by_the_messages_sent(tmp_path: Path, gguf: Path, seen) -> None:  # type: ignore[no-untyped-def]
    model = chat("ok", tmp_path, gguf)
    assert model.name == "box:small"
    pieces = [piece async for piece in model.stream(PROMPT)]
    assert pieces == ["Hm?", Usage(input_tokens=3, output_tokens=2)]
    whole = await model.complete(PROMPT, {"type": "object"})
    assert whole.data == {"said": "Hm?"}
    await model.aclose()
    first, second = seen("asked")
    assert first["messages"] == [
        {"role": "system", "content": "Be Ada."},
        {"role": "user", "content": "Hm?"},
    ]
    assert "response_format" not in first
    assert second["response_format"]["json_schema"]["schema"] == {"type": "object"}


@pytest.mark.parametrize("scenario", ["fails", "html", "too-long", "dies", "no-engine"])
async def test_a_failure_is_an_error_of_the_tree(tmp_path: Path, gguf: Path, scenario: str) -> None:
    model = chat(scenario, tmp_path, gguf)
    with pytest.raises(MalformedReply if scenario == "html" else ProviderError):
        await model.complete(PROMPT)
    await model.aclose()


def test_a_model_that_was_named_and_is_not_here_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda _: True)
    settings = Settings(data=tmp_path, models=tmp_path / "models")
    assert opening.find_box(settings) is None
    named = settings.model_copy(update={"box": "owner/repo/some.gguf"})
    with pytest.raises(NotFound, match=r"some\.gguf"):
        opening.find_box(named)
