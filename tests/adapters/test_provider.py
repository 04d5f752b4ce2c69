"""Plain replies and streams over real HTTP: what is sent, what comes back, what goes wrong."""

import asyncio
import time

import langsmith
import pytest
from langsmith.utils import tracing_is_enabled
from pydantic import SecretStr

from chatbot.domain.events import Usage
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Prompt
from tests.adapters.conftest import MakeModel
from tests.adapters.kit import KEY, collect
from tests.fakes.openai_server import FakeServer
from tests.fakes.scenarios import WORDS


async def test_a_whole_reply_comes_with_the_servers_token_count(
    make_model: MakeModel, prompt: Prompt
) -> None:
    model: ChatModel = make_model("ok")
    reply = await model.complete(prompt)
    assert reply.text == WORDS
    assert reply.data is None
    assert reply.usage == Usage(input_tokens=12, output_tokens=12, counted=True)
    assert model.name == "openai:ok"


async def test_what_is_sent_is_the_prompt_and_the_roles_parameters(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    model = make_model("ok", temperature=0.3, seed=7, max_tokens=90, api_key=SecretStr(KEY))
    await model.complete(prompt)
    (seen,) = server.requests
    assert seen.body["messages"] == [
        {"role": "system", "content": "You are Ruth, a careful client."},
        {"role": "user", "content": "What worries you about the fund?"},
    ]
    sent = {key: seen.body.get(key) for key in ("temperature", "seed", "max_tokens")}
    assert sent == {"temperature": 0.3, "seed": 7, "max_tokens": 90}
    assert "max_completion_tokens" not in seen.body
    assert seen.headers["authorization"] == f"Bearer {KEY}"


async def test_the_environment_decides_nothing(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_BASE", "OPENAI_BASE_URL", "HTTP_PROXY", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    monkeypatch.setenv("LC_OUTPUT_VERSION", "v1")
    monkeypatch.setenv("LANGCHAIN_OPENAI_STREAM_CHUNK_TIMEOUT_S", "0.02")
    monkeypatch.setattr(server.state, "between_s", 0.04)
    model = make_model("ok")
    assert (await model.complete(prompt)).text == WORDS
    assert "".join((await collect(model, prompt))[0]) == WORDS
    assert KEY not in str(server.requests[0].headers)


async def test_no_model_name_leads_to_another_api(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    await make_model("ok/gpt-5-codex").complete(prompt)
    assert server.requests[0].path == "/v1/chat/completions"


async def test_no_talk_is_traced_to_a_third_party(
    make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    langsmith.configure(enabled=None)
    # LANGSMITH_TRACING=true, past the cache through which langsmith reads its variables.
    monkeypatch.setattr("langsmith.utils.get_env_var", lambda *_, **__: "true")
    assert tracing_is_enabled()
    await make_model("ok").warm_up()
    assert not tracing_is_enabled()


async def test_azure_is_asked_by_deployment_and_key_header(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    model = make_model(
        "ok", model="azure_openai:ok", base_url=server.origin, api_key=SecretStr(KEY), max_tokens=9
    )
    assert (await model.complete(prompt)).text == WORDS
    assert "".join((await collect(model, prompt))[0]) == WORDS
    first = server.requests[0]
    assert first.path == "/openai/deployments/ok/chat/completions"
    assert first.headers["api-key"] == KEY
    assert first.body["max_completion_tokens"] == 9


async def test_a_stream_comes_word_by_word_and_then_its_usage(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    pieces, usages = await collect(make_model("ok"), prompt)
    assert "".join(pieces) == WORDS
    assert len(pieces) == len(WORDS.split())
    assert usages == [Usage(input_tokens=12, output_tokens=12, counted=True)]
    assert server.requests[0].body["stream_options"] == {"include_usage": True}


async def test_the_first_word_does_not_wait_for_the_last(
    make_model: MakeModel, prompt: Prompt, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = make_model("ok")
    await model.warm_up()
    monkeypatch.setattr(server.state, "between_s", 0.05)
    started = time.monotonic()
    arrivals = [time.monotonic() - started async for _ in model.stream(prompt)]
    assert arrivals[-1] - arrivals[0] > 0.4


async def test_without_the_servers_count_tokens_are_estimated_and_said_to_be(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    whole = (await make_model("no-usage").complete(prompt)).usage
    _, streamed = await collect(make_model("no-usage", stream_usage=False), prompt)
    assert whole is not None
    assert not whole.counted
    assert streamed == [whole]
    # 15 = 60 bytes / 4; the prompt's 63 bytes make 8 + 8, plus 3 a message and 3 for the reply.
    assert (whole.input_tokens, whole.output_tokens) == (25, 15)
    assert "stream_options" not in server.requests[1].body


async def test_two_roles_do_not_wait_for_each_other(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.state, "slow_s", 1.0)
    critic = asyncio.create_task(make_model("slow", role="evaluator").complete(prompt))
    client = make_model("ok")
    await client.warm_up()
    await collect(client, prompt)
    assert not critic.done()
    assert (await critic).text == WORDS


async def test_a_closed_model_opens_anew(make_model: MakeModel, prompt: Prompt) -> None:
    model = make_model("ok")
    await model.complete(prompt)
    await model.aclose()
    await model.aclose()
    assert (await model.complete(prompt)).text == WORDS
