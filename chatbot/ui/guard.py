"""Lets in only this page on this machine: no other host, no page of another origin.

Serving on the loopback address alone does not keep out a web page that the same browser shows
(DNS rebinding, cross-site WebSockets; Chainlit's socket checks no origin).
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = {"127.0.0.1", "localhost", "::1"}


class OnlyThisPage:
    """Refuses a request whose Host is not this machine, or whose Origin is not this page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not _welcome(Headers(scope=scope)):
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
            await PlainTextResponse("Sparring answers this machine only.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _welcome(headers: Headers) -> bool:
    host = headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in NAMES:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host
