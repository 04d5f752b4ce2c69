"""Lets in only this page on this machine: no other host, no page of another origin.

Serving on the loopback address alone does not keep out a web page that the same browser shows
(DNS rebinding, cross-site WebSockets; Chainlit's socket checks no origin).
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
REFUSED: Final = "Sparring answers its own page only."


class OnlyThisPage:
    """Refuses a request whose Host is not one of `names`, or whose Origin is not this page."""

    def __init__(self, app: ASGIApp, names: frozenset[str] = LOOPBACK) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a welcome request on; answer 403, or close the socket, otherwise."""
        served = scope["type"] in {"http", "websocket"}
        if not served or welcome(Headers(scope=scope), self.names):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)


def welcome(headers: Headers, names: frozenset[str] = LOOPBACK) -> bool:
    """Say whether a request comes to this page under one of its names, and from no other page."""
    host = headers.get("host", "")
    try:
        if urlsplit(f"//{host}").hostname not in names:
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:  # a bracket out of place
        return False
