"""The folder that Chainlit believes to be its project, inside our data folder.

Chainlit writes a config, translations and a readme into its root at import. We lay these files down
ourselves first, at every start, from what is shipped in the package, so nothing is written into the
working directory and an update of Sparring is an update of its page.
"""

import json
import os
import secrets
import shutil
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from chatbot.domain.errors import StoreError

SHIPPED: Final = files("chatbot.ui")


def prepare(data: Path) -> Path:
    """Lay down the page's folder under `data` and return it.

    Raises:
        StoreError: the data folder cannot be written.
    """
    home = data / "page"
    words = home / ".chainlit" / "translations"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        words.mkdir(parents=True, exist_ok=True)
        (home / ".chainlit" / "config.toml").write_text(_shipped("config.toml"), "utf-8")
        (words / "en-US.json").write_text(json.dumps(our_words(), indent=1), "utf-8")
        for readme in ("chainlit.md", "chainlit_en-US.md"):
            (home / readme).write_text("", "utf-8")
        with as_file(SHIPPED / "public") as public:
            shutil.rmtree(home / "public", ignore_errors=True)
            shutil.copytree(public, home / "public")
    except OSError as error:
        raise StoreError(f"The data folder {data} cannot be written: {error.strerror}") from error
    return home


def login_secret(data: Path) -> str:
    """Return the key that signs the login cookie: made once, readable by its owner alone."""
    path = data / "login-secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text("utf-8").strip()
        if kept:
            return kept
        handle = os.open(path, os.O_WRONLY | os.O_TRUNC)  # killed between making and writing it
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret)
    return secret


def our_words() -> dict[str, Any]:
    """Return Chainlit's English with our words laid over it (a missing key shows as its path)."""
    spec = find_spec("chainlit")  # finds, does not import
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("chainlit is not installed")
    stock = Path(spec.submodule_search_locations[0]) / "translations" / "en-US.json"
    return _over(json.loads(stock.read_text("utf-8")), json.loads(_shipped("words.json")))


def _shipped(name: str) -> str:
    return (SHIPPED / name).read_text("utf-8")


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _over(below[key], value) if isinstance(value, dict) else value
    return merged
