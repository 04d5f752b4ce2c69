"""What the model in the box is asked, and in which order its candidates come back."""

from collections.abc import Callable
from typing import Any

import pytest

from chatbot.domain.errors import ProviderRejected
from tests.adapters.box.conftest import ASK, MakeBox

Seen = Callable[[str], list[dict[str, Any]]]


async def test_candidates_come_in_their_order_from_one_batch(make_box: MakeBox, seen: Seen) -> None:
    box = make_box("ok")
    said = await box.candidates("Hm.", **ASK)
    seeds = [int(one.split()[-1]) for one in said]
    assert seeds == list(range(seeds[0], seeds[0] + 4))
    [asked] = seen("asked")
    assert asked["n_cmpl"] == 4
    assert (asked["prompt"], asked["n_predict"], asked["stop"]) == ("Hm.", 20, ["\n"])
    assert (asked["temperature"], asked["min_p"]) == (0.9, 0.1)
    assert (asked["top_k"], asked["top_p"]) == (0, 1.0)
    assert asked["cache_prompt"] is True
    assert "grammar" not in asked


async def test_more_than_fit_a_batch_come_in_several(make_box: MakeBox, seen: Seen) -> None:
    said = await make_box("ok").candidates("Hm.", **(ASK | {"count": 9}))
    assert len(set(said)) == 9
    assert [asked["n_cmpl"] for asked in seen("asked")] == [4, 4, 1]


async def test_neighbouring_seeds_share_no_candidate(make_box: MakeBox) -> None:
    box = make_box("ok")
    said = [await box.candidates("Hm.", **(ASK | {"seed": seed})) for seed in (7, 8, 7)]
    assert said[0] == said[2]
    assert not set(said[0]) & set(said[1])


async def test_each_call_says_how_loud_every_adapter_is(
    make_box: MakeBox, seen: Seen, gguf: Any
) -> None:
    box = make_box("ok", adapters={"client": gguf, "coach": gguf})
    assert box.adapters == ("client", "coach")
    assert box.name == "box:small"
    for adapter, scale in (("coach", 1.0), ("client", 0.5), (None, 1.0)):
        await box.candidates("Hm.", **(ASK | {"adapter": adapter}), scale=scale)
    assert [[one["scale"] for one in asked["lora"]] for asked in seen("asked")] == [
        [0.0, 1.0],
        [0.5, 0.0],
        [0.0, 0.0],
    ]
    assert [one["id"] for one in seen("asked")[0]["lora"]] == [0, 1]
    assert seen("orders")[0]["adapters"] == [str(gguf), str(gguf)]


async def test_an_adapter_that_is_not_there_is_named(make_box: MakeBox) -> None:
    with pytest.raises(ProviderRejected, match="no adapter called 'coach'; it has none"):
        await make_box("ok").candidates("Hm.", **(ASK | {"adapter": "coach"}))


async def test_a_grammar_goes_along(make_box: MakeBox, seen: Seen) -> None:
    await make_box("ok").candidates("Hm.", **ASK, grammar='root ::= "yes"')
    assert seen("asked")[0]["grammar"] == 'root ::= "yes"'
