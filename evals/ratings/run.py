"""`evals ratings make` and `evals ratings score`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from chatbot.adapters.resources import Library
from chatbot.domain.errors import InputError
from evals.contested.cases import read_cases
from evals.models.judged import Critic, OfflineCritic, recorded_critic
from evals.ratings import items, wordings
from evals.ratings.filled import read_filled, read_key
from evals.ratings.form import Kind
from evals.ratings.report import lines_of, write_reports
from evals.ratings.scoring import score
from evals.ratings.sheet import FILLED, FOR_RATERS, KEY, make_key, write_sheet

_TURNS = (
    "findings: turns shown uncriticised (half of N); voice: refused wordings, and replies of each "
    "further run (a quarter of N)"
)
#: How the name of a file of contested findings ends.
CASES = ".jsonl"


def add_arguments(parser: ArgumentParser) -> None:
    """Add `make` and `score` with their options."""
    commands = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    make = commands.add_parser("make", help="blind rating sheets out of runs")
    runs = f"--out folders of runs; of findings also {CASES} files of contested ones"
    make.add_argument("runs", nargs="+", type=Path, metavar="RUN", help=runs)
    make.add_argument("--kind", required=True, choices=[k for k in Kind if k is not Kind.WORDINGS])
    make.add_argument("--n", type=int, default=100, metavar="N", help="items (findings, pairs …)")
    make.add_argument("--turns", type=int, metavar="M", help=_TURNS)
    make.add_argument("--critic", choices=("offline", "recorded"), default="offline")
    make.add_argument("--seed", type=int, default=1, metavar="S")
    make.add_argument("--out", type=Path, required=True, metavar="DIR")
    score_ = commands.add_parser("score", help="what filled sheets come to")
    score_.add_argument("folder", type=Path, metavar="DIR", help="the --out folder of `make`")


def run_ratings(options: Namespace) -> int:
    """Make sheets, or evaluate filled ones.

    Raises:
        InputError: a run holds nothing to rate, or pairs were not asked of two runs.
        RatingError: a sheet cannot be made or used; the message names file, line and column.
        LogError: a log cannot be read.
        CaseError: a file of contested findings cannot be read.
    """
    return _make(options) if options.action == "make" else _score(options.folder)


def _make(options: Namespace) -> int:
    kind = Kind(options.kind)
    if options.n < 1:
        raise InputError("--n: give at least 1 item.")
    found = _items(kind, options)
    if not found:
        raise InputError("The runs hold nothing of this kind; give other runs.")
    key = make_key(kind, options.seed, tuple(str(run) for run in options.runs), found)
    write_sheet(key, options.out)
    print(f"{len(found)} items. Hand {options.out / FOR_RATERS} to the raters, and nothing else.")
    print(f"Put what comes back into {options.out / FILLED} as NAME.csv; the key is {KEY}.")
    return 0


def _items(kind: Kind, options: Namespace) -> list[items.Item]:
    if kind is Kind.FINDINGS and all(run.suffix == CASES for run in options.runs):
        return items.contested(read_cases(*options.runs), options.n, options.seed)
    runs = [items.conversations(run) for run in options.runs]
    if kind is Kind.PAIRS:
        if len(runs) != 2:
            raise InputError("Pairs need two runs, one for each side.")
        return items.pairs(runs[0], runs[1], options.n, options.seed)
    records = [record for run in runs for record in run]
    if kind is Kind.REPLIES:
        return items.replies(records, options.n, options.seed)
    if kind is Kind.VOICE:
        beside = options.n // 4 if options.turns is None else options.turns
        first, *others = runs
        drawn = wordings.replies(first, options.n, options.seed)
        drawn += wordings.refused(first, beside, options.seed)
        return drawn + [i for run in others for i in wordings.replies(run, beside, options.seed)]
    if kind is Kind.BELIEVABILITY:
        return items.talks(records, options.n, options.seed)
    turns = options.n // 2 if options.turns is None else options.turns
    critic = _critic(options.critic, options.runs)
    return items.findings(records, options.n, turns, options.seed, critic)


def _critic(name: str, runs: Sequence[Path]) -> Critic:
    if name == "offline":
        return OfflineCritic(Library()).critique
    return recorded_critic(*runs)


def _score(folder: Path) -> int:
    key = read_key(folder)
    report = score(key, read_filled(folder, key))
    write_reports(report, folder)
    print("\n".join(lines_of(report)))
    return 0
