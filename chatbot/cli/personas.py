"""`sparring personas`: list, check, show; making and exchanging are modules of their own."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from textwrap import fill

from chatbot.adapters.resources import Broken, load_persona
from chatbot.domain.errors import NotFound
from chatbot.domain.moves import Act
from chatbot.domain.persona import Persona
from chatbot.settings import read_settings
from chatbot.wiring import make_library

WIDTH = 96


def run(arguments: Namespace) -> int:
    """Run the action asked for.

    Raises:
        SparringError: the file or the id cannot be used.
    """
    match arguments.action:
        case "check":
            return check(Path(arguments.path))
        case "show":
            return show(arguments.id)
        case "new":
            from chatbot.cli.new_persona import new  # noqa: PLC0415

            return new(arguments)
        case "import" | "export":
            from chatbot.cli.cards import exchange  # noqa: PLC0415

            return exchange(arguments)
        case "schema":
            print(json.dumps(Persona.model_json_schema(), indent=2))
            return 0
        case _:
            return show_list()


def show_list() -> int:
    """Print the clients at hand, one a line beginning with the id; broken files last."""
    gallery = make_library(read_settings()).gallery()
    width = max((len(key) for key in gallery.personas), default=0)
    for key, persona in sorted(gallery.personas.items()):
        about = f"{persona.name}, {persona.age}, {persona.domain}, difficulty {persona.difficulty}"
        print(f"{key:<{width}}  {about}")
    for broken in gallery.broken:
        _print_broken(broken)
    return 0


def _print_broken(broken: Broken) -> None:
    print(f"cannot be used: {broken.path}\n  {broken.message}", file=sys.stderr)


def check(path: Path) -> int:
    """Say whether a file can be used, and which acts it has no lines for.

    Raises:
        PersonaError: it cannot be used; each line of the message names file, line and field.
        NotFound: there is no such file.
    """
    try:
        persona = load_persona(path)
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}") from error
    lines = sum(len(own) for own in persona.lines.values())
    print(f"{path.name}: {persona.name} can be talked with; {lines} lines of their own.")
    bare = [act.value for act in Act if not persona.lines.get(act)]
    if bare:
        print(fill(f"Without lines of their own (the shared ones speak): {', '.join(bare)}", WIDTH))
    return 0


def show(persona_id: str) -> int:
    """Print what an advisor is told before the talk.

    Raises:
        NotFound: there is no such client.
    """
    persona = make_library(read_settings()).gallery().get(persona_id)
    brief = persona.advisor_brief
    print(f"{persona.name}, {persona.age}: {persona.domain} (difficulty {persona.difficulty} of 5)")
    for title, text in (
        ("You are", brief.role),
        ("So far", brief.situation),
        ("You recommend", brief.recommendation),
        ("It would mean", brief.target_behaviour),
        ("You must tell", " ".join(brief.must_tell)),
        ("What you gain", brief.advisor_interest),
    ):
        if text:
            print(fill(f"{title}: {text}", WIDTH))
    return 0
