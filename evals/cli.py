"""The command line of the evals."""

import argparse
import sys
from collections.abc import Sequence

from chatbot.domain.errors import SparringError


def main(argv: Sequence[str] | None = None) -> int:
    """Run `sparring-evals`; returns 0, or 1 for an error or a failed gate."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except SparringError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all evals."""
    from evals.fidelity import run as fidelity  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="sparring-evals", description=__doc__)
    commands = parser.add_subparsers(title="evals", metavar="EVAL", required=True)
    one = commands.add_parser("fidelity", help="the client under advisors of known kind")
    fidelity.add_arguments(one)
    one.set_defaults(run=_fidelity)
    return parser


def _fidelity(arguments: argparse.Namespace) -> int:
    from evals.fidelity.report import to_markdown  # noqa: PLC0415
    from evals.fidelity.run import run_fidelity  # noqa: PLC0415

    print(to_markdown(run_fidelity(arguments)))
    return 0
