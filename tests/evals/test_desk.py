import asyncio
import json
from pathlib import Path

import httpx2
import pytest

from evals.desk import Desk, app, laid_out

BODY = {"model": "m", "messages": [{"role": "user", "content": "Say one word."}]}


async def _answer(folder: Path, name: str, text: str) -> str:
    prompt = folder / f"{name}.prompt.txt"
    while not prompt.exists():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    (folder / f"{name}.answer.txt").write_text(text)
    return prompt.read_text()


@pytest.mark.parametrize("stream", [False, True])
async def test_a_request_waits_for_its_answer(tmp_path: Path, stream: bool) -> None:
    transport = httpx2.ASGITransport(app=app(Desk(tmp_path)))
    async with httpx2.AsyncClient(transport=transport, base_url="http://desk") as client:
        asked = client.post("/v1/chat/completions", json=BODY | {"stream": stream})
        reply, seen = await asyncio.gather(asked, _answer(tmp_path, "0001", "Hm.\n"))
    assert "Say one word." in seen
    if stream:
        assert '"content": "Hm."' in reply.text
        assert reply.text.endswith("data: [DONE]\n\n")
    else:
        assert reply.json()["choices"][0]["message"]["content"] == "Hm."
        assert reply.json()["usage"]["total_tokens"] == 4


def test_the_schema_is_laid_out_and_numbers_go_on(tmp_path: Path) -> None:
    form = {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}}
    assert json.dumps({"type": "object"}) in laid_out(BODY | {"response_format": form})
    (tmp_path / "0007.prompt.txt").write_text("old")
    assert next(Desk(tmp_path)._numbers) == 8
