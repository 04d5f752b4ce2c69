import pytest

from chatbot.domain.numbers import numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nineteen ninety-four", {1994}),
        ("two hundred and twelve thousand pounds", {212000}),
        ("212,000 pounds", {212000}),
        ("forty-six of them in 2019", {46, 2019}),
        ("the ninth of March at 14.30", {9, 14.3}),
        ("twenty twenty-seven", {2027}),
        ("nine hundred flat", {900}),
        ("three, four, five", {3, 4, 5}),
        ("seven grand", {7000}),
        ("3.5 per cent", {3.5}),
        ("one of us, and no one else", set()),
        ("a second", set()),
        ("", set()),
    ],
)
def test_figures_and_words_are_the_same_numbers(text: str, found: set[float]) -> None:
    assert numbers(text) == found
