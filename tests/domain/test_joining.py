"""Two sentences given back as one: what a clause needs to be understood, in the client's order."""

import pytest

from chatbot.domain.joining import alone, is_half, joined, neighbour


@pytest.mark.parametrize(
    ("back", "client", "beside"),
    [
        (
            "You say it's got a heading and everything.",
            "I've started a clean page. It's got a heading and everything.",
            "I've started a clean page.",
        ),
        (
            "You say half of you has its coat on.",
            "Half of me has its coat on. The other half's still looking at the rain.",
            "The other half's still looking at the rain.",
        ),
        (
            "You say the bed's had worse.",
            "I'll sleep on it. The bed's had worse.",
            "I'll sleep on it.",
        ),
        ("You lost the lot in 2008.", "I lost the lot in 2008.", None),
        ("You lost the lot in 2008.", "I lost the lot in 2008. For good.", None),
        ("You lost the lot in 2008.", "I lost the lot in 2008. Was that your firm's doing?", None),
        ("You lost the lot.", "I lost the lot in two thousand and eight. It was a bad year.", None),
        (
            "You lost the lot in 2008.",
            "I lost the lot in 2008. " + "It was so bad " * 5 + "to see.",
            None,
        ),
    ],
)
def test_what_can_be_said_in_one_breath_with_it(back: str, client: str, beside: str | None) -> None:
    assert neighbour(back, client) == beside


@pytest.mark.parametrize(
    ("back", "other", "client", "whole"),
    [
        (
            "You say it's got a heading and everything.",
            "You've started a clean page.",
            "I've started a clean page. It's got a heading and everything.",
            "You say you've started a clean page, and it's got a heading and everything.",
        ),
        (
            "You read it twice.",
            "You put it in the drawer.",
            "I read it twice. I put it in the drawer.",
            "You read it twice, and you put it in the drawer.",
        ),
        (
            "You say it could be right.",
            "You'd be sending her in on a could.",
            "It could be right. But I'd be sending her in on a could.",
            "You say it could be right, but you'd be sending her in on a could.",
        ),
        (
            "You say you've a shelf for them.",
            "You say you shall consider it.",
            "I shall consider it. I've a shelf for them.",
            "You say you shall consider it, and you've a shelf for them.",
        ),
        (
            "Alun put it into one loan, you say.",
            "You've no shop now.",
            "Alun put it into one loan. I've no shop now.",
            None,
        ),
    ],
)
def test_two_sentences_become_one(back: str, other: str, client: str, whole: str | None) -> None:
    assert joined(back, other, client) == whole


@pytest.mark.parametrize(
    ("client", "sentences"),
    [
        ("I lost the lot in 2008.", ()),
        ("I lost it in 2008. It was a bad year.", ("I lost it in 2008.", "It was a bad year.")),
        ("I lost it in 2008. It was a bad year. I just can't.", ("It was a bad year.",)),
        ("I lost it in 2008. It was a bad year. Why would I do that again?", ()),
    ],
)
def test_which_sentences_could_stand_alone(client: str, sentences: tuple[str, ...]) -> None:
    assert alone(client) == sentences


@pytest.mark.parametrize(
    ("back", "client", "half"),
    [
        ("You lost the lot in 2008.", "I lost the lot in 2008.", False),
        ("You lost the lot in 2008.", "I lost the lot in 2008. It was a bad year.", True),
        ("You say it was a bad year.", "I lost the lot in 2008. It was a bad year.", True),
        (
            "You lost the lot in 2008, and it was a bad year.",
            "I lost the lot in 2008. It was a bad year.",
            False,
        ),
        ("You lost the lot in 2008.", "Well, aye. I lost the lot in 2008.", False),
        ("You lost the lot in 2008.", "I lost the lot in 2008. A bad year, that. I know.", False),
    ],
)
def test_one_of_two_sentences_is_half_of_what_they_said(back: str, client: str, half: bool) -> None:
    assert is_half(back, client) is half
