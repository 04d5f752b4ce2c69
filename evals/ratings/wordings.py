"""Items for the client's voice: moves, and the words that they were put into."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from chatbot.adapters.resources import Library
from chatbot.chains.box import introduction
from chatbot.domain.moves import Act
from evals.ratings.items import Item, places, source_of
from evals.records import ConversationRecord


def replies(records: Sequence[ConversationRecord], n: int, seed: int) -> list[Item]:
    """Draw replies, each with the move that it puts into words; odd turns and goodbyes left out."""
    found = (
        _wording(record, i, record.exchanges[i].reply.text, record.voice)
        for record, i in places(records, seed)
        if record.exchanges[i].move.occasion is None
    )
    return list(islice(found, n))


def refused(records: Sequence[ConversationRecord], n: int, seed: int) -> list[Item]:
    """Draw wordings that the checks passed over, one of a turn at most."""
    found = (
        _wording(record, i, passed_over[0].text, f"{record.voice}, refused")
        for record, i in places(records, seed + 1)
        if (
            passed_over := [c for c in record.exchanges[i].reply.candidates if c.refused and c.text]
        )
    )
    return list(islice(found, n))


def _wording(record: ConversationRecord, i: int, text: str, group: str) -> Item:
    exchange, persona = record.exchanges[i], record.persona
    return Item(
        cells={
            "person": introductions()[persona],
            "before": record.exchanges[i - 1].reply.text if i else record.opening,
            "advisor": exchange.advisor,
            "act": directions()[exchange.move.act],
            "say": exchange.move.say or "(nothing new)",
            "reply": text,
        },
        source=source_of(record, i) | {"group": group, "act": exchange.move.act},
        scores={"fallback": float(exchange.reply.fallback)},
    )


@lru_cache(maxsize=1)
def introductions() -> dict[str, str]:
    """Return who each client is and how they talk."""
    personas = Library().gallery().personas
    return {key: f"{introduction(p)} {p.speech.style}" for key, p in personas.items()}


@lru_cache(maxsize=1)
def directions() -> dict[Act, str]:
    """Return what each act is, in the words that models are told."""
    template = Library().template("client")
    return {act: template.sections[f"act_{act}"].strip() for act in Act}
