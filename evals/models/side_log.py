"""JSON lines beside a run's log: appended to as things happen, read back after a kill."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO, Generic, Self, TypeVar

from pydantic import BaseModel, ValidationError

from evals.batch import LogError

M = TypeVar("M", bound=BaseModel)


class SideLog(Generic[M]):
    """A file of one kind of record, to append to; made with the first one.

    Args:
        path: the file. A last line cut short by a kill is dropped.
        kind: what a line holds.

    Raises:
        LogError: a line cannot be read, or the disk refuses.
    """

    def __init__(self, path: Path, kind: type[M]) -> None:
        self.path = path
        self.found = read_side_log(path, kind)
        self._file: IO[bytes] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                data = path.read_bytes()
                if not data.endswith(b"\n"):
                    path.write_bytes(data[: data.rfind(b"\n") + 1])
        except OSError as error:
            raise _refused(path, error) from error

    def write(self, record: M) -> None:
        """Append one record.

        Raises:
            LogError: the disk refuses.
        """
        try:
            if self._file is None:
                # Unbuffered: what a call cost must outlive the process.
                self._file = self.path.open("ab", buffering=0)
            self._file.write(record.model_dump_json().encode() + b"\n")
        except OSError as error:
            raise _refused(self.path, error) from error

    def keep(self, records: Iterable[M]) -> None:
        """Replace what the file holds, in one step.

        Raises:
            LogError: the disk refuses.
        """
        beside = self.path.with_suffix(".tmp")
        try:
            beside.write_bytes(b"".join(r.model_dump_json().encode() + b"\n" for r in records))
            beside.replace(self.path)
            self.close()
        except OSError as error:
            raise _refused(self.path, error) from error

    def close(self) -> None:
        """Close the file; a later record opens it again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read_side_log(path: Path, kind: type[M]) -> tuple[M, ...]:
    """Return the records of a file, none if it is missing.

    Raises:
        LogError: a line other than a last one cut short is no such record.
    """
    if not path.exists():
        return ()
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise _refused(path, error) from error
    records: list[M] = []
    for number, line in enumerate(lines, start=1):
        try:
            if line:
                records.append(kind.model_validate_json(line))
        except ValidationError as error:
            if number == len(lines):
                break
            raise LogError(
                f"{path}:{number}: cannot be read ({error.errors()[0]['msg']}). A run is read by "
                "the version of Sparring that wrote it."
            ) from error
    return tuple(records)


def _refused(path: Path, error: OSError) -> LogError:
    return LogError(f"{path}: {error.strerror}. What is written is kept; resume it.")
