"""What a turn did to trust, as it is laid beside the readers' ratings."""

import pytest

from chatbot.domain.client_state import Effect
from evals.ratings.items import trust_felt


def effect(variable: str, delta: float, felt: float | None) -> Effect:
    return Effect(quote="", code="C", variable=variable, delta=delta, why="why", felt=felt)


def test_what_was_felt_counts_and_not_how_much_was_left_to_lose() -> None:
    effects = (effect("benevolence", -0.004, -0.09), effect("ability", 0.01, 0.03))
    assert trust_felt((*effects, effect("discord", 0.1, 0.2))) == pytest.approx(-0.02)
    assert trust_felt(()) == 0


def test_logs_of_older_rules_do_not_tell() -> None:
    assert trust_felt((effect("integrity", -0.01, None),)) is None
