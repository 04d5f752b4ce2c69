"""Faults of a model server over real HTTP: retries, time limits, cut streams, plain words."""

import asyncio
import socket
import time

import pytest
from pydantic import SecretStr

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
from chatbot.domain.prompt import Prompt
from tests.adapters.conftest import MakeModel
from tests.adapters.kit import KEY, collect, until
from tests.fakes.openai_server import FakeServer
from tests.fakes.scenarios import WORDS


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
