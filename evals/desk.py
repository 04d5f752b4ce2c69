"""`evals desk`: a chat model whose answers are written by whoever sits at the desk.

Serves the OpenAI-compatible chat API on this machine. Each request becomes `NNN.prompt.txt` in a
folder and waits until `NNN.answer.txt` stands beside it. So a prompt can be judged by giving it to
a reader as if the reader were the model, on the very path that any other model takes.
"""

import asyncio
import json
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any, Final

PROMPT: Final = ".prompt.txt"
ANSWER: Final = ".answer.txt"
#: Seconds between two looks for an answer.
LOOK_S: Final = 0.5


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals desk`."""
    parser.add_argument("--folder", type=Path, required=True, metavar="DIR")
    parser.add_argument("--port", type=int, default=8111)


class Desk:
    """Lays prompts into a folder and picks up answers.

    Args:
        folder: made if it is not there; what lies in it already is answered no more.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.name.split(".")[0]) for path in folder.glob(f"*{PROMPT}")]
        self._numbers = count(max(taken, default=0) + 1)

    async def ask(self, body: dict[str, Any]) -> str:
        """Lay a request down and return its answer as it was written, without outer blanks."""
        name = f"{next(self._numbers):04d}"
        waiting = self._folder / f"{name}.part"
        waiting.write_text(laid_out(body), "utf-8")
        waiting.rename(self._folder / f"{name}{PROMPT}")
        answer = self._folder / f"{name}{ANSWER}"
        while not await asyncio.to_thread(answer.exists):  # noqa: ASYNC110 (a folder tells nobody)
            await asyncio.sleep(LOOK_S)
        return answer.read_text("utf-8").strip()


def laid_out(body: dict[str, Any]) -> str:
    """Return a request as a reader sees it: the messages, then the form asked for."""
    parts = [f"[{m['role'].upper()}]\n{m['content']}" for m in body["messages"]]
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        schema = json.dumps(form["json_schema"]["schema"], ensure_ascii=False)
        parts.append(f"[ANSWER WITH ONE JSON OBJECT OF THIS SCHEMA, AND NOTHING ELSE]\n{schema}")
    return "\n\n".join(parts) + "\n"


def app(desk: Desk) -> Any:
    """Return the ASGI application."""
    from starlette.applications import Starlette  # noqa: PLC0415 (heavy)
    from starlette.requests import Request  # noqa: PLC0415
    from starlette.responses import JSONResponse, Response, StreamingResponse  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    async def chat(request: Request) -> Response:
        body = await request.json()
        if body.get("stream"):
            return StreamingResponse(_stream(desk, body), media_type="text/event-stream")
        text = await desk.ask(body)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse(_reply("chat.completion", body, choice) | {"usage": _usage(body, text)})

    return Starlette(routes=[Route("/v1/chat/completions", chat, methods=["POST"])])


async def _stream(desk: Desk, body: dict[str, Any]) -> AsyncIterator[str]:
    text = await desk.ask(body)
    delta = {"role": "assistant", "content": text}
    for choice in (
        {"index": 0, "delta": delta, "finish_reason": None},
        {"index": 0, "delta": {}, "finish_reason": "stop"},
    ):
        yield f"data: {json.dumps(_reply('chat.completion.chunk', body, choice))}\n\n"
    yield "data: [DONE]\n\n"


def _reply(kind: str, body: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
    model = body.get("model", "desk")
    return {"id": "desk", "object": kind, "created": 0, "model": model, "choices": [choice]}


def _usage(body: dict[str, Any], text: str) -> dict[str, int]:
    """Count words; a reader has no tokens."""
    read = sum(len(str(message["content"]).split()) for message in body["messages"])
    said = len(text.split())
    return {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}


def command(options: Namespace) -> int:
    """Serve until interrupted; returns 0."""
    import uvicorn  # noqa: PLC0415 (heavy)

    address = f"http://127.0.0.1:{options.port}/v1"
    print(f"The desk is at {address}. Prompts: {options.folder}/*{PROMPT}; answers: *{ANSWER}.")
    uvicorn.run(app(Desk(options.folder)), host="127.0.0.1", port=options.port, log_level="warning")
    return 0
