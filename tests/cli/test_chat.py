"""A talk in the terminal: which client comes, and how they come today."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.adapters.resources import shipped
from chatbot.cli import main
from chatbot.cli.main import MOODS
from chatbot.domain.adjust import Mood, adjustment
from chatbot.domain.persona import Persona

Sparring = Callable[..., tuple[int, str]]


@pytest.fixture
def sparring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sparring:
    """Return what runs a command with lines typed and gives back status and what was printed."""
    monkeypatch.setenv("SPARRING_DATA", str(tmp_path / "data"))

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        status = main(words)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


def test_the_moods_of_the_help_are_those_there_are() -> None:
    assert tuple(MOODS) == tuple(Mood)


def test_a_client_comes_harder_and_wary_and_the_log_says_so(sparring: Sparring) -> None:
    chat = ("chat", "--persona", "retirement-money", "--client", "lines", "--seed", "7")
    status, printed = sparring(*chat, "--difficulty", "5", "--mood", "wary")
    assert status == 0
    assert "Today: harder than written (5 instead of 3), wary" in printed
    _, printed = sparring(*chat, "--json", "--difficulty", "5", "--mood", "wary")
    started = json.loads(printed.splitlines()[0])
    how = adjustment(Persona.model_validate(started["persona"]))
    assert how is not None
    assert (how.written, how.played, how.mood) == (3, 5, Mood.WARY)
    _, printed = sparring(*chat)
    assert "Today:" not in printed


def test_a_client_comes_out_of_a_file(sparring: Sparring, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    shutil.copy(shipped("personas") / "the-will.yaml", path)
    status, printed = sparring("chat", "--persona", str(path), "--client", "lines")
    assert (status, "Imelda Crouch" in printed) == (0, True)
    path.write_text("schema_version: 1\nid: [", "utf-8")
    assert sparring("chat", "--persona", str(path))[0] == 1
    status, printed = sparring("chat", "--persona", str(tmp_path / "gone.yaml"))
    assert (status, "gone.yaml cannot be read" in printed) == (1, True)


def test_the_users_own_clients_lie_in_the_data_folder(sparring: Sparring, tmp_path: Path) -> None:
    own = tmp_path / "data" / "personas"
    own.mkdir(parents=True)
    text = (shipped("personas") / "the-will.yaml").read_text("utf-8")
    (own / "own.yaml").write_text(text.replace("id: the-will\n", "id: my-own\n"), "utf-8")
    assert "my-own" in sparring("personas")[1]
