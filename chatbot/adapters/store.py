"""Event logs in SQLite, through SQLAlchemy. One row per event; the event's JSON is the truth.

Each call is one transaction in one hop to a worker thread: an async driver would hop for every
statement, which costs ten times as much CPU.
"""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

from chatbot.domain.errors import Conflict, NotFound, StoreError
from chatbot.domain.events import EVENT, LATE, LOG_VERSION, LoggedEvent, SessionStarted
from chatbot.domain.ports import SessionSummary

_META: Final = MetaData()
_SESSIONS: Final = Table(
    "sessions",
    _META,
    Column("session_id", String, primary_key=True),
    Column("owner", String, nullable=False, index=True),
    Column("persona_id", String, nullable=False),
    Column("persona_name", String, nullable=False),
    Column("started", String, nullable=False),
    Column("updated", String, nullable=False),
    Column("exchanges", Integer, nullable=False, default=0),
    Column("title", String),
    Column("ended", Integer, nullable=False, default=0),
)
_EVENTS: Final = Table(
    "events",
    _META,
    Column("session_id", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("body", Text, nullable=False),
)


class SqlStore:
    """`SessionStore` in one SQLite file. Call `open` before use and `aclose` at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: Engine | None = None

    async def open(self) -> None:
        """Create folder, file and tables as needed.

        Raises:
            StoreError: the folder or file cannot be written.
        """
        await asyncio.to_thread(self._open)

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"{self.path.parent} cannot be created: {error.strerror}") from error
        engine = create_engine(f"sqlite:///{self.path}")
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_immediate)
        self._engine = engine
        with self._transaction() as connection:
            _META.create_all(connection)
        self.path.chmod(0o600)

    async def aclose(self) -> None:
        """Close the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._engine is None:
            raise StoreError("the store is not open")
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise Conflict("This talk was changed in another tab. Reload to go on.") from error
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise StoreError(f"The session file {self.path} failed: {reason}") from error

    async def append(
        self, session_id: str, owner: str, events: Sequence[LoggedEvent], expected_seq: int | None
    ) -> tuple[LoggedEvent, ...]:
        """See `SessionStore.append`."""
        return await asyncio.to_thread(self._append, session_id, owner, events, expected_seq)

    def _append(
        self, session_id: str, owner: str, events: Sequence[LoggedEvent], expected_seq: int | None
    ) -> tuple[LoggedEvent, ...]:
        with self._transaction() as connection:
            last = self._last_seq(connection, session_id)
            if last == -1:
                self._create(connection, session_id, owner, events)
            elif self._owner(connection, session_id) != owner:
                raise NotFound(f"There is no talk '{session_id}'.")
            if expected_seq is not None and expected_seq != last:
                self._refuse_conflict(connection, session_id, expected_seq)
            numbered = tuple(
                one.model_copy(update={"seq": last + 1 + i}) for i, one in enumerate(events)
            )
            connection.execute(insert(_EVENTS), [_row(session_id, one) for one in numbered])
            connection.execute(_touch(session_id, numbered))
        return numbered

    def _create(
        self,
        connection: Connection,
        session_id: str,
        owner: str,
        events: Sequence[LoggedEvent],
    ) -> None:
        first = events[0] if events else None
        if not isinstance(first, SessionStarted):
            raise NotFound(f"There is no talk '{session_id}'.")
        row = {
            "session_id": session_id,
            "owner": owner,
            "persona_id": first.persona.id,
            "persona_name": first.persona.name,
            "started": first.at.isoformat(),
            "updated": first.at.isoformat(),
            "exchanges": 0,
            "ended": 0,
        }
        connection.execute(insert(_SESSIONS).values(row))

    def _last_seq(self, connection: Connection, session_id: str) -> int:
        query = select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.session_id == session_id)
        found = connection.scalar(query)
        return -1 if found is None else int(found)

    def _owner(self, connection: Connection, session_id: str) -> str | None:
        query = select(_SESSIONS.c.owner).where(_SESSIONS.c.session_id == session_id)
        return connection.scalar(query)

    def _refuse_conflict(self, connection: Connection, session_id: str, expected_seq: int) -> None:
        query = (
            select(func.count())
            .select_from(_EVENTS)
            .where(_EVENTS.c.session_id == session_id, _EVENTS.c.seq > expected_seq)
            .where(_EVENTS.c.type.not_in(sorted(LATE)))
        )
        if connection.scalar(query):
            raise Conflict("This talk was changed in another tab. Reload to go on.")

    async def load(self, session_id: str, owner: str) -> tuple[LoggedEvent, ...]:
        """See `SessionStore.load`."""
        return await asyncio.to_thread(self._load, session_id, owner)

    def _load(self, session_id: str, owner: str) -> tuple[LoggedEvent, ...]:
        with self._transaction() as connection:
            if self._owner(connection, session_id) != owner:
                raise NotFound(f"There is no talk '{session_id}'.")
            query = select(_EVENTS.c.body).where(_EVENTS.c.session_id == session_id)
            rows = (connection.scalars(query.order_by(_EVENTS.c.seq))).all()
        try:
            return tuple(EVENT.validate_json(body) for body in rows)
        except ValidationError as error:
            raise StoreError(
                f"The talk '{session_id}' was written by another version of Sparring "
                f"(this one reads log version {LOG_VERSION}): {error.errors()[0]['msg']}"
            ) from error

    async def list(self, owner: str) -> tuple[SessionSummary, ...]:
        """See `SessionStore.list`."""
        return await asyncio.to_thread(self._list, owner)

    def _list(self, owner: str) -> tuple[SessionSummary, ...]:
        query = select(_SESSIONS).where(_SESSIONS.c.owner == owner)
        with self._transaction() as connection:
            rows = (connection.execute(query.order_by(_SESSIONS.c.updated.desc()))).mappings()
            return tuple(SessionSummary.model_validate(dict(row)) for row in rows)

    async def rename(self, session_id: str, owner: str, title: str) -> None:
        """See `SessionStore.rename`."""
        await asyncio.to_thread(self._rename, session_id, owner, title)

    def _rename(self, session_id: str, owner: str, title: str) -> None:
        mine = (_SESSIONS.c.session_id == session_id) & (_SESSIONS.c.owner == owner)
        with self._transaction() as connection:
            connection.execute(update(_SESSIONS).where(mine).values(title=title[:200]))

    async def delete(self, session_id: str, owner: str) -> None:
        """See `SessionStore.delete`."""
        await asyncio.to_thread(self._delete, session_id, owner)

    def _delete(self, session_id: str, owner: str) -> None:
        mine = (_SESSIONS.c.session_id == session_id) & (_SESSIONS.c.owner == owner)
        with self._transaction() as connection:
            gone = connection.execute(delete(_SESSIONS).where(mine))
            if gone.rowcount:
                connection.execute(delete(_EVENTS).where(_EVENTS.c.session_id == session_id))


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    wait=wait_random(0.01, 0.1),
    stop=stop_after_delay(5),
    reraise=True,
)
def _switch_to_wal(cursor: Any) -> None:
    """Two that open a new file at once get in each other's way here; SQLite's own wait is none."""
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode=WAL")


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would take the lock too late
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _row(session_id: str, one: LoggedEvent) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "seq": one.seq,
        "type": one.type,
        "body": one.model_dump_json(),
    }


def _touch(session_id: str, events: Sequence[LoggedEvent]) -> Any:
    values: dict[str, Any] = {"updated": events[-1].at.isoformat()}
    for one in events:
        match one.type:
            case "exchange":
                values |= {"exchanges": one.number, "ended": int(one.state.ended)}
            case "ended":
                values["ended"] = 1
            case "rewound":
                values["ended"] = 0
    return update(_SESSIONS).where(_SESSIONS.c.session_id == session_id).values(values)
