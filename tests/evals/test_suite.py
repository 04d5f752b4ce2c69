"""A suite runs its evals into a folder each, then its gate."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from evals.compare.gate import load_gate
from evals.suite.run import SuiteError, add_arguments, run_suite

CI = Path(__file__).parents[2] / "evals" / "suites" / "ci.yaml"
FEW = "{client: lines, personas: tax-return, advisors: pushy, seeds: 1, cap: 3}"
KEPT = "figure: {advisor: pushy, name: exchanges, at_most: 3}"


def suite(folder: Path, evals: str, *thresholds: str) -> Path:
    path = folder / "suite.yaml"
    lines = "".join(f"  - {one}\n" for one in thresholds)
    path.write_text(f"name: small\nevals: {evals}\nthresholds:\n{lines}", "utf-8")
    return path


def run(path: Path, out: Path, *more: str) -> int:
    parser = ArgumentParser()
    add_arguments(parser)
    return run_suite(parser.parse_args([str(path), "--out", str(out), *more]))


def test_it_runs_and_judges(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(suite(tmp_path, f"{{fidelity: {FEW}}}", KEPT), out) == 0
    assert (out / "fidelity" / "fidelity.json").is_file()
    strict = "figure: {advisor: pushy, name: exchanges, at_least: 4}"
    path = suite(tmp_path, f"{{fidelity: {FEW}}}", KEPT, strict)
    assert run(path, out, "--resume") == 1
    assert "FAILED  fidelity · pushy · exchanges: 3" in capsys.readouterr().out


def test_old_talks_are_not_taken_for_new_ones(tmp_path: Path) -> None:
    path, out = suite(tmp_path, f"{{fidelity: {FEW}}}", KEPT), tmp_path / "out"
    (out / "fidelity").mkdir(parents=True)
    with pytest.raises(SuiteError, match="--resume"):
        run(path, out)


@pytest.mark.parametrize(
    ("evals", "says"),
    [
        ("{}", "names none"),
        ("{beauty: {}}", "unknown eval beauty"),
        ("{fidelity: {colour: red}}", "unrecognized arguments: --colour"),
        ("{fidelity: {seeds: many}}", "invalid int value"),
    ],
)
def test_a_suite_that_cannot_run_is_an_error(tmp_path: Path, evals: str, says: str) -> None:
    with pytest.raises(SuiteError, match=says):
        run(suite(tmp_path, evals, KEPT), tmp_path / "out")


def test_data_is_seen_from_the_suite_and_its_absence_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "suites"
    home.mkdir()
    evals = f"{{fidelity: {FEW}, agreement: {{data: ../corpus/**/*.csv, resamples: 20}}}}"
    assert run(suite(home, evals, KEPT), tmp_path / "without") == 0
    assert "left out, no file matches" in capsys.readouterr().out
    corpus = tmp_path / "corpus" / "ours"
    corpus.mkdir(parents=True)
    (corpus / "talks.csv").write_bytes((Path(__file__).parent / "talks.csv").read_bytes())
    path = suite(home, evals, KEPT, "agreement: {name: version, at_least: 1, at_most: 1}")
    assert run(path, tmp_path / "with") == 0
    assert (tmp_path / "with" / "agreement" / "report.json").is_file()


def test_the_suite_for_ci_is_whole() -> None:
    gate = load_gate(CI)
    assert set(gate.evals) == {"fidelity", "robustness", "agreement"}
    checks = {one.robustness.name for one in gate.thresholds if one.robustness}
    assert {"critique steady", "nothing crashes", "client stays in role"} <= checks
    assert any(one.figure and one.figure.advisor == "pushy" for one in gate.thresholds)
