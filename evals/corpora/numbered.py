"""`NUMBER: text`, one a line: plain texts for what another hand has written before."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.domain.errors import SparringError


class NumberedError(SparringError):
    """A line is not of the form, or a number is missing or there twice; file and line are named."""


def read_numbered(path: Path, count: int) -> Sequence[str]:
    """Return the texts numbered 1 to `count`, in that order.

    Raises:
        NumberedError: see there.
    """
    texts: dict[int, str] = {}
    for line_number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        name, mark, text = line.partition(":")
        where = f"{path}:{line_number}"
        if not mark or not name.strip().isdigit() or not text.strip():
            raise NumberedError(f"{where}: a line is 'NUMBER: text'")
        number = int(name)
        if number in texts:
            raise NumberedError(f"{where}: {number} is there twice")
        if not 1 <= number <= count:
            raise NumberedError(f"{where}: {number} is none of 1 to {count}")
        texts[number] = text.strip()
    if missing := [number for number in range(1, count + 1) if number not in texts]:
        raise NumberedError(f"{path}: no text for {missing[0]} and {len(missing) - 1} others")
    return tuple(texts[number] for number in range(1, count + 1))
