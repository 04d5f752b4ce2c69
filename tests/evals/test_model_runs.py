"""Runs in which a model speaks, over real HTTP; blind ratings; the export."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatbot.adapters.role import RoleSettings
from chatbot.settings import Settings
from evals.batch import read_log
from evals.cli import main
from evals.conversation import Setup
from evals.models.limits import Limits
from evals.models.run import ModelRun, run_with_models
from evals.progress import Progress
from evals.records import ConversationRecord, FailureRecord, RunRecord
from tests.fakes.openai_server import FakeServer


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


def held(
    server: FakeServer,
    out: Path,
    model: str = "openai:ok",
    limits: Limits | None = None,
    seeds: int = 2,
) -> ModelRun:
    roles = {
        "client": RoleSettings(role="client", model=model, base_url=server.base_url, max_retries=0)
    }
    setups = [
        Setup(persona="the-will", advisor="pushy", voice=model, seed=seed, cap=3)
        for seed in range(1, seeds + 1)
    ]
    run = RunRecord(
        suite="fidelity",
        started=datetime.now(UTC),
        app_version="0",
        rules_version="1",
        prompts_digest="",
        personas={},
        voices=(model,),
        advisors=("pushy",),
        coder="rules-1",
        seeds=tuple(range(1, seeds + 1)),
        cap=3,
    )
    settings = Settings(data=out, roles=roles)
    with Progress("test") as progress:
        return run_with_models(
            setups, out / "log.jsonl", run, limits or Limits(), progress, settings=settings
        )


def records(out: Path, kind: type) -> list[object]:
    return [record for record in read_log(out / "log.jsonl") if isinstance(record, kind)]


def test_a_model_speaks_and_what_was_sent_holds_no_secret(
    server: FakeServer, tmp_path: Path
) -> None:
    held(server, tmp_path)
    assert len(records(tmp_path, ConversationRecord)) == 2
    sent = json.dumps([seen.body["messages"] for seen in server.requests])
    assert "Imelda" in sent
    assert "best_outcomes" not in sent
    assert "dated_pause" not in sent


def test_what_is_held_is_not_paid_again(server: FakeServer, tmp_path: Path) -> None:
    held(server, tmp_path)
    calls = len(server.requests)
    held(server, tmp_path)
    assert len(server.requests) == calls
    assert len(records(tmp_path, ConversationRecord)) == 2


def test_a_budget_of_calls_stops_cleanly_and_goes_on_with_a_larger_one(
    server: FakeServer, tmp_path: Path
) -> None:
    result = held(server, tmp_path, limits=Limits(calls=2, conversations=1, at_once=1))
    assert result.stopped
    assert len(server.requests) <= 2
    held(server, tmp_path)
    assert len(records(tmp_path, ConversationRecord)) == 2


def test_a_failing_model_is_recorded_and_tried_again(server: FakeServer, tmp_path: Path) -> None:
    held(server, tmp_path, model="openai:down")
    failures = records(tmp_path, FailureRecord)
    assert len(failures) == 2
    assert not records(tmp_path, ConversationRecord)
    before = len(server.requests)
    held(server, tmp_path, model="openai:down")
    assert len(server.requests) > before


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    words = ["fidelity", "--personas", "the-will", "--advisors", "pushy,adherent", "--seeds", "2"]
    assert main([*words, "--cap", "12", "--out", str(out)]) == 0
    return out


def test_rating_sheets_are_blind_and_score(run_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ratings"
    make = ["ratings", "make", str(run_folder), "--kind", "findings", "--n", "6", "--out", str(out)]
    assert main(make) == 0
    sheet = out / "for-raters" / "sheet.csv"
    text = sheet.read_text("utf-8-sig")
    assert "pushy" not in text
    assert "adherent" not in text
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    for rater in ("one", "two"):
        filled = [dict(row) for row in rows]
        for row in filled:
            if row["part"] == "finding":
                row |= {"finding_correct": "yes", "wording_preferred": "yes", "harmful": "no"}
            else:
                row |= {"good_turn": "yes"}
        with (out / "filled" / f"{rater}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(filled)
    assert main(["ratings", "score", str(out)]) == 0


def test_a_sheet_with_an_unknown_answer_is_refused(
    run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "ratings"
    assert (
        main(
            [
                "ratings",
                "make",
                str(run_folder),
                "--kind",
                "findings",
                "--n",
                "2",
                "--out",
                str(out),
            ]
        )
        == 0
    )
    text = (out / "for-raters" / "sheet.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    rows[0]["finding_correct"] = "perhaps"
    with (out / "filled" / "one.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert main(["ratings", "score", str(out)]) == 1
    assert "finding_correct" in capsys.readouterr().err


def test_the_export_holds_every_conversation(run_folder: Path, tmp_path: Path) -> None:
    assert main(["export", str(run_folder), "--out", str(tmp_path)]) == 0
    log = json.loads(next(tmp_path.glob("*.json")).read_text("utf-8"))
    assert log["version"] == 2
    assert len(log["samples"]) == 4
    assert {"good ending", "trust change", "exchanges"} <= log["samples"][0]["scores"].keys()
