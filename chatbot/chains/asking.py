"""Asking a model for an object, and once more where what it says cannot be used."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from chatbot.domain.errors import MalformedReply
from chatbot.domain.ports import ChatModel, Completion
from chatbot.domain.prompt import Message, Prompt

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Wanted(Generic[R]):
    """What a reply has to be.

    Attributes:
        form: what it is read as.
        schema: JSON Schema of `form`.
        problems: says what is wrong with a reply of the right form, in words for the model.
        mend: puts those words into the message that asks for the repair.
    """

    form: type[R]
    schema: dict[str, Any]
    problems: Callable[[R], list[str]]
    mend: Callable[[str], str]


async def ask(model: ChatModel, prompt: Prompt, wanted: Wanted[R]) -> R:
    """Return the model's reply; where it is wrong it is shown why, once, and its second one counts.

    A reply whose form had to be mended on its way here has had its repair, and is not asked for
    again. What is still wrong with the one that counts is the caller's to judge.

    Raises:
        MalformedReply: the reply that counts is not of the form.
        ProviderError: the model failed.
    """
    first = await model.complete(prompt, wanted.schema)
    reply, wrong = _read(first, wanted)
    if reply is not None and (not wrong or first.repaired):
        return reply
    listed = "\n".join(f"- {one}" for one in wrong)
    again = (
        Message(role="assistant", text=first.text),
        Message(role="user", text=wanted.mend(listed)),
    )
    second = await model.complete(Prompt(messages=(*prompt.messages, *again)), wanted.schema)
    reply, wrong = _read(second, wanted)
    if reply is None:
        raise MalformedReply(f"The answer of {model.name} could not be used: {wrong[0]}")
    return reply


def _read(completion: Completion, wanted: Wanted[R]) -> tuple[R | None, list[str]]:
    """Return the reply, or None, and what is wrong with it."""
    try:
        reply = wanted.form.model_validate_json(json.dumps(completion.data))
    except ValidationError as error:
        return None, [_where(dict(one)) for one in error.errors()]
    return reply, wanted.problems(reply)


def _where(error: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the answer"
    return f"{place}: {error['msg']}"


def bare(form: Any) -> Any:
    """Return a schema without titles and docstrings: the model reads the prompt, and tokens cost.

    A property of that name stays.
    """
    if isinstance(form, list):
        return [bare(part) for part in form]
    if not isinstance(form, dict):
        return form
    kept = {key: bare(value) for key, value in form.items() if key not in {"title", "description"}}
    if isinstance(properties := form.get("properties"), dict):
        kept["properties"] = {name: bare(value) for name, value in properties.items()}
    return kept
