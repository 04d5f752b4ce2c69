"""Two runs side by side, and a run against its gate: what is missing or undefined never passes."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest

from chatbot.adapters.resources import Library
from chatbot.domain.persona import Persona
from evals.batch import LogError
from evals.compare.gate import GateError, judge, load_gate
from evals.compare.pairs import MEASURES, compare, read_run
from evals.compare.reading import CompareError, Figure, figures_of
from evals.compare.run import (
    add_compare_arguments,
    add_gate_arguments,
    compare_folders,
    run_compare,
    run_gate,
)
from evals.fidelity.run import add_arguments as fidelity_arguments
from evals.fidelity.run import run_fidelity
from evals.records import FailureRecord


def fidelity(out: Path, *more: str) -> Path:
    parser = ArgumentParser()
    fidelity_arguments(parser)
    few = ["--personas", "tax-return", "--advisors", "adherent,pushy", "--cap", "8"]
    run_fidelity(parser.parse_args([*few, "--seeds", "2", *more, "--out", str(out)]))
    return out


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    yielding = ("--client", "control-yielding", "--seeds", "3")
    return fidelity(folder / "lines"), fidelity(folder / "yielding", *yielding)


@pytest.fixture(scope="module")
def personas() -> dict[str, Persona]:
    return Library().gallery().personas


# --- compare --------------------------------------------------------------------------------------


def test_a_run_does_not_differ_from_itself(
    runs: tuple[Path, Path], personas: dict[str, Persona]
) -> None:
    one = read_run(runs[0], personas)
    same = compare(one, one)
    assert (same.pairs, same.only_a, same.only_b) == (4, 0, 0)
    assert not same.unlike and not same.changes
    assert {d.measure for d in same.overall} == MEASURES.keys()
    assert all(d.change.value == 0 and not d.clear for d in (*same.overall, *same.by_advisor))


def test_pairs_are_matched_without_the_voice(
    runs: tuple[Path, Path], personas: dict[str, Persona]
) -> None:
    a, b = read_run(runs[0], personas), read_run(runs[1], personas)
    found = compare(a, b)
    assert (found.pairs, found.only_a, found.only_b) == (4, 0, 2)
    assert found.changes == ("voices: lines → control-yielding",)
    by_name = {d.measure: d for d in found.overall}
    motivated = by_name["motivated within 20"]
    assert (motivated.b, motivated.pairs) == (1.0, 4)
    for d in found.overall:
        assert d.change.value == pytest.approx(d.b - d.a)
    assert by_name["exchanges"].change.value == pytest.approx(6 - by_name["exchanges"].a)
    back = {d.measure: d.change.value for d in compare(b, a).overall}
    assert back["exchanges"] == pytest.approx(-by_name["exchanges"].change.value)


def test_a_difference_is_paired_and_clear_only_where_zero_lies_outside(
    runs: tuple[Path, Path], personas: dict[str, Persona]
) -> None:
    a = read_run(runs[0], personas)
    longer = {k: o.model_copy(update={"exchanges": o.exchanges + 3}) for k, o in a.outcomes.items()}
    moved = compare(a, a.model_copy(update={"outcomes": longer}))
    by_name = {d.measure: d for d in moved.overall}
    # every pair differs by 3, so that pairing leaves no spread, however different the talks are
    assert by_name["exchanges"].change.low == by_name["exchanges"].change.high == 3
    assert by_name["exchanges"].clear
    assert not by_name["trust change"].clear


def test_an_absent_value_is_left_out_with_its_pair(
    runs: tuple[Path, Path], personas: dict[str, Persona]
) -> None:
    a = read_run(runs[0], personas)
    key = next(iter(a.outcomes))
    silent = a.outcomes | {key: a.outcomes[key].model_copy(update={"substantive_words": None})}
    found = compare(a, a.model_copy(update={"outcomes": silent}))
    pairs = {d.measure: d.pairs for d in found.overall}
    assert pairs["words of a substantive turn"] == 3
    assert pairs["good ending"] == 4


def test_runs_that_cannot_be_compared_are_errors(
    runs: tuple[Path, Path], personas: dict[str, Persona], tmp_path: Path
) -> None:
    a = read_run(runs[0], personas)
    with pytest.raises(CompareError, match="in common"):
        compare(a, a.model_copy(update={"outcomes": {}}))
    with pytest.raises(CompareError, match=r"no log\.jsonl"):
        read_run(tmp_path, personas)
    with pytest.raises(CompareError, match="'tax-return' is not at hand"):
        read_run(runs[0], {})
    log = (runs[0] / "log.jsonl").read_bytes()
    twice = tmp_path / "log.jsonl"
    twice.write_bytes(log + log.split(b"\n")[1] + b"\n")
    with pytest.raises(CompareError, match="twin"):
        read_run(tmp_path, personas)
    twice.write_bytes(log.replace(b'"version":1', b'"version":9', 1))
    with pytest.raises(LogError, match=":1:"):
        read_run(tmp_path, personas)
    twice.write_bytes(b"\n".join(log.split(b"\n")[1:]))
    with pytest.raises(CompareError, match="begin with a run"):
        read_run(tmp_path, personas)


def test_failed_talks_and_edited_personas_are_said(
    runs: tuple[Path, Path], personas: dict[str, Persona], tmp_path: Path
) -> None:
    failed = FailureRecord(
        id="x", persona="tax-return", advisor="pushy", voice="lines", seed=9, exchanges=1, error="e"
    )
    log = (runs[0] / "log.jsonl").read_bytes()
    (tmp_path / "log.jsonl").write_bytes(log + failed.model_dump_json().encode() + b"\n")
    a, b = read_run(runs[0], personas), read_run(tmp_path, personas)
    assert b.failed == 1
    about = b.about.model_copy(update={"personas": {"tax-return": "other"}, "cap": 9})
    found = compare(a, b.model_copy(update={"about": about}))
    assert found.unlike == ("cap: 8 → 9", "persona files edited in between: tax-return")
    assert (found.failed_a, found.failed_b) == (0, 1)


def agreement_report(folder: Path, value: float | None, low: float, high: float) -> None:
    figure = None if value is None else {"value": value, "low": low, "high": high}
    tasks = [{"name": "advisor", "macro_f1": figure, "labelled": 10}]
    folder.mkdir(exist_ok=True)
    text = json.dumps({"version": 1, "variants": [{"name": "as_written", "tasks": tasks}]})
    (folder / "report.json").write_text(text, "utf-8")


def test_agreement_reports_stand_side_by_side(tmp_path: Path) -> None:
    agreement_report(tmp_path / "a", 0.5, 0.4, 0.6)
    agreement_report(tmp_path / "b", 0.8, 0.7, 0.9)
    report = compare_folders(tmp_path / "a", tmp_path / "b")
    assert report.talks is None
    assert [one.name for one in report.agreement] == ["variants.as_written.tasks.advisor.macro_f1"]
    assert report.agreement[0].apart
    agreement_report(tmp_path / "b", 0.55, 0.45, 0.65)
    assert not compare_folders(tmp_path / "a", tmp_path / "b").agreement[0].apart
    with pytest.raises(CompareError, match=r"no log\.jsonl"):
        compare_folders(tmp_path / "a", tmp_path)


def test_the_comparison_is_printed_and_written(
    runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    add_compare_arguments(parser)
    out = tmp_path / "out"
    words = [str(runs[0]), str(runs[1]), "--out", str(out)]
    assert run_compare(parser.parse_args(words)) == 0
    printed = capsys.readouterr().out
    assert "4 conversations" in printed and "Only in A 0, only in B 2" in printed
    assert (out / "compare.md").read_text("utf-8") in printed
    assert json.loads((out / "compare.json").read_text("utf-8"))["talks"]["pairs"] == 4


def test_figures_are_found_by_name() -> None:
    report = {
        "a": {"value": 0.5, "low": None, "high": None, "n": 3},
        "list": [{"name": "x", "f1": {"value": 0.1}}, {"label": "y", "f1": None}, 7],
        "flag": True,
        "word": "no",
    }
    assert figures_of(report) == {
        "a": Figure(value=0.5),
        "list.x.f1": Figure(value=0.1),
        "list.y.f1": Figure(value=None),
        "list.2": Figure(value=7),
    }


# --- the gate -------------------------------------------------------------------------------------


def gate_file(folder: Path, *thresholds: str) -> Path:
    path = folder / "gate.yaml"
    path.write_text("thresholds:\n" + "".join(f"  - {one}\n" for one in thresholds), "utf-8")
    return path


def gated(run: Path, path: Path) -> int:
    parser = ArgumentParser()
    add_gate_arguments(parser)
    return run_gate(parser.parse_args([str(run), "--thresholds", str(path)]))


def test_a_kept_gate_passes_and_a_broken_one_names_its_lines(
    runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = "figure: {advisor: pushy, name: exchanges, at_least: 1, at_most: 8}"
    assert gated(runs[0], gate_file(tmp_path, kept)) == 0
    assert "1 of 1 thresholds kept" in capsys.readouterr().out
    low = "figure: {advisor: adherent, name: good ending, at_least: 1.5}"
    high = "figure: {name: summary.conversations, at_most: 3}"
    assert gated(runs[0], gate_file(tmp_path, kept, low, high)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("FAILED")] == lines[1:3]
    assert "FAILED  fidelity · summary.conversations: 4 (at most 3)" in lines
    assert lines[-1] == "1 of 3 thresholds kept."


@pytest.mark.parametrize(
    ("threshold", "says"),
    [
        ("figure: {advisor: pushy, name: good endings, at_least: 0}", "near it: good ending"),
        ("figure: {advisor: kind, name: good ending, at_least: 0}", "no advisor 'kind'"),
        ("figure: {name: summary.nothing, at_least: 0}", "no figure 'summary.nothing'"),
        ("robustness: {name: nothing crashes, at_least: 1}", "holds no robustness report"),
        ("agreement: {name: variants.x, at_least: 1}", "holds no agreement report"),
    ],
)
def test_what_the_run_does_not_hold_is_an_error(
    runs: tuple[Path, Path], tmp_path: Path, threshold: str, says: str
) -> None:
    with pytest.raises(GateError, match=says):
        gated(runs[0], gate_file(tmp_path, threshold))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("thresholds: []", "holds no threshold"),
        ("name: ci", "thresholds: Field required"),
        ("thresholds:\n  - figure: {name: x}", "gate.yaml:2: .*bounds nothing"),
        ("thresholds:\n  - figure: {name: x, at_least: 1, at_most: 0}", "nothing could pass"),
        ("thresholds:\n  - figure: {name: x, at_least: much}", "valid number"),
        ("thresholds:\n  - figure: {name: x, at_least: nan}", "finite"),
        ("thresholds:\n  - figures: {name: x, at_least: 1}", "figures"),
        ("thresholds:\n  - {}", "must be one of"),
        ("thresholds: [", "line"),
        ("", "empty"),
    ],
)
def test_a_broken_or_empty_gate_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(GateError, match=says):
        load_gate(path)
    with pytest.raises(GateError, match="give a file"):
        load_gate(tmp_path / "none.yaml")


def test_what_has_no_value_never_passes(tmp_path: Path) -> None:
    agreement_report(tmp_path / "agreement", None, 0, 0)
    name = "variants.as_written.tasks.advisor.macro_f1"
    path = gate_file(tmp_path, f"agreement: {{name: {name}, at_most: 1}}")
    (found,) = judge(tmp_path, load_gate(path))
    assert not found.passed
    assert "has no value" in str(found)
    agreement_report(tmp_path / "agreement", 0.7, 0, 1)
    assert judge(tmp_path, load_gate(path))[0].passed


def test_an_untried_robustness_check_never_passes(tmp_path: Path) -> None:
    checks: list[dict[str, Any]] = [{"name": "nothing crashes", "rate": None}]
    (tmp_path / "robustness.json").write_text(json.dumps({"checks": checks}), "utf-8")
    path = gate_file(tmp_path, "robustness: {name: nothing crashes, at_most: 1}")
    assert not judge(tmp_path, load_gate(path))[0].passed


def test_failed_conversations_fail_the_gate(runs: tuple[Path, Path], tmp_path: Path) -> None:
    report = json.loads((runs[0] / "fidelity.json").read_text("utf-8"))
    report["failures"] = [{}]
    (tmp_path / "fidelity.json").write_text(json.dumps(report), "utf-8")
    path = gate_file(tmp_path, "figure: {name: summary.conversations, at_least: 1}")
    assert [one.passed for one in judge(tmp_path, load_gate(path))] == [True, False]


def test_a_report_that_is_no_report_is_an_error(tmp_path: Path) -> None:
    path = gate_file(tmp_path, "figure: {name: summary.conversations, at_least: 1}")
    for text, says in (("{", "no JSON"), ("[]", "no report")):
        (tmp_path / "fidelity.json").write_text(text, "utf-8")
        with pytest.raises(CompareError, match=says):
            gated(tmp_path, path)
