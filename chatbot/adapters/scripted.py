"""A model that says what a script tells it: for tests, demonstrations and evals without a model."""

import json
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from inspect import isawaitable
from typing import Any, Final

from chatbot.adapters.structured import InvalidObject, read_object
from chatbot.domain.errors import MalformedReply, ScriptExhausted, StreamCut
from chatbot.domain.events import Usage
from chatbot.domain.ports import Completion
from chatbot.domain.prompt import Prompt

Said = str | dict[str, Any] | BaseException
Reply = Said | Callable[[Prompt], Said | Awaitable[Said]]

_PIECE: Final = re.compile(r"\s*\S+\s*$|\s*\S+|\s+")


class ScriptedModel:
    """Fulfils `chatbot.domain.ports.ChatModel` without a server, one reply of its script a call.

    Attributes:
        prompts: what was sent, oldest first.
        schemas: the schema that each call asked for, or None.

    Args:
        replies: strings; dicts (the object of a structured call); exceptions, which are raised
            (a `StreamCut` after its `partial` was streamed); or functions of the prompt, async or
            not, that return one of these.
        name: as shown and recorded.
    """

    def __init__(self, replies: Iterable[Reply], name: str = "scripted:model") -> None:
        self._replies = iter(replies)
        self._name = name
        self.prompts: list[Prompt] = []
        self.schemas: list[dict[str, Any] | None] = []

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._name

    async def complete(self, prompt: Prompt, schema: dict[str, Any] | None = None) -> Completion:
        """Return the script's next reply.

        Raises:
            ScriptExhausted: the script has no more replies.
            MalformedReply: the reply does not follow the schema; there is no repair here.
            BaseException: as the script says.
        """
        text = _words(await self._next(prompt, schema))
        data: dict[str, Any] | None = None
        if schema is not None:
            try:
                data = read_object(text, schema)
            except InvalidObject as problem:
                raise MalformedReply(
                    f"The script's reply breaks the schema: {problem}"
                ) from problem
        return Completion(text=text, data=data, usage=_usage(prompt, text))

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage, None]:
        """Yield the script's next reply word by word, then its usage.

        Raises:
            ScriptExhausted: the script has no more replies.
            BaseException: as the script says.
        """
        said = await self._next(prompt, None, streamed=True)
        text = said.partial if isinstance(said, StreamCut) else _words(said)
        for piece in _PIECE.findall(text):
            yield piece
        if isinstance(said, StreamCut):
            raise said
        yield _usage(prompt, text)

    async def _next(
        self, prompt: Prompt, schema: dict[str, Any] | None, *, streamed: bool = False
    ) -> Said:
        self.prompts.append(prompt)
        self.schemas.append(schema)
        try:
            reply = next(self._replies)
        except StopIteration:
            raise ScriptExhausted(
                f"The script of {self._name} ended after {len(self.prompts) - 1} replies, and "
                "another one was asked for."
            ) from None
        said = reply(prompt) if callable(reply) else reply
        if isawaitable(said):
            said = await said
        if isinstance(said, BaseException) and not (streamed and isinstance(said, StreamCut)):
            raise said
        return said


def _words(said: Said) -> str:
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def _usage(prompt: Prompt, text: str) -> Usage:
    """Count words, so that tests see a figure that never changes."""
    sent = sum(len(message.text.split()) for message in prompt.messages)
    return Usage(input_tokens=sent, output_tokens=len(text.split()), counted=False)
