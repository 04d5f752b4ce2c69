"""Start the page. Chainlit is imported here and nowhere earlier, and only once it is safe."""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from chatbot.domain.errors import SettingsError
from chatbot.settings import Settings
from chatbot.ui.guard import LOOPBACK
from chatbot.ui.home import login_secret, prepare
from chatbot.wiring import Room, open_room

if TYPE_CHECKING:
    from fastapi import FastAPI

Opens = Callable[[Settings], Awaitable[Room]]

# Chainlit looks at these by itself and would start other services or another store.
FOREIGN: Final = (
    "DATABASE_URL",
    "LITERAL_API_KEY",
    "DISCORD_BOT_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_WEBSOCKET_TOKEN",
    "TEAMS_APP_ID",
    "CHAINLIT_CUSTOM_AUTH",
    "CHAINLIT_ROOT_PATH",
    "CHAINLIT_URL",
)
WIDE_OPEN: Final = (
    "Note: the page has no login of its own. "
    "Whoever can reach {host} can read and write your talks."
)
_ANY: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised, not chosen
#: Seconds that open connections get when the page is stopped.
GRACE_S: Final = 2


def serve(settings: Settings, opens: Opens = open_room) -> None:
    """Serve the page until interrupted: one process, one event loop, one room.

    Raises:
        SparringError: the address is taken, or the data folder or a prompt cannot be used.
    """
    listening = _listen(settings.host, settings.port)
    with listening:
        _environment(settings)
        asyncio.run(_serve(settings, opens, listening))


def _listen(host: str, port: int) -> socket.socket:
    """Take the address first, so that a taken one is said plainly and port 0 finds a free one."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()  # whoever comes from here on waits, and is not turned away
    except OSError as error:
        raise SettingsError(
            f"The page cannot be served on {host}, port {port}: {error.strerror}. "
            "Choose another port with --port (0 takes any free one)."
        ) from error
    return listening


def _environment(settings: Settings) -> None:
    """Set what Chainlit reads while it is imported."""
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ["CHAINLIT_APP_ROOT"] = str(prepare(settings.data))
    os.environ["CHAINLIT_AUTH_SECRET"] = login_secret(settings.data)
    os.environ["CHAINLIT_ENV_FILE"] = ".sparring-reads-no-env-file"


async def _serve(settings: Settings, opens: Opens, listening: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415 - with all it brings

    room = await opens(settings)
    app = _app(room, settings.host)
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        app, log_level="warning", ws="websockets-sansio", timeout_graceful_shutdown=GRACE_S
    )
    _say(f"Sparring is at {address_of(settings.host, port)}  (stop it with Ctrl+C)")
    if settings.host not in LOOPBACK:
        _say(WIDE_OPEN.format(host=settings.host))
    # Chainlit ends the process when its app shuts down; the room is closed there, by `page`.
    await uvicorn.Server(config).serve(sockets=[listening])


def _app(room: Room, host: str) -> "FastAPI":
    from chatbot.ui.page import build  # noqa: PLC0415 - imports Chainlit

    return build(room, names=LOOPBACK | {host})


def address_of(host: str, port: int) -> str:
    """Return the page's address as one types it into a browser."""
    shown = "127.0.0.1" if host in _ANY else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
