"""`sparring personas new`: an interview, a draft by a model, or a blank file."""

import asyncio
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from chatbot.adapters.persona_file import persona_yaml, write_file, write_persona
from chatbot.adapters.resources import shipped
from chatbot.cli.interview import Interview, Stopped
from chatbot.domain.drafting import Drafted, draft
from chatbot.domain.errors import InputError, SparringError
from chatbot.domain.interview import sketch_of
from chatbot.settings import Settings, read_settings

WIDTH = 96
#: More of a paragraph is not even read, in bytes.
MAX_PARAGRAPH = 64 * 1024


def new(arguments: Namespace) -> int:
    """Make a client; returns 0, or 130 where the user left the interview.

    Raises:
        SparringError: the id is of the wrong form or taken, a file or the model cannot be used.
    """
    settings = read_settings()
    path = persona_path(arguments.id, settings)
    if arguments.blank:
        return _blank(arguments.id, path)
    if arguments.source is not None:
        return asyncio.run(_from_paragraph(arguments.source, arguments.id, path, settings))
    return _interview(arguments.id, path)


def persona_path(persona_id: str, settings: Settings) -> Path:
    """Return where a new client goes.

    Raises:
        InputError: the id is of the wrong form, or taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_-]{1,47}", persona_id):
        raise InputError("An id is written in lower case, with hyphens, such as 'school-bus'.")
    path = settings.own_personas / f"{persona_id}.yaml"
    if path.exists():
        raise InputError(f"{path} is there already; choose another id.")
    return path


def _blank(persona_id: str, path: Path) -> int:
    text = (shipped("personas") / "_template.yaml").read_text("utf-8")
    write_file(path, text.replace("id: your-client", f"id: {persona_id}", 1).encode())
    print(f"Written: {path}. Fill it in, then: sparring personas check {path}")
    return 0


def _interview(persona_id: str, path: Path) -> int:
    interview = Interview(path.with_name(f"_{persona_id}.answers.yaml"))
    try:
        made = draft(sketch_of(interview.run()), persona_id)
    except Stopped:
        kept = f"Kept: {interview.kept}" if interview.answers else "Nothing was answered yet"
        print(f"\n{kept}. Go on with: sparring personas new {persona_id}")
        return 130
    head = ["Made in an interview. What was skipped is filled in neutrally and marked TODO."]
    write_persona(path, persona_yaml(made.persona, made.todo, head), made.persona)
    interview.kept.unlink(missing_ok=True)
    tell_made(path, made)
    return 0


async def _from_paragraph(source: str, persona_id: str, path: Path, settings: Settings) -> int:
    from chatbot.chains.persona_draft import draft_persona  # noqa: PLC0415
    from chatbot.wiring import make_drafter, make_library  # noqa: PLC0415

    paragraph = await asyncio.to_thread(_paragraph, source)
    model = make_drafter(settings)
    try:
        template = make_library(settings).template("persona_draft")
        print(f"{model.name} is drafting …", file=sys.stderr)
        made = await draft_persona(model, template, paragraph, persona_id)
    except SparringError:
        print("Nothing was written.", file=sys.stderr)
        raise
    finally:
        if (close := getattr(model, "aclose", None)) is not None:
            await close()
    persona = made.persona.model_copy(update={"extensions": {"drafted_by": model.name}})
    head = [
        f"Drafted by {model.name} from a paragraph. Check every line: what it says of the advice, "
        "of risks and of money has to be true, and the client has to be nobody real."
    ]
    write_persona(path, persona_yaml(persona, made.todo, head), persona)
    tell_made(path, made)
    print(fill(f"It was drafted by a language model ({model.name}): check every line.", WIDTH))
    return 0


def _paragraph(source: str) -> str:
    """Read a paragraph from a file, or from standard input ("-").

    Raises:
        InputError: it cannot be read, or is no text.
    """
    try:
        if source == "-":
            content = sys.stdin.buffer.read(MAX_PARAGRAPH + 1)
        else:
            with Path(source).open("rb") as file:
                content = file.read(MAX_PARAGRAPH + 1)
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: byte {error.start} is no UTF-8; save it as UTF-8") from error


def tell_made(path: Path, made: Drafted, more: Sequence[str] = ()) -> None:
    """Say where a client is, what is still to be told, and how to play."""
    print(f"\nWritten: {path}")
    for line in more:
        print(fill(line, WIDTH))
    if made.todo:
        wanted = "; ".join(dict.fromkeys(made.todo.values()))
        print(fill(f"Filled in neutrally, and marked TODO in the file: {wanted}.", WIDTH))
    print(f"Talk with {made.persona.name}: sparring chat --persona {made.persona.id}")
