"""Finding an Ollama server on this machine."""

import asyncio
import time

import pytest

from chatbot.adapters.endpoints import find_ollama
from tests.fakes.openai_server import FakeServer


async def test_a_server_tells_its_models_in_its_order(server: FakeServer) -> None:
    assert await find_ollama(server.origin, timeout_s=5) == ["llama3.2:3b", "qwen3:8b"]


async def test_a_proxy_of_the_environment_is_not_asked(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert await find_ollama(server.origin, timeout_s=5)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:port", "nonsense"])
async def test_no_server_is_no_error(url: str) -> None:
    assert await find_ollama(url) == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"models": 3}',
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
)
async def test_whatever_else_answers_there_is_no_error(answer: bytes) -> None:
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    other = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with other:
        port = other.sockets[0].getsockname()[1]
        assert await find_ollama(f"http://127.0.0.1:{port}") == []


async def test_a_silent_listener_is_left_after_the_time_given() -> None:
    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    other = await asyncio.start_server(keep_silent, "127.0.0.1", 0)
    async with other:
        port = other.sockets[0].getsockname()[1]
        started = time.monotonic()
        assert await find_ollama(f"http://127.0.0.1:{port}", timeout_s=0.2) == []
        assert time.monotonic() - started < 1.0
