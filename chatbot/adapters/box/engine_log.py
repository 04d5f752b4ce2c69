"""The engine's log: a file that does not grow for ever, and what its latest run said last."""

import re
from pathlib import Path
from typing import IO, Final

_LONGEST: Final = 1_000_000
_QUOTED: Final = 300
#: llama.cpp's lines of errors: a time, E, the words.
_ERROR: Final = re.compile(r"^[\d.]+ E (.+)$", re.MULTILINE)


class EngineLog:
    """A log file that several runs, of several programs even, append to.

    Args:
        path: the file; its folder is created.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin = 0

    def open(self) -> IO[bytes]:
        """Open the file for a new run, emptied if it had grown beyond a megabyte.

        Raises:
            OSError: it cannot be written.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and self._path.stat().st_size > _LONGEST:
            self._path.write_bytes(b"")
        file = self._path.open("ab")
        self._begin = file.tell()
        return file

    def last(self) -> str:
        """Return where the log is, with the first error of this run, or else its last line."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._begin)
                text = file.read(_LONGEST).decode(errors="replace")
        except OSError:
            text = ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = _ERROR.findall(text)[:1] or lines[-1:]
        said = f" Its log says: {found[0][:_QUOTED]}" if found else ""
        return f"{said} (log: {self._path})"
