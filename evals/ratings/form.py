"""What a rating sheet is made of: its kind, its questions, what the raters see."""

from enum import StrEnum
from typing import Literal

from chatbot.domain.base import Value


class Kind(StrEnum):
    """Kinds of rating sheets."""

    REPLIES = "replies"
    FINDINGS = "findings"
    BELIEVABILITY = "believability"
    PAIRS = "pairs"
    VOICE = "voice"
    WORDINGS = "wordings"


class Part(StrEnum):
    """Parts of a sheet that ask different things."""

    ALL = "all"
    FINDING = "finding"
    TURN = "turn"


class Column(Value):
    """One question, asked of the items of one part.

    Attributes:
        name: the column of the sheet.
        asks: the question, as the form puts it.
        answers: all allowed answers.
        level: whether answers are names or steps of a scale.
    """

    name: str
    asks: str
    answers: tuple[str, ...]
    level: Literal["nominal", "ordinal"] = "nominal"
    part: Part = Part.ALL


class Form(Value):
    """A kind of sheet: texts shown, by column and heading, the questions, and the raters' brief."""

    kind: Kind
    shows: dict[str, str]
    columns: tuple[Column, ...]
    brief: str

    def asked(self, part: Part) -> tuple[Column, ...]:
        """Return the questions asked of an item of `part`."""
        return tuple(column for column in self.columns if column.part is part)
