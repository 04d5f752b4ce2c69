"""Where personas, prompts and principles come from: the user's folder, else what is shipped.

Files are read anew whenever they have changed, so a file dropped into a folder is there on the
next look; a file that cannot be used is listed with its error and never hides the others.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from chatbot.adapters.yaml_file import Parsed, YamlProblem, parse_yaml, read_yaml
from chatbot.domain.errors import NotFound, PersonaError, PromptError
from chatbot.domain.persona import Persona
from chatbot.domain.prompt import Template, parse_template

#: What pydantic says in the words of programmers.
_PLAINLY: Final = {
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "string_type": "must be text; put it in quotation marks",
    "tuple_type": "must be a list, each entry on a line that begins with '- '",
    "dict_type": "must be a map of fields",
    "model_type": "must be a map of fields",
}
PERSONA_SUFFIXES: Final = frozenset({".yaml", ".yml"})


def shipped(kind: str) -> Path:
    """Return the shipped folder of a kind ("personas", "prompts"): in the wheel, else the repo."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "_resources" / kind
    return packaged if packaged.is_dir() else package.parent / kind


@dataclass(frozen=True, slots=True)
class Broken:
    """A persona file that cannot be used, and why."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """The personas at hand, by id, and the files that could not be read."""

    personas: dict[str, Persona]
    paths: dict[str, Path]
    broken: tuple[Broken, ...] = ()

    def get(self, persona_id: str) -> Persona:
        """Return a persona.

        Raises:
            NotFound: there is none; the message names those there are.
        """
        if persona_id not in self.personas:
            known = ", ".join(sorted(self.personas)) or "none"
            raise NotFound(f"There is no client '{persona_id}'. At hand: {known}.")
        return self.personas[persona_id]


_Stamp = tuple[int, int]


@dataclass
class Library:
    """Reads personas and prompts. `folders` are the user's own and come before the shipped ones."""

    personas_folder: Path | None = None
    prompts_folder: Path | None = None
    _read: dict[Path, tuple[_Stamp, Persona | Broken]] = field(default_factory=dict)

    def gallery(self) -> Gallery:
        """Look at the folders as they are now. The user's file wins over a shipped one of its id."""
        personas: dict[str, Persona] = {}
        paths: dict[str, Path] = {}
        broken: list[Broken] = []
        for folder in (shipped("personas"), self.personas_folder):
            here: dict[str, Path] = {}
            for path in _persona_files(folder):
                result = self._persona(path)
                if isinstance(result, Persona) and result.id in here:
                    first = here[result.id].name
                    text = f"{path.name}: the id '{result.id}' is taken by {first}; give it another"
                    result = Broken(path, text)
                if isinstance(result, Broken):
                    broken.append(result)
                    continue
                here[result.id] = path
                personas[result.id] = result
                paths[result.id] = path
        return Gallery(personas=personas, paths=paths, broken=tuple(broken))

    def _persona(self, path: Path) -> Persona | Broken:
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            known = self._read.get(path)
            if known is not None and known[0] == stamp:
                return known[1]
            result: Persona | Broken = load_persona(path)
        except PersonaError as error:
            result = Broken(path, str(error))
        except OSError as error:
            return Broken(path, f"{path.name}: cannot be read ({error.strerror})")
        self._read[path] = (stamp, result)
        return result

    def template(self, name: str) -> Template:
        """Return the prompt `name`.

        Raises:
            PromptError: there is no such prompt, or it is broken.
        """
        text = self._prompt_file(f"{name}.md").read_text("utf-8")
        if not text.startswith("---\n") or "\n---\n" not in text:
            raise PromptError(f"prompt '{name}' lacks its front matter (between two lines '---')")
        front, body = text[4:].split("\n---\n", 1)
        try:
            meta = parse_yaml(front).data
        except YamlProblem as error:
            raise PromptError(f"prompt '{name}', front matter, {error}") from error
        if not isinstance(meta, dict):
            raise PromptError(f"prompt '{name}', front matter: must be a map of fields")
        return parse_template(name, meta, body)

    def table(self, name: str) -> dict[str, Any]:
        """Return a YAML table of the prompts folder (`principles`, `coaching`).

        Raises:
            PromptError: there is no such table, or it is broken.
        """
        path = self._prompt_file(f"{name}.yaml")
        try:
            data = read_yaml(path).data
        except YamlProblem as error:
            raise PromptError(f"{path.name}, {error}") from error
        if not isinstance(data, dict):
            raise PromptError(f"{path.name}: must be a map of fields")
        return data

    def reactions(self) -> dict[str, Any]:
        """Return the shared bank of connective reactions (`personas/_reactions.yaml`).

        Raises:
            PersonaError: it is missing or broken.
        """
        path = shipped("personas") / "_reactions.yaml"
        try:
            data = read_yaml(path).data
        except (YamlProblem, OSError) as error:
            raise PersonaError(f"{path.name}: {error}") from error
        return dict(data)

    def digest(self) -> str:
        """Return a short digest of all prompts in use, for the log."""
        total = hashlib.sha256()
        names = {p.name for p in shipped("prompts").iterdir() if p.suffix in {".md", ".yaml"}}
        for name in sorted(names):
            total.update(name.encode())
            total.update(self._prompt_file(name).read_bytes())
        return total.hexdigest()[:12]

    def _prompt_file(self, name: str) -> Path:
        for folder in (self.prompts_folder, shipped("prompts")):
            if folder is not None and (folder / name).is_file():
                return folder / name
        raise PromptError(f"there is no prompt file '{name}'")


