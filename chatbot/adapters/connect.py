"""Makes the LangChain client of a role; what libraries would read from the environment is given.

Left to themselves they would read keys, addresses, proxies, a tracing service and a gateway from
it, while `chatbot.settings` is its only reader.
"""

from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

from chatbot.adapters.role import RoleSettings

if TYPE_CHECKING:
    import httpx2
    from langchain_core.language_models import BaseChatModel

_NO_KEY: Final = "no-key-needed"


def connect(settings: RoleSettings) -> "tuple[BaseChatModel, httpx2.AsyncClient]":
    """Return the client, and the HTTP client below it, which the caller closes.

    Takes a second or more the first time, for imports: call it in a thread.
    """
    import httpx2  # noqa: PLC0415 (0.3 s)
    import langsmith  # noqa: PLC0415 (0.2 s)
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 (1 s)

    # LANGSMITH_TRACING in the environment would send every talk to a third party.
    langsmith.configure(enabled=False)
    timeout = httpx2.Timeout(settings.total_s, connect=settings.connect_s)
    # A proxy of the environment cannot reach a server on this machine. Redirects would carry the
    # talk to an address that nobody set.
    http = httpx2.AsyncClient(
        timeout=timeout, trust_env=not settings.is_loopback, follow_redirects=False
    )
    chat = init_chat_model(
        settings.model_name,
        model_provider="azure_openai" if settings.provider == "azure_openai" else "openai",
        configurable_fields=None,
        http_async_client=http,
        timeout=timeout,
        max_retries=0,
        temperature=settings.sent_temperature,
        seed=settings.seed,
        stream_usage=settings.stream_usage,
        stream_chunk_timeout=None,
        use_responses_api=False,
        openai_proxy=None,
        **_token_limit(settings),
        **_endpoint(settings),
    )
    return chat, http


def _token_limit(settings: RoleSettings) -> dict[str, Any]:
    """Return the parameter that limits the reply's length.

    LangChain sends `max_completion_tokens`, which Ollama and llama-cpp-python ignore in silence
    (https://github.com/ollama/ollama/issues/7125); OpenAI's newer models refuse `max_tokens`.
    """
    if settings.max_tokens is None:
        return {}
    if settings.is_openai or settings.provider == "azure_openai":
        return {"max_tokens": settings.max_tokens}
    return {"extra_body": {"max_tokens": settings.max_tokens}}


def _endpoint(settings: RoleSettings) -> dict[str, Any]:
    key = settings.api_key or SecretStr(_NO_KEY)
    if settings.provider == "azure_openai":
        return {
            "azure_endpoint": settings.url,
            "azure_deployment": settings.model_name,
            "api_version": settings.api_version,
            "api_key": key,
        }

    # Given an asynchronous key, LangChain builds no synchronous client beside the one we use.
    async def tell() -> str:
        return key.get_secret_value()

    return {"base_url": settings.url, "api_key": tell}
