"""The real engine with the real model, where both are on this machine."""

import asyncio
import time
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from chatbot.adapters.box.catalogue import DEFAULT, KNOWN
from chatbot.adapters.box.completing import BoxModel
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.shelf import Shelf, digest
from chatbot.domain.errors import ProviderRejected
from chatbot.settings import read_settings
from chatbot.wiring import make_box
from tests.adapters.box.conftest import ASK
from tests.adapters.box.lora_file import write_lora

#: As it is on this machine, before any test changes the environment.
MODELS = read_settings().models
FILE = Shelf(MODELS).standing()[0].path
PROMPT = (
    "<|im_start|>user\nSay it anew: [need: it has to be quiet]<|im_end|>\n<|im_start|>assistant\n"
)
#: The likeliest words only: what is drawn by lot may change with the way sums are rounded.
PLAIN = ASK | {"temperature": 0.0, "max_tokens": 8}

pytestmark = pytest.mark.skipif(
    FILE is None or find_spec("xllamacpp") is None,
    reason="wants xllamacpp and a fetched smollm2-135m: make box",
)


def settings(tmp_path: Path, **adapters: Path) -> BoxSettings:
    assert FILE is not None
    return BoxSettings(model=FILE, adapters=adapters, log=tmp_path / "engine.log", reply_s=120)


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[BoxModel]:
    """Return a box with an adapter that changes nothing, and one that changes much."""
    still = write_lora(tmp_path / "still.gguf", 0.0)
    wild = write_lora(tmp_path / "wild.gguf", 0.2)
    made = BoxModel(settings(tmp_path, still=still, wild=wild))
    yield made
    await made.aclose()


async def test_candidates_differ_and_stop_and_the_likeliest_repeats(
    box: BoxModel, tmp_path: Path
) -> None:
    started = time.monotonic()
    await box.warm_up()
    assert time.monotonic() - started < 20
    said = await box.candidates(PROMPT, **ASK)
    assert len(set(said)) > 1
    assert all("\n" not in one for one in said)
    plain = await box.candidates(PROMPT, **PLAIN)
    assert len(set(plain)) == 1
    assert await box.candidates(PROMPT, **PLAIN) == plain
    assert len(await box.candidates(PROMPT, **(ASK | {"count": 5}))) == 5
    assert "quiet" not in (tmp_path / "engine.log").read_text()


async def test_each_request_picks_its_adapter(box: BoxModel) -> None:
    async def ask(adapter: str | None, scale: float = 1.0) -> tuple[str, ...]:
        return await box.candidates(PROMPT, **(PLAIN | {"adapter": adapter}), scale=scale)

    base = await ask(None)
    assert await ask("still") == base
    wild = await ask("wild")
    assert wild != base
    assert await ask("wild", 0.0) == base
    together = await asyncio.gather(ask(None), ask("wild"), ask("still"))
    assert [len(one) for one in together] == [4, 4, 4]


async def test_a_grammar_is_followed_and_a_broken_one_told(box: BoxModel) -> None:
    said = await box.candidates(PROMPT, **ASK, grammar='root ::= "yes" | "no"')
    assert set(said) <= {"yes", "no"}
    with pytest.raises(ProviderRejected, match="grammar"):
        await box.candidates(PROMPT, **ASK, grammar="root ::= none")


async def test_a_long_prompt_is_read_and_one_too_long_told(box: BoxModel) -> None:
    assert len(await box.candidates("It is loud. " * 350, **(ASK | {"max_tokens": 4}))) == 4
    with pytest.raises(ProviderRejected, match="prompt this long"):
        await box.candidates("It is loud. " * 2000, **ASK)


async def test_an_adapter_of_another_model_says_so(tmp_path: Path) -> None:
    other = write_lora(tmp_path / "other.gguf", 0.0, width=64)
    box = BoxModel(settings(tmp_path, other=other))
    with pytest.raises(ProviderRejected, match=r"cannot be loaded.*incorrect shape"):
        await box.warm_up()
    await box.aclose()


async def test_the_model_that_is_set_is_made_and_is_what_it_should_be(tmp_path: Path) -> None:
    assert FILE is not None
    assert digest(FILE) == KNOWN[0].sha256
    env = {"SPARRING_MODELS": str(MODELS), "SPARRING_DATA": str(tmp_path)}
    box = make_box(read_settings(env))
    assert box.name == f"box:{FILE.stem}"
    await box.aclose()
    by_path = make_box(read_settings(env | {"SPARRING_BOX": str(FILE)}))
    assert by_path.name == box.name
    assert read_settings(env).box == DEFAULT
