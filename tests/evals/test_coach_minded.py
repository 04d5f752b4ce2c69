"""What readers find sayable, counted by what a wording is like."""

from pathlib import Path

import pytest

from evals.coach.minded import counted, likenesses, main, read_minded
from evals.ratings.form import Kind
from evals.ratings.items import Item
from evals.ratings.sheet import make_key, write_sheet

CLIENT = "It can't stop as it is. My sister's had enough of it, and so have I."
OFFERED = (
    ("box:tiny", CLIENT, "It can't stop as it is. What would help most just now?", "yes", "no"),
    (
        "box:tiny",
        CLIENT,
        "You say it can't stop as it is. What would help most just now?",
        "yes",
        "yes",
    ),
    ("box:tiny", CLIENT, "Your sister's had enough of it. May I add something?", "yes", "yes"),
    ("box:tiny", "Noted.", "I've been running ahead of you. What else?", "yes", ""),
    ("written", CLIENT, "Would you tell me more?", "no", "no"),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    items = [
        Item(
            cells={"client_turn": client, "advisor_turn": "Do it.", "wording": wording},
            source={"conversation": "c", "group": group},
        )
        for group, client, wording, _, _ in OFFERED
    ]
    key = make_key(Kind.WORDINGS, 1, ("run",), items)
    write_sheet(key, tmp_path)
    answers = {wording: given for _, _, wording, *given in OFFERED}
    for rater in (0, 1):
        rows = [f"{n},{answers[i.cells['wording']][rater]},," for n, i in key.items.items()]
        text = "\n".join(("item,sayable,better,comment", *rows))
        (tmp_path / "filled" / f"r{rater}.csv").write_text(f"{text}\n", "utf-8")
    return tmp_path


def test_only_what_all_readers_rated_of_the_model_counts(sheet: Path) -> None:
    found = counted(read_minded(sheet))
    assert sorted(found["all"]) == [False, True, True]
    assert found["as theirs / could be the advisor's own"] == [False]
    assert found["as theirs / said to be"] == [True]
    assert found["as theirs / plainly"] == [True]
    assert sorted(found["goes on / What would help most just now?"]) == [False, True]
    assert len(found["gives back / enough"]) == 3


@pytest.mark.parametrize(
    ("client", "wording", "found"),
    [
        (CLIENT, "You say it can't stop as it is. And now?", "one, and not the other"),
        (
            CLIENT,
            "You say it can't stop as it is, and your sister's had enough of it. And now?",
            "both given back",
        ),
        (
            "Aye. It can't stop as it is.",
            "You say it can't stop as it is. And now?",
            "one, beside a word or two",
        ),
    ],
)
def test_which_of_two_sentences_is_given_back(client: str, wording: str, found: str) -> None:
    told = set(likenesses(client, wording))
    assert {
        f"of two sentences / {found}",
        "goes on, behind two sentences and more / And now?",
    } <= told


def test_how_a_wording_begins_where_nothing_is_given_back() -> None:
    told = set(likenesses("Noted.", "So far I've done most of the talking. And now?"))
    assert "first part / ours" in told
    assert "begins / So far I've done most of the talking." in told
    assert not any(one.startswith("gives back") for one in told)


def test_only_so_many_readers_count(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(sheet), "--readers", "1"]) == 0
    assert "4 of    4  100 % [51, 100] all" in capsys.readouterr().out


def test_the_counts_are_printed(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(sheet)]) == 0
    assert "2 of    3   67 % [21, 94]  all" in capsys.readouterr().out


def test_no_sheet_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
