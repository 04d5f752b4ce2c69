"""The two files of a case: the client as YAML, and the page. Made whole, and written over nothing."""

from pathlib import Path
from typing import Final

from chatbot.adapters.persona_file import persona_yaml
from chatbot.adapters.resources import validate_persona
from chatbot.adapters.yaml_file import YamlProblem, parse_yaml
from chatbot.domain.base import Value
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.persona import Persona
from chatbot.report.case import Case
from chatbot.report.case_page import case_page

_HEAD: Final = (
    "A client as played in Sparring. Drop this file on its page, or: sparring chat --persona FILE"
)


class CaseFile(Value):
    """A file to be: its name and what stands in it."""

    name: str
    text: str


def case_files(case: Case) -> tuple[CaseFile, CaseFile]:
    """Return the persona file and the page; nothing is written.

    Raises:
        PersonaError: the client cannot be written so that it reads back as played.
    """
    client = CaseFile(name=f"{case.persona.id}.yaml", text=persona_text(case.persona))
    page = CaseFile(name=f"{case.persona.id}.html", text=case_page(case, client.name, client.text))
    return client, page


def write_case(case: Case, folder: Path) -> tuple[Path, Path]:
    """Write both files into a folder, which is made if it is not there; or neither.

    Raises:
        InputError: one is there already, or the folder cannot be written.
        PersonaError: as in `case_files`.
    """
    files = case_files(case)
    paths = [folder / file.name for file in files]
    for path in paths:
        if path.exists():
            raise InputError(f"{path} is there already. Move it, or share to another folder.")
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, file in zip(paths, files, strict=True):
            with path.open("x", encoding="utf-8", newline="") as to:
                written.append(path)
                to.write(file.text)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise InputError(f"{folder} cannot be written: {error.strerror}") from error
    return paths[0], paths[1]


def persona_text(persona: Persona) -> str:
    """Return a persona as YAML that reads back as the same persona.

    Raises:
        PersonaError: it does not (its `extensions` hold what this YAML cannot say).
    """
    text = persona_yaml(persona, {}, [_HEAD])
    try:
        if validate_persona(parse_yaml(text), f"{persona.id}.yaml") == persona:
            return text
    except YamlProblem:
        pass  # told below
    raise PersonaError(f"{persona.id}: this client cannot be written as a file of its own.")
