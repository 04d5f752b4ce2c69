"""How often a person let the tool's codes stand."""

from random import Random

import numpy as np
import pytest

from chatbot.domain.codes import Code, Label
from chatbot.domain.reviews import TurnReview
from chatbot.domain.second_look import FEWEST_TURNS, cohen_kappa, second_look
from evals.metrics import agreement
from tests.domain.test_reviews import AF, ASKED, confirmed, corrected, talk


def review(*events: object) -> TurnReview:
    return talk(*events).review("t1")


def test_only_turns_that_were_looked_at_count() -> None:
    found = second_look([review(), review(confirmed()), review(corrected(AF, Label.GI))])
    assert (found.turns, found.said, found.stood, found.added) == (2, 4, 3, 0)
    assert found.corrected == 1
    assert (found.codes[Code.AFFIRM].said, found.codes[Code.AFFIRM].stood) == (2, 1)
    assert found.codes[Code.GI].person == 1
    assert Code.CONFRONT not in found.codes


def test_nothing_looked_at_is_nothing_claimed() -> None:
    found = second_look([review(), review()])
    assert (found.turns, found.said, found.kappa, found.codes) == (0, 0, None, {})


def test_an_added_code_and_another_kind_of_question_are_corrections() -> None:
    added = corrected(None, Label.SEEK, quote="What", start=19, end=23)
    found = second_look([review(added, corrected(ASKED, Label.Q_CLOSED))])
    assert (found.said, found.stood, found.added, found.corrected) == (2, 1, 1, 2)


def test_beyond_chance_is_told_from_ten_turns_on_and_where_it_can_be() -> None:
    few = [review(confirmed())] * (FEWEST_TURNS - 1)
    assert second_look(few).kappa is None
    alike = [review(confirmed())] * FEWEST_TURNS
    assert second_look(alike).kappa is None  # every turn is the same: chance explains it all
    mixed = [*alike, *[review(corrected(AF, None))] * 5]
    found = second_look(mixed)
    assert found.codes[Code.AFFIRM].kappa == pytest.approx(0.0)
    assert found.codes[Code.QUESTION].kappa is None
    assert found.kappa == pytest.approx(0.0)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_the_evals(seed: int) -> None:
    rng = Random(seed)
    one = [rng.random() < 0.4 for _ in range(40)]
    other = [a if rng.random() < 0.7 else not a for a in one]
    table = np.zeros((1, 2, 2))
    for a, b in zip(one, other, strict=True):
        table[0, int(a), int(b)] += 1
    assert cohen_kappa(one, other) == pytest.approx(float(agreement.cohen_kappa(table)[0]))
    assert cohen_kappa([], []) is None
