"""Client turns of our own, with what they must be heard as."""

import pytest

from chatbot.coder import RuleCoder
from chatbot.coder.client import code_client
from chatbot.domain.client_talk import Talk

TARGET = "Move the first 20,000 by 31 March."

TALKS = (
    ("I'd really like something coming in every month.", Talk.CHANGE, "D+"),
    ("I could probably manage two hundred a month.", Talk.CHANGE, "AB+"),
    ("It would save me a lot of worry.", Talk.CHANGE, "R+"),
    ("I have to do something about this before spring.", Talk.CHANGE, "N+"),
    ("I'll move the first part on Monday.", Talk.CHANGE, "C+"),
    ("I've already called the bank about it.", Talk.CHANGE, "TS+"),
    ("i need to sort this out before march", Talk.CHANGE, "N+"),
    ("I don't want to sign anything.", Talk.SUSTAIN, "D-"),
    ("I can't afford it, I tried.", Talk.SUSTAIN, "AB-"),
    ("It works fine as it is, there's no need.", Talk.SUSTAIN, "R-"),
    ("I don't need a lawyer for that.", Talk.SUSTAIN, "N-"),
    ("I'm not going to sell my flat.", Talk.SUSTAIN, "C-"),
    ("I'm not convinced it's worth it.", Talk.SUSTAIN, "R-"),
    ("My office is on the second floor.", Talk.NEUTRAL, None),
    ("She came in 1999.", Talk.NEUTRAL, None),
    ("Yeah.", Talk.NEUTRAL, None),
    ("Mm-hm, okay.", Talk.NEUTRAL, None),
)


@pytest.mark.parametrize(("text", "talk", "kind"), TALKS, ids=lambda v: str(v)[:40])
def test_talk(text: str, talk: Talk, kind: str | None) -> None:
    heard = code_client(text, TARGET)
    assert heard.talk is talk
    assert 0 < heard.confidence <= 0.95
    if kind:
        assert kind in heard.types


@pytest.mark.parametrize(
    ("text", "question", "motive"),
    [
        ("Hm. What does it cost?", "What does it cost?", False),
        ("what do you earn if i sign", "what do you earn if i sign", True),
        ("Are you on commission?", "Are you on commission?", True),
        ("Fine. Who pays you, then?", "Who pays you, then?", True),
        ("I'd like to know how it ends.", "I'd like to know how it ends.", False),
        ("Who does?", None, False),
        ("Nobody reads that, right?", None, False),
        ("I don't know what it costs.", None, False),
        ("Says who?", None, False),
        ("So what?", None, False),
    ],
)
def test_straight_questions(text: str, question: str | None, motive: bool) -> None:
    heard = code_client(text, TARGET)
    assert heard.question == question
    assert heard.motive is motive


def test_signs() -> None:
    assert code_client("You're not listening to me.", TARGET).discord
    assert code_client("I'm scared of that letter.", TARGET).feeling
    assert code_client("I'll think about it.", TARGET).evasion
    assert code_client("I'm going to call them tomorrow.", TARGET).commitment
    assert code_client("Right, okay.", TARGET).minimal
    assert not code_client("The letter came on Friday morning.", TARGET).minimal


async def test_the_coder_hears_clients_too() -> None:
    coder = RuleCoder()
    assert coder.name == "rules-1"
    assert (await coder.code_client("I don't want it.", TARGET)).talk is Talk.SUSTAIN
