"""The one retry layer: SDK and HTTP client retry nothing, this does.

Only errors that say `is_retryable` are tried again. A server that names a time is not asked
earlier; else waits grow exponentially with full jitter (Brooker, "Exponential Backoff And Jitter",
AWS Architecture Blog, 2015).
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from chatbot.domain.errors import RateLimited, SparringError, StreamCut

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long to try.

    Attributes:
        attempts: tries in all, the first included (≥ 1).
        total_s: no wait begins that would end later than this many seconds after the start.
        base_s: the first wait is 0 to this many seconds; each later one up to twice as long.
        longest_s: no wait of our own choosing is longer, in seconds.
        longest_asked_s: a server that asks for more seconds than this is not waited for: its
            error goes to the person at once, rather than being asked too early.
        sleep: waits so many seconds; replaced in tests.
        random: draws the jitter; seeded in tests.
    """

    attempts: int = 3
    total_s: float = 120.0
    base_s: float = 0.5
    longest_s: float = 8.0
    longest_asked_s: float = 30.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Random = field(default_factory=Random)


async def with_retry(call: Callable[[], Awaitable[T]], policy: RetryPolicy) -> T:
    """Return what `call` returns, trying again as the policy allows.

    Raises:
        SparringError: the last try's error, as it was.
    """

    # tenacity awaits only what it recognises as a coroutine function; a lambda is none.
    async def attempt() -> T:
        return await call()

    retrying = AsyncRetrying(
        sleep=policy.sleep,
        retry=retry_if_exception(_may_heal),
        wait=lambda state: _wait(state, policy),
        stop=lambda state: _is_over(state, policy),
        reraise=True,
    )
    return await retrying(attempt)


async def stream_with_retry(
    start: Callable[[], AsyncGenerator[T, None]], policy: RetryPolicy
) -> AsyncGenerator[T, None]:
    """Yield what the stream yields; a new one is started only before the first piece came.

    Raises:
        StreamCut: the stream held nothing at all.
        SparringError: the last try's error, or any error after the first piece, as it was.
    """

    async def begin() -> tuple[T, AsyncGenerator[T, None]]:
        stream = start()
        try:
            return await anext(stream), stream
        except StopAsyncIteration:
            raise StreamCut("The model's answer ended before it began. Try again.") from None

    first, rest = await with_retry(begin, policy)
    async with aclosing(rest):
        yield first
        async for piece in rest:
            yield piece


def _may_heal(error: BaseException) -> bool:
    return isinstance(error, SparringError) and error.is_retryable


def _asked(state: RetryCallState) -> float | None:
    """Return the seconds the server asked for after the last try, if it did."""
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, RateLimited) else None


def _wait(state: RetryCallState, policy: RetryPolicy) -> float:
    asked = _asked(state)
    if asked is not None:
        return asked
    ceiling = min(policy.longest_s, policy.base_s * 2.0 ** (state.attempt_number - 1))
    return policy.random.uniform(0.0, ceiling)


def _is_over(state: RetryCallState, policy: RetryPolicy) -> bool:
    spent = state.seconds_since_start or 0.0
    return (
        state.attempt_number >= policy.attempts
        or (_asked(state) or 0.0) > policy.longest_asked_s
        or spent + state.upcoming_sleep >= policy.total_s
    )
