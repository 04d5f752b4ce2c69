"""Talks with one persona, which need not be in the gallery."""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from typing import Final

from chatbot.adapters.lines import LinesVoice, line_bank
from chatbot.adapters.resources import Library
from chatbot.coder import shipped_coder
from chatbot.domain.errors import SparringError
from chatbot.domain.lines import LineBank
from chatbot.domain.persona import Persona
from evals.advisors.script import Script
from evals.advisors.scripted import Kind, ScriptedAdvisor
from evals.conversation import CAP, Setup, hold, new_session
from evals.records import ConversationRecord

GOOD: Final = (Kind.ADHERENT, Kind.PLAIN_HONEST)
POOR: Final = (Kind.LECTURING, Kind.PUSHY)


def hold_all(
    persona: Persona, script: Script, seeds: Sequence[int], cap: int = CAP
) -> tuple[ConversationRecord, ...]:
    """Hold a talk with each kind of advisor at each seed, on all processors.

    Raises:
        SparringError: a talk could not be held to its end.
    """
    kinds = (*GOOD, *POOR)
    with ProcessPoolExecutor(min(len(kinds), os.cpu_count() or 1)) as pool:
        held = [pool.submit(_talks, persona, script, kind, tuple(seeds), cap) for kind in kinds]
        return tuple(record for one in held for record in one.result())


@lru_cache(maxsize=1)
def shared_lines() -> LineBank:
    """Return the lines that any client may borrow."""
    return line_bank(Library().reactions())


def _talks(
    persona: Persona, script: Script, kind: Kind, seeds: Sequence[int], cap: int
) -> list[ConversationRecord]:
    async def run() -> list[ConversationRecord]:
        return [await _talk(persona, script, kind, seed, cap) for seed in seeds]

    return asyncio.run(run())


async def _talk(
    persona: Persona, script: Script, kind: Kind, seed: int, cap: int
) -> ConversationRecord:
    setup = Setup(persona=persona.id, advisor=kind, voice="lines", seed=seed, cap=cap)
    advisor = ScriptedAdvisor(kind=kind, script=script, foreign=script, off_topic=(), seed=seed)
    session = new_session(setup, persona, shipped_coder(), LinesVoice(shared_lines()))
    record = await hold(session, setup, advisor)
    if not isinstance(record, ConversationRecord):
        raise SparringError(f"{setup.id} failed after {record.exchanges} turns: {record.error}")
    return record
