"""Plain replies and streams over real HTTP: what is sent, what comes back, what goes wrong."""

import asyncio
import socket
import time
from collections.abc import Callable

import langsmith
import pytest
from langsmith.utils import tracing_is_enabled
from pydantic import SecretStr

from chatbot.adapters.provider import LangChainModel
from chatbot.domain.errors import (
    MalformedReply,
    ProviderError,
    ProviderRejected,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
    StreamCut,
)
from chatbot.domain.events import Usage
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Prompt
from tests.adapters.conftest import MakeModel
from tests.fakes.openai_server import FakeServer
from tests.fakes.scenarios import WORDS

KEY = "sk-very-secret-4711"


async def collect(model: LangChainModel, prompt: Prompt) -> tuple[list[str], list[Usage]]:
    pieces: list[str] = []
    usages: list[Usage] = []
    async for item in model.stream(prompt):
        if isinstance(item, Usage):
            usages.append(item)
        else:
            pieces.append(item)
    return pieces, usages


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what the server's own thread does, at most 2 s."""
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("what was waited for never came")


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
    model = make_model("ok")
    assert (await model.complete(prompt)).text == WORDS
    assert "".join((await collect(model, prompt))[0]) == WORDS
    assert KEY not in str(server.requests[0].headers)


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


@pytest.mark.parametrize("scenario", ["busy", "down-once", "not-json-once"])
async def test_what_waiting_may_heal_is_tried_again(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, scenario: str
) -> None:
    assert (await make_model(scenario).complete(prompt)).text == WORDS
    assert len(server.requests) == 2


@pytest.mark.parametrize("scenario", ["busy", "down-once", "not-json-once"])
async def test_a_stream_that_has_not_begun_is_tried_again(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, scenario: str
) -> None:
    pieces, _ = await collect(make_model(scenario), prompt)
    assert "".join(pieces) == WORDS
    assert len(server.requests) == 2


FAULTS = [
    ("always-busy", RateLimited, 3, "asks us to wait 0 seconds"),
    ("no-quota", ProviderRejected, 1, "quota is used up"),
    ("down", ProviderUnavailable, 3, "failed on its side (status 500)"),
    ("not-json", MalformedReply, 3, "no chat completion"),
    ("html", MalformedReply, 3, "no chat completion"),
    ("empty", MalformedReply, 3, "an empty reply"),
    ("too-long", ProviderRejected, 1, "cannot read a talk this long"),
    ("too-long-vllm", ProviderRejected, 1, "cannot read a talk this long"),
    ("too-long-llama", ProviderRejected, 1, "cannot read a talk this long"),
    ("quotes-key", ProviderRejected, 1, "refuses the request (status 400): “Bad header: Bearer …”"),
    ("bad-key", ProviderRejected, 1, "refuses the API key"),
    ("unknown-model", ProviderRejected, 1, "Check the model's name"),
    ("moved", ProviderRejected, 1, "sends us on to another address"),
    ("filtered", ProviderRejected, 1, "content filter"),
]


@pytest.mark.parametrize(("scenario", "kind", "requests", "words"), FAULTS)
@pytest.mark.parametrize("streamed", [False, True])
async def test_each_fault_is_told_in_plain_words(
    server: FakeServer,
    make_model: MakeModel,
    prompt: Prompt,
    scenario: str,
    kind: type[ProviderError],
    requests: int,
    words: str,
    streamed: bool,
) -> None:
    model = make_model(scenario, api_key=SecretStr(KEY))
    with pytest.raises(kind) as caught:
        await (collect(model, prompt) if streamed else model.complete(prompt))
    told = str(caught.value)
    assert words in told
    assert told.startswith(f"The client model {scenario} at {server.base_url} ")
    assert KEY not in told
    assert len(server.requests) == requests


