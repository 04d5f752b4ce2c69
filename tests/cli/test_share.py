"""Sharing a talk in the terminal: each detail is asked about, nothing is written without a yes."""

from pathlib import Path

import pytest

from chatbot.cli import main
from tests.cli.test_chat import Sparring, sparring

__all__ = ["sparring"]

TURNS = (
    "It isn't the paint that worries you. You'd hate to be the one who said it would hold, and "
    "Peter Miller told me so on 3 April 2025.",
    "You should really move it now, everybody does.",
    "/debrief",
)


@pytest.fixture
def talk(sparring: Sparring) -> str:
    chat = ("chat", "--persona", "retirement-money", "--seed", "7", "--client", "lines")
    sparring(*chat, typed="\n".join(TURNS) + "\n")
    return sparring("sessions")[1].split()[0]


def test_a_talk_is_shared_after_a_yes(sparring: Sparring, talk: str, tmp_path: Path) -> None:
    answers = ["Wait for Priya.", "y", "-", "", "keep", "", "y"]
    status, printed = sparring(
        "share", talk, "--to", str(tmp_path / "out"), typed="\n".join(answers) + "\n"
    )
    assert status == 0, printed
    assert "These could point to real people" in printed
    assert "The client's file goes along as it is" in printed
    client, page = sorted((tmp_path / "out").iterdir(), key=lambda path: path.suffix, reverse=True)
    assert (client.suffix, page.suffix) == (".yaml", ".html")
    html = page.read_text("utf-8")
    kept = [word for word in ("Peter Miller", "3 April 2025", "Priya") if word in html]
    assert len(kept) == 1  # the one that was to be kept
    assert sparring("chat", "--persona", str(client), "--client", "lines")[0] == 0


@pytest.mark.parametrize("answers", [[], ["", "", "", "", "", "", "n"], ["", "n", "", ""]])
def test_without_a_yes_nothing_is_written(
    sparring: Sparring, talk: str, tmp_path: Path, answers: list[str]
) -> None:
    typed = "".join(f"{one}\n" for one in answers)
    status, printed = sparring("share", talk, "--to", str(tmp_path / "out"), typed=typed)
    assert (status, "Nothing was written" in printed) == (1, True)
    assert not (tmp_path / "out").exists()


def test_a_talk_that_goes_on_is_not_shared(sparring: Sparring, tmp_path: Path) -> None:
    sparring("chat", "--persona", "the-will", "--client", "lines", typed="What brings you?\n")
    session = sparring("sessions")[1].split()[0]
    status, printed = sparring("share", session, "--to", str(tmp_path), typed="\n")
    assert (status, "This talk goes on" in printed) == (1, True)
    assert sparring("share", "none", "--to", str(tmp_path))[0] == 1


def test_share_wants_a_folder() -> None:
    with pytest.raises(SystemExit):
        main(["share", "x"])
