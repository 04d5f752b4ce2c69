"""The command line of the evals: one command each, the work is loaded when it is asked for."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final, NamedTuple

from chatbot.domain.errors import SparringError


class Command(NamedTuple):
    """Where an eval lives: its module has the two functions named here."""

    module: str
    function: str
    help: str
    options: str = "add_arguments"


COMMANDS: Final[dict[str, Command]] = {
    "fidelity": Command("evals.fidelity.run", "command", "the client under advisors of known kind"),
    "agreement": Command("evals.agreement.run", "command", "the coder against human labels"),
    "critic": Command("evals.critic.run", "run_critic", "the offline critic on our own talks"),
    "robustness": Command("evals.robustness.run", "run_robustness", "what nobody should type"),
    "persona": Command("evals.persona_check.run", "run_persona", "does this persona discriminate?"),
    "compare": Command(
        "evals.compare.run", "run_compare", "two runs, paired", "add_compare_arguments"
    ),
    "gate": Command("evals.compare.run", "run_gate", "thresholds on a run", "add_gate_arguments"),
    "advisors": Command("evals.advisors_rank.run", "run_advisors", "which model advises better"),
    "coach": Command("evals.coach.run", "run_coach", "the coach's wordings, for blind readers"),
    "desk": Command("evals.desk", "command", "a chat model whose answers people write"),
    "ratings": Command("evals.ratings.run", "run_ratings", "what do blind readers say"),
    "contested": Command("evals.contested.run", "run_contested", "what people disagreed with"),
    "export": Command("evals.export_inspect", "run_export", "a run in inspect_ai's log format"),
    "show": Command("evals.show", "command", "conversations of a run, with the causes"),
    "suite": Command("evals.suite.run", "run_suite", "several evals and their gate, from a file"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run `sparring-evals`; returns 0, 1 for an error or a failed gate, 2 for usage."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words and words[0] in COMMANDS else None
    arguments = build_parser(name).parse_args(words)
    try:
        done = _function(COMMANDS[arguments.eval])(arguments)
        return int(asyncio.run(done) if asyncio.iscoroutine(done) else done)
    except SparringError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("evals: stopped; the same command goes on from here", file=sys.stderr)
        return 130


def build_parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; only the chosen eval's module is loaded for its options."""
    parser = argparse.ArgumentParser(
        prog="sparring-evals", description="How good is it, in numbers."
    )
    commands = parser.add_subparsers(title="evals", metavar="EVAL", dest="eval", required=True)
    for name, command in COMMANDS.items():
        one = commands.add_parser(name, help=command.help)
        if name == chosen:
            getattr(import_module(command.module), command.options)(one)
    return parser


def _function(command: Command) -> Callable[[argparse.Namespace], Any]:
    found: Callable[[argparse.Namespace], Any] = getattr(
        import_module(command.module), command.function
    )
    return found
