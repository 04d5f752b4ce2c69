"""What the fake server answers: the faults of real servers, by name."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.responses import JSONResponse, Response, StreamingResponse

from tests.fakes.samples import sample

SCENARIOS: Final = {
    "ok": "answers",
    "busy": "429 with Retry-After the first time, then answers",
    "always-busy": "429 with Retry-After, each time",
    "no-quota": "429 with insufficient_quota",
    "down-once": "500 the first time, then answers",
    "down": "500, each time",
    "hang": "takes the request and never answers",
    "slow": "answers after `slow_s`",
    "stall": "streams three words, then nothing more",
    "cut": "streams three words, then drops the connection",
    "unfinished": "streams three words and ends without finish_reason",
    "stream-error": "streams three words, then an error event",
    "not-json": "a body that is cut JSON (stream: such an event)",
    "not-json-once": "the same, the first time only",
    "html": "a web page",
    "empty": "a reply without text",
    "bad-object-once": "an object that breaks the schema, then a good one",
    "bad-object": "an object that breaks the schema, each time",
    "no-schema": "400 on response_format json_schema",
    "no-tools": "400 on json_schema and on tools",
    "plain-only": "400 on json_schema, tools and json_object",
    "ignores-format": "takes any format and answers in prose unless the prompt holds the schema",
    "too-long": "400 for a prompt beyond the context, as OpenAI says it",
    "too-long-vllm": "the same, as vLLM says it",
    "too-long-llama": "the same, as llama.cpp says it",
    "quotes-key": "400 that quotes the key",
    "bad-key": "401 that quotes the key",
    "unknown-model": "404 model_not_found",
    "moved": "307 to another address",
    "length": "cut off by max_tokens",
    "filtered": "withheld by the content filter",
    "no-usage": "answers without token counts",
}

WORDS: Final = "Well, I hear you, but I have managed without this for years."
BROKEN: Final = '{"choices": [{"message": {"role": "assistant", "content": "I am'

Reply = str | dict[str, Any] | Callable[[dict[str, Any]], str | dict[str, Any]]


class Drop(Exception):
    """Ends a response in the middle: the server closes the connection."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(slots=True)
class State:
    delay_s: float = 0.0
    between_s: float = 0.0
    slow_s: float = 1.0
    retry_after: str = "0"
    requests: list[Seen] = field(default_factory=list)
    replies: defaultdict[str, deque[Reply]] = field(default_factory=lambda: defaultdict(deque))
    calls: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    hung_up: int = 0

    def forget(self) -> None:
        """Forget requests, replies and counts; delays stay."""
        self.requests.clear()
        self.replies.clear()
        self.calls.clear()
        self.hung_up = 0

    def next_reply(self, model: str, body: dict[str, Any]) -> str | dict[str, Any]:
        if self.replies[model]:
            reply = self.replies[model].popleft()
            return reply(body) if callable(reply) else reply
        schema = asked_schema(body)
        return WORDS if schema is None else sample(schema, schema)


