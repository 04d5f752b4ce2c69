"""Looking at codes in the terminal: told with how often they are right, put right, exported."""

import asyncio
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.cli import main
from chatbot.cli.main import CODES
from chatbot.cli.words import shortened
from chatbot.domain.codes import Label
from chatbot.domain.contested import ContestedCase
from evals.agreement import Options, run_agreement
from evals.labels import read_labels

TURNS = (
    "You read every page and checked the sums. What worries you most?",
    "You should really move it now, everybody does.",
)
Sparring = Callable[..., str]


@pytest.fixture
def sparring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sparring:
    """Return what runs a command and gives back what it printed; `status` is what it must end with."""
    monkeypatch.setenv("SPARRING_DATA", str(tmp_path / "data"))

    def run(*words: str, typed: str = "", status: int = 0) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        assert main(words) == status
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


@pytest.fixture
def talk(sparring: Sparring) -> str:
    """Hold a talk of two turns; return its id."""
    chat = ("chat", "--persona", "retirement-money", "--seed", "7", "--client", "lines")
    sparring(*chat, typed="\n".join(TURNS) + "\n")
    return sparring("sessions").split()[0]


def flat(printed: str) -> str:
    """Return what was printed as one line, wherever it was broken."""
    return " ".join(printed.split())


def test_codes_are_shown_with_how_often_readers_agreed(sparring: Sparring, talk: str) -> None:
    coded = sparring("code", "What worries you most?")
    assert "(Question, open; " in coded
    assert "test talks, labelled by" in flat(coded)
    shown = sparring("correct", talk)
    assert "Turn 1: You read every page" in shown
    assert "Turn 2:" in shown
    assert "right " in shown
    assert "  1. " in shown  # the critique's points, to be contested by number


def test_a_code_is_put_right_and_taken_back(sparring: Sparring, talk: str) -> None:
    assert "corrected by you, was P" in sparring("correct", talk, "2", "--code", "P", "--to", "C")
    assert "corrected by you, was P" in sparring(
        "correct", talk, "2", "--code", "confront", "--to", "Giving Information"
    )
    assert "no code" in sparring("correct", talk, "2", "--code", "GI", "--to", "none")
    for _ in range(3):
        shown = sparring("correct", talk, "2", "--undo")
    assert "corrected" not in shown
    assert "nothing to take back" in sparring("correct", talk, "2", "--undo", status=1)


def test_a_missing_code_is_added_moved_and_removed(sparring: Sparring, talk: str) -> None:
    added = ("correct", talk, "2", "--to", "Emphasize", "--quote", "Everybody does")
    assert "added by you" in sparring(*added)
    moved = sparring("correct", talk, "2", "--code", "Emphasize", "--to", "Seek")
    assert "Seek" in moved
    assert "Emphasize" not in moved
    assert "“everybody does”" in moved
    assert "Seek" not in sparring("correct", talk, "2", "--code", "Seek", "--to", "none")


