"""A local OpenAI-compatible server over real HTTP, with the faults that real ones have.

    python -m tests.fakes.openai_server --port 0 --delay-ms 200 --replies replies.json

prints its base URL as the first line, and serves until it is stopped. In process::

    with FakeServer() as server:
        server.reply("busy", "Fine.", {"an": "object"})
        ... server.base_url ... server.requests[0].body["messages"]

What goes wrong is chosen by the model's name up to the first slash ("busy/evaluator"), or by the
header `x-scenario`; see `tests.fakes.scenarios.SCENARIOS`. Replies are taken from the model's
queue, then from a default: a sentence, or the least object of the schema asked for.
Control over HTTP: GET /fake/requests, POST /fake/replies {model: [replies]}, POST /fake/reset.
"""

import argparse
import asyncio
import json
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.scenarios import (
    SCENARIOS,
    Drop,
    Reply,
    Seen,
    State,
    events,
    refusal,
    whole,
    wording,
)


class _Endpoints:
    def __init__(self, state: State) -> None:
        self._state = state

    async def chat(self, request: Request) -> Response:
        body: dict[str, Any] = await request.json()
        state = self._state
        seen = Seen(request.url.path, dict(request.headers), body)
        state.requests.append(seen)
        # Azure names the deployment in the path.
        model = str(request.path_params.get("deployment") or body.get("model"))
        body["model"] = model
        scenario = request.headers.get("x-scenario") or model.partition("/")[0]
        state.calls[model] += 1
        calls = state.calls[model]
        if (error := refusal(scenario, calls, seen, state)) is not None:
            return error
        await self._wait(scenario, request)
        text = wording(scenario, calls, model, body, state)
        if scenario == "not-json-once" and calls > 1:
            scenario = "ok"
        if body.get("stream") and scenario != "html":
            pieces = self._counted(events(scenario, body, text, state))
            return StreamingResponse(pieces, media_type="text/event-stream")
        return whole(scenario, body, text)

    async def _wait(self, scenario: str, request: Request) -> None:
        await asyncio.sleep(self._state.delay_s)
        if scenario == "slow":
            await asyncio.sleep(self._state.slow_s)
        while scenario == "hang":
            await asyncio.sleep(0.02)
            if await request.is_disconnected():
                self._state.hung_up += 1
                raise Drop

    async def _counted(self, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
        try:
            async for piece in pieces:
                yield piece
        except asyncio.CancelledError:
            self._state.hung_up += 1
            raise

    async def models(self, _: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": name} for name in SCENARIOS]})

    async def tags(self, _: Request) -> Response:
        return JSONResponse({"models": [{"name": "llama3.2:3b", "size": 1}, {"name": "qwen3:8b"}]})

    async def seen(self, _: Request) -> Response:
        return JSONResponse([{"path": s.path, "body": s.body} for s in self._state.requests])

    async def replies(self, request: Request) -> Response:
        for model, replies in (await request.json()).items():
            self._state.replies[model].extend(replies)
        return JSONResponse({})

    async def reset(self, _: Request) -> Response:
        self._state.forget()
        return JSONResponse({})


def _app(state: State) -> Starlette:
    to = _Endpoints(state)
    azure = "/openai/deployments/{deployment:path}/chat/completions"
    return Starlette(
        routes=[
            Route("/v1/chat/completions", to.chat, methods=["POST"]),
            Route(azure, to.chat, methods=["POST"]),
            Route("/v1/models", to.models),
            Route("/api/tags", to.tags),
            Route("/fake/requests", to.seen),
            Route("/fake/replies", to.replies, methods=["POST"]),
            Route("/fake/reset", to.reset, methods=["POST"]),
        ]
    )


def _listen(port: int) -> socket.socket:
    """Return a bound socket that names its protocol.

    asyncio sets TCP_NODELAY only on those; without it, small events of a stream wait 40 ms for the
    client's delayed acknowledgement.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    # Callers may connect before the thread serves; their connections wait in the queue.
    bound.listen()
    return bound


class FakeServer(AbstractContextManager["FakeServer"]):
    """The server in a thread of this process.

    Args:
        port: 0 takes a free one.
        delay_s: seconds before every answer.
        between_s: seconds between the words of a stream.
    """

    def __init__(self, port: int = 0, delay_s: float = 0.0, between_s: float = 0.0) -> None:
        self.state = State(delay_s=delay_s, between_s=between_s)
        self._socket = _listen(port)
        # A dropped connection is a scenario here, no error worth a log line.
        config = uvicorn.Config(
            _app(self.state),
            log_config=None,
            log_level="critical",
            lifespan="off",
            timeout_graceful_shutdown=0,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.run, daemon=True)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def base_url(self) -> str:
        """What a client takes as base URL."""
        return f"{self.origin}/v1"

    @property
    def requests(self) -> list[Seen]:
        """What was asked, oldest first."""
        return self.state.requests

    def reply(self, model: str, *replies: Reply) -> None:
        """Queue replies for a model: text, an object, or a function of the request's body."""
        self.state.replies[model].extend(replies)

    def run(self) -> None:
        """Serve until stopped."""
        self._server.run(sockets=[self._socket])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=5)
        self._socket.close()


def main() -> None:
    """Serve as a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    parser.add_argument("--between-ms", type=float, default=0.0)
    parser.add_argument("--replies", type=Path, help="JSON: {model: [replies]}")
    options = parser.parse_args()
    server = FakeServer(options.port, options.delay_ms / 1000, options.between_ms / 1000)
    if options.replies:
        for model, replies in json.loads(options.replies.read_text("utf-8")).items():
            server.reply(model, *replies)
    sys.stdout.write(f"{server.base_url}\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main()
