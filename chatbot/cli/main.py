"""The command line: what can be said, and who answers it."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from chatbot import __version__
from chatbot.domain.errors import SparringError

#: For the help; moods and codes are decided by `domain.adjust` and `domain.codes`, which load late.
MOODS = ("rested", "usual", "hurried", "upset", "wary")
CODES = "GI, P, PwP, Q_open, Q_closed, SR, CR, AF, Seek, Emphasize, C, or none"


def main(argv: Sequence[str] | None = None) -> int:
    """Run `sparring`; returns the exit status (0 well, 1 an error that was told, 2 usage)."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except SparringError as error:
        print(f"sparring: {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="sparring",
        description="Practise the conversation in which a client keeps questioning your advice. "
        "Without a command, the practice room opens as a page on this machine.",
    )
    parser.add_argument("--version", action="version", version=f"sparring {__version__}")
    parser.add_argument("--host", help="address of the page (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port of the page (default 8000)")
    parser.set_defaults(run=_serve)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_chat(commands)
    _add_personas(commands)
    _add_models(commands)
    _add_rest(commands)
    _add_reviews(commands)
    return parser


type_of = argparse._SubParsersAction


def _add_chat(commands: "type_of[argparse.ArgumentParser]") -> None:
    chat = commands.add_parser("chat", help="talk with a client in the terminal")
    text = "a client's id (see: sparring personas), or a persona file"
    chat.add_argument("--persona", required=True, metavar="ID|FILE", help=text)
    chat.add_argument(
        "--difficulty", type=int, choices=range(1, 6), help="1 open … 5 hard to reach"
    )
    chat.add_argument("--mood", choices=MOODS, default="usual", help="how the client comes today")
    chat.add_argument("--seed", type=int, metavar="N", help="same seed, same turns: same replies")
    chat.add_argument("--client", default="auto", metavar="lines|MODEL", help="who speaks")
    chat.add_argument("--evaluator", default="auto", metavar="offline|MODEL", help="who critiques")
    chat.add_argument("--coaching", choices=("live", "after", "off"), default="live")
    chat.add_argument("--json", action="store_true", help="print logged events, one a line")
    chat.set_defaults(run=_chat)


def _add_personas(commands: "type_of[argparse.ArgumentParser]") -> None:
    personas = commands.add_parser("personas", help="list, check, show, make or exchange clients")
    personas.set_defaults(run=_personas, action="list")
    actions = personas.add_subparsers(title="actions", metavar="ACTION")
    made: dict[str, argparse.ArgumentParser] = {}
    for name, argument, text in (
        ("check", "path", "say whether a persona file can be used"),
        ("show", "id", "show one client's brief"),
        ("new", "id", "make a client: twenty questions, or one of the options"),
        ("import", "path", "make a client of a character card (V2 or V3, JSON or PNG)"),
        ("export", "id", "write a client as a character card"),
    ):
        made[name] = actions.add_parser(name, help=text)
        made[name].add_argument(argument, metavar=argument.upper())
        made[name].set_defaults(action=name)
    ways = made["new"].add_mutually_exclusive_group()
    ways.add_argument("--blank", action="store_true", help="a commented file to fill in")
    text = "let the configured model draft it from a paragraph (- reads standard input)"
    ways.add_argument("--from", dest="source", metavar="FILE|-", help=text)
    made["import"].add_argument("--id", metavar="ID", help="the id it gets (else its own)")
    made["export"].add_argument("--to", required=True, metavar="FILE", help="FILE.json or FILE.png")
    made["export"].add_argument("--spec", choices=("v2", "v3"), default="v3")
    schema = actions.add_parser("schema", help="print the JSON Schema of a persona file")
    schema.set_defaults(action="schema")


