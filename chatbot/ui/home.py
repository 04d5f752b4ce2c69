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
from typing import Any

SHIPPED = files("chatbot.ui")


def prepare(data: Path) -> Path:
    """Lay down the page's folder under `data` and return it."""
    home = data / "page"
    words = home / ".chainlit" / "translations"
    words.mkdir(parents=True, exist_ok=True)
    (home / ".chainlit" / "config.toml").write_text(_shipped("config.toml"), "utf-8")
    (words / "en-US.json").write_text(json.dumps(_words(), indent=1), "utf-8")
    (home / "chainlit.md").write_text("", "utf-8")
    with as_file(SHIPPED / "public") as public:
        shutil.rmtree(home / "public", ignore_errors=True)
        shutil.copytree(public, home / "public")
    return home


def login_secret(data: Path) -> str:
    """The key that signs the login cookie: made once, readable by its owner alone."""
    path = data / "login-secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret


def _shipped(name: str) -> str:
    return (SHIPPED / name).read_text("utf-8")


def _words() -> dict[str, Any]:
    """Chainlit's English with our words laid over it (a missing key would show as its path)."""
    spec = find_spec("chainlit")  # finds, does not import
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("chainlit is not installed")
    stock = Path(spec.submodule_search_locations[0]) / "translations" / "en-US.json"
    return _over(json.loads(stock.read_text("utf-8")), json.loads(_shipped("words.json")))


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _over(below[key], value) if isinstance(value, dict) else value
    return merged
