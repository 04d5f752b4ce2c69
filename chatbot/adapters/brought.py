"""A client's file that somebody brings to the page: untrusted bytes in, a persona out, and keeping it.

`read_brought` is the one place where such a file is parsed. Nothing is written before `keep`.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from chatbot.adapters.cards import persona_of, read_card
from chatbot.adapters.cards.card_file import MAX_FILE
from chatbot.adapters.persona_file import persona_yaml
from chatbot.adapters.resources import PERSONA_SUFFIXES, Gallery, validate_persona
from chatbot.adapters.yaml_file import MAX_BYTES, YamlProblem, parse_yaml
from chatbot.domain.cueing import slug
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.persona import Persona

#: File endings of character cards.
CARDS: Final = frozenset({".json", ".png"})
#: The most bytes of a file that are taken in at all: a card may hold a picture.
LARGEST_BYTES: Final = MAX_FILE
_MADE_OF: Final = (
    "Made of the character card {}: name, looks and first words are the card's; what a card cannot "
    "know is filled in neutrally and marked TODO."
)

#: Format characters that belong to writing: joiners, a soft hyphen, the mark of UTF-8.
_WRITTEN: Final = frozenset("\u200c\u200d\u00ad\ufeff")
_ID: Final = r"""(?<![\w-])(["']?id["']?\s*:\s*)(["']?){}\2(?![\w-])"""
_LONGEST_ID: Final = 48
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Brought:
    """A client that was brought: the persona, the file as it will be kept, and what to know of it."""

    name: str
    persona: Persona
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a client was kept; `renamed` says that its id was taken and it got another one."""

    path: Path
    renamed: bool = False


def read_brought(name: str, content: bytes) -> Brought:
    """Return the client in a file that was brought. Another kind of file is added here, by its ending.

    Args:
        name: the file's name, as the browser gave it.
        content: at most `LARGEST_BYTES` bytes, of YAML at most `MAX_BYTES`.

    Raises:
        PersonaError: it cannot be used; each line names file, line, field and mend.
    """
    name = shown_name(name)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PERSONA_SUFFIXES:
        return _yaml(name, content)
    if suffix in CARDS:
        return _card(name, content)
    raise PersonaError(
        f"{name}: a client is a YAML file (.yaml or .yml) or a character card (.json or .png). "
        "Bring such a file, or make one: sparring personas new NAME"
    )


def _yaml(name: str, content: bytes) -> Brought:
    text = _text(name, content)
    try:
        parsed = parse_yaml(text)
    except YamlProblem as error:
        raise PersonaError(f"{name}: {error}") from error
    return Brought(name, validate_persona(parsed, name), text)


def _card(name: str, content: bytes) -> Brought:
    """Make a client of a character card; its picture stays behind."""
    try:
        file = read_card(content)
        imported = persona_of(file.card, None, slug(str(file.card["data"]["name"]), "client"))
    except InputError as error:
        raise PersonaError(f"{name}: {error}.") from error
    persona = imported.persona.model_copy(update={"portrait": None})
    made_of = () if imported.ours else (_MADE_OF.format(name),)
    text = persona_yaml(persona, imported.todo, made_of)
    return Brought(name, persona, text, (*made_of, *file.notes, *imported.notes))


def keep(brought: Brought, folder: Path, gallery: Gallery) -> Kept:
    """Put a client into the user's folder; a client or a file that is there is never written over.

    Args:
        brought: the client.
        folder: the user's own; made if it is not there.
        gallery: the clients at hand, whose ids are taken.

    Raises:
        InputError: it cannot be written, or its id is taken and cannot be changed in the file.
    """
    persona = brought.persona
    there = gallery.paths.get(persona.id)
    if gallery.personas.get(persona.id) == persona and there is not None:
        return Kept(there)
    number = 1
    while True:
        new_id = persona.id if number == 1 else f"{persona.id[: _LONGEST_ID - 4]}-{number}"
        number += 1
        if new_id in gallery.personas:
            continue
        text = brought.text if new_id == persona.id else _with_id(brought, new_id)
        path = folder / f"{new_id}.yaml"
        if _written(path, text):
            return Kept(path, renamed=new_id != persona.id)


def shown_name(name: str) -> str:
    """Return a file's name without folders and without characters that nobody sees."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return seen[-_LONGEST_NAME:] or "file"


def _text(name: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise PersonaError(
            f"{name}: the file is too large; at most {MAX_BYTES // 1024} KB are read"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is no UTF-8"
        raise PersonaError(f"{name}: {where}; save the file as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        for one in line:
            if unicodedata.category(one) == "Cf" and one not in _WRITTEN:
                unseen = f"a character that nobody sees (U+{ord(one):04X})"
                raise PersonaError(f"{name}:{number}: {unseen}; take it out")
    return text


def _with_id(brought: Brought, new_id: str) -> str:
    """Return the file with another id, everything else as it was written."""
    pattern = re.compile(_ID.format(re.escape(brought.persona.id)))
    for found in pattern.finditer(brought.text):
        start, end = found.span()
        text = f"{brought.text[:start]}{found[1]}{found[2]}{new_id}{found[2]}{brought.text[end:]}"
        try:
            changed = validate_persona(parse_yaml(text), brought.name)
        except (YamlProblem, PersonaError):
            continue
        if changed == brought.persona.model_copy(update={"id": new_id}):
            return text
    raise InputError(
        f"There is a client with the id '{brought.persona.id}' already. Give yours another one in "
        "the file, then bring it again."
    )


def _written(path: Path, text: str) -> bool:
    """Write a file that is not there yet, whole or not at all; False: there is one of that name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        return False
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    return True
