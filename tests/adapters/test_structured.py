"""Objects from a model: the ladder of formats, the check, the one repair."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from chatbot.adapters.structured import InvalidObject, read_object, strict
from chatbot.domain.errors import MalformedReply, ProviderRejected
from chatbot.domain.events import Usage
from chatbot.domain.prompt import Message, Prompt
from tests.adapters.conftest import MakeModel
from tests.fakes.openai_server import FakeServer
from tests.fakes.samples import sample


class Finding(BaseModel):
    """One finding."""

    quote: str
    weight: int = 1


class Notes(BaseModel):
    """What the tests ask for."""

    title: str
    findings: list[Finding] = []


SCHEMA = Notes.model_json_schema()
GOOD = {"title": "Warm", "findings": [{"quote": "I hear you", "weight": 2}]}


def form(body: dict[str, Any]) -> str:
    """Return which rung a request stood on."""
    if "tools" in body:
        return "tool"
    return str((body.get("response_format") or {"type": "plain"})["type"])


async def test_the_strictest_form_comes_first_and_carries_the_strict_schema(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("ok", GOOD)
    reply = await make_model("ok").complete(prompt, SCHEMA)
    assert reply.data == GOOD
    assert json.loads(reply.text) == GOOD
    body = server.requests[0].body
    sent = body["response_format"]["json_schema"]
    assert sent["strict"] is True
    assert sent["schema"]["required"] == ["title", "findings"]
    assert sent["schema"]["additionalProperties"] is False
    assert sent["schema"]["$defs"]["Finding"]["required"] == ["quote", "weight"]
    assert len(body["messages"]) == 2


@pytest.mark.parametrize(
    ("scenario", "forms"),
    [
        ("no-schema", ["json_schema", "tool"]),
        ("no-tools", ["json_schema", "tool", "json_object"]),
        ("plain-only", ["json_schema", "tool", "json_object", "plain"]),
    ],
)
async def test_a_refused_form_is_left_once_and_for_all(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, scenario: str, forms: list[str]
) -> None:
    server.reply(scenario, GOOD, GOOD)
    model = make_model(scenario)
    assert (await model.complete(prompt, SCHEMA)).data == GOOD
    assert (await model.complete(prompt, SCHEMA)).data == GOOD
    assert [form(seen.body) for seen in server.requests] == [*forms, forms[-1]]


async def test_where_the_request_cannot_carry_the_schema_the_system_message_does(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("no-tools", GOOD)
    await make_model("no-tools").complete(prompt, SCHEMA)
    system, user = server.requests[-1].body["messages"]
    assert system["content"].startswith("You are Ruth, a careful client.\n\nAnswer with one JSON")
    assert json.dumps(SCHEMA) in system["content"]
    assert user["content"] == "What worries you about the fund?"


async def test_a_prompt_without_a_system_message_gets_one_for_the_schema(
    server: FakeServer, make_model: MakeModel
) -> None:
    server.reply("plain-only", GOOD)
    alone = Prompt(messages=(Message(role="user", text="Go."),))
    await make_model("plain-only").complete(alone, SCHEMA)
    assert [m["role"] for m in server.requests[-1].body["messages"]] == ["system", "user"]


async def test_an_invalid_object_is_shown_to_the_model_once(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("bad-object-once", GOOD)
    reply = await make_model("bad-object-once").complete(prompt, SCHEMA)
    assert reply.data == GOOD
    first, second = (seen.body for seen in server.requests)
    *before, shown, mend = second["messages"]
    assert before == first["messages"]
    assert shown == {"role": "assistant", "content": '{"wrong": true}'}
    assert mend["role"] == "user"
    assert "'title' is a required property" in mend["content"]
    # Both calls are paid for; the fake counts words.
    sent = [m["content"] for body in (first, second) for m in body["messages"]]
    came = ['{"wrong": true}', reply.text]
    assert reply.usage == Usage(
        input_tokens=sum(len(text.split()) for text in sent),
        output_tokens=sum(len(text.split()) for text in came),
    )


async def test_a_second_invalid_object_is_an_error_and_no_third_is_asked_for(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    with pytest.raises(
        MalformedReply, match=r"even when shown its mistake .*'title' is a required"
    ):
        await make_model("bad-object").complete(prompt, SCHEMA)
    assert len(server.requests) == 2


async def test_a_server_that_ignores_the_form_is_told_in_words_from_then_on(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("ignores-format", GOOD, GOOD)
    model = make_model("ignores-format")
    assert (await model.complete(prompt, SCHEMA)).data == GOOD
    assert (await model.complete(prompt, SCHEMA)).data == GOOD
    assert [form(seen.body) for seen in server.requests] == ["json_schema", "plain", "plain"]


async def test_broken_arguments_of_a_tool_call_are_repaired(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("no-schema", '{"title": "cut off', GOOD)
    assert (await make_model("no-schema").complete(prompt, SCHEMA)).data == GOOD
    assert server.requests[-1].body["messages"][-2]["content"] == '{"title": "cut off'


@pytest.mark.parametrize("rung", ["response_format", "plain"])
async def test_an_object_cut_by_the_token_limit_is_an_error_at_once(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, rung: str
) -> None:
    model = make_model("length")
    if rung == "plain":
        server.reply("length/first", "prose", GOOD)
        model = make_model("length/first")
        with pytest.raises(MalformedReply):
            await model.complete(prompt, SCHEMA)
    server.state.requests.clear()
    with pytest.raises(MalformedReply, match="Raise max_tokens of the client role"):
        await model.complete(prompt, SCHEMA)
    assert len(server.requests) == 1


async def test_a_fault_that_no_form_can_mend_does_not_walk_the_ladder(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    for scenario in ("too-long", "unknown-model", "bad-key"):
        server.state.requests.clear()
        with pytest.raises(ProviderRejected):
            await make_model(scenario).complete(prompt, SCHEMA)
        assert len(server.requests) == 1


async def test_a_busy_server_is_waited_for_on_the_same_rung(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("busy", GOOD)
    assert (await make_model("busy").complete(prompt, SCHEMA)).data == GOOD
    assert [form(seen.body) for seen in server.requests] == ["json_schema", "json_schema"]


async def test_usage_of_a_server_that_counts_nothing_is_estimated(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.reply("no-usage", "{}", GOOD)
    usage = (await make_model("no-usage").complete(prompt, SCHEMA)).usage
    assert isinstance(usage, Usage)
    assert not usage.counted
    assert usage.output_tokens > 0


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "a"}',
        '  {"title": "a"}\n',
        '```json\n{"title": "a"}\n```',
        '```\n{"title": "a"}```',
    ],
)
def test_an_object_is_read_with_or_without_one_fence(text: str) -> None:
    assert read_object(text, SCHEMA) == {"title": "a"}


def test_fences_inside_a_text_are_left_alone() -> None:
    inner = '{"title": "```js\\nx\\n```"}'
    assert read_object(inner, SCHEMA)["title"] == "```js\nx\n```"
    assert read_object(f"```json\n{inner}\n```", SCHEMA)["title"] == "```js\nx\n```"


@pytest.mark.parametrize(
    ("text", "is_json", "words"),
    [
        ('Sure! {"title": "a"}', False, "not JSON"),
        ("```json\n{}\n```\nand\n```json\n{}\n```", False, "not JSON"),
        ("[" * 100_000, False, "not JSON"),
        ('{"title": 3}', True, r"at \$\.title: 3 is not of type 'string'"),
        ('{"title": "a", "findings": [{}]}', True, r"at \$\.findings\[0\]: 'quote' is a required"),
        ("[]", True, "is not of type 'object'"),
    ],
)
def test_what_is_no_object_of_the_schema_is_told(text: str, is_json: bool, words: str) -> None:
    with pytest.raises(InvalidObject, match=words) as caught:
        read_object(text, SCHEMA)
    assert caught.value.is_json is is_json


def test_a_schema_that_allows_arrays_still_wants_an_object_here() -> None:
    with pytest.raises(InvalidObject, match="no object"):
        read_object("[]", {})


def test_strict_closes_every_object_and_keeps_a_property_named_default() -> None:
    loose = {
        "type": "object",
        "properties": {"default": {"type": "string", "default": "x"}, "n": {"type": "integer"}},
    }
    assert strict(loose) == {
        "type": "object",
        "properties": {"default": {"type": "string"}, "n": {"type": "integer"}},
        "required": ["default", "n"],
        "additionalProperties": False,
    }
    assert "required" not in loose


def test_the_fakes_samples_follow_their_schema() -> None:
    schema = strict(SCHEMA)
    assert read_object(json.dumps(sample(schema, schema)), SCHEMA) == {"title": "x", "findings": []}
