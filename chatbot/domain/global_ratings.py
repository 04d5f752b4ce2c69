"""The four global ratings of MITI 4.2.1 over a whole talk, and what is computed from them.

Dimensions, scale (1–5, start at 3), Relational and Technical after Moyers, Manuel & Ernst, *MITI
Coding Manual 4.2.1* (2014/2015). The thresholds are that manual's expert opinion. In equipoise the
two technical dimensions are not rated: nothing is to be cultivated there, and nothing softened.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.codes import Quoted
from chatbot.domain.contents import Stance


class Dimension(StrEnum):
    """What is rated, in the order of the report."""

    PARTNERSHIP = "partnership"
    EMPATHY = "empathy"
    CHANGE_TALK = "cultivating_change_talk"
    SUSTAIN_TALK = "softening_sustain_talk"


DIMENSION_NAMES: Final[dict[Dimension, str]] = {
    Dimension.PARTNERSHIP: "Partnership",
    Dimension.EMPATHY: "Empathy",
    Dimension.CHANGE_TALK: "Cultivating Change Talk",
    Dimension.SUSTAIN_TALK: "Softening Sustain Talk",
}
_RELATIONAL: Final = (Dimension.PARTNERSHIP, Dimension.EMPATHY)
_TECHNICAL: Final = (Dimension.CHANGE_TALK, Dimension.SUSTAIN_TALK)

START: Final = 3


class Threshold(NamedTuple):
    """From which value a score counts as fair, and as good; expert opinion, not measured."""

    fair: float
    good: float


RELATIONAL: Final = Threshold(3.5, 4)
TECHNICAL: Final = Threshold(3, 4)


class Evidence(Quoted):
    """The advisor's own words for or against a rating; `turn` is the advisor's turn, from 1."""

    turn: int = Field(ge=1)
    raises: bool


class GlobalRating(Value):
    """One rating: 1–5, why, and the words it rests on, in the order of the talk."""

    dimension: Dimension
    score: int = Field(ge=1, le=5)
    why: str
    evidence: tuple[Evidence, ...] = ()


class LeftOut(Value):
    """A dimension without a rating, and why."""

    dimension: Dimension
    reason: str


class GlobalRatings(Value):
    """The ratings of a talk that could be upheld.

    Attributes:
        rater: the model that gave them.
        ratings: one for each dimension that stands; at least one.
        left_out: the others of this stance, each with its reason.
        dropped: quotes that do not stand in the talk.
    """

    kind: Literal["rated"] = "rated"
    rater: str
    ratings: tuple[GlobalRating, ...] = Field(min_length=1)
    left_out: tuple[LeftOut, ...] = ()
    dropped: int = Field(default=0, ge=0)

    def of(self, dimension: Dimension) -> GlobalRating | None:
        """Return the rating of a dimension, or None if it has none."""
        return next((one for one in self.ratings if one.dimension is dimension), None)

    @property
    def relational(self) -> float | None:
        """(Partnership + Empathy) / 2, 1–5; None if one of them is missing."""
        return self._mean(_RELATIONAL)

    @property
    def technical(self) -> float | None:
        """(Cultivating Change Talk + Softening Sustain Talk) / 2, 1–5; None if one is missing."""
        return self._mean(_TECHNICAL)

    def _mean(self, dimensions: tuple[Dimension, ...]) -> float | None:
        found = [rating.score for d in dimensions if (rating := self.of(d)) is not None]
        return sum(found) / len(found) if len(found) == len(dimensions) else None


class NotRated(Value):
    """No global ratings, with the reason in plain words. Never a default, never a middle value."""

    kind: Literal["not_rated"] = "not_rated"
    cause: Literal["too_short", "offline", "failed"]
    reason: str


Globals = Annotated[GlobalRatings | NotRated, Field(discriminator="kind")]


def rated_in(stance: Stance) -> tuple[Dimension, ...]:
    """Return what is rated: in equipoise only how the two deal with each other."""
    return _RELATIONAL if stance is Stance.EQUIPOISE else (*_RELATIONAL, *_TECHNICAL)


def objection(score: int, evidence: tuple[Evidence, ...]) -> str | None:
    """Say why a score is not borne out by the words quoted for it; None if it is.

    Judges are lenient, so the way up asks for more than the way down: 4 wants words from two turns
    and more for than against; 5 wants three turns and nothing against; 3 does not stand on words
    that all speak against, from two turns or more; 2 wants words from one turn, 1 from two. These
    demands are ours, not MITI's.
    """
    up = len({one.turn for one in evidence if one.raises})
    down = len({one.turn for one in evidence if not one.raises})
    if score == 5 and (up < 3 or down):
        return "a 5 wants words that raise it from three turns, and none that lower it"
    if score == 4 and (up < 2 or down >= up):
        return "a 4 wants words that raise it from two turns, and more that raise than lower it"
    if score == START and down >= 2 and not up:
        return "a 3 does not stand where all that is quoted lowers it"
    if score < START and down < START - score:
        turns = "one turn" if score == START - 1 else "two turns"
        return f"a {score} wants words that lower it from {turns}"
    return None
