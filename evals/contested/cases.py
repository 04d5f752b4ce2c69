"""The file of contested findings, as `sparring corrections contested` writes it."""

from pathlib import Path

from pydantic import ValidationError

from chatbot.domain.contested import ContestedCase
from chatbot.domain.errors import SparringError


class CaseError(SparringError):
    """A file of cases cannot be read, or a report of them not written."""


def read_cases(*paths: Path) -> tuple[ContestedCase, ...]:
    """Return the cases of one file or more, each once.

    Raises:
        CaseError: a file cannot be read, a line is no case, or there is none at all.
    """
    found: dict[str, ContestedCase] = {}
    for path in paths:
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            raise CaseError(
                f"{path}: {error.strerror}; name a file of contested findings"
            ) from error
        for number, line in enumerate(lines, start=1):
            if line.strip():
                case = _case(path, number, line)
                found[case.id] = case
    if not found:
        raise CaseError(f"{', '.join(map(str, paths))}: no case; contest a finding, then export")
    return tuple(found.values())


def _case(path: Path, number: int, line: bytes) -> ContestedCase:
    try:
        return ContestedCase.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise CaseError(
            f"{path}, line {number}: {where or 'it'}: {problem['msg']}. Write it anew with: "
            "sparring corrections contested"
        ) from error