async def test_a_long_wait_asked_for_is_told_instead_of_waited_for(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.state.retry_after = "75"
    with pytest.raises(RateLimited) as caught:
        await make_model("busy").complete(prompt)
    assert caught.value.retry_after == 75.0
    assert "75 seconds" in str(caught.value)
    assert len(server.requests) == 1


async def test_retry_after_may_be_a_date(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    server.state.retry_after = "Wed, 21 Oct 2099 07:28:00 GMT"
    with pytest.raises(RateLimited) as caught:
        await make_model("busy").complete(prompt)
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 1e9


@pytest.mark.parametrize("header", ["soon", "nan", "-5"])
async def test_a_senseless_retry_after_is_no_obstacle(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, header: str
) -> None:
    server.state.retry_after = header
    assert (await make_model("busy").complete(prompt)).text == WORDS


async def test_nothing_listening_is_told_with_the_address(
    make_model: MakeModel, prompt: Prompt
) -> None:
    model = make_model("ok", base_url="http://user:pw@127.0.0.1:9/v1?key=hidden", max_retries=0)
    with pytest.raises(ProviderUnavailable) as caught:
        await model.complete(prompt)
    assert "at http://127.0.0.1:9/v1 cannot be reached" in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert "pw" not in str(caught.value)


async def test_a_server_that_takes_no_connection_is_unreachable(
    make_model: MakeModel, prompt: Prompt
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        # Linux drops further connection attempts once the queue of accepted ones is full.
        waiting = [socket.create_connection(address, timeout=1)]
        model = make_model("ok", base_url="http://{}:{}/v1".format(*address), connect_s=0.2)
        with pytest.raises(ProviderUnavailable, match="cannot be reached"):
            await model.complete(prompt)
        waiting[0].close()


async def test_a_hang_ends_at_the_total_time(make_model: MakeModel, prompt: Prompt) -> None:
    model = make_model("hang", total_s=0.2)
    await model.warm_up()
    started = time.monotonic()
    with pytest.raises(ProviderTimeout, match=r"no reply within 0\.2 seconds"):
        await model.complete(prompt)
    assert time.monotonic() - started < 1.0


async def test_a_stream_without_a_first_word_ends_at_its_own_time(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    model = make_model("hang", first_token_s=0.1, max_retries=1)
    with pytest.raises(ProviderTimeout, match=r"no first word within 0\.1 seconds"):
        await collect(model, prompt)
    assert len(server.requests) == 2


async def test_a_slow_first_word_is_waited_for(
    make_model: MakeModel, prompt: Prompt, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.state, "slow_s", 0.3)
    model = make_model("slow", first_token_s=2, between_tokens_s=0.1)
    assert "".join((await collect(model, prompt))[0]) == WORDS


async def test_silence_within_a_stream_ends_it_and_is_not_tried_again(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    with pytest.raises(ProviderTimeout, match=r"silent for 0\.1 seconds"):
        await collect(make_model("stall", between_tokens_s=0.1), prompt)
    assert len(server.requests) == 1


async def test_a_stream_ends_at_the_total_time(
    make_model: MakeModel, prompt: Prompt, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.state, "between_s", 0.1)
    with pytest.raises(ProviderTimeout, match=r"no whole reply within 0\.3 seconds"):
        await collect(make_model("ok", total_s=0.3), prompt)


@pytest.mark.parametrize("scenario", ["cut", "unfinished", "stream-error"])
async def test_a_stream_cut_in_mid_sentence_keeps_what_came(
    server: FakeServer, make_model: MakeModel, prompt: Prompt, scenario: str
) -> None:
    heard: list[str | Usage] = []
    with pytest.raises(StreamCut) as caught:
        async for item in make_model(scenario).stream(prompt):
            heard.append(item)
    assert heard == ["Well,", " I", " hear"]
    assert caught.value.partial == "Well, I hear"
    assert len(server.requests) == 1


async def test_a_body_cut_short_is_tried_again_and_told(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    with pytest.raises(ProviderUnavailable, match="closed the connection"):
        await make_model("cut").complete(prompt)
    assert len(server.requests) == 3


async def test_a_listener_who_leaves_hangs_up_on_the_server(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    stream = make_model("stall").stream(prompt)
    assert await anext(stream) == "Well,"
    await stream.aclose()
    await until(lambda: server.state.hung_up == 1)


async def test_a_cancelled_call_hangs_up_on_the_server(
    server: FakeServer, make_model: MakeModel, prompt: Prompt
) -> None:
    call = asyncio.create_task(make_model("hang").complete(prompt))
    await until(lambda: len(server.requests) == 1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await until(lambda: server.state.hung_up == 1)
    assert len(server.requests) == 1


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
