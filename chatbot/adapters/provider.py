"""Language models behind OpenAI-compatible servers, called through LangChain.

LangChain and the SDK take seconds to import and are loaded with the first call (or `warm_up`), in
a thread, so that the event loop never stands still.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from chatbot.adapters import faults, tokens
from chatbot.adapters.connect import connect
from chatbot.adapters.retry import RetryPolicy, stream_with_retry, with_retry
from chatbot.adapters.role import RoleSettings
from chatbot.adapters.structured import Answer, Ladder
from chatbot.domain.errors import MalformedReply, ProviderUnavailable, StreamCut
from chatbot.domain.events import Usage
from chatbot.domain.ports import Completion
from chatbot.domain.prompt import Prompt

if TYPE_CHECKING:
    import httpx2
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage


class LangChainModel:
    """A chat model of one role; fulfils `chatbot.domain.ports.ChatModel`.

    Belongs to one event loop, as its connections do. `aclose` gives them back.

    Args:
        settings: which model, where, and how patient.
        policy: how to retry; `settings` bound its attempts and its total time.
    """

    def __init__(self, settings: RoleSettings, policy: RetryPolicy | None = None) -> None:
        self._settings = settings
        self._policy = replace(policy or RetryPolicy(), attempts=settings.max_retries + 1)
        self._ladder = Ladder(settings)
        self._lock = asyncio.Lock()
        self._chat: BaseChatModel | None = None
        self._http: httpx2.AsyncClient | None = None

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._settings.model

    async def warm_up(self) -> None:
        """Load the libraries and build the client, so that the first turn need not."""
        await self._ready()

    async def aclose(self) -> None:
        """Close the connections. A later call would open new ones."""
        async with self._lock:
            http, self._http, self._chat = self._http, None, None
        if http is not None:
            await http.aclose()

    async def complete(self, prompt: Prompt, schema: dict[str, Any] | None = None) -> Completion:
        """Return the whole reply; with `schema` (JSON Schema), `data` follows it.

        Raises:
            ProviderError: see `chatbot.domain.errors`; `MalformedReply` if the reply is not of
                the schema even after one repair.
        """
        chat = await self._ready()
        ask = partial(self._ask, chat, self._deadline())
        if schema is not None:
            return await self._ladder.complete(ask, prompt, schema)
        answer = await ask(prompt, {})
        return Completion(text=answer.text, usage=answer.usage)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage, None]:
        """Yield the reply in pieces, then its usage.

        A reply that ends at the token limit is a reply: its last sentence may be unfinished.

        Raises:
            ProviderError: see `chatbot.domain.errors`; `StreamCut` if it ends too early.
        """
        chat = await self._ready()
        deadline = self._deadline()
        start = partial(self._pieces, chat, deadline, prompt)
        async with aclosing(stream_with_retry(start, self._policy_until(deadline))) as pieces:
            async for piece in pieces:
                yield piece

    async def _ready(self) -> "BaseChatModel":
        async with self._lock:
            if self._chat is None:
                chat, self._http = await asyncio.to_thread(connect, self._settings)
                self._chat = chat
                return chat
            return self._chat

    def _deadline(self) -> float:
        """Return when the call has to be over, in the loop's seconds."""
        return _now() + self._settings.total_s

    def _policy_until(self, deadline: float) -> RetryPolicy:
        return replace(self._policy, total_s=deadline - _now())

    async def _ask(
        self, chat: "BaseChatModel", deadline: float, prompt: Prompt, parameters: dict[str, Any]
    ) -> Answer:
        """Send one request for a whole reply, with retries."""

        async def once() -> Answer:
            words = f"no reply within {self._settings.total_s:g} seconds"
            with faults.translated(self._settings, words):
                async with asyncio.timeout_at(deadline):
                    return await self._answer(chat, prompt, parameters)

        return await with_retry(once, self._policy_until(deadline))

    async def _answer(
        self, chat: "BaseChatModel", prompt: Prompt, parameters: dict[str, Any]
    ) -> Answer:
        import openai  # noqa: PLC0415 (heavy; loaded by then)

        finish: str | None
        try:
            message = await chat.ainvoke(_messages(prompt), **parameters)
        except openai.LengthFinishReasonError as cut:
            # The SDK raises this for `response_format` only; elsewhere it is a finish reason.
            text, finish, usage = cut.completion.choices[0].message.content or "", "length", None
        else:
            text, usage = _text(message), _usage(message)
            finish = message.response_metadata.get("finish_reason")
            if finish == "content_filter" or message.additional_kwargs.get("refusal"):
                raise faults.filtered(self._settings)
        if not text.strip():
            raise faults.empty(self._settings, finish)
        return Answer(text, finish, usage or await self._estimate(prompt, text))

    async def _pieces(
        self, chat: "BaseChatModel", deadline: float, prompt: Prompt
    ) -> AsyncGenerator[str | Usage, None]:
        """Yield the pieces of one request, then its usage."""
        said: list[str] = []
        finish: str | None = None
        usage: Usage | None = None
        first = _now() + self._settings.first_token_s
        async with aclosing(_generator(chat.astream(_messages(prompt)))) as chunks:
            while True:
                limit = _now() + self._settings.between_tokens_s if said else first
                chunk = await self._next(chunks, limit, deadline, said)
                if chunk is None:
                    break
                finish = chunk.response_metadata.get("finish_reason") or finish
                usage = _usage(chunk) or usage
                if chunk.text:
                    said.append(str(chunk.text))
                    yield said[-1]
        text = "".join(said)
        if finish is None:
            raise StreamCut(faults.broken_off(self._settings), text)
        if finish == "content_filter":
            raise faults.filtered(self._settings)
        if not text:
            raise faults.empty(self._settings, finish)
        yield usage or await self._estimate(prompt, text)

    async def _next(
        self,
        chunks: "AsyncGenerator[AIMessageChunk, None]",
        limit: float,
        deadline: float,
        said: list[str],
    ) -> "AIMessageChunk | None":
        """Return the stream's next chunk, or None at its end."""
        if deadline < limit:
            words = f"no whole reply within {self._settings.total_s:g} seconds"
        elif said:
            words = f"silent for {self._settings.between_tokens_s:g} seconds within its reply"
        else:
            words = f"no first word within {self._settings.first_token_s:g} seconds"
        try:
            with faults.translated(self._settings, words):
                async with asyncio.timeout_at(min(limit, deadline)):
                    return await anext(chunks, None)
        except (ProviderUnavailable, MalformedReply) as error:
            if not said:
                raise
            raise StreamCut(faults.broken_off(self._settings), "".join(said)) from error

    async def _estimate(self, prompt: Prompt, text: str) -> Usage:
        """Return our own count, for servers that tell none."""
        model = self._settings.model_name
        sent = await asyncio.to_thread(tokens.count_prompt, prompt, model)
        came = await asyncio.to_thread(tokens.count, text, model)
        return Usage(input_tokens=sent.tokens, output_tokens=came.tokens, counted=False)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _messages(prompt: Prompt) -> "list[BaseMessage]":
    from langchain_core.messages import (  # noqa: PLC0415 (heavy; loaded by then)
        AIMessage,
        HumanMessage,
        SystemMessage,
    )

    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[message.role](message.text) for message in prompt.messages]


def _generator(chunks: "AsyncIterator[AIMessageChunk]") -> "AsyncGenerator[AIMessageChunk, None]":
    """Return LangChain's stream as what it is, a generator, so that it can be closed."""
    if not isinstance(chunks, AsyncGenerator):
        raise TypeError(f"LangChain's stream is a {type(chunks).__name__}, which cannot be closed")
    return chunks


def _text(message: "AIMessage") -> str:
    """Return what the model said; of a tool call, its arguments as JSON."""
    for call in message.tool_calls:
        return json.dumps(call["args"], ensure_ascii=False)
    for broken in message.invalid_tool_calls:
        return broken["args"] or ""
    return str(message.text)


def _usage(message: "AIMessage") -> Usage | None:
    """Return the tokens the server counted, if it did."""
    counted = message.usage_metadata
    if counted is None:
        return None
    return Usage(input_tokens=counted["input_tokens"], output_tokens=counted["output_tokens"])
