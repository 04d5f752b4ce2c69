"""`evals compare A B` and `evals gate RUN --thresholds FILE`."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from chatbot.adapters.resources import Library
from evals.compare.gate import judge, load_gate
from evals.compare.pairs import Comparison, compare, read_run
from evals.compare.reading import CompareError, figures_of, find_report, read_report
from evals.compare.report import AgreementChange, CompareReport, to_markdown

#: Figures of an agreement report that are laid side by side, by the last part of their name.
AGREEMENT: Final = frozenset(
    "accuracy macro_f1 micro_f1 kappa alpha ece f1 auc leniency rank_with_labels".split()
)


def add_compare_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals compare`."""
    parser.add_argument("a", type=Path, metavar="A", help="folder of the run before")
    parser.add_argument("b", type=Path, metavar="B", help="folder of the run after")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write compare.json and .md there")


def run_compare(options: Namespace) -> int:
    """Compare two runs and print the report; returns 0.

    Raises:
        CompareError: a folder holds nothing that can be compared, or the disk refuses.
        LogError: a log cannot be read.
    """
    report = compare_folders(options.a, options.b)
    text = to_markdown(report)
    print(text)
    if options.out is not None:
        try:
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / "compare.json").write_text(report.model_dump_json(indent=2), "utf-8")
            (options.out / "compare.md").write_text(text, "utf-8")
        except OSError as error:
            raise CompareError(f"{options.out}: {error.strerror}; give another --out") from error
    return 0


def compare_folders(a: Path, b: Path) -> CompareReport:
    """Compare what both folders hold: conversations, agreement, or both.

    Raises:
        CompareError: they hold nothing of the same kind.
        LogError: a log cannot be read.
    """
    agreement = _agreement(a, b)
    talks = _talks(a, b, needed=not agreement)
    return CompareReport(a=str(a), b=str(b), talks=talks, agreement=agreement)


def _talks(a: Path, b: Path, *, needed: bool) -> Comparison | None:
    logs = [any((one / x / "log.jsonl").is_file() for x in ("", "fidelity")) for one in (a, b)]
    if not all(logs) and not needed:
        return None
    personas = Library().gallery().personas
    return compare(read_run(a, personas), read_run(b, personas))


def _agreement(a: Path, b: Path) -> tuple[AgreementChange, ...]:
    paths = [find_report(one, "agreement") for one in (a, b)]
    if paths[0] is None or paths[1] is None:
        return ()
    before, after = figures_of(read_report(paths[0])), figures_of(read_report(paths[1]))
    return tuple(
        AgreementChange(name=name, a=before[name], b=after[name])
        for name in before
        if name in after and name.rpartition(".")[2] in AGREEMENT
    )


def add_gate_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals gate`."""
    parser.add_argument("run_folder", type=Path, metavar="RUN", help="folder of a run or suite")
    parser.add_argument("--thresholds", type=Path, required=True, metavar="FILE", help="YAML")


def run_gate(options: Namespace) -> int:
    """Hold a run against its thresholds; returns 1 if one is not kept.

    Raises:
        GateError: the gate is broken or empty, or asks for what the run does not hold.
        CompareError: a report cannot be read.
    """
    return print_gate(options.run_folder, options.thresholds)


def print_gate(run: Path, thresholds: Path) -> int:
    """Print a line for each threshold, those that fail last; returns 1 if there are any.

    Raises:
        GateError, CompareError: as `run_gate`.
    """
    judgements = sorted(judge(run, load_gate(thresholds)), key=lambda one: not one.passed)
    for one in judgements:
        print(one)
    failed = sum(not one.passed for one in judgements)
    print(f"{len(judgements) - failed} of {len(judgements)} thresholds kept.")
    return 1 if failed else 0