def asked_schema(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the schema that a request carries, if any."""
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        return dict(form["json_schema"]["schema"])
    for tool in body.get("tools") or []:
        return dict(tool["function"]["parameters"])
    return None


def _error(status: int, message: str, code: str | None = None, **headers: str) -> Response:
    error = {"message": message, "type": "error", "param": None, "code": code}
    return JSONResponse({"error": error}, status, headers=headers)


def refusal(scenario: str, calls: int, seen: Seen, state: State) -> Response | None:
    """Return the scenario's error for this request, or None if it is to be answered."""
    wait = {"retry-after": state.retry_after}
    if scenario == "always-busy" or (scenario == "busy" and calls == 1):
        return _error(429, "Rate limit reached", "rate_limit_exceeded", **wait)
    if scenario == "no-quota":
        return _error(429, "You exceeded your current quota", "insufficient_quota")
    if scenario == "down" or (scenario == "down-once" and calls == 1):
        return _error(500, "The server had an error")
    if scenario.startswith("too-long"):
        return _too_long(scenario)
    key = seen.headers.get("authorization", "")
    if scenario == "bad-key":
        return _error(401, f"Incorrect API key provided: {key}.", "invalid_api_key")
    if scenario == "quotes-key":
        return _error(400, f"Bad header: {key}")
    if scenario == "unknown-model":
        return _error(404, "The model does not exist.", "model_not_found")
    if scenario == "moved":
        return Response(status_code=307, headers={"location": "http://127.0.0.1:9/v1"})
    return _format_refusal(scenario, seen.body)


def _too_long(scenario: str) -> Response:
    if scenario == "too-long-vllm":
        return _error(400, "This model's maximum context length is 8192 tokens.", "400")
    text = "Please reduce the length of the messages."
    if scenario == "too-long-llama":
        error = {"code": 400, "message": text, "type": "exceed_context_size_error"}
        return JSONResponse({"error": error}, 400)
    return _error(400, text, "context_length_exceeded")


def _format_refusal(scenario: str, body: dict[str, Any]) -> Response | None:
    form = (body.get("response_format") or {}).get("type")
    refused = {
        "no-schema": form == "json_schema",
        "no-tools": form == "json_schema" or "tools" in body,
        "plain-only": form is not None or "tools" in body,
    }
    if refused.get(scenario):
        return _error(400, f"response_format {form or 'tools'} is not supported")
    return None


def wording(scenario: str, calls: int, model: str, body: dict[str, Any], state: State) -> str:
    if scenario == "empty":
        return ""
    if scenario == "bad-object" or (scenario == "bad-object-once" and calls == 1):
        return '{"wrong": true}'
    prompt = body["messages"][0]["content"]
    if scenario == "ignores-format" and "JSON schema" not in prompt:
        return WORDS
    reply = state.next_reply(model, body)
    return reply if isinstance(reply, str) else json.dumps(reply)


def _usage(body: dict[str, Any], text: str) -> dict[str, int]:
    sent = sum(len(str(m["content"]).split()) for m in body["messages"])
    came = len(text.split())
    return {"prompt_tokens": sent, "completion_tokens": came, "total_tokens": sent + came}


async def _cut_body() -> AsyncIterator[str]:
    yield BROKEN
    raise Drop


_FINISH: Final = {"length": "length", "filtered": "content_filter"}


def whole(scenario: str, body: dict[str, Any], text: str) -> Response:
    if scenario.startswith("not-json"):
        return Response(BROKEN, media_type="application/json")
    if scenario == "html":
        return Response("<html><title>Welcome</title></html>", media_type="text/html")
    if scenario == "cut":
        return StreamingResponse(_cut_body(), media_type="application/json")
    message: dict[str, Any] = {"role": "assistant", "content": text}
    finish = _FINISH.get(scenario, "stop")
    if body.get("tools"):
        name = body["tools"][0]["function"]["name"]
        function = {"name": name, "arguments": text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
    choice = {"index": 0, "message": message, "finish_reason": finish}
    reply = {"id": "x", "object": "chat.completion", "created": 1, "model": body["model"]}
    usage = {} if scenario == "no-usage" else {"usage": _usage(body, text)}
    return JSONResponse({**reply, "choices": [choice], **usage})


def _event(body: dict[str, Any], choices: list[dict[str, Any]], **more: object) -> str:
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
    return f"data: {json.dumps({**chunk, 'choices': choices, **more})}\n\n"


async def events(
    scenario: str, body: dict[str, Any], text: str, state: State
) -> AsyncIterator[str]:
    yield _event(body, [{"index": 0, "delta": {"role": "assistant", "content": ""}}])
    if scenario.startswith("not-json"):
        yield "data: {broken\n\n"
        return
    for number, word in enumerate(text.split(" ")):
        if number == 3:
            if scenario == "stall":
                await asyncio.Event().wait()
            if scenario == "cut":
                raise Drop
            if scenario == "unfinished":
                break
            if scenario == "stream-error":
                yield 'data: {"error": {"message": "out of memory"}}\n\n'
                return
        if number and state.between_s:
            await asyncio.sleep(state.between_s)
        piece = word if number == 0 else f" {word}"
        yield _event(body, [{"index": 0, "delta": {"content": piece}}])
    if scenario != "unfinished":
        finish = _FINISH.get(scenario, "stop")
        yield _event(body, [{"index": 0, "delta": {}, "finish_reason": finish}])
    if (body.get("stream_options") or {}).get("include_usage") and scenario != "no-usage":
        yield _event(body, [], usage=_usage(body, text))
    yield "data: [DONE]\n\n"
