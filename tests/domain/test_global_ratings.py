"""Relational and Technical, worked by hand; and what a score has to rest on."""

import pytest

from chatbot.domain.contents import Stance
from chatbot.domain.global_ratings import (
    RELATIONAL,
    TECHNICAL,
    Dimension,
    Evidence,
    GlobalRating,
    GlobalRatings,
    objection,
    rated_in,
)


def rated(**scores: int) -> GlobalRatings:
    ratings = tuple(
        GlobalRating(dimension=Dimension(name), score=score, why="So.")
        for name, score in scores.items()
    )
    return GlobalRatings(rater="m", ratings=ratings)


def words(*turns: int) -> tuple[Evidence, ...]:
    """Return evidence: positive turns raise, negative ones lower."""
    return tuple(Evidence(quote="x", start=0, end=1, turn=abs(t), raises=t > 0) for t in turns)


def test_relational_and_technical_are_means_of_two() -> None:
    found = rated(partnership=4, empathy=3, cultivating_change_talk=2, softening_sustain_talk=3)
    assert (found.relational, found.technical) == (3.5, 2.5)
    assert (RELATIONAL.fair, RELATIONAL.good) == (3.5, 4)
    assert (TECHNICAL.fair, TECHNICAL.good) == (3, 4)


def test_a_mean_of_one_is_none() -> None:
    found = rated(partnership=5, cultivating_change_talk=4, softening_sustain_talk=5)
    assert found.relational is None
    assert found.technical == 4.5


def test_in_equipoise_nothing_is_to_be_cultivated_or_softened() -> None:
    assert rated_in(Stance.EQUIPOISE) == (Dimension.PARTNERSHIP, Dimension.EMPATHY)
    assert rated_in(Stance.DIRECTIONAL) == tuple(Dimension)


@pytest.mark.parametrize(
    ("score", "turns"),
    [
        (5, (1, 4, 9)),
        (4, (1, 4)),
        (4, (1, 4, -6)),
        (3, ()),
        (3, (-2,)),
        (3, (-2, -5, 7)),
        (2, (-2,)),
        (2, (-2, 3, 4)),
        (1, (-2, -5)),
    ],
)
def test_what_bears_a_score_out(score: int, turns: tuple[int, ...]) -> None:
    assert objection(score, words(*turns)) is None


@pytest.mark.parametrize(
    ("score", "turns"),
    [
        (5, (1, 4)),
        (5, (1, 1, 1)),
        (5, (1, 4, 9, -5)),
        (4, (1,)),
        (4, (1, 1)),
        (4, (1, 4, -2, -3)),
        (3, (-2, -5)),
        (2, ()),
        (2, (3,)),
        (1, (-2,)),
        (1, (-2, -2)),
    ],
)
def test_what_does_not(score: int, turns: tuple[int, ...]) -> None:
    assert objection(score, words(*turns))
