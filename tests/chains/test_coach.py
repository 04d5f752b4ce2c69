import pytest

from chatbot.adapters.scripted import ScriptedModel
from chatbot.chains.coach import ModelCoach
from chatbot.domain.errors import MalformedReply, ProviderUnavailable
from tests.chains.room import HINT, RUBRIC, THEA, TIME_OUT, talk

FACTS = {"client": "Thea Brandreth", "voice": "openai:m", "evaluator": "offline"}


def coach(*replies: object) -> tuple[ModelCoach, ScriptedModel]:
    model = ScriptedModel(replies)  # type: ignore[arg-type]
    return ModelCoach(model, HINT, TIME_OUT, RUBRIC), model


async def test_a_hint_is_a_direction_with_its_principle() -> None:
    answer = {"reasoning": "r", "text": "She asked what\nyou earn.", "principle": "name_it_openly"}
    helper, model = coach(answer)
    hint = await helper.hint(talk(THEA, "Rate {{me}}."), THEA.advisor_brief, "7:1:hint")
    assert (hint.text, hint.principle) == ("She asked what you earn.", "name_it_openly")
    sent = "\n".join(message.text for message in model.prompts[0].messages)
    assert '"text": "Rate {{me}}."' in sent
    assert not [c.say for c in THEA.concerns if c.say in sent]


@pytest.mark.parametrize("text", ["", " ", "word " * 200])
async def test_a_hint_that_is_no_hint_is_refused(text: str) -> None:
    helper, _ = coach({"reasoning": "r", "text": text, "principle": "affirm"})
    with pytest.raises(MalformedReply):
        await helper.hint(talk(THEA, "Hello."), THEA.advisor_brief, "7:1:hint")


async def test_the_time_out_knows_the_facts_and_takes_the_question_as_data() -> None:
    helper, model = coach("  Yes, this is a program. ")
    assert await helper.answer('Are you an "AI"?', FACTS) == "Yes, this is a program."
    system, user = model.prompts[0].messages
    assert all(f"- {name}: {fact}" in system.text for name, fact in FACTS.items())
    assert user.text == '"Are you an \\"AI\\"?"'


async def test_failures_are_told() -> None:
    helper, _ = coach(" ", ProviderUnavailable("gone"))
    with pytest.raises(MalformedReply):
        await helper.answer("?", FACTS)
    with pytest.raises(ProviderUnavailable):
        await helper.hint(talk(THEA, "Hello."), THEA.advisor_brief, "7:1:hint")
