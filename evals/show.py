"""`evals show`: conversations of a run as Markdown, each turn with the causes behind it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chatbot.adapters.resources import Library
from chatbot.chains.box import WRITTEN
from chatbot.domain.client_state import Effect
from chatbot.domain.errors import InputError
from chatbot.domain.events import ExchangeCommitted
from evals.ratings.items import conversations
from evals.records import ConversationRecord

#: Changes smaller than this are left out of the trace.
TELLS: Final = 0.015


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals show`."""
    parser.add_argument("run", type=Path, metavar="RUN", help="an --out folder")
    parser.add_argument("--ids", default="", help="conversations, with commas; the first five")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a Markdown file; else printed")


def command(options: Namespace) -> int:
    """Print or write conversations; returns 0.

    Raises:
        InputError: the run holds no such conversation.
    """
    held = {record.id: record for record in conversations(options.run)}
    wanted = [name.strip() for name in options.ids.split(",") if name.strip()] or list(held)[:5]
    if missing := [name for name in wanted if name not in held]:
        raise InputError(f"{options.run}: there is no {missing[0]}. There are: {', '.join(held)}.")
    names = {key: persona.name for key, persona in Library().gallery().personas.items()}
    text = "\n".join(
        line for name in wanted for line in _talk(held[name], names[held[name].persona])
    )
    if options.out is None:
        print(text)
    else:
        options.out.write_text(text + "\n", "utf-8")
    return 0


def _talk(record: ConversationRecord, name: str) -> Iterator[str]:
    yield f"## {name}, with the {record.advisor.replace('_', ' ')} advisor (`{record.id}`)"
    yield ""
    yield f"**{name}:** {record.opening}"
    yield ""
    for exchange in record.exchanges:
        yield f"**Advisor:** {exchange.advisor}"
        yield ""
        does = f"*{exchange.move.act.replace('_', ' ')}* ({exchange.move.why})"
        yield f"> {_heard(exchange)}; {_causes(exchange.effects)} → {does}"
        yield ""
        written = exchange.reply.fallback or exchange.reply.note == WRITTEN
        mark = " *(written)*" if written else ""
        yield f"**{name}:** {exchange.reply.text}{mark}"
        yield ""
    yield f"Ended in: {record.ending.replace('_', ' ')}."
    yield ""


def _heard(exchange: ExchangeCommitted) -> str:
    codes = [f"{segment.code} {segment.confidence:.2f}" for segment in exchange.heard.segments]
    marks = [str(hit.marker) for hit in exchange.heard.markers]
    return "heard " + (", ".join([*codes, *marks]) or "no code")


def _causes(effects: tuple[Effect, ...]) -> str:
    told = [
        f"{effect.variable.replace('_', ' ')} {effect.delta:+.2f} ({effect.why})"
        for effect in effects
        if abs(effect.delta) >= TELLS
    ]
    return "; ".join(told) or "nothing moved"
