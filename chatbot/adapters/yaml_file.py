"""YAML read strictly: plain data only, no tags, no anchors, no key twice, and a line for each field.

Scalars follow the YAML 1.2 core schema where it matters to writers: `yes`, `no`, `on`, `off` and
dates are text.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

MAX_BYTES: Final = 512 * 1024
MAX_DEPTH: Final = 24

_TAG: Final = "tag:yaml.org,2002:"
#: Longer figures stay text; Python refuses to read those of thousands of digits.
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FieldPath = tuple[str | int, ...]


class YamlProblem(ValueError):
    """The text cannot be used; the message names line and mend."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Plain data, and the line (from 1) on which each field begins."""

    data: Any
    lines: dict[FieldPath, int]

    def line_of(self, path: FieldPath) -> int:
        """Return the line of a field, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> Parsed:
    """Read a file.

    Raises:
        YamlProblem: it is too large, is no UTF-8, or is no plain YAML.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise YamlProblem(
            f"the file has {size // 1024} KB; at most {MAX_BYTES // 1024} KB are read"
        )
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise YamlProblem(f"byte {error.start} is no UTF-8; save the file as UTF-8") from error
    return parse_yaml(text)


def parse_yaml(text: str) -> Parsed:
    """Parse one document.

    Raises:
        YamlProblem: it is no plain YAML.
    """
    try:
        _refuse_depth(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlProblem(f"line {line}: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlProblem(f"the text is no YAML: {error}") from error
    if node is None:
        raise YamlProblem("the file is empty")
    lines: dict[FieldPath, int] = {}
    return Parsed(data=_Walk(lines).value(node, ()), lines=lines)


def _refuse_depth(text: str) -> None:
    """Refuse deep nesting before composing: the C composer recurses, and would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise YamlProblem(f"line {line}: nested deeper than {MAX_DEPTH} levels")


class _Walk:
    """One walk over the node tree: plain values out, everything clever refused."""

    def __init__(self, lines: dict[FieldPath, int]) -> None:
        self.lines = lines
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: FieldPath) -> Any:
        line = node.start_mark.line + 1
        self.lines[path] = line
        if id(node) in self.seen:
            raise YamlProblem(f"line {line}: anchors (&, *) are not read; write the text out")
        self.seen.add(id(node))
        match node:
            case yaml.MappingNode(tag=f) if f == _TAG + "map":
                return self._mapping(node, path)
            case yaml.SequenceNode(tag=f) if f == _TAG + "seq":
                return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
            case yaml.ScalarNode():
                return _scalar(node, line)
            case _:
                raise YamlProblem(f"line {line}: the tag {node.tag} is not allowed; use plain YAML")

    def _mapping(self, node: yaml.MappingNode, path: FieldPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlProblem(f"line {line}: a field name must be plain text")
            key = str(key_node.value)
            if key in found:
                raise YamlProblem(f"line {line}: '{key}' stands twice; keep one of them")
            found[key] = self.value(value_node, (*path, key))
        return found


def _scalar(node: yaml.ScalarNode, line: int) -> str | int | float | bool | None:
    text = str(node.value)
    match node.tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool" if text.lower() in {"true", "false"}:
            return text.lower() == "true"
        case "int" if _WHOLE.fullmatch(text):
            return int(text)
        case "float":
            return _number(text)
        case "str" | "bool" | "int" | "timestamp" | "merge" | "value":
            return text
        case _:
            raise YamlProblem(f"line {line}: the tag {node.tag} is not allowed; use plain YAML")


def _number(text: str) -> float | str:
    try:
        return float(text.replace("_", ""))
    except ValueError:
        return text
