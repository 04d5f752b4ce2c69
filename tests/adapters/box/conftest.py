"""Boxes with a stand-in for the engine, closed after the test."""

import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.adapters.box.completing import BoxModel
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.server import Engine

MakeBox = Callable[..., BoxModel]
FAKE = Path(__file__).parents[2] / "fakes" / "engine.py"
ASK: dict[str, Any] = {
    "count": 4,
    "adapter": None,
    "max_tokens": 20,
    "temperature": 0.9,
    "min_p": 0.1,
    "seed": 7,
    "stop": ["\n"],
}


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    """Return a file that begins as a model does."""
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF and no more")
    return path


@pytest.fixture
async def make_box(tmp_path: Path, gguf: Path) -> AsyncIterator[MakeBox]:
    """Make boxes whose engine does as a scenario says."""
    made: list[BoxModel] = []

    def make(scenario: str, **given: Any) -> BoxModel:
        values = {"model": gguf, "log": tmp_path / "logs" / "engine.log", "start_s": 10.0}
        settings = BoxSettings.model_validate(values | given)
        command = (sys.executable, str(FAKE), scenario, str(tmp_path))
        made.append(BoxModel(settings, Engine(settings, command)))
        return made[-1]

    yield make
    for box in made:
        await box.aclose()


@pytest.fixture
def seen(tmp_path: Path) -> Callable[[str], list[dict[str, Any]]]:
    """Return what reads back what the engines were told (`orders`) or asked (`asked`)."""

    def read(what: str) -> list[dict[str, Any]]:
        path = tmp_path / f"{what}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    return read