def _add_models(commands: "type_of[argparse.ArgumentParser]") -> None:
    models = commands.add_parser("model", help="list, fetch or remove a model in the box")
    models.set_defaults(run=_models, action="list")
    actions = models.add_subparsers(title="actions", metavar="ACTION")
    actions.add_parser("list", help="show which models are known and which are here")
    for name, text in (
        ("fetch", "bring a model here: a known name, or owner/repo/file.gguf on the hub"),
        ("remove", "take a fetched model away"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("name", metavar="NAME", help="see: sparring model list")
        action.set_defaults(action=name)


def _add_rest(commands: "type_of[argparse.ArgumentParser]") -> None:
    code = commands.add_parser("code", help="code one advisor turn")
    code.add_argument("text", metavar="TEXT")
    code.add_argument("--after", default="", metavar="TEXT", help="what the client had just said")
    code.add_argument("--json", action="store_true")
    code.set_defaults(run=_code)
    sessions = commands.add_parser("sessions", help="list your talks")
    sessions.set_defaults(run=_sessions)
    debrief = commands.add_parser("debrief", help="debrief a talk")
    debrief.add_argument("session", metavar="SESSION", help="see: sparring sessions")
    debrief.add_argument("--format", choices=("md", "html", "json", "csv"), default="md")
    debrief.set_defaults(run=_debrief)
    share = commands.add_parser("share", help="make a finished talk a case for a colleague")
    share.add_argument("session", metavar="SESSION", help="see: sparring sessions")
    share.add_argument("--to", required=True, metavar="FOLDER", help="where the two files are put")
    share.set_defaults(run=_share)


def _add_reviews(commands: "type_of[argparse.ArgumentParser]") -> None:
    correct = commands.add_parser("correct", help="put the codes of a turn right, or disagree")
    add = correct.add_argument
    add("session", metavar="SESSION", help="see: sparring sessions")
    add("turn", metavar="TURN", type=int, nargs="?", help="its number; left out: show all turns")
    add("--code", metavar="OLD", help="the code to put right")
    add("--to", metavar="NEW", help=f"what it is: {CODES}; without --code it is added")
    add("--quote", metavar="WORDS", help="the words that an added code lies on (the whole turn)")
    add("--right", action="store_true", help="all codes of the turn are right")
    add("--disagree", type=int, metavar="N", help="disagree with point N of the critique")
    add("--undo", action="store_true", help="take back the last thing said of the turn")
    correct.set_defaults(run=_correct)
    corrections = commands.add_parser("corrections", help="how often the codes stood; exports")
    corrections.set_defaults(run=_corrections, action="tell")
    actions = corrections.add_subparsers(title="actions", metavar="ACTION")
    for name, text in (
        ("export", "write the turns that you looked at as labelled data (CSV)"),
        ("contested", "write the findings that you disagree with as cases (JSONL)"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("--out", required=True, metavar="FILE")
        action.set_defaults(action=name)


def _serve(arguments: argparse.Namespace) -> int:
    from chatbot.settings import read_settings  # noqa: PLC0415
    from chatbot.ui.serve import serve  # noqa: PLC0415

    settings = read_settings()
    chosen = {k: v for k in ("host", "port") if (v := getattr(arguments, k)) is not None}
    serve(settings.model_copy(update=chosen))
    return 0


def _chat(arguments: argparse.Namespace) -> int:
    from chatbot.cli.chat import chat  # noqa: PLC0415

    return asyncio.run(chat(arguments))


def _personas(arguments: argparse.Namespace) -> int:
    from chatbot.cli import personas  # noqa: PLC0415

    return personas.run(arguments)


def _models(arguments: argparse.Namespace) -> int:
    from chatbot.cli import models  # noqa: PLC0415

    return models.run(arguments)


def _code(arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import show_code  # noqa: PLC0415

    return asyncio.run(show_code(arguments.text, arguments.after, as_json=arguments.json))


def _sessions(_arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import show_sessions  # noqa: PLC0415

    return asyncio.run(show_sessions())


def _debrief(arguments: argparse.Namespace) -> int:
    from chatbot.cli.show import show_debrief  # noqa: PLC0415

    return asyncio.run(show_debrief(arguments.session, arguments.format))


def _share(arguments: argparse.Namespace) -> int:
    from chatbot.cli.share import share  # noqa: PLC0415

    return asyncio.run(share(arguments))


def _correct(arguments: argparse.Namespace) -> int:
    from chatbot.cli.correct import correct  # noqa: PLC0415

    return asyncio.run(correct(arguments))


def _corrections(arguments: argparse.Namespace) -> int:
    from chatbot.cli.corrections import corrections  # noqa: PLC0415

    return asyncio.run(corrections(arguments))
