"""The client's words given back: theirs, in order, with I and you turned round."""

import pytest

from chatbot.domain.giving_back import misgiven


@pytest.mark.parametrize(
    ("back", "client"),
    [
        ("Your brother lost the lot in 2008.", "My brother lost the lot in 2008, so no."),
        ("You say it was never yours.", "It was never mine, and that's that."),
        ("I never rang you.", "You never rang me. Not once."),
        ("You were on the roof all night, you say.", "I was on the roof all night."),
        ("You want to know who put this in.", "Who put this in? Five percent?"),
        ("We’re too dear for you.", "You're too dear for me, I'm afraid."),
    ],
)
def test_words_given_back(back: str, client: str) -> None:
    assert misgiven(back, client) is None


@pytest.mark.parametrize(
    ("back", "client", "problem"),
    [
        ("My brother lost the lot.", "My brother lost the lot.", "I and you"),
        ("You never rang me.", "You never rang me.", "I and you"),
        ("Your sister sold the caravan.", "My brother lost the lot.", "not their words"),
        ("So.", "My brother lost the lot.", "not their words"),
        ("…", "My brother lost the lot.", "not their words"),
        ("You're to let four holes in.", "So I'm to let four holes in for one perhaps.", None),
        ("You had seen it coming.", "A sack I had seen it coming with.", "middle"),
        ("And who pays?", "And who pays?", "asks what"),
    ],
)
def test_words_given_back_wrongly(back: str, client: str, problem: str | None) -> None:
    found = misgiven(back, client)
    assert found is None if problem is None else problem in (found or "")
