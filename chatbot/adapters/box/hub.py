"""Fetches a file from a hub laid out like Hugging Face, and goes on where a download broke off."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from chatbot import __version__
from chatbot.adapters.box.catalogue import HubFile
from chatbot.adapters.box.shelf import digest, megabytes, require_gguf, require_room
from chatbot.domain.base import Value
from chatbot.domain.errors import ModelError

if TYPE_CHECKING:
    import httpx2

#: Seconds before each further try after a download broke off.
WAITS: Final = (1.0, 3.0, 10.0)
_MOST_HOPS: Final = 5
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ONE_OF_SEVERAL: Final = re.compile(r"-\d{5}-of-\d{5}\.gguf$")


class _Told(Value):
    """What the hub says of a file: size in bytes (0 if untold), SHA-256, a tag that changes with it."""

    size: int = 0
    sha256: str | None = None
    tag: str = ""


class HubDownload:
    """One download.

    Args:
        file: what to fetch.
        target: where to; its folder exists.
        hub: the hub's address (http or https).
        progress: told bytes so far and bytes in all (0 if unknown).
        waits: seconds before each further try.
    """

    def __init__(
        self,
        file: HubFile,
        target: Path,
        hub: str,
        progress: Callable[[int, int], None],
        waits: Sequence[float] = WAITS,
    ) -> None:
        self._file = file
        self._target = target
        self._hub = hub.rstrip("/")
        self._url = (
            f"{self._hub}/{file.owner}/{file.repo}/resolve/main/{quote(file.path)}?download=true"
        )
        self._progress = progress
        self._waits = waits

    async def run(self) -> bool:
        """Fetch the file to its place; nothing is there until it is whole.

        Returns:
            Whether it was checked against a checksum; a hub may tell none.

        Raises:
            ModelError: the hub refuses, the download breaks off, the disk is full, or the file
                is not what it should be.
        """
        import httpx2  # noqa: PLC0415 (0.3 s)

        if _ONE_OF_SEVERAL.search(self._file.path):
            raise ModelError(
                f"{self._file.name} is one of several parts; choose a model in one file."
            )
        agent = {"User-Agent": f"sparring/{__version__}", "Accept-Encoding": "identity"}
        timeout = httpx2.Timeout(30.0, connect=10.0)
        async with httpx2.AsyncClient(timeout=timeout, headers=agent) as client:
            told = await self._ask(client)
            part = self._part(told)
            require_room(part.parent, max(told.size - _size(part), 0))
            await self._bring(client, part, told)
        return await asyncio.to_thread(self._check, part, told)

    async def _ask(self, client: "httpx2.AsyncClient") -> _Told:
        """Ask what the file is."""
        import httpx2  # noqa: PLC0415 (loaded by then)

        try:
            async with self._answer(client, "HEAD", {}) as (reply, told):
                size = int(reply.headers.get("content-length") or 0)
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise ModelError(
                f"{self._hub} cannot be reached ({str(error)[:200] or type(error).__name__}). Check "
                "the network, and SPARRING_HUB if you set it."
            ) from error
        given = self._file.sha256
        if given and told.sha256 and given != told.sha256:
            raise ModelError(
                f"You want {self._file.name} with the SHA-256 {given}, and the hub has it with "
                f"{told.sha256}. Nothing was fetched."
            )
        return _Told(size=told.size or size, sha256=given or told.sha256, tag=told.tag)

    def _part(self, told: _Told) -> Path:
        """Return where the file grows; another version of it grows elsewhere."""
        tag = re.sub(r"\W", "", told.sha256 or told.tag)[:12] or "whole"
        return self._target.with_name(f"{self._target.name}.{tag}.part")

    async def _bring(self, client: "httpx2.AsyncClient", part: Path, told: _Told) -> None:
        """Let the part grow until it is whole, in several goes if need be."""
        import httpx2  # noqa: PLC0415 (loaded by then)

        for wait in (*self._waits, None):
            try:
                await self._go_on(client, part, told)
            except httpx2.TransportError as error:
                if wait is None:
                    raise self._broken_off(part, told) from error
                await asyncio.sleep(wait)
            except OSError as error:
                raise ModelError(f"{part} cannot be written: {error.strerror}") from error
            else:
                return

    async def _go_on(self, client: "httpx2.AsyncClient", part: Path, told: _Told) -> None:
        """Fetch what is missing; without a checksum or a tag, everything."""
        have = _size(part) if told.sha256 or told.tag else 0
        if told.size and have == told.size:
            return
        ask = {"Range": f"bytes={have}-"} if have else {}
        async with self._answer(client, "GET", ask) as (reply, _):
            goes_on = reply.status_code == 206 and reply.headers.get(
                "content-range", ""
            ).startswith(f"bytes {have}-")
            have = have if goes_on else 0
            file = await asyncio.to_thread(part.open, "ab" if goes_on else "wb")
            with file:
                async for chunk in reply.aiter_bytes():
                    file.write(chunk)
                    have += len(chunk)
                    self._progress(have, told.size)

    @asynccontextmanager
    async def _answer(
        self, client: "httpx2.AsyncClient", method: str, headers: dict[str, str]
    ) -> "AsyncGenerator[tuple[httpx2.Response, _Told]]":
        """Give the answer at the end of all redirects, and what was told on the way.

        The hub tells the checksum with its redirect, the store behind it tells none.
        """
        url, told = self._url, _Told()
        for _ in range(_MOST_HOPS):
            async with client.stream(method, url, headers=headers) as reply:
                told = told if told.sha256 else _told(reply, told)
                if reply.next_request is None:
                    if reply.status_code not in {200, 206}:
                        raise self._refused(reply.status_code)
                    yield reply, told
                    return
                url = str(reply.next_request.url)
            if self._url.startswith("https:") and not url.startswith("https:"):
                raise ModelError(f"{self._hub} leads on to {url[:80]}, which is not encrypted.")
        raise ModelError(f"{self._hub} leads from address to address without an end.")

    def _check(self, part: Path, told: _Told) -> bool:
        """Check what came and put it in its place."""
        came = _size(part)
        if told.size and came != told.size:
            part.unlink()
            raise ModelError(
                f"{self._file.name} came with {came} bytes instead of {told.size}, so it was thrown "
                "away. Run the same again."
            )
        try:
            require_gguf(part)
        except ModelError as error:
            part.unlink()
            raise ModelError(f"What the hub sent as {self._file.name} is no GGUF file.") from error
        if told.sha256 and (found := digest(part)) != told.sha256:
            part.unlink()
            raise ModelError(
                f"{self._file.name} came with the SHA-256 {found} instead of {told.sha256}, so it "
                "was thrown away. Run the same again; if it stays so, do not trust the file."
            )
        part.replace(self._target)
        return told.sha256 is not None

    def _broken_off(self, part: Path, told: _Told) -> ModelError:
        of = f" of {megabytes(told.size)}" if told.size else ""
        return ModelError(
            f"The download of {self._file.name} broke off at {megabytes(_size(part))}{of}. Run the "
            "same again: it goes on from there."
        )

    def _refused(self, status: int) -> ModelError:
        name, hub = self._file.name, self._hub
        page = f"{hub}/{self._file.owner}/{self._file.repo}/tree/main"
        if status in {401, 403}:
            return ModelError(
                f"{hub} wants a login for {name} (status {status}): the name is wrong, or its "
                f"licence has to be accepted. Download it in a browser from {page}, and name its path."
            )
        if status == 404:
            return ModelError(f"{hub} has no {name}. Its files are listed at {page}")
        return ModelError(f"{hub} answered with status {status} for {name}. Try again later.")


def _told(reply: "httpx2.Response", before: _Told) -> _Told:
    """Return what one answer tells of the file, over what was told before."""
    tag = reply.headers.get("x-linked-etag") or reply.headers.get("etag") or ""
    tag = tag.removeprefix("W/").strip('"').lower()
    size = reply.headers.get("x-linked-size", "")
    return _Told(
        size=int(size) if size.isdecimal() else before.size,
        sha256=tag if _SHA256.fullmatch(tag) else None,
        tag=before.tag or tag,
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
