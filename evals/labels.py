"""The CSV that labelled talks are read from and written to.

The columns are those of AnnoMI (Wu et al. 2023) with further optional ones. One row is one
utterance as one annotator saw it. Rows are kept as they stand: neighbouring rows of one speaker are
not joined, for labels belong to rows. An empty cell or `n/a` means "not labelled", except that
`miti_codes`, `markers`, `toward` and `client_codes` left empty mean "none of them".
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from chatbot.domain.dialogue import Speaker
from chatbot.domain.errors import SparringError
from evals.label_cells import BadCell, read_cell, write_cell
from evals.labelled import Annotation, LabelledTalk, Quality, Utterance

__all__ = [
    "Annotation",
    "LabelError",
    "LabelledTalk",
    "Quality",
    "Utterance",
    "read_labels",
    "write_labels",
]

#: What identifies a row; the other columns may be missing, and are then not labelled.
NEEDED: Final = ("transcript_id", "utterance_id", "interlocutor", "utterance_text")
#: The columns of the published form, in their order; always written.
COLUMNS: Final = tuple(
    (
        "transcript_id mi_quality topic utterance_id interlocutor utterance_text "
        "main_therapist_behaviour client_talk_type question_subtype reflection_subtype "
        "therapist_input_subtype"
    ).split()
)
#: Written where a talk uses them.
OPTIONAL: Final = tuple(
    "annotator_id miti_codes markers toward spans client_codes target_behaviour split".split()
)
NOT_LABELLED: Final = "n/a"
#: Column of each label, and the side that may carry it (None: both).
_LABELS: Final[dict[str, tuple[str, Speaker | None]]] = {
    "behaviour": ("main_therapist_behaviour", Speaker.ADVISOR),
    "talk": ("client_talk_type", Speaker.CLIENT),
    "question": ("question_subtype", Speaker.ADVISOR),
    "reflection": ("reflection_subtype", Speaker.ADVISOR),
    "input": ("therapist_input_subtype", Speaker.ADVISOR),
    "miti": ("miti_codes", Speaker.ADVISOR),
    "markers": ("markers", Speaker.ADVISOR),
    "toward": ("toward", Speaker.ADVISOR),
    "spans": ("spans", None),
    "client_codes": ("client_codes", Speaker.CLIENT),
}
#: What holds for a whole transcript, and so must be the same in all its rows.
_OF_TALK: Final = {
    "quality": "mi_quality",
    "topic": "topic",
    "target_behaviour": "target_behaviour",
    "split": "split",
}


class LabelError(SparringError):
    """A labelled CSV cannot be used. The message names file, line, column and mend."""


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def read_labels(path: Path) -> tuple[LabelledTalk, ...]:
    """Read the talks of a labelled CSV, in the order in which the file first names them.

    Raises:
        LabelError: the file cannot be read, is empty, or a cell is wrong.
    """
    transcripts: dict[str, list[_Row]] = {}
    for row in _rows(path):
        transcripts.setdefault(row.cells["transcript_id"].strip(), []).append(row)
    if not transcripts:
        raise LabelError(f"{path}: holds no utterance; give a file with at least one row")
    return tuple(_talk(path, name, rows) for name, rows in transcripts.items())


def _rows(path: Path) -> Iterator[_Row]:
    """Yield the rows with the line on which each begins."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not header:
                header = _header(path, [cell.strip() for cell in cells])
            elif cells:
                if len(cells) != len(header):
                    raise LabelError(
                        f"{path}, line {line}: {len(cells)} cells under {len(header)} columns "
                        f"(the last is '{header[min(len(cells), len(header)) - 1]}'); put text "
                        "that holds commas or line breaks in double quotes"
                    )
                yield _Row(line, dict(zip(header, cells, strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise LabelError(
            f"{path}, line {line}: {error}; look for a double quote that is not closed, and write "
            "a double quote within text twice"
        ) from error
    if not header:
        raise LabelError(f"{path}: is empty; the first line must name the columns")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LabelError(f"{path}: {error.strerror}; give the path of a CSV file") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LabelError(f"{path}, line {line}: is not UTF-8; save the file as UTF-8") from error


def _header(path: Path, names: list[str]) -> list[str]:
    known = (*COLUMNS, *OPTIONAL)
    for name in names:
        if name not in known:
            raise LabelError(
                f"{path}, line 1: unknown column '{name}'; remove it, or use one of "
                f"{', '.join(known)}"
            )
        if names.count(name) > 1:
            raise LabelError(f"{path}, line 1: column '{name}' stands twice; remove one")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise LabelError(f"{path}, line 1: column '{missing[0]}' is missing; add it")
    return names


def _talk(path: Path, name: str, rows: Sequence[_Row]) -> LabelledTalk:
    shared = {field: _agreed(path, rows, column) for field, column in _OF_TALK.items()}
    quality = shared["quality"]
    if quality not in {"", NOT_LABELLED, *Quality}:
        allowed = ", ".join((*Quality, NOT_LABELLED))
        raise _wrong(path, rows[0].line, "mi_quality", f"'{quality}' is none of {allowed}")
    if not name:
        raise _wrong(path, rows[0].line, "transcript_id", "is empty; name the transcript")
    said: dict[int, list[_Row]] = {}
    for row in rows:
        said.setdefault(_number(path, row), []).append(row)
    return LabelledTalk(
        transcript_id=name,
        **shared | {"quality": Quality(quality) if quality in set(Quality) else None},
        utterances=tuple(_utterance(path, number, said[number]) for number in sorted(said)),
    )


def _agreed(path: Path, rows: Sequence[_Row], column: str) -> str:
    """Return what all rows of a transcript say about it."""
    first = rows[0].cells.get(column, "")
    for row in rows:
        if row.cells.get(column, "") != first:
            text = f"differs from line {rows[0].line} of the same transcript; make them the same"
            raise _wrong(path, row.line, column, text)
    return first


def _number(path: Path, row: _Row) -> int:
    cell = row.cells["utterance_id"].strip()
    try:
        return int(cell)
    except ValueError:
        text = f"'{cell[:40]}' is no whole number; utterances are numbered in order"
        raise _wrong(path, row.line, "utterance_id", text) from None


def _utterance(path: Path, number: int, rows: Sequence[_Row]) -> Utterance:
    speaker = _agreed(path, rows, "interlocutor").strip()
    if speaker not in set(Speaker):
        allowed = f"'{speaker[:40]}' is none of {', '.join(Speaker)}"
        raise _wrong(path, rows[0].line, "interlocutor", allowed)
    annotators: dict[str, int] = {}
    for row in rows:
        who = row.cells.get("annotator_id", "").strip()
        if who in annotators:
            text = f"stands on line {annotators[who]} already; number it anew, or name annotators"
            raise _wrong(path, row.line, "utterance_id", f"{number} {text}")
        annotators[who] = row.line
    return Utterance(
        utterance_id=number,
        speaker=Speaker(speaker),
        text=_agreed(path, rows, "utterance_text"),
        annotations=tuple(_annotation(path, row, Speaker(speaker)) for row in rows),
    )


def _annotation(path: Path, row: _Row, speaker: Speaker) -> Annotation:
    labels: dict[str, object] = {}
    for field, (column, side) in _LABELS.items():
        cell = row.cells.get(column, NOT_LABELLED)
        if side not in {None, speaker}:
            if cell.strip() not in {"", NOT_LABELLED}:
                text = f"'{cell[:40]}' on a line of the {speaker}; write {NOT_LABELLED}"
                raise _wrong(path, row.line, column, text)
            continue
        try:
            labels[field] = read_cell(column, cell.strip(), row.cells["utterance_text"])
        except BadCell as error:
            raise _wrong(path, row.line, column, str(error)) from None
    annotator = row.cells.get("annotator_id", "").strip()
    return Annotation.model_validate({"annotator": annotator} | labels)


def _wrong(path: Path, line: int, column: str, text: str) -> LabelError:
    return LabelError(f"{path}, line {line}, column '{column}': {text}")


def write_labels(path: Path, talks: Iterable[LabelledTalk]) -> None:
    """Write talks so that `read_labels` gives them back.

    Raises:
        LabelError: the file cannot be written.
    """
    rows = [row for talk in talks for row in _written(talk)]
    used = {column for row in rows for column, cell in row.items() if cell != NOT_LABELLED}
    columns = [*COLUMNS, *(column for column in OPTIONAL if column in used)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, "", "ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    try:
        path.write_bytes(out.getvalue().encode())
    except OSError as error:
        raise LabelError(f"{path}: {error.strerror}; nothing can be written there") from error


def _written(talk: LabelledTalk) -> Iterator[dict[str, str]]:
    about = {"transcript_id": talk.transcript_id, "topic": talk.topic}
    about["mi_quality"] = talk.quality or NOT_LABELLED
    about |= {k: v for k in ("target_behaviour", "split") if (v := getattr(talk, k))}
    for utterance in talk.utterances:
        for labels in utterance.annotations:
            row = about | {
                "utterance_id": str(utterance.utterance_id),
                "interlocutor": str(utterance.speaker),
                "utterance_text": utterance.text,
            }
            if labels.annotator:
                row["annotator_id"] = labels.annotator
            for field, (column, _side) in _LABELS.items():
                row[column] = write_cell(getattr(labels, field), NOT_LABELLED)
            yield row
