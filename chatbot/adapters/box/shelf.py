"""The folder in which models lie: what is there, where a name leads, what is taken away."""

import hashlib
import shutil
from pathlib import Path
from typing import Final

from chatbot.adapters.box.catalogue import KNOWN, HubFile, Known, read_name
from chatbot.domain.base import Value
from chatbot.domain.errors import InputError, ModelError, NotFound

#: What is kept free beside a download, in bytes: a disk filled to the brim breaks other things.
SPARE: Final = 50_000_000
_MAGIC: Final = b"GGUF"
#: How folders of downloads under way begin; `remove` sweeps what is left of them.
TEMPORARY: Final = ".fetch-"


class Standing(Value):
    """One line of the list of models.

    Attributes:
        name: what to call it.
        about, licence: empty where we do not know.
        size: in bytes.
        path: where it lies, or None if it is not here.
    """

    name: str
    about: str = ""
    licence: str = ""
    size: int
    path: Path | None


class Shelf:
    """A folder of models; it need not exist until one is fetched.

    Args:
        folder: where fetched models lie.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, named: Known | HubFile | Path) -> Path:
        """Return where a model lies, or would lie once fetched."""
        match named:
            case Known():
                return self.folder / named.file
            case HubFile():
                return self.folder / named.owner / named.repo / named.path
            case _:
                return named

    def find(self, name: str) -> Path:
        """Return the file of a model that is here.

        Raises:
            NotFound: nothing is called so, or it has not been fetched.
            ModelError: the file is no GGUF, or not whole.
        """
        named = read_name(name)
        path = self.place(named)
        if not path.is_file():
            mend = "check the path" if isinstance(named, Path) else f"sparring model fetch {name}"
            raise NotFound(f"The model {name} is not here ({path} does not exist); {mend}")
        require_gguf(path)
        if isinstance(named, Known) and path.stat().st_size != named.size:
            raise ModelError(
                f"{path} has {path.stat().st_size} bytes where {name} has {named.size}. Fetch it "
                f"anew: sparring model remove {name}, then sparring model fetch {name}"
            )
        return path

    def standing(self) -> tuple[Standing, ...]:
        """Return the known models, here or not, then whatever else lies in the folder."""
        known = [self._known(one) for one in KNOWN]
        files = {self.folder / one.file for one in KNOWN}
        others = [
            Standing(name=str(path.relative_to(self.folder)), size=path.stat().st_size, path=path)
            for path in sorted(self.folder.rglob("*.gguf"))
            if path not in files and path.is_file()
        ]
        return (*known, *others)

    def remove(self, name: str) -> tuple[Path, ...]:
        """Remove a fetched model, and what a broken-off download of it left; return what went.

        Raises:
            NotFound: it is not here.
            InputError: it lies outside the folder; such files are the user's own.
            ModelError: a file cannot be removed.
        """
        path = self.place(read_name(name)) if not self._lies_here(name) else self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise InputError(
                f"{path} lies outside {self.folder}; delete it yourself if you mean to."
            )
        parts = [path, *path.parent.glob(f"{path.name}.*.part"), *self.folder.glob(f"{TEMPORARY}*")]
        gone = tuple(one for one in parts if one.exists())
        if not gone:
            raise NotFound(f"The model {name} is not here ({path} does not exist).")
        for one in gone:
            try:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
            except OSError as error:
                raise ModelError(f"{one} cannot be removed: {error.strerror}") from error
        return gone

    def _known(self, one: Known) -> Standing:
        path = self.folder / one.file
        here = path.is_file() and path.stat().st_size == one.size
        return Standing(
            name=one.name,
            about=one.about,
            licence=one.licence,
            size=one.size,
            path=path if here else None,
        )

    def _lies_here(self, name: str) -> bool:
        """Tell whether this is a file of the folder, as the list names it."""
        path = self.folder / name
        return path.suffix == ".gguf" and path.is_file()


def make_folder(folder: Path) -> None:
    """Create a folder.

    Raises:
        ModelError: it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"{folder} cannot be created: {error.strerror}. Name another folder for models by "
            "SPARRING_MODELS."
        ) from error


def require_room(folder: Path, needed: int) -> None:
    """Check that a download fits on the disk.

    Args:
        folder: where it goes; it exists.
        needed: bytes; `SPARE` is kept free beside them.

    Raises:
        ModelError: it does not fit.
    """
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise ModelError(
            f"The disk of {folder} has {megabytes(free)} free, and {megabytes(needed + SPARE)} are "
            "needed. Make room, or name a folder on another disk by SPARRING_MODELS."
        )


def require_gguf(path: Path) -> None:
    """Check that a file begins as a GGUF does.

    Raises:
        ModelError: it does not, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    if magic != _MAGIC:
        raise ModelError(f"{path} is no GGUF file; models for other programs cannot be used here.")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def megabytes(size: int) -> str:
    """Return a size in words: `98 MB`, `1.2 GB`."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
