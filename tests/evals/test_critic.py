"""The offline critic over our own labelled talks, with the labels as codes: apart from the coder."""

import asyncio
import json
from pathlib import Path

import pytest

from chatbot.domain.brevity import Said, sentences_of
from evals.cli import main
from evals.corpora.talks import read_talks
from evals.critic.judging import Judged, Labels
from evals.critic.run import judged_all, measured

TALKS = Path(__file__).parents[2] / "evals" / "corpora" / "miti" / "talks"
HANDS = ("h01", "h03", "h06", "h11", "h12")
TALK = """=== t-01 | quality: low | domain: savings | target: move a tenth | author: t
C [C-]: No. It stays where it is, I have told you.
A: {P|You really should move it.} ## missed=no_pressure
C []: Hm.
A: {Q_open>none|What would you need to see?} ## principle=open_question
"""


@pytest.fixture(scope="module")
def turns() -> list[Judged]:
    found = asyncio.run(judged_all([TALKS / f"{hand}.txt" for hand in HANDS], Labels()))
    assert len(found) > 700
    return found


def test_good_advisors_are_left_alone_and_what_authors_marked_is_found(
    turns: list[Judged],
) -> None:
    by_quality = {one.quality: one for one in measured(turns)}
    high, low = by_quality["high"], by_quality["low"]
    assert high.criticised is not None and high.criticised.value <= 0.03
    assert high.shown is not None and high.shown.value <= 0.02 and high.shown_turns > 80
    assert low.missed is not None and low.missed.value >= 0.85 and low.missed_turns > 40


def test_whatever_is_said_is_short_verbatim_and_whole(turns: list[Judged]) -> None:
    for one in turns:
        critique = one.critique
        assert sentences_of(Said(critique.findings, critique.done_well)) <= 3
        for part in (*critique.findings, *([critique.done_well] if critique.done_well else [])):
            assert one.turn.text[part.start : part.end] == part.quote
            assert "{" not in part.what and "“”" not in part.what
        assert bool(critique.instead) == bool(critique.findings)


async def test_labels_are_heard_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text(TALK, "utf-8")
    first, second = await judged_all([path], Labels())
    assert [f.kind for f in first.critique.findings] == ["persuade_after_no"]
    assert second.critique.nothing_to_change and second.critique.done_well is not None
    (talk,) = read_talks(path)
    assert first.talk == talk and second.client == "Hm."


@pytest.mark.parametrize("ears", ["labels", "coder"])
def test_the_command_prints_reads_and_writes(
    ears: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.txt"
    path.write_text(TALK, "utf-8")
    words = ["critic", str(path), "--heard-by", ears, "--read", "3", "--out", str(tmp_path)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "| low | 2 |" in said
    assert ears == "coder" or "[persuade_after_no: “You really should move it.”]" in said
    written = json.loads((tmp_path / "critic.json").read_text("utf-8"))
    assert written["results"][0]["missed_turns"] == 1


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["critic", "no/such/file.txt"]) == 1
    assert "cannot be read" in capsys.readouterr().err
