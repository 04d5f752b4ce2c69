"""The fake server as a process of its own, driven over HTTP as other suites drive it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    replies = tmp_path_factory.mktemp("fake") / "replies.json"
    replies.write_text(json.dumps({"ok/client": ["From the file."]}), "utf-8")
    command = [sys.executable, "-m", "tests.fakes.openai_server", "--replies", str(replies)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def ask(url: str, body: Any = None, **headers: str) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=5) as reply:
        return json.loads(reply.read())


def say(base_url: str, model: str, **headers: str) -> str:
    body = {"model": model, "messages": [{"role": "user", "content": "Hello"}]}
    reply = ask(f"{base_url}/chat/completions", body, **headers)
    return str(reply["choices"][0]["message"]["content"])


def test_replies_come_from_the_file_and_from_the_queue_and_requests_are_kept(base_url: str) -> None:
    origin = base_url.removesuffix("/v1")
    assert say(base_url, "ok/client") == "From the file."
    ask(f"{origin}/fake/replies", {"ok/client": ["Queued.", {"an": "object"}]})
    assert [say(base_url, "ok/client") for _ in range(2)] == ["Queued.", '{"an": "object"}']
    seen = ask(f"{origin}/fake/requests")
    assert [entry["body"]["messages"][0]["content"] for entry in seen] == ["Hello"] * 3
    ask(f"{origin}/fake/reset", {})
    assert ask(f"{origin}/fake/requests") == []


def test_a_header_chooses_the_scenario_too(base_url: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        say(base_url, "any-name", **{"x-scenario": "bad-key"})
