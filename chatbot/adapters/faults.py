"""What can go wrong at a model server, in plain words: provider exceptions onto our error tree.

No message holds the key: servers echo it (masked or not) in what they say about a bad one, so
those words are left out, and elsewhere the key is struck from them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import TYPE_CHECKING, Final

from chatbot.adapters.role import RoleSettings
from chatbot.domain.errors import (
    MalformedReply,
    ProviderError,
    ProviderRejected,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
)

if TYPE_CHECKING:
    import httpx2
    import openai

_LONGEST_QUOTE: Final = 200


class FormatRefused(ProviderRejected):
    """The server refused the request's form (400, 404, 422); a plainer form may pass."""


@contextmanager
def translated(settings: RoleSettings, waiting_for: str) -> Iterator[None]:
    """Turn whatever the provider's libraries raise in this block into our errors.

    Args:
        settings: of the role whose model is called.
        waiting_for: what a timeout means here, e.g. "no first word within 45 seconds".

    Raises:
        ProviderError: the translation, with the original as its cause.
    """
    import httpx2  # noqa: PLC0415 (heavy; loaded by then)
    import openai  # noqa: PLC0415 (loaded by then)

    try:
        yield
    except openai.APIStatusError as error:
        raise _of_status(error, settings) from error
    except openai.APITimeoutError as error:
        if _stems_from(error, httpx2.ConnectTimeout):
            raise _unreachable(settings) from error
        raise _too_slow(settings, waiting_for) from error
    except TimeoutError as error:
        raise _too_slow(settings, waiting_for) from error
    except (openai.APIConnectionError, httpx2.TransportError) as error:
        if _stems_from(error, httpx2.ConnectError):
            raise _unreachable(settings) from error
        raise ProviderUnavailable(f"{_who(settings)} closed the connection. Try again.") from error
    except openai.ContentFilterFinishReasonError as error:
        raise filtered(settings) from error
    except openai.APIError as error:
        raise _of_stream_event(error, settings) from error
    # LangChain and the SDK report a body that is no chat completion by whatever error reading it
    # happened to raise.
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise MalformedReply(
            f"{_who(settings)} answered with something that is no chat completion. Check that "
            "the base URL is that of an OpenAI-compatible server (it often ends in /v1)."
        ) from error


def filtered(settings: RoleSettings) -> ProviderRejected:
    """Return the error for a reply withheld by the server's content filter."""
    return ProviderRejected(
        f"{_who(settings)} withheld its reply: the server's content filter stepped in. Put the "
        "turn differently, or choose another model."
    )


def empty(settings: RoleSettings, finish: str | None) -> ProviderError:
    """Return the error for a reply without a word."""
    if finish == "length":
        return ProviderRejected(
            f"{_who(settings)} used up its token limit before it said a word. Raise max_tokens "
            f"of the {settings.role} role, or choose a model that thinks less."
        )
    return MalformedReply(f"{_who(settings)} returned an empty reply. Try again.")


def cut_short(settings: RoleSettings) -> MalformedReply:
    """Return the error for structured output that ended at the token limit."""
    return MalformedReply(
        f"{_who(settings)} hit its token limit in the middle of the answer. Raise max_tokens of "
        f"the {settings.role} role."
    )


def broken_off(settings: RoleSettings) -> str:
    """Return the words for a stream that ended too early."""
    return f"{_who(settings)} broke off in the middle of its reply. Try again."


def not_as_agreed(settings: RoleSettings, problem: str) -> MalformedReply:
    """Return the error for structured output that stayed invalid after the repair."""
    return MalformedReply(
        f"{_who(settings)} did not answer in the agreed form, even when shown its mistake "
        f"({problem}). Try again, or choose a model that follows instructions better."
    )


def _who(settings: RoleSettings) -> str:
    return f"The {settings.role} model {settings.model_name} at {settings.address}"


