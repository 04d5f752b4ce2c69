"""Model servers on this machine, found so that the page can offer them; none is ever taken."""

import asyncio
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel

OLLAMA: Final = "http://127.0.0.1:11434"

_LONGEST_BYTES: Final = 1_000_000


class _Model(BaseModel):
    name: str


class _Tags(BaseModel):
    models: list[_Model]


async def find_ollama(base_url: str = OLLAMA, timeout_s: float = 0.3) -> list[str]:
    """Return the names of the models an Ollama server has, in its order; empty if there is none.

    Args:
        base_url: where to look (http), without a path.
        timeout_s: seconds to wait for the answer, in all.
    """
    try:
        async with asyncio.timeout(timeout_s):
            body = await asyncio.to_thread(_tags, base_url, timeout_s)
        return [model.name for model in _Tags.model_validate_json(body).models]
    # Something else may listen there, and answer anything.
    except (OSError, HTTPException, ValueError):
        return []


def _tags(base_url: str, timeout_s: float) -> bytes:
    """Ask with the standard library: an HTTP client takes longer to import than this to run."""
    parts = urlsplit(base_url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=timeout_s)
    try:
        connection.request("GET", "/api/tags")
        reply = connection.getresponse()
        return reply.read(_LONGEST_BYTES) if reply.status == 200 else b""
    finally:
        connection.close()
