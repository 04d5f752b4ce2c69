"""The client's words handed back: verbatim, or turned to "you" where the English is sure."""

import pytest

from chatbot.domain.mirror import MAX_WORDS, client_words, mirror
from chatbot.domain.persona import Persona

TABLE = {
    "I never signed for that": "you never signed for that",
    "I'm not sure about this": "you're not sure about this",
    "I’ve lost money before": "you've lost money before",
    "I am afraid of losing it": "you are afraid of losing it",
    "I was lied to": "you were lied to",
    "I wasn't told": "you weren't told",
    "We were late and we lost our best man": "you were late and you lost your best man",
    "My wife thinks it was my fault": "your wife thinks it was your fault",
    "My wife was against it": "your wife was against it",
    "I'd rather keep it for myself": "you'd rather keep it for yourself",
    "I trust us more than them": "you trust you more than them",
    "We'll manage by ourselves": "you'll manage by yourselves",
    "The savings are mine": None,  # would begin with neither "you" nor "your"
    "I don't trust you": None,  # two people called "you"
    "I told him “I am done”": None,  # words in quotation marks stay as they are
    'I said "never again"': None,
    "I never was sure": None,  # "was" or "were"?
    "I don't know who am I to judge": None,
    "Nobody told me": None,
    "It frightens me": None,
    "Because": None,
}


@pytest.mark.parametrize(("said", "turned"), list(TABLE.items()))
def test_a_clause_is_turned_round_or_left_alone(said: str, turned: str | None) -> None:
    assert mirror(said) == turned


def test_a_country_is_no_pronoun() -> None:
    assert mirror("I moved my shop to the US") == "you moved your shop to the US"


@pytest.mark.parametrize(
    ("said", "fragment"),
    [
        ("Well, I don't trust funds. It is raining.", "I don't trust funds"),
        ("It rains. I never signed for that. Tuesday it is.", "I never signed for that"),
        ("I won't pay 0.65 percent a year.", "I won't pay 0.65 percent a year"),
        ("What do you get out of it?", None),
        ("Hm.", None),
        ("", None),
    ],
)
def test_the_most_loaded_plain_sentence_is_what_is_quoted(said: str, fragment: str | None) -> None:
    assert client_words(said).fragment == fragment


def test_a_long_sentence_is_cut_at_a_clause_or_not_used() -> None:
    long = (
        "I don't want to lose it, and the rest of what goes on there every day is not my business"
    )
    assert client_words(long).fragment == "I don't want to lose it"
    assert client_words("I want " + "and so on " * 10).fragment is None


def test_what_is_quoted_of_the_shipped_lines_is_verbatim_and_short(each_persona: Persona) -> None:
    lines = [line.text for own in each_persona.lines.values() for line in own]
    quoted = [(line, found) for line in lines if (found := client_words(line).fragment)]
    assert len(quoted) > 40
    for line, fragment in quoted:
        assert fragment in line
        assert len(fragment.split()) <= MAX_WORDS