def _persona_files(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    files = (p for p in folder.iterdir() if p.suffix in PERSONA_SUFFIXES and not p.is_fifo())
    return sorted(p for p in files if not p.name.startswith(("_", ".")))


def load_persona(path: Path) -> Persona:
    """Read one persona file.

    Raises:
        PersonaError: it is broken; the message has one line per field: file, line, field, mend.
        OSError: it cannot be read.
    """
    try:
        parsed = read_yaml(path)
    except YamlProblem as error:
        raise PersonaError(f"{path.name}: {error}") from error
    return validate_persona(parsed, path.name)


def validate_persona(parsed: Parsed, name: str) -> Persona:
    """Validate what was read.

    Raises:
        PersonaError: as in `load_persona`.
    """
    if not isinstance(parsed.data, dict):
        raise PersonaError(f"{name}: must be a map of fields, beginning with 'schema_version: 1'")
    version = parsed.data.get("schema_version")
    if isinstance(version, int) and version > 1:
        raise PersonaError(
            f"{name}: schema_version {version} is newer than this Sparring; update it"
        )
    try:
        return Persona.model_validate(parsed.data)
    except ValidationError as error:
        problems = [_problem(parsed, name, dict(one)) for one in error.errors()]
        raise PersonaError("\n".join(problems)) from error


def _problem(parsed: Parsed, name: str, error: dict[str, Any]) -> str:
    loc = error.get("ctx", {}).get("where") or error["loc"]
    path = tuple(part for part in loc if part != "[key]")
    where = ".".join(str(part) for part in path)
    line = parsed.line_of(path)
    message = str(error["msg"]).removeprefix("Value error, ")
    match error["type"]:
        case "missing":
            message = "is missing"
        case "extra_forbidden":
            message = "is no field of a persona; put your own fields under 'extensions'"
        case "string_too_long" | "string_too_short" | "less_than_equal" | "greater_than_equal":
            message = f"{message[0].lower()}{message[1:]} (here: {str(error['input'])[:40]!r})"
        case kind if kind in _PLAINLY:
            message = f"{_PLAINLY[kind]} (here: {str(error['input'])[:40]!r})"
        case _:
            message = message[:300]
    return f"{name}:{line}: {where + ': ' if where else ''}{message}"
