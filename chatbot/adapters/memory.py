"""Event logs in memory: for evals and tests, where nothing need outlive the process."""

from collections.abc import Sequence

from chatbot.domain.errors import Conflict, NotFound
from chatbot.domain.events import LATE, LoggedEvent, SessionStarted
from chatbot.domain.ports import SessionSummary
from chatbot.domain.talk import Talk


class MemoryStore:
    """`SessionStore` in a dictionary."""

    def __init__(self) -> None:
        self._logs: dict[str, tuple[LoggedEvent, ...]] = {}
        self._titles: dict[str, str] = {}

    async def append(
        self, session_id: str, owner: str, events: Sequence[LoggedEvent], expected_seq: int | None
    ) -> tuple[LoggedEvent, ...]:
        """See `SessionStore.append`."""
        log = self._logs.get(session_id, ())
        if log or not isinstance(events[0], SessionStarted):
            self._owned(session_id, owner)
        if expected_seq is not None and any(
            event.seq > expected_seq and event.type not in LATE for event in log
        ):
            raise Conflict("This talk was changed in another tab. Reload to go on.")
        stored = tuple(
            event.model_copy(update={"seq": len(log) + i}) for i, event in enumerate(events)
        )
        self._logs[session_id] = log + stored
        return stored

    async def load(self, session_id: str, owner: str) -> tuple[LoggedEvent, ...]:
        """See `SessionStore.load`."""
        self._owned(session_id, owner)
        return self._logs[session_id]

    async def list(self, owner: str) -> tuple[SessionSummary, ...]:
        """See `SessionStore.list`."""
        mine = [key for key, log in self._logs.items() if _start(log).owner == owner]
        found = [self._summary(key) for key in mine]
        return tuple(sorted(found, key=lambda one: one.updated, reverse=True))

    async def rename(self, session_id: str, owner: str, title: str) -> None:
        """See `SessionStore.rename`."""
        if self._is_owned(session_id, owner):
            self._titles[session_id] = title

    async def delete(self, session_id: str, owner: str) -> None:
        """See `SessionStore.delete`."""
        if self._is_owned(session_id, owner):
            del self._logs[session_id]

    def _is_owned(self, session_id: str, owner: str) -> bool:
        log = self._logs.get(session_id)
        return log is not None and _start(log).owner == owner

    def _owned(self, session_id: str, owner: str) -> None:
        if not self._is_owned(session_id, owner):
            raise NotFound(f"There is no talk '{session_id}'.")

    def _summary(self, session_id: str) -> SessionSummary:
        log = self._logs[session_id]
        start, talk = _start(log), Talk.of(log)
        return SessionSummary(
            session_id=session_id,
            owner=start.owner,
            persona_id=start.persona.id,
            persona_name=start.persona.name,
            started=start.at,
            updated=log[-1].at,
            exchanges=len(talk.branch),
            title=self._titles.get(session_id),
            ended=talk.ended is not None or talk.state.ended,
        )


def _start(log: tuple[LoggedEvent, ...]) -> SessionStarted:
    assert isinstance(log[0], SessionStarted)
    return log[0]
