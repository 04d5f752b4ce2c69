"""The retry policy, without a clock: what is tried again, how often, after which waits."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from random import Random

import pytest

from chatbot.adapters.retry import RetryPolicy, stream_with_retry, with_retry
from chatbot.domain.errors import (
    MalformedReply,
    ProviderRejected,
    ProviderUnavailable,
    RateLimited,
    StreamCut,
)

DOWN = ProviderUnavailable("down")


class Waits:
    """A policy's sleep that keeps the seconds and spends none."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


class Highest(Random):
    """Draws the upper end of every range."""

    def uniform(self, a: float, b: float) -> float:
        """Return `b`."""
        return max(a, b)


def failing(*errors: BaseException) -> tuple[Callable[[], Awaitable[str]], list[int]]:
    """Return a call that raises these errors in turn and then succeeds, and its tries."""
    left = list(errors)
    tries: list[int] = []

    async def call() -> str:
        tries.append(len(tries) + 1)
        if left:
            raise left.pop(0)
        return "done"

    return call, tries


async def test_success_is_not_repeated() -> None:
    call, tries = failing()
    assert await with_retry(call, RetryPolicy()) == "done"
    assert tries == [1]


async def test_waits_double_up_to_the_longest() -> None:
    waits = Waits()
    call, _ = failing(DOWN, DOWN, DOWN, DOWN)
    policy = RetryPolicy(attempts=5, base_s=1, longest_s=3, sleep=waits, random=Highest())
    assert await with_retry(call, policy) == "done"
    assert waits.seconds == [1, 2, 3, 3]


async def test_jitter_is_drawn_from_the_given_random() -> None:
    drawn = []
    for _ in range(2):
        waits = Waits()
        call, _ = failing(DOWN, DOWN)
        await with_retry(call, RetryPolicy(sleep=waits, random=Random(4)))
        drawn.append(waits.seconds)
    assert drawn[0] == drawn[1]
    assert 0 <= drawn[0][0] <= 0.5
    assert 0 <= drawn[0][1] <= 1.0


async def test_tries_are_bounded_and_the_last_error_is_raised_as_it_was() -> None:
    last = MalformedReply("third")
    call, tries = failing(DOWN, DOWN, last)
    with pytest.raises(MalformedReply) as caught:
        await with_retry(call, RetryPolicy(attempts=3, sleep=Waits()))
    assert caught.value is last
    assert tries == [1, 2, 3]


@pytest.mark.parametrize("error", [ProviderRejected("no"), ValueError("a defect of ours")])
async def test_what_waiting_cannot_heal_is_raised_at_once(error: Exception) -> None:
    call, tries = failing(error)
    with pytest.raises(type(error)):
        await with_retry(call, RetryPolicy(sleep=Waits()))
    assert tries == [1]


async def test_the_servers_own_time_is_kept_exactly() -> None:
    waits = Waits()
    call, _ = failing(RateLimited("busy", retry_after=7.0))
    await with_retry(call, RetryPolicy(sleep=waits, random=Random(1)))
    assert waits.seconds == [7.0]


async def test_a_server_that_names_no_time_is_waited_for_as_others_are() -> None:
    waits = Waits()
    call, _ = failing(RateLimited("busy"))
    await with_retry(call, RetryPolicy(base_s=2, sleep=waits, random=Highest()))
    assert waits.seconds == [2]


@pytest.mark.parametrize(("asked", "tried"), [(30.0, 2), (30.1, 1)])
async def test_a_server_that_asks_for_too_long_is_not_asked_early(asked: float, tried: int) -> None:
    call, tries = failing(RateLimited("busy", retry_after=asked))
    policy = RetryPolicy(longest_asked_s=30, sleep=Waits())
    if tried == 1:
        with pytest.raises(RateLimited):
            await with_retry(call, policy)
    else:
        await with_retry(call, policy)
    assert len(tries) == tried


@pytest.mark.parametrize(("total", "tried"), [(5.0, 1), (7.0, 2)])
async def test_no_wait_reaches_beyond_the_total_time(total: float, tried: int) -> None:
    call, tries = failing(RateLimited("busy", retry_after=6.0))
    policy = RetryPolicy(total_s=total, sleep=Waits())
    if tried == 1:
        with pytest.raises(RateLimited):
            await with_retry(call, policy)
    else:
        await with_retry(call, policy)
    assert len(tries) == tried


def streams(
    *runs: list[str | Exception],
) -> tuple[Callable[[], AsyncGenerator[str, None]], list[str]]:
    """Return a source of streams that play these runs in turn, and a record of their lives."""
    left = list(runs)
    log: list[str] = []

    async def play(run: list[str | Exception]) -> AsyncGenerator[str, None]:
        log.append("begun")
        try:
            for item in run:
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            log.append("over")

    return lambda: play(left.pop(0)), log


async def test_a_stream_begins_anew_only_before_its_first_piece() -> None:
    start, log = streams([DOWN], [StreamCut("cut")], ["a", "b"])
    policy = RetryPolicy(sleep=Waits())
    assert [piece async for piece in stream_with_retry(start, policy)] == ["a", "b"]
    assert log == ["begun", "over"] * 3


async def test_after_the_first_piece_an_error_goes_through() -> None:
    start, log = streams(["a", DOWN], ["never"])
    heard = []
    with pytest.raises(ProviderUnavailable):
        async for piece in stream_with_retry(start, RetryPolicy(sleep=Waits())):
            heard.append(piece)
    assert heard == ["a"]
    assert log == ["begun", "over"]


async def test_a_stream_that_is_left_is_closed() -> None:
    start, log = streams(["a", "b"])
    stream = stream_with_retry(start, RetryPolicy())
    assert await anext(stream) == "a"
    await stream.aclose()
    assert log == ["begun", "over"]


async def test_an_empty_stream_is_a_cut_one() -> None:
    start, _ = streams([], [], [])
    with pytest.raises(StreamCut):
        await anext(stream_with_retry(start, RetryPolicy(sleep=Waits())))
