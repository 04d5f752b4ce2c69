"""`sparring personas import` and `export`: character cards in, character cards out."""

from argparse import Namespace
from pathlib import Path
from typing import Final

from chatbot.adapters.cards import (
    CardFile,
    Imported,
    Spec,
    card_json,
    card_of,
    card_png,
    maker_notes,
    persona_of,
    plain_picture,
    read_card,
)
from chatbot.adapters.cards.card_file import MAX_FILE
from chatbot.adapters.persona_file import persona_yaml, write_file, write_persona
from chatbot.adapters.resources import Gallery, shipped
from chatbot.cli.new_persona import persona_path, tell_made
from chatbot.domain.cueing import slug
from chatbot.domain.drafting import Drafted
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from chatbot.settings import Settings, read_settings
from chatbot.wiring import make_library

#: A larger picture is not shown on the page. Bytes.
MAX_PORTRAIT: Final = 2_000_000
_COLOURS: Final = ((138, 90, 68), (79, 107, 93), (90, 100, 128), (107, 90, 120), (68, 88, 92))


def exchange(arguments: Namespace) -> int:
    """Run `import` or `export`.

    Raises:
        SparringError: the card, the id or the target cannot be used.
    """
    settings = read_settings()
    if arguments.action == "import":
        return bring(Path(arguments.path), arguments.id, settings)
    return send(arguments.id, Path(arguments.to), arguments.spec, settings)


def bring(source: Path, persona_id: str | None, settings: Settings) -> int:
    """Make a client of a card, and put it among the user's own.

    Raises:
        SparringError: the card cannot be used, or the id is taken.
    """
    try:
        with source.open("rb") as file:
            file_read = read_card(file.read(MAX_FILE + 1))
        fallback = slug(str(file_read.card["data"]["name"]), "client")
        imported = persona_of(file_read.card, persona_id, fallback)
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}") from error
    except InputError as error:
        raise InputError(f"{source.name}: {error}.") from error
    path = persona_path(imported.persona.id, settings)
    persona, portrait = _with_portrait(imported, file_read)
    made = Drafted(persona, imported.todo)
    said = [] if imported.ours else maker_notes(file_read.card["data"])
    write_persona(path, persona_yaml(persona, made.todo, _head(source, imported, said)), persona)
    notes = [*file_read.notes, *imported.notes]
    if (shipped("personas") / path.name).exists():
        notes.append("It comes before the shipped client of that id; --id gives it another.")
    if portrait is not None and persona.portrait is not None:
        notes += _put_portrait(path.with_name(persona.portrait), portrait)
    tell_made(path, made, [*said, *notes])
    return 0


def _head(source: Path, imported: Imported, said: list[str]) -> list[str]:
    name = "".join(one for one in source.name if one.isprintable())
    if imported.ours:
        return [f"Taken over from {name}, a character card written by Sparring."]
    first = (
        f"Made of the character card {name}: name, looks and first words are the card's; what "
        "a card cannot know is filled in neutrally and marked TODO."
    )
    return [first, *said]


def _with_portrait(imported: Imported, file: CardFile) -> tuple[Persona, bytes | None]:
    """Return the client with the card's picture, where that is to be its face."""
    persona = imported.persona
    if file.picture is None or len(file.picture) > MAX_PORTRAIT:
        return persona, None
    if imported.ours:
        named = persona.portrait or ""
        return persona, file.picture if named.endswith(".png") else None
    return persona.model_copy(update={"portrait": f"{persona.id}.png"}), file.picture


def _put_portrait(path: Path, picture: bytes) -> list[str]:
    try:
        write_file(path, picture)
    except InputError as error:
        return [f"The picture was left out: {error}"]
    return []


def send(persona_id: str, target: Path, spec: str, settings: Settings) -> int:
    """Write a client as a card.

    Raises:
        SparringError: there is no such client, or the target cannot be written.
    """
    gallery = make_library(settings).gallery()
    persona = gallery.get(persona_id)
    form: Spec = "v2" if spec == "v2" else "v3"
    card = card_of(persona, form)
    match target.suffix.lower():
        case ".json":
            write_file(target, card_json(card).encode())
        case ".png":
            older = card if form == "v2" else card_of(persona, "v2", backfill=True)
            cards = {"chara": older} | ({} if form == "v2" else {"ccv3": card})
            write_file(target, card_png(_picture(persona, gallery), cards))
        case ".charx":
            raise InputError("CHARX is not written here; use a name that ends in .json or .png")
        case _:
            raise InputError(f"{target.name}: use a name that ends in .json or .png")
    print(f"Written: {target} (character card {form.upper()})")
    print("It holds everything about this client, also what an advisor should not read before.")
    return 0


def _picture(persona: Persona, gallery: Gallery) -> bytes:
    """Return the client's portrait, if it is a PNG that can be read; else a plain one."""
    plain = plain_picture(_COLOURS[sum(persona.id.encode()) % len(_COLOURS)])
    if persona.portrait is None or not persona.portrait.endswith(".png"):
        return plain
    path = gallery.paths[persona.id].with_name(persona.portrait)
    try:
        content = path.read_bytes()
        card_png(content, {})
    except (OSError, InputError):
        return plain
    return content
