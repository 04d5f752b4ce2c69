"""Cues of the advisor codes: what in a clause speaks for which code, and how strongly.

Weights are log-odds set by hand, about −3 to 5; they add up per kind (see `decide`). A cue is
searched in the folded clause (lower case, plain apostrophes), and apostrophes may be missing.
Kinds are MITI 4.2.1 codes before the rules of a volley: reflections are split into simple and
complex, and advice is given its permission, later. Sources: MITI 4.2.1; MISC 2.5.
"""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a clause is, before the rules of the volley."""

    UNCODED = "uncoded"
    QUESTION = "question"
    REFLECTION = "reflection"
    INFORMATION = "information"
    ADVICE = "advice"
    AFFIRM = "affirm"
    SEEK = "seek"
    EMPHASIZE = "emphasize"
    CONFRONT = "confront"


class Cue(NamedTuple):
    """A named pattern and what it speaks for."""

    name: str
    pattern: str
    weights: dict[Kind, float]
