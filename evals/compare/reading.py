"""Figures of any report of ours, by name: whatever holds a number in its JSON."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError

#: Eval → the report that its run leaves behind.
REPORTS: Final[dict[str, str]] = {
    "fidelity": "fidelity.json",
    "robustness": "robustness.json",
    "agreement": "report.json",
}
#: What names an entry of a list, the first that is there.
_NAMES: Final = ("name", "advisor", "label", "persona", "measure", "share")
_FIGURE: Final = frozenset({"value", "low", "high", "n"})


class CompareError(SparringError):
    """A run folder or a report in it cannot be used. The message names file and mend."""


class Figure(Value):
    """A number with its interval, if it has one; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def find_report(run: Path, name: str) -> Path | None:
    """Return the report of an eval in a run folder or in its folder of that eval, if it is there."""
    places = (run / REPORTS[name], run / name / REPORTS[name])
    return next((path for path in places if path.is_file()), None)


def read_report(path: Path) -> dict[str, Any]:
    """Return the JSON of a report.

    Raises:
        CompareError: it cannot be read, or is no JSON object.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CompareError(f"{path}: {error.strerror}; give the folder of a run") from error
    except ValueError as error:
        raise CompareError(f"{path}: is no JSON ({error}); run the eval anew") from error
    if not isinstance(data, dict):
        raise CompareError(f"{path}: is no report of ours; run the eval anew")
    return data


def figures_of(data: Any) -> dict[str, Figure]:
    """Return all figures of a report by dotted name, such as `summary.separation_median`.

    Entries of a list go by their name, advisor, label, persona or measure, else by their number.
    """
    return {".".join(path): figure for path, figure in _figures(data, ())}


def _figures(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Figure]]:
    if isinstance(data, Mapping):
        if "value" in data and data.keys() <= _FIGURE:
            yield path, Figure(value=data["value"], low=data.get("low"), high=data.get("high"))
            return
        for key, value in data.items():
            yield from _figures(value, (*path, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _figures(value, (*path, _name(value, index)))
    elif data is None or (isinstance(data, int | float) and not isinstance(data, bool)):
        yield path, Figure(value=data)


def _name(entry: Any, index: int) -> str:
    found = [entry[key] for key in _NAMES if key in entry] if isinstance(entry, Mapping) else []
    return str(found[0]) if found else str(index)
