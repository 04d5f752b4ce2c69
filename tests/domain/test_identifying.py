"""Names and details that could point to real people: found, and taken out."""

import time

import pytest

from chatbot.domain.identifying import NEUTRAL, Kind, details, replaced

KNOWN = (
    "Thea Brandreth has 140,000 in an account. Connie's stays where it is. It pays 1.2 percent. "
    "Move twenty thousand by 31 March 2027. the baker on the corner"
)


def found(text: str, known: str = KNOWN) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in details([text], known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I told Peter Miller about it.", [("name", "Peter Miller")]),
        ("Peter said so.", [("name", "Peter")]),
        ("Frankly, ask Rashid's firm.", [("name", "Rashid")]),
        ("My wife Sabine Krüger agrees.", [("name", "Sabine Krüger")]),
        ("my colleague dieter thinks so", [("name", "dieter")]),
        (
            "Mr. Okafor is right. And Dr Ana de la Cruz.",
            [("name", "Mr. Okafor"), ("name", "Dr Ana de la Cruz")],
        ),
        ("He banks at Blackwood & Sons.", [("name", "Blackwood & Sons")]),
        ("She lives in Leeds.", [("name", "Leeds")]),
        ("Ask Baker, he is a lawyer.", [("name", "Baker")]),
        ("In May I saw June and Will.", [("name", "June"), ("name", "Will")]),
        ("Write to peter.m@example.org today.", [("e-mail address", "peter.m@example.org")]),
        (
            "Call +44 20 7946 0958 or 07700 900123.",
            [("phone number", "+44 20 7946 0958"), ("phone number", "07700 900123")],
        ),
        ("See https://example.com/x?y=1.", [("link", "https://example.com/x?y=1")]),
        (
            "IBAN DE89370400440532013000",
            [("reference", "DE89370400440532013000")],
        ),
        ("Postcode SW1A 1AA.", [("reference", "SW1A 1AA")]),
        ("On 3 April 2026 we met.", [("date", "3 April 2026")]),
        ("It was the ninth of May.", [("date", "the ninth of May")]),
        ("Born 12.03.1961, or 1961-03-12.", [("date", "12.03.1961"), ("date", "1961-03-12")]),
        ("Since 1994.", [("date", "1994")]),
        (
            "It costs 1,250 euros, or 3.5 percent.",
            [("figure", "1,250 euros"), ("percentage", "3.5 percent")],
        ),
        (
            "I made £40k and lost forty-six thousand.",
            [("figure", "£40k"), ("figure", "forty-six thousand")],
        ),
    ],
)
def test_what_could_point_to_somebody_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Thea, you have 140,000 and Connie's money. Mrs Brandreth, twenty thousand by 31 March 2027.",
        "Would it be all right if I told you what the evidence says? Understandable. It's yours.",
        "So it isn't 1.2 percent that worries you? On Monday I'll ask in English.",
        "What would you need to see before any of it moved? You'd hate to be the one.",
        "",
        "?!",
    ],
)
def test_what_is_made_up_or_ordinary_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_word_that_stands_in_small_letters_elsewhere_is_no_name() -> None:
    assert found("Pensions are dull. All pensions are.") == []
    assert found("Zorbing is fun.") == [("name", "Zorbing")]  # too much sooner than too little


def test_each_is_listed_once_with_a_neutral_word_and_what_stands_around() -> None:
    both = details(["I asked Peter in the end.", "Peter's answer was no. So: Peter."], KNOWN)
    assert [one.text for one in both] == ["Peter"]
    assert both[0].neutral == NEUTRAL[Kind.NAME] == "someone"
    assert both[0].around == "I asked Peter in the end."


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("My wife Sabine agrees.", ""),
        ("She lives in Leeds.", "a place"),
        ("He works at Barclays.", "a firm"),
        ("It was in 1994.", "that year"),
        ("It was in June 1994.", "that month"),
        ("I sold 12 of them.", "some"),
        ("I sold 1,200 of them.", "some amount"),
    ],
)
def test_the_neutral_word_fits_where_it_can(text: str, neutral: str) -> None:
    assert [one.neutral for one in details([text], KNOWN)] == [neutral]


def test_what_was_said_of_each_is_done() -> None:
    text = "Peter came. I told Peter Miller, peter's boss, on 3 April; my wife Sabine agrees."
    chosen = {"Peter Miller": "Mr X", "Peter": "someone", "3 April": "that day", "Sabine": ""}
    assert replaced(text, chosen) == (
        "Someone came. I told Mr X, someone's boss, on that day; my wife agrees."
    )
    assert replaced(text, {}) == text
    assert replaced(text, {" ": "x", "Pet": "y"}) == text
    assert replaced("a.b a+b", {"a.b": "(\\1)"}) == "(\\1) a+b"


def test_a_name_that_is_also_a_word_is_taken_out_as_it_stands() -> None:
    assert replaced("I think Will will pay.", {"Will": "someone"}) == "I think someone will pay."


@pytest.mark.parametrize("text", ["A" * 4000, "a-1" * 1300, "Ab " * 1300, "1" * 4000, "a@" * 2000])
def test_odd_text_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    details([text], KNOWN)
    assert time.perf_counter() - began < 2.0
