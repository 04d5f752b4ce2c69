"""A rating sheet on disk: what raters get, and the key, which they do not."""

import csv
import io
from pathlib import Path
from random import Random
from typing import Final, Literal

from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError
from evals.ratings.form import Kind, Part
from evals.ratings.form_page import form_page
from evals.ratings.forms import FORMS, brief_of
from evals.ratings.items import Item

FOR_RATERS: Final = "for-raters"
FILLED: Final = "filled"
KEY: Final = "key.json"
COMMENT: Final = "comment"
#: Spreadsheets run cells that begin so as formulas.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class RatingError(SparringError):
    """A rating sheet cannot be made or used. The message names file, line, column and mend."""


class Key(Value):
    """What the raters must not see: where each item comes from, and our own scores of it."""

    version: Literal[1] = 1
    kind: Kind
    seed: int
    runs: tuple[str, ...]
    items: dict[str, Item]


def make_key(kind: Kind, seed: int, runs: tuple[str, ...], items: list[Item]) -> Key:
    """Shuffle items and number them; a number says nothing about where an item comes from."""
    order = list(items)
    Random(f"{seed}:sheet").shuffle(order)
    width = max(3, len(str(len(order))))
    numbered = {f"i{number:0{width}}": item for number, item in enumerate(order, start=1)}
    return Key(kind=kind, seed=seed, runs=runs, items=numbered)


def write_sheet(key: Key, out: Path) -> None:
    """Write `for-raters/` (table, form, brief), an empty `filled/`, and `key.json`.

    Raises:
        RatingError: there is a sheet already, or the disk refuses.
    """
    if (out / KEY).exists():
        raise RatingError(f"{out / KEY}: there is a sheet already; give another --out.")
    raters = out / FOR_RATERS
    try:
        raters.mkdir(parents=True, exist_ok=True)
        (out / FILLED).mkdir(exist_ok=True)
        (raters / "brief.txt").write_text(brief_of(FORMS[key.kind]), "utf-8")
        # With a byte order mark, spreadsheets read the file as UTF-8.
        (raters / "sheet.csv").write_text(_table(key), "utf-8-sig", newline="")
        (raters / "sheet.html").write_text(form_page(FORMS[key.kind], key.items), "utf-8")
        (out / KEY).write_text(key.model_dump_json(indent=1), "utf-8")
    except OSError as error:
        raise RatingError(f"{out}: {error.strerror}; nothing can be written there.") from error


def _table(key: Key) -> str:
    form = FORMS[key.kind]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    parts = () if {c.part for c in form.columns} == {Part.ALL} else ("part",)
    answers = [column.name for column in form.columns]
    writer.writerow(["item", *parts, *form.shows, *answers, COMMENT])
    for name, item in key.items.items():
        shown = [_harmless(item.cells[column]) for column in form.shows]
        part = [str(item.part)] if parts else []
        writer.writerow([name, *part, *shown, *[""] * (len(answers) + 1)])
    return out.getvalue()


def _harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