def _unreachable(settings: RoleSettings) -> ProviderUnavailable:
    return ProviderUnavailable(
        f"{_who(settings)} cannot be reached. Check that the server runs and that the address "
        "is right."
    )


def _too_slow(settings: RoleSettings, waiting_for: str) -> ProviderTimeout:
    return ProviderTimeout(
        f"{_who(settings)} took too long: {waiting_for}. Try again, or raise the time limits of "
        f"the {settings.role} role; a local model may still be loading."
    )


def _stems_from(error: BaseException | None, kind: type[Exception]) -> bool:
    """Tell whether an error of this kind lies below; LangChain and the SDK each wrap it once."""
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__
    return False


def _of_status(error: "openai.APIStatusError", settings: RoleSettings) -> ProviderError:
    status = error.status_code
    if status == 429:
        return _too_many(error, settings)
    if status in {408, 504}:
        return _too_slow(settings, f"the server itself gave up (status {status})")
    if status >= 500:
        return ProviderUnavailable(
            f"{_who(settings)} failed on its side (status {status}). Try again; if it stays so, "
            "look into the server's log."
        )
    if status in {401, 403}:
        return ProviderRejected(
            f"{_who(settings)} refuses the API key (status {status}). Set a valid key for the "
            f"{settings.role} role."
        )
    if status < 400:
        return ProviderRejected(
            f"{_who(settings)} sends us on to another address (status {status}). Set the base "
            "URL to the final one."
        )
    return _of_request(error, settings)


def _of_request(error: "openai.APIStatusError", settings: RoleSettings) -> ProviderRejected:
    said = _quote(error, settings)
    if _is_too_long(error):
        return ProviderRejected(
            f"{_who(settings)} cannot read a talk this long: {said} Choose a model with a larger "
            "context, or start a new talk."
        )
    if error.code == "model_not_found":
        return ProviderRejected(
            f"{_who(settings)} is not known there: {said} Check the model's name."
        )
    words = (
        f"{_who(settings)} refuses the request (status {error.status_code}): {said} Check the "
        f"model's name, the base URL and the parameters of the {settings.role} role."
    )
    if error.status_code in {400, 404, 422}:
        return FormatRefused(words)
    return ProviderRejected(words)


def _is_too_long(error: "openai.APIStatusError") -> bool:
    """Tell whether the prompt exceeds the context: by code (OpenAI), type (llama.cpp), words (vLLM)."""
    return (
        error.code == "context_length_exceeded"
        or error.type == "exceed_context_size_error"
        or "maximum context length" in error.message
    )


def _of_stream_event(error: "openai.APIError", settings: RoleSettings) -> ProviderUnavailable:
    said = _quote(error, settings)
    return ProviderUnavailable(f"{_who(settings)} reported an error: {said} Try again.")


def _too_many(error: "openai.APIStatusError", settings: RoleSettings) -> ProviderError:
    if error.code == "insufficient_quota":
        return ProviderRejected(
            f"{_who(settings)} says that the account's quota is used up. Top it up, or choose "
            "another model."
        )
    seconds = _retry_after(error.response.headers)
    wait = "a while" if seconds is None else f"{seconds:.0f} seconds"
    return RateLimited(
        f"{_who(settings)} is busy and asks us to wait {wait}. Try again then, or choose another "
        "model.",
        retry_after=seconds,
    )


def _retry_after(headers: "httpx2.Headers") -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3: seconds or a date)."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        aware = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = (aware - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if isfinite(seconds) else None


def _quote(error: "openai.APIError", settings: RoleSettings) -> str:
    """Return the server's words in one short line, without the key."""
    told = error.body.get("message") if isinstance(error.body, dict) else None
    said = told if isinstance(told, str) else error.message
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    line = " ".join((said.replace(key, "…") if key else said).split())
    return f"“{line[:_LONGEST_QUOTE]}{'…' if len(line) > _LONGEST_QUOTE else ''}”."
