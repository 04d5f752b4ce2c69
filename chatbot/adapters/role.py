"""How one role (client, evaluator, advisor) reaches its model: a value, made by `chatbot.settings`."""

from ipaddress import ip_address
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from chatbot.domain.base import Value
from chatbot.domain.errors import SettingsError

OPENAI_URL: Final = "https://api.openai.com/v1"
OLLAMA_URL: Final = "http://127.0.0.1:11434/v1"

_PROVIDERS: Final = ("openai", "azure_openai", "ollama")


class RoleSettings(Value):
    """Which model a role uses, where it is, and how long we wait for it.

    Attributes:
        role: as people call it ("client", "evaluator", "advisor").
        model: `provider:model`; provider is openai (any OpenAI-compatible server, with
            `base_url`), azure_openai (`base_url` is the resource's endpoint, model the
            deployment), or ollama (openai at Ollama's usual address).
        base_url: where the server listens; None means the provider's own address.
        api_key: needed by OpenAI and Azure; local servers mostly want none.
        api_version: of Azure's API; others ignore it.
        temperature: 0–2; None leaves it to the server (some models refuse any other), except for
            the evaluator, which is asked at 0: the same turn should get the same critique. A
            model that refuses 0 wants 1 to be set.
        max_tokens: longest reply, in tokens; None leaves it to the server.
        seed: sent along where it is set; most servers treat it as a hint.
        stream_usage: ask for token counts at the end of a stream; a few servers refuse that.
        connect_s: seconds to reach the server.
        first_token_s: seconds to the first text of a stream, a reasoning model's thinking
            included.
        between_tokens_s: seconds of silence within a stream.
        total_s: seconds for the whole call, with all retries, formats and repairs.
        max_retries: further tries after a failure that waiting may heal.

    Raises:
        SettingsError: the model is not `provider:model`, the address is no http(s) URL, or a
            key or an endpoint is missing.
    """

    role: str
    model: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    api_version: str = "2024-10-21"
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, ge=1)
    seed: int | None = None
    stream_usage: bool = True
    connect_s: float = Field(default=5.0, gt=0)
    first_token_s: float = Field(default=45.0, gt=0)
    between_tokens_s: float = Field(default=20.0, gt=0)
    total_s: float = Field(default=120.0, gt=0)
    max_retries: int = Field(default=2, ge=0, le=10)

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if self.provider not in _PROVIDERS or not self.model_name:
            raise SettingsError(
                f"The {self.role} model is '{self.model}'; write it as provider:model, where "
                f"provider is one of {', '.join(_PROVIDERS)}. Servers such as vLLM and llama.cpp "
                "are 'openai' with a base URL."
            )
        if self.provider == "azure_openai" and self.base_url is None:
            raise SettingsError(
                f"The {self.role} model is on Azure, and its base URL is missing: the endpoint "
                "of your resource, such as https://NAME.openai.azure.com."
            )
        if not _is_address(self.url):
            raise SettingsError(
                f"The base URL of the {self.role} model cannot be used; it has to look like "
                "http://127.0.0.1:8000/v1."
            )
        if self.api_key is None and (self.provider == "azure_openai" or self.is_openai):
            raise SettingsError(
                f"The {self.role} model {self.model} needs an API key, and none is set. For a "
                "server of your own, set its base URL."
            )
        return self

    @property
    def provider(self) -> str:
        """What stands before the first colon."""
        return self.model.partition(":")[0]

    @property
    def model_name(self) -> str:
        """What stands after the first colon; it may hold colons itself ("llama3.2:3b")."""
        return self.model.partition(":")[2]

    @property
    def sent_temperature(self) -> float | None:
        """What goes into the request, or None for nothing."""
        return 0.0 if self.temperature is None and self.role == "evaluator" else self.temperature

    @property
    def url(self) -> str:
        """Where requests go."""
        return self.base_url or (OLLAMA_URL if self.provider == "ollama" else OPENAI_URL)

    @property
    def host(self) -> str:
        """The server's host, without a port."""
        return urlsplit(self.url).hostname or ""

    @property
    def address(self) -> str:
        """Where requests go, fit to be shown: without user, password and query."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")

    @property
    def is_openai(self) -> bool:
        """The server is OpenAI's own."""
        return self.host == "openai.com" or self.host.endswith(".openai.com")

    @property
    def is_loopback(self) -> bool:
        """The server is on this machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    # A bracket out of place, or a port that is no number.
    except ValueError:
        return False
