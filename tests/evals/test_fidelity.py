"""Fidelity: metrics against worked examples and scikit-learn, controls exposed, runs resumed."""

import json
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from random import Random

import pytest
from sklearn.metrics import roc_auc_score

from chatbot.domain.adjust import Mood
from chatbot.domain.errors import InputError
from evals.batch import LogError, read_log
from evals.cli import main
from evals.fidelity.report import to_markdown
from evals.fidelity.run import FidelityReport, run_fidelity
from evals.fidelity.summary import auc, cohens_d, figure, summarise
from evals.fidelity.transcripts import table_of, weighted_distance
from evals.records import ConversationRecord

ROOT = Path(__file__).parents[2]
SMALL = {
    "client": "lines",
    "personas": "retirement-money,the-will",
    "advisors": "adherent,pushy",
    "seeds": 2,
    "cap": 25,
    "first_seed": 1,
    "transcripts": None,
    "difficulty": None,
    "mood": Mood.USUAL,
}


def run(out: Path, **other: object) -> FidelityReport:
    return run_fidelity(Namespace(out=out, **SMALL | other))


def test_cohens_d_by_hand() -> None:
    # means 5 and 3, both variances 2.5, so the pooled deviation is sqrt(2.5)
    assert cohens_d([3, 4, 5, 6, 7], [1, 2, 3, 4, 5]) == pytest.approx(2 / 2.5**0.5)
    assert cohens_d([1, 1], [1, 1]) is None
    assert cohens_d([1], [1, 2]) is None


def test_auc_agrees_with_scikit_learn() -> None:
    dice = Random(7)
    a = [round(dice.random(), 1) for _ in range(40)]
    b = [round(dice.random() * 0.8, 1) for _ in range(30)]
    assert auc(a, b) == pytest.approx(roc_auc_score([1] * 40 + [0] * 30, a + b))


def test_distance_of_a_table_to_itself_is_zero_and_to_its_opposite_one() -> None:
    ours = table_of([("question", "change")] * 3 + [("other", "neutral")])
    theirs = table_of([("question", "sustain")] * 3 + [("other", "change")])
    assert weighted_distance(ours, ours, ours) == pytest.approx(0)
    assert weighted_distance(ours, theirs, theirs) == pytest.approx(1)


def test_nothing_to_summarise_is_an_error() -> None:
    with pytest.raises(ValueError, match="no conversation"):
        summarise([], {})


def test_skill_shows_and_the_same_seeds_give_the_same_log(tmp_path: Path) -> None:
    report = run(tmp_path / "a", seeds=4)
    rows = {row.advisor: row.figures for row in report.summary.rows}
    assert (
        (rows["adherent"]["trust change"].value or 0)
        > 0.1
        > (rows["pushy"]["trust change"].value or 0)
    )
    assert rows["pushy"]["good ending"].value == 0
    run(tmp_path / "b", seeds=4)
    first, second = ((tmp_path / name / "log.jsonl").read_bytes().splitlines()[1:] for name in "ab")
    assert first == second


@pytest.mark.parametrize("name", ["fidelity.json", "fidelity.md", "fidelity.html"])
def test_reports_are_written_and_whole(tmp_path: Path, name: str) -> None:
    run(tmp_path, advisors="adherent,lecturing")
    text = (tmp_path / name).read_text("utf-8")
    assert "lecturing" in text
    assert "http://" not in text.replace("http://www.w3.org", "") or name != "fidelity.html"


def test_controls_are_exposed(tmp_path: Path) -> None:
    by_client = {c: run(tmp_path / c, client=c, seeds=4) for c in (
        "control-yielding", "control-neutral", "control-random")}  # fmt: skip
    rows = {c: {row.advisor: row.figures for row in r.summary.rows} for c, r in by_client.items()}
    # one that always yields is won over by the pushy as well
    assert rows["control-yielding"]["pushy"]["motivated within 20"].value == 1
    # one that is always neutral asks nothing and decides nothing
    assert rows["control-neutral"]["adherent"]["asking or challenging"].value == 0
    assert rows["control-neutral"]["adherent"]["good ending"].value == 0
    # one that answers at random treats the adherent and the pushy alike in what it does
    adherent, pushy = (
        rows["control-random"][a]["asking or challenging"].value or 0 for a in ("adherent", "pushy")
    )
    assert abs(adherent - pushy) < 0.12


