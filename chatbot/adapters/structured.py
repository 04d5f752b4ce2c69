"""Objects from a model: asks in the strictest form the server takes, checks, repairs once.

Servers differ in what they take: a JSON schema, a tool, "some JSON", or nothing. The ladder goes
down a rung when the server refuses one, and stays where it stood; so only the first call pays.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from chatbot.adapters.faults import FormatRefused, cut_short, not_as_agreed
from chatbot.adapters.role import RoleSettings
from chatbot.domain.events import Usage
from chatbot.domain.ports import Completion
from chatbot.domain.prompt import Message, Prompt

_NAME: Final = "answer"
_FENCE: Final = "```"
_LONGEST_PROBLEM: Final = 300


class Rung(IntEnum):
    """Forms of asking for an object, strictest first."""

    JSON_SCHEMA = 0
    TOOL = 1
    JSON_MODE = 2
    PLAIN = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's whole reply, as it came.

    Attributes:
        text: what it said; of a tool call, the arguments as JSON.
        finish: why it ended ("stop", "length", "tool_calls" …), if the server said.
        usage: tokens, counted or estimated.
    """

    text: str
    finish: str | None
    usage: Usage


class InvalidObject(ValueError):
    """The reply is no object of the schema; the message says what is wrong with it.

    Args:
        problem: for the model that is shown its mistake.
        is_json: the reply was JSON at least.
    """

    def __init__(self, problem: str, *, is_json: bool) -> None:
        super().__init__(problem)
        self.is_json = is_json


Ask = Callable[[Prompt, dict[str, Any]], Awaitable[Answer]]


class Ladder:
    """Asks for objects, and remembers the form that this server and model take."""

    def __init__(self, settings: RoleSettings) -> None:
        self._settings = settings
        self._rung = Rung.JSON_SCHEMA

    async def complete(self, ask: Ask, prompt: Prompt, schema: dict[str, Any]) -> Completion:
        """Return the model's object.

        Args:
            ask: sends a prompt with extra request parameters, once.
            prompt: what the object is to be about; need not mention JSON.
            schema: JSON Schema of the object.

        Raises:
            MalformedReply: cut by the token limit, or invalid even after one repair.
            ProviderError: as raised by `ask`.
        """
        answer = await self._descend(ask, prompt, schema)
        try:
            return _completion(answer.text, schema, answer.usage)
        except InvalidObject as problem:
            # A server that took the format and ignored it would do so every time.
            if not problem.is_json:
                self._rung = Rung.PLAIN
            again = _shown(prompt, answer.text, str(problem))
        second = await self._descend(ask, again, schema)
        try:
            mended = _completion(second.text, schema, _sum(answer.usage, second.usage))
        except InvalidObject as problem:
            raise not_as_agreed(self._settings, str(problem)) from problem
        return mended.model_copy(update={"repaired": True})

    async def _descend(self, ask: Ask, prompt: Prompt, schema: dict[str, Any]) -> Answer:
        """Ask on the remembered rung, or on the next one that the server takes."""
        rung = self._rung
        while True:
            try:
                answer = await ask(_worded(prompt, rung, schema), _parameters(rung, schema))
            except FormatRefused:
                if rung is Rung.PLAIN:
                    raise
                rung = Rung(rung + 1)
            else:
                self._rung = rung
                break
        if answer.finish == "length":
            raise cut_short(self._settings)
        return answer


def read_object(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the object a reply consists of, a Markdown fence around it aside.

    Raises:
        InvalidObject: it is no JSON, no object, or breaks the schema.
    """
    import jsonschema  # noqa: PLC0415 (0.1 s, and not needed by the offline voice)

    try:
        data = json.loads(_unfenced(text))
    except (ValueError, RecursionError) as error:
        raise InvalidObject(f"it is not JSON: {error}", is_json=False) from error
    worst = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(schema).iter_errors(data)
    )
    if worst is not None:
        raise InvalidObject(
            f"at {worst.json_path}: {worst.message[:_LONGEST_PROBLEM]}", is_json=True
        )
    if not isinstance(data, dict):
        raise InvalidObject("it is JSON, but no object", is_json=True)
    return data


def strict(schema: Any) -> Any:
    """Return the schema as strict servers want it: objects are closed, every property required.

    https://platform.openai.com/docs/guides/structured-outputs ("Supported schemas").
    """
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(part) for key, part in schema.items() if key != "default"}
    properties = schema.get("properties")
    if schema.get("type") == "object" and isinstance(properties, dict):
        # A property may be called "default": names are kept, only keywords are dropped.
        closed["properties"] = {name: strict(part) for name, part in properties.items()}
        closed["required"] = list(properties)
        closed["additionalProperties"] = False
    return closed


def _completion(text: str, schema: dict[str, Any], usage: Usage) -> Completion:
    return Completion(text=text, data=read_object(text, schema), usage=usage)


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        counted=one.counted and other.counted,
    )


def _unfenced(text: str) -> str:
    """Return what stands inside the code fence around the whole text, else the text."""
    body = text.strip()
    if not (body.startswith(_FENCE) and body.endswith(_FENCE)):
        return body
    # The language ("json") stands on the fence's own line.
    return body.removesuffix(_FENCE).partition("\n")[2]


def _parameters(rung: Rung, schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a request carries on this rung besides its messages."""
    if rung is Rung.JSON_SCHEMA:
        form = {"name": _NAME, "schema": strict(schema), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    if rung is Rung.TOOL:
        function = {"name": _NAME, "description": "Give the answer.", "parameters": schema}
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": _NAME}},
        }
    if rung is Rung.JSON_MODE:
        return {"response_format": {"type": "json_object"}}
    return {}


def _worded(prompt: Prompt, rung: Rung, schema: dict[str, Any]) -> Prompt:
    """Put the schema into words where the request does not carry it.

    It joins the first system message: that part of a prompt is stable, so caches hit, and many
    chat templates take no second one.
    """
    if rung < Rung.JSON_MODE:
        return prompt
    order = (
        "Answer with one JSON object and nothing else: no introduction, no Markdown. It has to "
        f"follow this JSON schema:\n{json.dumps(schema, ensure_ascii=False)}"
    )
    head, *rest = prompt.messages
    if head.role != "system":
        return Prompt(messages=(Message(role="system", text=order), *prompt.messages))
    return Prompt(messages=(Message(role="system", text=f"{head.text}\n\n{order}"), *rest))


def _shown(prompt: Prompt, reply: str, problem: str) -> Prompt:
    """Return the prompt with the invalid reply and what is wrong with it."""
    mend = (
        f"Your answer cannot be used: {problem}. Answer again with the whole JSON object, "
        "corrected, and nothing else."
    )
    shown = (Message(role="assistant", text=reply), Message(role="user", text=mend))
    return Prompt(messages=(*prompt.messages, *shown))
