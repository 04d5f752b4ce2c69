"""Kinds of better wording that a coach can offer for an advisor's turn."""

from enum import StrEnum


class WordingKind(StrEnum):
    """What the offered wording does (MITI 4.2.1: open question, CR, Emphasize, Seek or PwP)."""

    OPEN_QUESTION = "open_question"
    COMPLEX_REFLECTION = "complex_reflection"
    AUTONOMY = "autonomy"
    ADVICE_WITH_PERMISSION = "advice_with_permission"
