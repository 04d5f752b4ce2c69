"""Writes a persona as a YAML file with comments; never over another file, never half."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from textwrap import indent, wrap
from typing import Any, Final

import yaml

from chatbot.adapters.resources import load_persona
from chatbot.adapters.yaml_file import FieldPath
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.persona import Persona

WIDTH: Final = 100
_RARE_BREAKS: Final = "\r\x85\u2028\u2029"
_LONG_LIST: Final = 120
_SCHEMA: Final = "# yaml-language-server: $schema=./persona.schema.json"
_GUIDE: Final = "What the fields mean: personas/README.md. Check with: sparring personas check FILE"
_ABOUT: Final[Mapping[str, str]] = {
    "difficulty": "1 (open) to 5 (hard to reach)",
    "advisor_brief": "what the advisor is told before the talk; nothing beyond may_cite is invented",
    "stance": "directional; or equipoise, where the choice is open or the advisor earns on it",
    "opening": "how they begin",
    "facts": "told freely when asked; cues are words of the advisor's that touch on it",
    "concerns": "why they hesitate, in layers; trust (0-1) is what it takes before they tell it",
    "strengths": "what an attentive advisor could honestly affirm",
    "likes": "what they like about this advisor",
    "against_type": "facts that surprise",
    "reasons_for": "why they might do it after all; kind: desire, ability, reason or need",
    "reasons_against": "why they would leave things as they are",
    "questions": "put until answered; cues are words that an answer would hold",
    "plans": "ways out they can accept; after: which concerns must have been understood first",
    "triggers": "words that strike them harder",
    "softeners": "words that reach them better",
    "temperament": "how strongly they react, 0-1 each",
    "best_outcomes": "endings that are good for this client",
    "lines": "their own lines by act; what is missing is said in shared ones",
    "extensions": "kept as it is, and never part of a prompt",
}


def persona_yaml(persona: Persona, todo: Mapping[FieldPath, str], head: Sequence[str]) -> str:
    """Return the file of a persona.

    Args:
        persona: written in full; what it holds is what the file reads back as.
        todo: what belongs at a place that holds something neutral; a comment `# TODO` above it.
        head: paragraphs of the comment at the beginning.
    """
    lines = [_SCHEMA]
    for paragraph in (*head, _GUIDE):
        lines += [f"# {line}" for line in wrap(paragraph, WIDTH - 2)]
    for key, value in _data(persona).items():
        if key in _ABOUT:
            lines.append(f"# {_ABOUT[key]}")
        lines += _field(key, value, (key,), todo)
    return "\n".join(lines) + "\n"


def write_persona(path: Path, text: str, persona: Persona) -> None:
    """Put the file of a persona where there is none yet, once it reads back as what it should be.

    Raises:
        InputError: there is a file, or it cannot be written.
        PersonaError: the text does not read back as that persona (a card that is too large).
    """
    if path.exists():
        raise InputError(f"{path} is there already; choose another id.")
    draft = path.with_name(f".{path.stem}.{token_hex(4)}.yaml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_text(text, "utf-8")
            if load_persona(draft) != persona:
                raise PersonaError(f"{path.name}: cannot be kept as it is; nothing was written.")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except PersonaError as error:
        raise PersonaError(str(error).replace(draft.name, path.name)) from error
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error


def write_file(path: Path, content: bytes) -> None:
    """Put a file where there is none yet, whole or not at all.

    Raises:
        InputError: there is one, or it cannot be written.
    """
    if path.exists():
        raise InputError(f"{path} is there already; choose another name.")
    replace_file(path, content)


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place of what is there, whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error


def dumped(value: Any, *, flow: bool = False) -> str:
    """Return plain data as YAML that `yaml_file` reads back as the same data."""
    return yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000 if flow else WIDTH,
        default_flow_style=flow,
    )


class _Dumper(yaml.SafeDumper):
    """Writes everything out: `yaml_file` reads no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def represent_scalar(self, tag: str, value: Any, style: str | None = None) -> yaml.ScalarNode:
        """Escape the rare line breaks of Unicode, which YAML otherwise takes for blanks."""
        if any(one in value for one in _RARE_BREAKS):
            style = '"'
        return super().represent_scalar(tag, value, style)


def _data(persona: Persona) -> dict[str, Any]:
    data = persona.model_dump(mode="json", exclude_none=True)
    data["opening"] = [_line(line) for line in data["opening"]]
    data["lines"] = {act: [_line(one) for one in lines] for act, lines in data["lines"].items()}
    for unneeded in ("lines", "extensions"):
        if not data[unneeded]:
            del data[unneeded]
    # As it was given: what counts as None there is none of ours.
    return data | ({"extensions": persona.extensions} if persona.extensions else {})


def _line(line: dict[str, Any]) -> dict[str, Any] | str:
    kept = {key: value for key, value in line.items() if value}
    return str(kept["text"]) if set(kept) == {"text"} else kept


def _field(key: str, value: Any, path: FieldPath, todo: Mapping[FieldPath, str]) -> Iterator[str]:
    """Yield the lines of a field at the margin, with what is to do at it or in it."""
    if path in todo:
        yield f"# TODO: {todo[path]}"
    inner = any(place[: len(path)] == path and place != path for place in todo)
    if path == ("extensions",) or not isinstance(value, dict | list) or not value:
        yield from dumped({key: value}).rstrip("\n").split("\n")
    elif isinstance(value, dict) and not (_is_flat(value) and not inner):
        yield f"{key}:"
        for name, part in value.items():
            yield from _indented(_field(name, part, (*path, name), todo))
    elif _is_flat(value) and len(dumped({key: value}, flow=True)) <= _LONG_LIST and not inner:
        yield f"{key}: {dumped(value, flow=True).strip()}"
    else:
        yield from _indented([f"{key}:"], "")
        parts = enumerate(value) if isinstance(value, list) else value.items()
        for place, part in parts:
            yield from _indented(_item(part, (*path, place), todo))


def _item(value: Any, path: FieldPath, todo: Mapping[FieldPath, str]) -> Iterator[str]:
    """Yield the lines of an entry of a list."""
    if path in todo:
        yield f"# TODO: {todo[path]}"
    if not isinstance(value, dict):
        yield from dumped([value]).rstrip("\n").split("\n")
        return
    lines = [line for key, part in value.items() for line in _field(key, part, (*path, key), todo)]
    yield f"- {lines[0]}"
    yield from _indented(lines[1:])


def _is_flat(value: Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value
    return not any(isinstance(part, dict | list) for part in parts)


def _indented(lines: Iterator[str] | Sequence[str], by: str = "  ") -> Iterator[str]:
    return (indent(line, by) for line in lines)