def test_all_right_and_disagreed(sparring: Sparring, talk: str) -> None:
    shown = sparring("correct", talk, "1", "--right", "--disagree", "1")
    assert "You called the codes right." in shown
    assert "You disagree." in flat(shown)
    told = sparring("corrections")
    assert "turns looked at      1" in told
    assert "findings contested   1" in told
    assert "it takes 10 turns" in told
    assert "no fair sample" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9", "--right"), "There is no turn 9; this talk has 2."),
        (("--right",), "Say which turn"),
        (("2", "--code", "P"), "Say what it is: --to with one of GI, P"),
        (("2", "--code", "ZZ", "--to", "C"), "There is no code “ZZ”. Choose from: GI"),
        (("2", "--code", "AF", "--to", "C"), "The turn does not hold “AF”; it holds P."),
        (("2", "--to", "Q"), "Open or closed? Say Q_closed or Q_open."),
        (("2", "--to", "Seek", "--quote", "nobody"), "The turn does not hold the words “nobody”"),
        (("2", "--to", "P"), "“Persuade” is there already"),
        (("2", "--disagree", "7"), "says no such thing"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_mend(
    sparring: Sparring, talk: str, words: tuple[str, ...], said: str
) -> None:
    assert said in sparring("correct", talk, *words, status=1)


def test_in_the_midst_of_a_talk(sparring: Sparring) -> None:
    typed = f"/right\n{TURNS[1]}\n/correct P C\n/disagree 1\n/right now\n"
    chat = ("chat", "--persona", "retirement-money", "--seed", "7", "--client", "lines")
    said = sparring(*chat, typed=typed, status=1)
    assert "There is no turn to look at yet." in said
    assert "Heard: Persuade (" in said
    assert said.count("test talks") == 1  # explained once
    assert "corrected by you, was P" in said
    assert "You disagree." in flat(said)
    assert "Say: /right, or /correct OLD NEW" in said


def test_exported_labels_are_read_by_the_evals(
    sparring: Sparring, talk: str, tmp_path: Path
) -> None:
    sparring("correct", talk, "1", "--code", "Q", "--to", "Q_closed")
    out = tmp_path / "mine.csv"
    assert "1 labelled turns of 1 talks" in sparring("corrections", "export", "--out", str(out))
    (read,) = read_labels(out)
    assert [said.text for said in read.utterances[1::2]] == list(TURNS)
    first, second = (said.annotations[0] for said in read.utterances[1::2])
    assert first.annotator == "local"
    assert first.miti == ("AF", "Q_closed")
    assert first.question == "closed"
    assert first.markers is None  # nobody was asked
    assert (second.miti, second.behaviour, second.spans) == (None, None, ())  # not looked at
    assert all(said.annotations[0].talk is None for said in read.utterances[::2])
    options = Options(resamples=20, stripped=False)
    report = asyncio.run(run_agreement([out], "offline", tmp_path / "run", options))
    tasks = {task.name: task for task in report.variants[0].tasks}
    assert tasks["miti"].labelled == 1


def test_an_added_code_leaves_the_main_class_open(
    sparring: Sparring, talk: str, tmp_path: Path
) -> None:
    sparring("correct", talk, "2", "--to", "Seek")
    out = tmp_path / "mine.csv"
    sparring("corrections", "export", "--out", str(out))
    labels = read_labels(out)[0].utterances[3].annotations[0]
    assert labels.miti is not None
    assert set(labels.miti) == {"P", "Seek"}
    assert labels.behaviour is None


def test_contested_findings_are_cases(sparring: Sparring, talk: str, tmp_path: Path) -> None:
    sparring("correct", talk, "2", "--disagree", "1")
    out = tmp_path / "cases.jsonl"
    assert "1 contested findings" in sparring("corrections", "contested", "--out", str(out))
    (line,) = out.read_text("utf-8").splitlines()
    case = ContestedCase.model_validate_json(line)
    assert (case.evaluation.text, case.praise, case.by) == (TURNS[1], False, "local")
    assert case.finding.quote in TURNS[1]
    assert len(case.evaluation.before.turns) == 3


def test_with_nothing_said_there_is_nothing_to_tell(
    sparring: Sparring, talk: str, tmp_path: Path
) -> None:
    assert "Nothing has been looked at yet" in sparring("corrections")
    out = str(tmp_path / "none")
    assert "nothing to export" in sparring("corrections", "export", "--out", out, status=1)
    assert "nothing to export" in sparring("corrections", "contested", "--out", out, status=1)
    sparring("correct", talk, "1", "--right")
    lost = str(tmp_path / "no" / "folder.csv")
    assert "Give another --out" in sparring("corrections", "export", "--out", lost, status=1)


def test_the_help_names_every_code() -> None:
    assert {one.strip() for one in CODES.replace("or none", "").split(",")} == {*Label, ""}


@pytest.mark.parametrize("most", [20, 48])
def test_a_long_quote_fits_a_line(most: int) -> None:
    quote = shortened("word " * 80 + "\n\nend", most)
    assert len(quote) <= most
    assert quote.startswith("word")
    assert quote.endswith("end")
    assert shortened("short enough") == "short enough"
