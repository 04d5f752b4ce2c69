"""The model client of a run, without the SDK's work on each message and each piece of a stream.

The SDK walks every message of a request to rename fields that have no other name, and builds typed
objects of every piece, which LangChain turns into dictionaries again: together two fifths of the
processor time of a call. Requests and replies stay the same to the byte.
"""

from typing import TYPE_CHECKING, Any

from chatbot.adapters.provider import LangChainModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from openai import AsyncOpenAI


class LeanModel(LangChainModel):
    """`LangChainModel` whose streams cost less."""

    async def _ready(self) -> "BaseChatModel":
        chat: Any = await super()._ready()
        if not isinstance(chat.async_client, _Completions):
            chat.async_client = _Completions(chat.root_async_client)
        ready: BaseChatModel = chat
        return ready


class _Completions:
    """The SDK's `chat.completions`, except that streams yield plain dictionaries."""

    def __init__(self, sdk: "AsyncOpenAI") -> None:
        self._sdk = sdk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sdk.chat.completions, name)

    async def create(self, **payload: Any) -> Any:
        """See `AsyncCompletions.create`."""
        from openai import AsyncStream  # noqa: PLC0415 (heavy; loaded by then)

        if not payload.get("stream"):
            return await self._sdk.chat.completions.create(**payload)
        more = payload.pop("extra_body", None) or {}
        return await self._sdk.post(
            "/chat/completions",
            cast_to=object,
            body={**payload, **more},
            stream=True,
            stream_cls=AsyncStream[object],
        )
