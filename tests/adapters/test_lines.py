"""The offline voice, and the shared bank it draws on."""

import pytest

from chatbot.adapters.lines import KEPT, LinesVoice, line_bank
from chatbot.domain.dialogue import Transcript
from chatbot.domain.errors import PersonaError
from chatbot.domain.events import Spoken
from chatbot.domain.lines import LineBank
from chatbot.domain.moves import Act, Move, Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief
from tests.kit import hear


def brief(persona: Persona, act: Act = Act.HESITATE) -> Brief:
    transcript = Transcript().client("Hello.").advisor("What makes you hesitate?")
    return Brief(
        persona=persona, transcript=transcript, heard=hear(), move=Move(act=act), seed="7:1:v"
    )


async def test_the_line_is_shown_and_then_how_it_was_chosen(
    each_persona: Persona, bank: LineBank
) -> None:
    *pieces, spoken = [piece async for piece in LinesVoice(bank).speak(brief(each_persona))]
    assert isinstance(spoken, Spoken)
    assert "".join(str(p) for p in pieces) == spoken.text
    assert (spoken.voice, spoken.fallback, spoken.usage) == ("lines", False, None)
    assert spoken.candidates[0].text == spoken.text
    assert 1 < len(spoken.candidates) <= KEPT
    scores = [candidate.score for candidate in spoken.candidates]
    assert scores == sorted(scores, reverse=True)


async def test_it_says_the_same_for_the_same_brief(each_persona: Persona, bank: LineBank) -> None:
    one, other = LinesVoice(bank), LinesVoice(bank)
    first = [piece async for piece in one.speak(brief(each_persona))]
    assert [piece async for piece in other.speak(brief(each_persona))] == first


def test_the_shared_bank_has_reactions_for_every_act_and_occasion(bank: LineBank) -> None:
    assert {act for act in Act if bank.acts.get(act)} == set(Act)
    assert {occasion for occasion in Occasion if bank.occasions.get(occasion)} == set(Occasion)


def test_the_shared_bank_tells_nothing_of_anybody(bank: LineBank) -> None:
    lines = [line for own in (*bank.acts.values(), *bank.occasions.values()) for line in own]
    assert [line.text for line in lines if line.about] == []
    assert [line.text for line in lines if "{" in line.text] == []


def test_a_broken_line_in_the_bank_is_named() -> None:
    with pytest.raises(PersonaError, match=r"_reactions.yaml: acts.doubt.0.after"):
        line_bank({"doubt": [{"text": "Hm.", "after": ["rain"]}]})
