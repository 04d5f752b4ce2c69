"""What can go wrong with the model in the box, in plain words, as errors of the one tree."""

import signal
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ValidationError

from chatbot.adapters.box.child import NO_ENGINE, NOT_LOADED
from chatbot.domain.errors import (
    MalformedReply,
    ProviderError,
    ProviderRejected,
    ProviderTimeout,
    ProviderUnavailable,
)

WHO: Final = "The language model in the box"
_LONGEST_QUOTE: Final = 200


class _Fault(BaseModel):
    message: str = ""
    type: str = ""


class _Refusal(BaseModel):
    error: _Fault


def not_started(status: int | None, model: Path, log: str) -> ProviderError:
    """Return the error for an engine that ended before it was ready."""
    if status == NO_ENGINE:
        return ProviderRejected(
            f"{WHO} has no engine here. Install it where there are wheels for this machine: "
            "pip install 'sparring[box]'"
        )
    if status == NOT_LOADED:
        return ProviderRejected(f"{WHO} cannot be loaded from {model}.{log}")
    if status == -getattr(signal, "SIGILL", signal.SIGTERM):
        return ProviderRejected(
            f"{WHO} cannot run: this processor lacks instructions that the engine needs.{log}"
        )
    return ProviderUnavailable(f"{WHO} does not start: its engine ended {_how(status)}.{log}")


def died(status: int | None, log: str) -> ProviderUnavailable:
    """Return the error for an engine that died while it was asked, twice."""
    return ProviderUnavailable(f"{WHO} died twice over this turn ({_how(status)}). Try again.{log}")


def not_ready(seconds: float, log: str) -> ProviderTimeout:
    """Return the error for an engine that took too long to start."""
    return ProviderTimeout(
        f"{WHO} was not ready within {seconds:g} seconds. A smaller model starts sooner.{log}"
    )


def too_slow(problem: str) -> ProviderTimeout:
    """Return the error for a request without a reply in time."""
    return ProviderTimeout(f"{WHO} took too long: {problem}. Try again; it was started anew.")


def no_process(error: OSError) -> ProviderRejected:
    """Return the error for a process that could not even be made, or its log."""
    where = f" ({error.filename})" if error.filename else ""
    return ProviderRejected(f"{WHO} cannot be started: {error.strerror}{where}.")


def no_engine_at_all(line: bytes) -> ProviderRejected:
    """Return the error for a program that is no engine of ours."""
    said = line.decode(errors="replace").strip()[:_LONGEST_QUOTE]
    return ProviderRejected(
        f"{WHO} was started as a program that is none of ours: it says {said!r}"
    )


def no_adapter(name: str, known: list[str]) -> ProviderRejected:
    """Return the error for an adapter that is not loaded."""
    has = ", ".join(known) or "none"
    return ProviderRejected(f"{WHO} has no adapter called {name!r}; it has {has}.")


def refused(status: int, body: bytes) -> ProviderError:
    """Return the error for an answer with an error status."""
    try:
        fault = _Refusal.model_validate_json(body).error
    except ValidationError:
        fault = _Fault(message=body.decode(errors="replace").strip())
    said = fault.message[:_LONGEST_QUOTE]
    if fault.type == "exceed_context_size_error":
        return ProviderRejected(f"{WHO} cannot read a prompt this long: {said}.")
    if status >= 500:
        return ProviderUnavailable(f"{WHO} failed (status {status}): {said} Try again.")
    return ProviderRejected(f"{WHO} refuses the request (status {status}): {said}")


def malformed(body: bytes) -> MalformedReply:
    """Return the error for an answer that is none."""
    said = body.decode(errors="replace").strip()[:_LONGEST_QUOTE]
    return MalformedReply(f"{WHO} answered in a form that was not agreed: {said!r}")


def _how(status: int | None) -> str:
    """Return how a process ended, in words."""
    if status is None or status >= 0:
        return f"with status {status}"
    try:
        return f"by signal {signal.Signals(-status).name}"
    except ValueError:
        return f"by signal {-status}"
