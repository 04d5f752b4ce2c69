"""Models on the command line: told in sentences, also when something is wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.cli import main, models
from tests.fakes.hub import SHA256, FakeHub

Sparring = Callable[..., str]


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    """Return a hub."""
    with FakeHub() as running:
        yield running


@pytest.fixture
def sparring(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    hub: FakeHub,
) -> Sparring:
    """Return what runs a command and gives back what it printed."""
    monkeypatch.setenv("SPARRING_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("SPARRING_HUB", hub.url)

    def run(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert main(("model", *words)) == status
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def test_a_model_is_fetched_listed_and_removed(sparring: Sparring, tmp_path: Path) -> None:
    listed = sparring()
    assert "smollm2-135m  SmolLM2-135M-Instruct, Q4_1, 98 MB, Apache-2.0, not here" in listed
    assert f"Folder: {tmp_path / 'models'}. In use: smollm2-135m" in listed
    assert "some/ok/file.gguf is here: " in sparring("fetch", f"some/ok/file.gguf#sha256={SHA256}")
    assert "is here already: " in sparring("fetch", "some/ok/file.gguf")
    assert "some/ok/file.gguf  2 MB, here: " in sparring("list")
    assert sparring("remove", "some/ok/file.gguf").startswith("Removed: ")
    assert "some/ok" not in sparring("list")


def test_an_unchecked_file_is_said_to_be_one(sparring: Sparring) -> None:
    assert "told no checksum" in sparring("fetch", "some/untold/file.gguf")


def test_what_is_wrong_is_a_sentence(sparring: Sparring) -> None:
    for words in (
        ("fetch", "nothing"),
        ("fetch", "some/missing/file.gguf"),
        ("remove", "smollm2-135m"),
    ):
        printed = sparring(*words, status=1)
        assert printed.startswith("sparring: ")
        assert "Traceback" not in printed


def test_a_missing_engine_is_told(sparring: Sparring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    assert "pip install 'sparring[box]'" in sparring("list")
    assert "pip install 'sparring[box]'" in sparring("fetch", "some/ok/file.gguf")


def test_progress_is_one_line_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not models._progress(1, 2)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert models._progress(34_100_000, 98_400_000)
    assert models._progress(34_100_000, 0)
    assert capsys.readouterr().err == "\r    34.1 / 98.4 MB (35%)\r    34.1 MB"
