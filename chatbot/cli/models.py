"""`sparring model`: list, fetch, remove."""

import asyncio
import sys
from argparse import Namespace
from importlib.util import find_spec

from chatbot.adapters.box.fetching import fetch
from chatbot.adapters.box.shelf import Standing, megabytes
from chatbot.settings import Settings, read_settings
from chatbot.wiring import make_shelf

NO_ENGINE = (
    "The engine that runs it is not installed here: pip install 'sparring[box]'. Until then "
    "clients speak in written lines."
)


def run(arguments: Namespace) -> int:
    """Run the action asked for.

    Raises:
        SparringError: the model is unknown, or cannot be fetched or removed.
    """
    settings = read_settings()
    match arguments.action:
        case "fetch":
            return asyncio.run(fetch_model(arguments.name, settings))
        case "remove":
            for path in make_shelf(settings).remove(arguments.name):
                print(f"Removed: {path}")
            return 0
        case _:
            return show_list(settings)


def show_list(settings: Settings) -> int:
    """Print the models, one a line beginning with the name, then where they lie."""
    standing = make_shelf(settings).standing()
    width = max(len(one.name) for one in standing)
    for one in standing:
        print(f"{one.name:<{width}}  {_about(one)}")
    print(f"Folder: {settings.models}. In use: {settings.box} (SPARRING_BOX)")
    if find_spec("xllamacpp") is None:
        print(NO_ENGINE)
    return 0


def _about(one: Standing) -> str:
    words = (one.about, megabytes(one.size), one.licence)
    here = "not here" if one.path is None else f"here: {one.path}"
    return ", ".join([*(word for word in words if word), here])


async def fetch_model(name: str, settings: Settings) -> int:
    """Bring a model here and say where it is.

    Raises:
        NotFound: nothing is called so.
        ModelError: it cannot be fetched, or is not what it should be.
    """
    came = False

    def tell(so_far: int, total: int) -> None:
        nonlocal came
        came = _progress(so_far, total)

    try:
        fetched = await fetch(name, make_shelf(settings), settings.hub, tell)
    finally:
        if came:
            print(file=sys.stderr)
    print(f"{name.partition('#')[0]} is here{' already' * fetched.was_here}: {fetched.path}")
    if not fetched.checked:
        print("The hub told no checksum, so only its size and form were checked.")
    if find_spec("xllamacpp") is None:
        print(NO_ENGINE)
    return 0


def _progress(so_far: int, total: int) -> bool:
    """Show how far a download is, on one line of a terminal; return whether it was shown."""
    if not sys.stderr.isatty():
        return False
    of = f" / {total / 1e6:.1f} MB ({so_far / total:.0%})" if total else " MB"
    print(f"\r{so_far / 1e6:8.1f}{of}", end="", file=sys.stderr, flush=True)
    return True