def test_an_interval_holds_its_mean_and_narrows(tmp_path: Path) -> None:
    records = [r for r in read_log(_log(tmp_path)) if isinstance(r, ConversationRecord)]
    from chatbot.adapters.resources import Library  # noqa: PLC0415
    from evals.fidelity.measures import outcome  # noqa: PLC0415

    personas = Library().gallery().personas
    outcomes = [outcome(r, personas[r.persona]) for r in records]
    wide = figure(outcomes[:4], lambda o: float(o.exchanges))
    assert wide.low is not None and wide.value is not None and wide.high is not None
    assert wide.low <= wide.value <= wide.high


def _log(tmp_path: Path) -> Path:
    run(tmp_path)
    return tmp_path / "log.jsonl"


def test_killed_half_way_and_resumed_gives_the_same_report(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "evals", "fidelity", "--seeds", "12", "--cap", "25"]
    words += ["--personas", "the-will", "--advisors", "adherent,pushy,parrot,average"]
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    subprocess.run([*words, "--out", str(whole)], cwd=ROOT, check=True, capture_output=True)
    process = subprocess.Popen(
        [*words, "--out", str(broken)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    log = broken / "log.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (log.exists() and log.read_bytes().count(b"\n") > 2):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with log.open("ab") as file:
        file.write(b'{"type": "conversation", "id": "cut in the mid')
    subprocess.run([*words, "--out", str(broken)], cwd=ROOT, check=True, capture_output=True)
    reports = [json.loads((folder / "fidelity.json").read_text()) for folder in (whole, broken)]
    for report in reports:
        report["run"].pop("started")
    assert reports[0] == reports[1]


def test_another_run_in_the_folder_is_refused(tmp_path: Path) -> None:
    run(tmp_path)
    with pytest.raises(LogError, match="another run"):
        run(tmp_path, seeds=3)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    log = _log(tmp_path)
    lines = log.read_bytes().splitlines()
    log.write_bytes(
        b"\n".join([lines[0], b'{"type": "conversation", "version": 9}', *lines[1:]]) + b"\n"
    )
    with pytest.raises(LogError, match=r"log\.jsonl:2"):
        read_log(log)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--personas", "nobody"], "nobody"),
        (["--advisors", "kind"], "kind"),
        (["--seeds", "0"], "nothing"),
    ],
)
def test_what_cannot_be_run_is_said(
    tmp_path: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fidelity", "--out", str(tmp_path), *words]) == 1
    assert told in capsys.readouterr().err


def test_an_empty_choice_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run(tmp_path, advisors=",")


def test_clients_are_played_harder_and_in_a_mood_and_the_report_says_so(tmp_path: Path) -> None:
    few = {"personas": "the-will", "seeds": 1, "cap": 3}
    plain, hard = (
        run(tmp_path / "a", **few),
        run(tmp_path / "b", difficulty=5, mood=Mood.WARY, **few),
    )
    assert plain.run.options == {}
    assert hard.run.options == {"difficulty": 5, "mood": "wary"}
    assert "All clients at difficulty 5, mood wary." in to_markdown(hard)
    assert "All clients" not in to_markdown(plain)
    starts = [
        one.start
        for name in ("a", "b")
        for one in read_log(tmp_path / name / "log.jsonl")
        if isinstance(one, ConversationRecord)
    ]
    assert len(starts) == 4
    assert starts[2].trust.level < starts[0].trust.level
    assert starts[2].discord > starts[0].discord
