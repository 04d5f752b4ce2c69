"""The scripted model that ships in the package."""

import asyncio

import pytest

from chatbot.adapters.scripted import ScriptedModel
from chatbot.domain.errors import MalformedReply, ProviderUnavailable, ScriptExhausted, StreamCut
from chatbot.domain.events import Usage
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Prompt

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}


async def test_replies_come_in_order_and_prompts_are_kept(prompt: Prompt) -> None:
    scripted = ScriptedModel(["one", "two"], name="scripted:test")
    model: ChatModel = scripted
    assert [(await model.complete(prompt)).text for _ in range(2)] == ["one", "two"]
    assert scripted.prompts == [prompt, prompt]
    assert scripted.schemas == [None, None]
    assert model.name == "scripted:test"


async def test_a_script_that_runs_out_says_so(prompt: Prompt) -> None:
    model = ScriptedModel(["one"])
    await model.complete(prompt)
    with pytest.raises(ScriptExhausted, match="ended after 1 replies"):
        await model.complete(prompt)
    with pytest.raises(ScriptExhausted):
        await anext(model.stream(prompt))


async def test_objects_are_checked_as_a_real_model_s_are(prompt: Prompt) -> None:
    model = ScriptedModel([{"a": 1}, '{"a": 2}', {"a": "no"}, "prose"])
    first = await model.complete(prompt, SCHEMA)
    assert (first.data, first.text) == ({"a": 1}, '{"a": 1}')
    assert (await model.complete(prompt, SCHEMA)).data == {"a": 2}
    for _ in range(2):
        with pytest.raises(MalformedReply):
            await model.complete(prompt, SCHEMA)
    assert model.schemas == [SCHEMA] * 4


async def test_exceptions_are_raised_in_both_ways_of_asking(prompt: Prompt) -> None:
    model = ScriptedModel([ProviderUnavailable("down"), ProviderUnavailable("down")])
    with pytest.raises(ProviderUnavailable):
        await model.complete(prompt)
    with pytest.raises(ProviderUnavailable):
        await anext(model.stream(prompt))


async def test_functions_see_the_prompt_and_may_wait(prompt: Prompt) -> None:
    async def later(given: Prompt) -> str:
        await asyncio.sleep(0)
        return given.messages[0].text

    model = ScriptedModel([lambda given: given.messages[-1].text, later])
    assert (await model.complete(prompt)).text == "What worries you about the fund?"
    assert (await model.complete(prompt)).text == "You are Ruth, a careful client."


@pytest.mark.parametrize("text", ["I am not sure. ", "  two  spaces\n\nand lines", "", "\n"])
async def test_a_stream_loses_no_character(prompt: Prompt, text: str) -> None:
    items = [item async for item in ScriptedModel([text]).stream(prompt)]
    assert "".join(item for item in items if isinstance(item, str)) == text
    assert items[-1] == Usage(input_tokens=12, output_tokens=len(text.split()), counted=False)


async def test_a_stream_comes_in_words(prompt: Prompt) -> None:
    items = [item async for item in ScriptedModel(["I am sure"]).stream(prompt)]
    assert items[:-1] == ["I", " am", " sure"]


async def test_a_cut_stream_gives_its_part_first(prompt: Prompt) -> None:
    heard = []
    with pytest.raises(StreamCut):
        async for item in ScriptedModel([StreamCut("cut", partial="I was")]).stream(prompt):
            heard.append(item)
    assert heard == ["I", " was"]
