"""Another model in the box, larger than ours: a `ChatModel` on the same engine, by its own template."""

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, ValidationError

from chatbot.adapters.box import trouble
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.server import Engine
from chatbot.domain.errors import MalformedReply
from chatbot.domain.events import Usage
from chatbot.domain.ports import Completion
from chatbot.domain.prompt import Prompt

if TYPE_CHECKING:
    import httpx2


class _Said(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Said


class _Tokens(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Reply(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Tokens = _Tokens()


class BoxChat:
    """`ChatModel` of any GGUF file that has a chat template. Close it with `aclose`.

    The reply comes whole: the guard shows whole sentences anyway.

    Args:
        settings: what to load; or `engine`, made already.
    """

    def __init__(self, settings: BoxSettings, engine: Engine | None = None) -> None:
        self._settings = settings
        self._engine = engine or Engine(settings)

    @property
    def name(self) -> str:
        """`box:` and the name of the model's file, without its ending."""
        return f"box:{self._settings.model.stem}"

    async def complete(self, prompt: Prompt, schema: dict[str, Any] | None = None) -> Completion:
        """Return the whole reply; see `ChatModel.complete`.

        Raises:
            ProviderError: see `chatbot.domain.errors`.
        """
        body: dict[str, Any] = {
            "messages": [{"role": m.role, "content": m.text} for m in prompt.messages],
            "max_tokens": 400,
            "cache_prompt": True,
        }
        if schema is not None:
            form = {"name": "reply", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}

        async def ask(client: "httpx2.AsyncClient") -> "httpx2.Response":
            return await client.post("/v1/chat/completions", json=body)

        reply = await self._engine.use(ask)
        if reply.status_code != 200:
            raise trouble.refused(reply.status_code, reply.content)
        try:
            found = _Reply.model_validate_json(reply.content)
        except ValidationError as error:
            raise trouble.malformed(reply.content) from error
        text = found.choices[0].message.content
        used = found.usage
        usage = Usage(input_tokens=used.prompt_tokens, output_tokens=used.completion_tokens)
        return Completion(text=text, data=_object(text) if schema else None, usage=usage)

    async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
        """Yield the reply in one piece, then its usage.

        Raises:
            ProviderError: see `chatbot.domain.errors`.
        """
        completion = await self.complete(prompt)
        yield completion.text
        if completion.usage is not None:
            yield completion.usage

    async def aclose(self) -> None:
        """End the engine."""
        await self._engine.aclose()


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise MalformedReply(f"{trouble.WHO} did not keep to the form asked for.") from error
    if not isinstance(data, dict):
        raise MalformedReply(f"{trouble.WHO} did not keep to the form asked for.")
    return data
