"""The engine's process, seen from outside: made, told what to load, asked for its health, ended."""

import asyncio
import json
import secrets
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, Field, ValidationError

from chatbot.adapters.box import child, trouble
from chatbot.adapters.box.engine_log import EngineLog
from chatbot.domain.base import Value

if TYPE_CHECKING:
    import httpx2

#: The engine's program; -P keeps its folder off the module path.
COMMAND: Final = (sys.executable, "-P", child.__file__)
#: Seconds between two looks at whether the engine is ready.
_LOOK_S: Final = 0.05


class BoxSettings(Value):
    """What the engine loads, and how much of the machine it may take.

    Attributes:
        model: the base, a GGUF file.
        adapters: LoRA adapters of that base by name, GGUF files.
        log: the file the engine writes its log to (no prompt or reply is in it).
        threads: at work at once.
        slots: candidates written at once.
        context: tokens that all candidates share; a prompt counts once for all its candidates.
        priority: added to the niceness of the process, 0–19.
        start_s: seconds until it is ready.
        reply_s: seconds for one request; then the engine is ended, as it may hang.
        rest_s: seconds in which an engine that did not start is not tried again.
    """

    model: Path
    adapters: dict[str, Path] = Field(default_factory=dict)
    log: Path
    threads: int = Field(default=2, ge=1)
    slots: int = Field(default=4, ge=1)
    context: int = Field(default=2048, ge=256)
    priority: int = Field(default=5, ge=0, le=19)
    start_s: float = Field(default=20.0, gt=0)
    reply_s: float = Field(default=20.0, gt=0)
    rest_s: float = Field(default=30.0, ge=0)


class _Ready(BaseModel):
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """An engine that is ready.

    Attributes:
        process: the process.
        client: speaks with it, and with nobody else.
    """

    process: asyncio.subprocess.Process
    client: "httpx2.AsyncClient"

    @property
    def is_alive(self) -> bool:
        """It has not ended, as far as we have heard."""
        return self.process.returncode is None

    async def end(self, patience_s: float) -> None:
        """End it; what has not ended after `patience_s` seconds is killed."""
        await self.client.aclose()
        await _farewell(self.process, patience_s)


class Starter:
    """Starts engines.

    Args:
        settings: what to load.
        command: the program to run; see `chatbot.adapters.box.child` for what it has to do.
    """

    def __init__(self, settings: BoxSettings, command: Sequence[str]) -> None:
        self._settings = settings
        self._command = tuple(command)
        self._log = EngineLog(settings.log)

    def last_words(self) -> str:
        """Return what the latest engine said last, and where its log is."""
        return self._log.last()

    async def start(self) -> Running:
        """Start an engine and wait until it is ready.

        Raises:
            ProviderTimeout: it was not ready in time.
            ProviderUnavailable: it ended before it was ready.
            ProviderRejected: it ended for a reason that no second try would mend.
        """
        key = secrets.token_urlsafe(24)
        process = await self._spawn()
        running = None
        try:
            async with asyncio.timeout(self._settings.start_s):
                url = await self._address(process, key)
                client = await asyncio.to_thread(_client, url, key, self._settings.reply_s)
                try:
                    await self._healthy(process, client)
                    running = Running(process, client)
                finally:
                    if running is None:
                        await client.aclose()
        except TimeoutError as error:
            raise trouble.not_ready(self._settings.start_s, self._log.last()) from error
        finally:
            if running is None:
                await _farewell(process, 0.0)
        return running

    async def _spawn(self) -> asyncio.subprocess.Process:
        try:
            log = await asyncio.to_thread(self._log.open)
            with log:
                return await asyncio.create_subprocess_exec(
                    *self._command,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=log,
                    # Windows has no niceness; elsewhere the child sets its own.
                    creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
                )
        except OSError as error:
            raise trouble.no_process(error) from error

    async def _address(self, process: asyncio.subprocess.Process, key: str) -> str:
        """Tell the process what to load; return where it then listens."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write((self._order(key) + "\n").encode())
            await process.stdin.drain()
            line = await process.stdout.readline()
        except (ConnectionError, ValueError):
            line = b""
        if not line:
            status = await process.wait()
            raise trouble.not_started(status, self._settings.model, self._log.last())
        try:
            return _Ready.model_validate_json(line).url
        except ValidationError as error:
            raise trouble.no_engine_at_all(line) from error

    def _order(self, key: str) -> str:
        ours = self._settings
        order = ours.model_dump(mode="json", include={"model", "threads", "slots", "context"})
        order |= {"adapters": [str(path) for path in ours.adapters.values()]}
        return json.dumps(order | {"nice": ours.priority, "key": key})

    async def _healthy(
        self, process: asyncio.subprocess.Process, client: "httpx2.AsyncClient"
    ) -> None:
        """Wait until the engine says that it is ready."""
        import httpx2  # noqa: PLC0415 (loaded by then)

        while process.returncode is None:
            try:
                reply = await client.get("/health")
            except httpx2.TransportError:
                pass
            else:
                if reply.status_code == 200:
                    return
            await asyncio.sleep(_LOOK_S)
        raise trouble.not_started(process.returncode, self._settings.model, self._log.last())


def _client(url: str, key: str, timeout_s: float) -> "httpx2.AsyncClient":
    """Return a client; imports take a moment the first time, so call it in a thread."""
    import httpx2  # noqa: PLC0415 (0.3 s)

    # A proxy of the environment cannot reach a server on this machine.
    return httpx2.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {key}"},
        timeout=timeout_s,
        trust_env=False,
        follow_redirects=False,
    )


async def _farewell(process: asyncio.subprocess.Process, patience_s: float) -> None:
    """Close the process's input, at which it ends; kill it if it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(patience_s):
            await process.wait()
    except TimeoutError:
        if process.returncode is None:
            process.kill()
        await process.wait()
