"""Event logs in SQLite, through SQLAlchemy. One row per event; the event's JSON is the truth."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chatbot.domain.errors import Conflict, NotFound, StoreError
from chatbot.domain.events import EVENT, LOG_VERSION, LoggedEvent, SessionStarted
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
#: Events that may arrive late and never make another tab's view of the talk wrong.
_LATE: Final = ("critique",)


class SqlStore:
    """`SessionStore` in one SQLite file. Call `open` before use and `aclose` at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: AsyncEngine | None = None

    async def open(self) -> None:
        """Create folder, file and tables as needed.

        Raises:
            StoreError: the folder or file cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"{self.path.parent} cannot be created: {error.strerror}") from error
        engine = create_async_engine(f"sqlite+aiosqlite:///{self.path}")
        event.listen(engine.sync_engine, "connect", _set_pragmas)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        self._engine = engine
        async with self._transaction() as connection:
            await connection.run_sync(_META.create_all)
        self.path.chmod(0o600)

    async def aclose(self) -> None:
        """Close the file."""
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        if self._engine is None:
            raise StoreError("the store is not open")
        try:
            async with self._engine.begin() as connection:
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
        async with self._transaction() as connection:
            last = await self._last_seq(connection, session_id)
            if last == -1:
                await self._create(connection, session_id, owner, events)
            elif await self._owner(connection, session_id) != owner:
                raise NotFound(f"There is no talk '{session_id}'.")
            if expected_seq is not None and expected_seq != last:
                await self._refuse_conflict(connection, session_id, expected_seq)
            numbered = tuple(
                one.model_copy(update={"seq": last + 1 + i}) for i, one in enumerate(events)
            )
            await connection.execute(insert(_EVENTS), [_row(session_id, one) for one in numbered])
            await connection.execute(_touch(session_id, numbered))
        return numbered

    async def _create(
        self,
        connection: AsyncConnection,
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
        await connection.execute(insert(_SESSIONS).values(row))

    async def _last_seq(self, connection: AsyncConnection, session_id: str) -> int:
        query = select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.session_id == session_id)
        found = await connection.scalar(query)
        return -1 if found is None else int(found)

    async def _owner(self, connection: AsyncConnection, session_id: str) -> str | None:
        query = select(_SESSIONS.c.owner).where(_SESSIONS.c.session_id == session_id)
        return await connection.scalar(query)

    async def _refuse_conflict(
        self, connection: AsyncConnection, session_id: str, expected_seq: int
    ) -> None:
        query = (
            select(func.count())
            .select_from(_EVENTS)
            .where(_EVENTS.c.session_id == session_id, _EVENTS.c.seq > expected_seq)
            .where(_EVENTS.c.type.not_in(_LATE))
        )
        if await connection.scalar(query):
            raise Conflict("This talk was changed in another tab. Reload to go on.")

    async def load(self, session_id: str, owner: str) -> tuple[LoggedEvent, ...]:
        """See `SessionStore.load`."""
        async with self._transaction() as connection:
            if await self._owner(connection, session_id) != owner:
                raise NotFound(f"There is no talk '{session_id}'.")
            query = select(_EVENTS.c.body).where(_EVENTS.c.session_id == session_id)
            rows = (await connection.scalars(query.order_by(_EVENTS.c.seq))).all()
        try:
            return tuple(EVENT.validate_json(body) for body in rows)
        except ValidationError as error:
            raise StoreError(
                f"The talk '{session_id}' was written by another version of Sparring "
                f"(this one reads log version {LOG_VERSION}): {error.errors()[0]['msg']}"
            ) from error

    async def list(self, owner: str) -> tuple[SessionSummary, ...]:
        """See `SessionStore.list`."""
        query = select(_SESSIONS).where(_SESSIONS.c.owner == owner)
        async with self._transaction() as connection:
            rows = (await connection.execute(query.order_by(_SESSIONS.c.updated.desc()))).mappings()
            return tuple(SessionSummary.model_validate(dict(row)) for row in rows)

    async def rename(self, session_id: str, owner: str, title: str) -> None:
        """See `SessionStore.rename`."""
        mine = (_SESSIONS.c.session_id == session_id) & (_SESSIONS.c.owner == owner)
        async with self._transaction() as connection:
            await connection.execute(update(_SESSIONS).where(mine).values(title=title[:200]))

    async def delete(self, session_id: str, owner: str) -> None:
        """See `SessionStore.delete`."""
        mine = (_SESSIONS.c.session_id == session_id) & (_SESSIONS.c.owner == owner)
        async with self._transaction() as connection:
            gone = await connection.execute(delete(_SESSIONS).where(mine))
            if gone.rowcount:
                await connection.execute(delete(_EVENTS).where(_EVENTS.c.session_id == session_id))


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would take the lock too late
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=5000")
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
                values["exchanges"] = one.number
            case "ended":
                values["ended"] = 1
            case "rewound":
                values["ended"] = 0
    return update(_SESSIONS).where(_SESSIONS.c.session_id == session_id).values(values)
