"""The client's words given back: theirs, in order, with I and you turned round."""

import pytest

from chatbot.domain.giving_back import misgiven, reports


@pytest.mark.parametrize(
    ("back", "client"),
    [
        ("Your brother lost the lot in 2008.", "My brother lost the lot in 2008, so no."),
        ("You say it was never yours.", "It was never mine. And that's that."),
        ("You say I never rang you.", "You never rang me. Not once."),
        ("You were on the roof all night, you say.", "I was on the roof all night."),
        ("You want to know who put this in.", "Who put this in? Five percent?"),
        ("You say I’m too dear for you.", "You're too dear for me, I'm afraid."),
        ("You'll save me the paper.", "I'll save you the paper."),
        (
            "You're asking whether they'll stop when they're told.",
            "Will they stop when they're told?",
        ),
        ("You'd like to know what I get out of it.", "What do you get out of it?"),
        ("You'd like a date and a firm.", "When was that? Give me a date and a firm."),
        ("You don't care for the word.", "I'll tell you now that I don't care for the word."),
        ("If you start you've got to start on all.", "If I start I've got to start on all."),
        ("Half of you has its coat on.", "Half of me has its coat on."),
    ],
)
def test_words_given_back(back: str, client: str) -> None:
    assert reports(back, client) or misgiven(back, client) is None


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
        ("And who pays for it?", "And who pays for it?", "asks what"),
        ("If you say yes you'll be awake.", "If I say yes I'll be awake, and if I say no.", "half"),
        ("You ended up here.", "We ended up here.", "another mouth"),
        ("How did you end up like this.", "How did we end up like this.", "both for the client"),
        ("I've already got you condemned.", "You've already got us condemned.", "both for"),
        ("You can't see it yet.", "You can't see it yet.", "I and you"),
        ("We can't with a child.", "You can't with a child.", "I and you"),
        ("You never was, and you had the keys.", "I never was, and I had the keys.", "no English"),
        ("You heard I the first time.", "Yes, I heard you the first time.", "no English"),
        ("You can't go on, you know.", "I can't go on, I know.", "another mouth"),
        ("You're asking who sold it.", "Who put this in?", "not their words"),
        (
            "You want to know what you get out of it.",
            "What do you get out of it?",
            "not their words",
        ),
        ("You say we're slewing too early.", "You're slewing too early.", "I and you"),
        ("Not that you're, no, sit, you say.", "Not that I'm, no, sit, drink up.", "broken off"),
        ("Twenty-eight per cent plus tax.", "Twenty-eight per cent plus tax. Lovely.", "no clause"),
        (
            "You say things get worse when I write them.",
            "Things get worse when you write them.",
            "people",
        ),
        (
            "The rest is standing on its foot.",
            "Half has gone. The rest is standing on its foot.",
            "mouth",
        ),
        (
            "You're asking how many winters have I seen.",
            "How many winters have you seen?",
            "no English",
        ),
        (
            "You'll tell me now that you don't care.",
            "I'll tell you now that I don't care.",
            "mouth",
        ),
        ("If it showed nothing.", "If it showed nothing, well, we'd know.", "half"),
        (
            "You're asking if she got her place back.",
            "Has she got her place back?",
            "half",
        ),
    ],
)
def test_words_given_back_wrongly(back: str, client: str, problem: str | None) -> None:
    found = None if reports(back, client) else misgiven(back, client)
    assert found is None if problem is None else problem in (found or "")
