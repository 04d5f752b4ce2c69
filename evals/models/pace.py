"""So much in any minute, first come, first served."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

WINDOW_S: Final = 60.0


@dataclass(slots=True)
class Taken:
    """Something taken out of a minute's allowance; `amount` may be set right afterwards."""

    at: float
    amount: int
    counts: bool = True


class Pace:
    """At most `most` units in any 60 seconds.

    Args:
        most: units; a single larger amount counts as `most`, so that it is not refused for ever.
        clock: seconds, never going back.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        most: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._most = most
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._window: deque[Taken] = deque()
        self._used = 0

    async def take(self, amount: int) -> Taken:
        """Wait until `amount` fits, and take it."""
        amount = min(amount, self._most)
        async with self._turn:
            while (wait := self._wait(amount)) > 0:
                await self._sleep(wait)
            taken = Taken(self._clock(), amount)
            self._window.append(taken)
            self._used += amount
        return taken

    def settle(self, taken: Taken, amount: int) -> None:
        """Set right what was taken, once it is known."""
        if taken.counts:
            self._used += amount - taken.amount
        taken.amount = amount

    def _wait(self, amount: int) -> float:
        """Return the seconds until `amount` fits, 0 if it does."""
        now = self._clock()
        while self._window and self._window[0].at <= now - WINDOW_S:
            old = self._window.popleft()
            old.counts = False
            self._used -= old.amount
        over = self._used + amount - self._most
        until = now
        for old in self._window:
            if over <= 0:
                break
            over -= old.amount
            until = old.at + WINDOW_S
        return until - now
