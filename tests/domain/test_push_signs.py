"""Phrases joined for speed find what they would find one by one."""

import re

import pytest

from chatbot.domain.push_signs import LEAVES, SIGNS, any_of, choices
from chatbot.domain.push_signs_soft import SOFT
from chatbot.domain.words import fold


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\bone|\btwo (?:a|b)|three", [r"\bone", r"\btwo (?:a|b)", "three"]),
        (r"a\|b|[|)]c|(?:d|e(?:f|g))", [r"a\|b", "[|)]c", "(?:d|e(?:f|g))"]),
        ("", [""]),
    ],
)
def test_the_outermost_choices_of_a_pattern(pattern: str, found: list[str]) -> None:
    assert choices(pattern) == found


def test_choices_at_a_words_edge_are_tried_there_only() -> None:
    joined = any_of(r"\bsign\b|\bbook\b", r"^now\b", r"\bput you\b")
    assert joined.pattern == r"\b(?:sign\b|book\b)|^now\b|\b(?:put you\b)"
    assert joined.search(fold("SIGN here")) is not None
    assert joined.search(fold("designs")) is None


def test_no_sign_needs_a_capital_letter() -> None:
    for sign in (*SIGNS.values(), *SOFT.values(), LEAVES):
        bare = re.sub(r"\\.", "", sign.pattern)
        assert bare == bare.lower()
