"""Sheets as raters filled them in: read strictly, and every error says where."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from chatbot.domain.base import Value
from evals.ratings.form import Column
from evals.ratings.forms import FORMS
from evals.ratings.sheet import FILLED, KEY, Key, RatingError

#: Spreadsheets of some countries part cells so.
_DELIMITERS: Final = (",", ";", "\t")
_MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-"})


class Filled(Value):
    """One rater's answers: item → column → answer; what was left empty is not there."""

    rater: str
    answers: dict[str, dict[str, str]]


def read_key(folder: Path) -> Key:
    """Read the key of a sheet.

    Raises:
        RatingError: there is none, or it is of another version.
    """
    path = folder / KEY
    try:
        return Key.model_validate_json(path.read_bytes())
    except OSError as error:
        raise RatingError(f"{path}: {error.strerror}; name the --out of `ratings make`.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RatingError(f"{path}: {where}: {first['msg']}; make the sheet anew.") from error


def read_filled(folder: Path, key: Key) -> tuple[Filled, ...]:
    """Read all filled sheets, `filled/NAME.csv`, in order of the raters' names.

    Raises:
        RatingError: there is none, all are empty, or one cannot be used.
    """
    files = sorted((folder / FILLED).glob("*.csv"))
    if not files:
        raise RatingError(
            f"{folder / FILLED}: there is no filled sheet; put each rater's answers there as NAME.csv."
        )
    sheets = tuple(_sheet(path, key) for path in files)
    if not any(sheet.answers for sheet in sheets):
        raise RatingError(f"{folder / FILLED}: no sheet holds any answer.")
    return sheets


def _sheet(path: Path, key: Key) -> Filled:
    columns = {column.name: column for column in FORMS[key.kind].columns}
    answers: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(path, ("item", *columns)):
        item = row["item"].strip()
        if item not in key.items:
            text = f"'{item[:40]}' is no item of this sheet"
            raise _wrong(path, line, "item", text)
        if item in lines:
            raise _wrong(path, line, "item", f"'{item}' stands on line {lines[item]} already")
        lines[item] = line
        given = {}
        for name, column in columns.items():
            answer = _answer(path, line, row[name], column)
            if answer and column.part is not key.items[item].part:
                text = f"{item} is not asked this; leave the cell empty"
                raise _wrong(path, line, name, text)
            if answer:
                given[name] = answer
        if given:
            answers[item] = given
    return Filled(rater=path.stem, answers=answers)


def _answer(path: Path, line: int, cell: str, column: Column) -> str:
    """Return an answer as the form spells it, or an empty string."""
    text = cell.strip().translate(_MINUS)
    if not text:
        return ""
    # Spreadsheets write 3 as 3.0, and people write +2.
    plain = text.removeprefix("+").removesuffix(".0").casefold()
    for answer in column.answers:
        if answer.casefold() == plain:
            return answer
    allowed = ", ".join(column.answers)
    raise _wrong(path, line, column.name, f"'{text[:40]}' is none of {allowed} (or empty)")


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line on which it begins."""
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                header = [cell.strip().casefold() for cell in cells]
                for name in needed:
                    if header.count(name) != 1:
                        how = "is missing" if name not in header else "stands twice"
                        raise _wrong(path, 1, name, f"{how}; keep the header of the sheet")
            elif any(cell.strip() for cell in cells):
                if len(cells) < len(header):
                    text = f"the row has {len(cells)} cells under {len(header)} columns"
                    raise _wrong(path, line, header[len(cells)], text)
                yield line, dict(zip(header, cells, strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RatingError(
            f"{path}, line {line}: {error}; look for a double quote that is not closed."
        ) from error
    if not header:
        raise RatingError(f"{path}: is empty; the first line must name the columns.")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RatingError(f"{path}: {error.strerror}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RatingError(
            f"{path}, line {line}: is not UTF-8; save it as CSV in UTF-8 (not as a workbook)."
        ) from error


def _wrong(path: Path, line: int, column: str, text: str) -> RatingError:
    return RatingError(f"{path}, line {line}, column '{column}': {text}.")
