"""Watches over the engine's process: starts it when it is needed, once more if it dies, ends it.

Whatever the engine does, a crash or an endless loop, it does in its own process, below the page's
priority; here it becomes one of the errors that a model server's failure becomes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from chatbot.adapters.box import trouble
from chatbot.adapters.box.process import COMMAND, BoxSettings, Running, Starter
from chatbot.adapters.box.shelf import require_gguf
from chatbot.domain.errors import ModelError, ProviderError, ProviderRejected, ProviderUnavailable

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

#: Seconds the engine has to end by itself.
_FAREWELL_S: Final = 2.0


class Engine:
    """The engine's process; belongs to one event loop. Close it with `aclose`.

    Args:
        settings: what to load, and how patient we are.
        command: the program to run; see `chatbot.adapters.box.child` for what it has to do.
    """

    def __init__(self, settings: BoxSettings, command: Sequence[str] = COMMAND) -> None:
        self.settings = settings
        self._starter = Starter(settings, command)
        self._lock = asyncio.Lock()
        self._running: Running | None = None
        self._trouble: ProviderError | None = None
        self._rests_until = 0.0

    @property
    def pid(self) -> int | None:
        """The process's number, while there is one."""
        return None if self._running is None else self._running.process.pid

    async def use(self, call: "Callable[[httpx2.AsyncClient], Awaitable[T]]") -> T:
        """Call the engine, starting it first if it does not run, once anew if it died.

        Args:
            call: sends one request with the client given; may be called twice.

        Raises:
            ProviderTimeout: no reply in time; the engine was ended and starts anew next time.
            ProviderUnavailable: it died, and the new one as well.
            ProviderRejected: it can never start like this.
        """
        for is_last in (False, True):
            running = await self._ready()
            import httpx2  # noqa: PLC0415 (loaded by now, in a thread)

            try:
                async with asyncio.timeout(self.settings.reply_s):
                    return await call(running.client)
            except (TimeoutError, httpx2.TimeoutException) as error:
                await self._drop(running)
                raise trouble.too_slow(f"no reply within {self.settings.reply_s:g} s") from error
            except httpx2.TransportError as error:
                await self._drop(running)
                if is_last:
                    raise trouble.died(
                        running.process.returncode, self._starter.last_words()
                    ) from error
        raise AssertionError("unreachable")

    async def start(self) -> None:
        """Start the engine, if it does not run.

        Raises:
            ProviderError: it does not start.
        """
        await self._ready()

    async def aclose(self) -> None:
        """End the process. A later call would start a new one."""
        async with self._lock:
            running, self._running = self._running, None
        if running is not None:
            await running.end(_FAREWELL_S)

    async def _ready(self) -> Running:
        """Return the running engine; start it, twice if need be."""
        async with self._lock:
            if self._running is not None:
                if self._running.is_alive:
                    return self._running
                await self._running.end(0.0)
                self._running = None
            now = asyncio.get_running_loop().time
            if self._trouble is not None and now() < self._rests_until:
                raise self._trouble
            await asyncio.to_thread(self._check_files)
            try:
                self._running = await self._start_twice()
            except ProviderError as error:
                self._trouble, self._rests_until = error, now() + self.settings.rest_s
                raise
            self._trouble = None
            return self._running

    async def _start_twice(self) -> Running:
        try:
            return await self._starter.start()
        except ProviderUnavailable:
            return await self._starter.start()

    def _check_files(self) -> None:
        """Check that what is to be loaded is there."""
        try:
            for path in (self.settings.model, *self.settings.adapters.values()):
                require_gguf(path)
        except ModelError as error:
            raise ProviderRejected(f"{trouble.WHO} cannot speak: {error}") from error

    async def _drop(self, running: Running) -> None:
        """End an engine that does not answer as it should, at once."""
        async with self._lock:
            if self._running is running:
                self._running = None
        await running.end(0.0)
