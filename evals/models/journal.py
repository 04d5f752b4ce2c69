"""Conversations under way, kept on disk: a killed run goes on in the middle of its talks."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from chatbot.adapters.memory import MemoryStore
from chatbot.domain.base import Value
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.events import (
    CritiqueRecorded,
    DraftSaved,
    ExchangeCommitted,
    LoggedEvent,
    SessionStarted,
)
from evals.conversation import Silent
from evals.models.side_log import SideLog
from evals.models.thin import Thinner

UNDER_WAY: Final = "under-way.jsonl"
CRITIQUES: Final = "critiques.jsonl"

#: What a talk is taken up again from. Its start follows from the setup.
Kept = ExchangeCommitted | DraftSaved | CritiqueRecorded


class Entry(Value):
    """One event of a conversation under way."""

    id: str
    event: Kept


class Judged(Value):
    """The critique of one turn of a conversation, in `critiques.jsonl`."""

    id: str
    turn_id: str
    verdict: Critique | Unscored


class Journal:
    """The events of conversations under way. Those that have ended are dropped at the next start.

    Raises:
        LogError: the file cannot be read or written.
    """

    def __init__(self, folder: Path, done: frozenset[str]) -> None:
        self._log = SideLog(folder / UNDER_WAY, Entry)
        self.thinner = Thinner()
        self._events: dict[str, list[LoggedEvent]] = defaultdict(list)
        left = [entry for entry in self._log.found if entry.id not in done]
        for entry in left:
            self._events[entry.id].append(entry.event)
        if len(left) < len(self._log.found):
            self._log.keep(left)

    def take(self, conversation: str) -> list[LoggedEvent]:
        """Return what was kept of a conversation, once."""
        return self._events.pop(conversation, [])

    def write(self, conversation: str, event: LoggedEvent) -> None:
        """Keep an event. A critique that failed is not kept: the next start asks for it again."""
        if isinstance(event, CritiqueRecorded) and isinstance(event.verdict, Unscored):
            return
        if isinstance(event, Kept):
            self._log.write(Entry(id=conversation, event=event))

    def close(self, *, finished: bool) -> None:
        """Close the file; remove it if no conversation is under way any more."""
        self._log.close()
        if finished:
            self._log.path.unlink(missing_ok=True)


class JournalStore(MemoryStore):
    """The store of one conversation: in the journal as it happens, and in memory, made small.

    Of an exchange the session gets back what a talk needs to go on; the whole of it is kept packed.
    """

    def __init__(self, conversation: str, journal: Journal) -> None:
        super().__init__()
        self._conversation = conversation
        self._journal = journal
        self._packed: dict[str, bytes] = {}

    async def restore(self, started: SessionStarted) -> tuple[LoggedEvent, ...]:
        """Return the talk as the journal has it, its start first; just that if it has none."""
        kept = self._journal.take(self._conversation)
        if not kept:
            return (started,)
        small = [self._pack(event) for event in kept]
        return await super().append(self._conversation, started.owner, (started, *small), None)

    def exchange(self, turn_id: str) -> ExchangeCommitted:
        """Return an exchange as it was committed."""
        return ExchangeCommitted.model_validate_json(zlib.decompress(self._packed[turn_id]))

    async def append(
        self, session_id: str, owner: str, events: Sequence[LoggedEvent], expected_seq: int | None
    ) -> tuple[LoggedEvent, ...]:
        """See `SessionStore.append`."""
        if all(is_silent(event) for event in events):
            return ()
        for event in events:
            self._journal.write(self._conversation, event)
        small = [self._pack(event) for event in events]
        return await super().append(session_id, owner, small, expected_seq)

    def _pack(self, event: LoggedEvent) -> LoggedEvent:
        """Keep an exchange packed, and return the event made small."""
        if isinstance(event, ExchangeCommitted):
            whole = event.model_dump_json().encode()
            self._packed[event.turn_id] = zlib.compress(whole, level=1)
            reply = event.reply.model_copy(update={"candidates": ()})
            event = event.model_copy(update={"effects": (), "reply": reply})
        self._journal.thinner.thin(event)
        return event


def is_silent(event: LoggedEvent) -> bool:
    """Say whether an event is a critique by nobody, in a run without an evaluator."""
    return isinstance(event, CritiqueRecorded) and event.verdict.evaluator == Silent.name
