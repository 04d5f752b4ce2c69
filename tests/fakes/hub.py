"""A stand-in for a hub laid out like Hugging Face: it leads on to a store, which sends ranges.

The repository's name chooses what goes wrong: see `Handler.do_GET`.
"""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

CONTENT = b"GGUF" + bytes(range(256)) * 8000 + b"\0" * 60
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


class Handler(BaseHTTPRequestHandler):
    hub: "FakeHub"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.hub.asked.append((self.command, path, self.headers.get("range")))
        if path.startswith("/store/"):
            return self.store(path.split("/")[2])
        _, repo, _, _, _ = path.strip("/").split("/", 4)
        if (status := {"missing": 404, "gated": 401, "down": 503}.get(repo)) is not None:
            return self.send(status)
        if repo == "loop":
            return self.send(302, {"Location": self.path})
        if repo == "plain":
            return self.store(repo, {"ETag": f'"{SHA256}"'})
        told = {"X-Linked-Etag": f'"{OTHER if repo == "wrong" else SHA256}"'}
        told |= {"X-Linked-Size": str(len(CONTENT) + (repo == "longer"))}
        untold = repo in {"untold", "page"}
        return self.send(302, {"Location": f"/store/{repo}"} | ({} if untold else told))

    def store(self, repo: str, headers: dict[str, str] | None = None) -> None:
        body = b"<html>log in</html>" if repo in {"html", "page"} else CONTENT
        asked = self.headers.get("range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and repo != "whole" else 0
        told = {"ETag": '"md5-of-something"'} | (headers or {})
        if start:
            told["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        cut = len(body)
        if repo in {"cut", "whole"} and self.command == "GET" and self.hub.cuts > 0:
            self.hub.cuts -= 1
            cut = start + (len(body) - start) // 2
        self.send(206 if start else 200, told, body[start:], body[start:cut])

    def send(
        self,
        status: int,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        sent: bytes | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body if sent is None else sent)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class FakeHub:
    """The hub in a thread; `cuts` is how often the store breaks off, `asked` what it was asked."""

    def __init__(self) -> None:
        self.cuts = 0
        self.asked: list[tuple[str, str, str | None]] = []
        handler = type("Bound", (Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def ranges(self) -> list[str | None]:
        """The ranges the store was asked for."""
        return [
            range_
            for method, path, range_ in self.asked
            if (method, path[:7]) == ("GET", "/store/")
        ]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
