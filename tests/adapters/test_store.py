"""Event logs on disk: whole, owned, and honest about failure."""

import asyncio
import json
import os
import sqlite3
import stat
import sys
from pathlib import Path
from subprocess import run

import pytest

from chatbot.adapters.memory import MemoryStore
from chatbot.adapters.store import SqlStore
from chatbot.domain.client_state import ClientState
from chatbot.domain.critique import Unscored
from chatbot.domain.errors import Conflict, NotFound, StoreError
from chatbot.domain.events import (
    CodesConfirmed,
    CritiqueRecorded,
    DraftSaved,
    Ended,
    LoggedEvent,
    ReviewUndone,
    SessionStarted,
)
from chatbot.domain.moves import Ending
from chatbot.domain.ports import SessionStore
from tests.kit import OWNER, Clock, client

NOW = Clock()
LATE = CritiqueRecorded(
    seq=0, at=NOW(), turn_id="t1", verdict=Unscored(turn_id="t1", evaluator="e", reason="r")
)


def start(sid: str = "s1", owner: str = OWNER) -> SessionStarted:
    persona = client()
    return SessionStarted(
        seq=0,
        at=NOW(),
        session_id=sid,
        owner=owner,
        persona=persona,
        voice="lines",
        coder="c",
        evaluator="e",
        rules_version="1",
        app_version="0",
        prompts_digest="0",
        seed=1,
        opening="Hello.",
        state=ClientState.start(persona),
    )


def draft(text: str = "words") -> DraftSaved:
    return DraftSaved(seq=0, at=NOW(), turn_id="t1", text=text)


@pytest.fixture(params=["file", "memory"])
def any_store(request: pytest.FixtureRequest, store: SqlStore) -> SessionStore:
    return store if request.param == "file" else MemoryStore()


# --- what every store keeps ---------------------------------------------------------------------


async def test_events_are_numbered_and_come_back_as_they_were(any_store: SessionStore) -> None:
    first = await any_store.append("s1", OWNER, [start(), draft()], -1)
    second = await any_store.append("s1", OWNER, [draft("more")], 1)
    assert [event.seq for event in (*first, *second)] == [0, 1, 2]
    assert await any_store.load("s1", OWNER) == (*first, *second)


async def test_who_did_not_see_the_last_event_is_refused_and_nothing_is_written(
    any_store: SessionStore,
) -> None:
    await any_store.append("s1", OWNER, [start(), draft()], -1)
    for expected in (-1, 0):
        with pytest.raises(Conflict, match="another tab"):
            await any_store.append("s1", OWNER, [draft("late")], expected)
    assert len(await any_store.load("s1", OWNER)) == 2


async def test_a_critique_is_appended_wherever_the_log_stands_and_conflicts_with_nobody(
    any_store: SessionStore,
) -> None:
    await any_store.append("s1", OWNER, [start(), draft()], -1)
    assert (await any_store.append("s1", OWNER, [LATE], None))[0].seq == 2
    assert (await any_store.append("s1", OWNER, [draft("on")], 1))[0].seq == 3


async def test_a_review_conflicts_with_nobody_either(any_store: SessionStore) -> None:
    await any_store.append("s1", OWNER, [start(), draft()], -1)
    about = {"turn_id": "t1", "by": "ada", "at": NOW()}
    confirmed = CodesConfirmed(seq=0, coder="c", **about)
    undone = ReviewUndone(seq=0, undoes=2, **about)
    stored = await any_store.append("s1", OWNER, [confirmed, undone], None)
    assert [event.seq for event in stored] == [2, 3]
    assert (await any_store.append("s1", OWNER, [draft("on")], 1))[0].seq == 4
    assert (await any_store.load("s1", OWNER))[2:4] == stored


async def test_the_talk_of_another_owner_is_not_found(any_store: SessionStore) -> None:
    await any_store.append("s1", "ada", [start(owner="ada")], -1)
    with pytest.raises(NotFound):
        await any_store.load("s1", "eve")
    with pytest.raises(NotFound):
        await any_store.append("s1", "eve", [draft()], None)
    assert await any_store.list("eve") == ()
    assert len(await any_store.load("s1", "ada")) == 1


async def test_an_unknown_talk_is_not_found(any_store: SessionStore) -> None:
    with pytest.raises(NotFound, match="no talk 's9'"):
        await any_store.load("s9", OWNER)


async def test_talks_are_listed_the_latest_first(any_store: SessionStore) -> None:
    for sid in ("s1", "s2", "s3"):
        await any_store.append(sid, OWNER, [start(sid)], -1)
    await any_store.append("s1", OWNER, [draft()], 0)
    assert [found.session_id for found in await any_store.list(OWNER)] == ["s1", "s3", "s2"]


async def test_a_talk_is_renamed_and_deleted_for_good(any_store: SessionStore) -> None:
    await any_store.append("s1", OWNER, [start()], -1)
    await any_store.rename("s1", OWNER, "The fees")
    assert [found.title for found in await any_store.list(OWNER)] == ["The fees"]
    await any_store.delete("s1", OWNER)
    assert await any_store.list(OWNER) == ()
    with pytest.raises(NotFound):
        await any_store.load("s1", OWNER)


# --- the file -----------------------------------------------------------------------------------


async def test_nobody_renames_or_deletes_the_talk_of_another(store: SqlStore) -> None:
    await store.append("s1", "ada", [start(owner="ada")], -1)
    await store.rename("s1", "eve", "Mine")
    await store.delete("s1", "eve")
    [found] = await store.list("ada")
    assert found.title is None
    assert len(await store.load("s1", "ada")) == 1


async def test_the_list_tells_what_a_talk_is_about(store: SqlStore) -> None:
    ended = Ended(seq=0, at=NOW(), ending=Ending.UNRESOLVED)
    await store.append("s1", OWNER, [start(), ended], -1)
    [found] = await store.list(OWNER)
    assert (found.persona_id, found.persona_name, found.ended) == ("ada", "Ada Moss", True)
    assert found.updated == ended.at


async def test_a_critique_alone_begins_no_talk(store: SqlStore) -> None:
    with pytest.raises(NotFound):
        await store.append("s1", OWNER, [LATE], None)


async def test_of_many_who_write_at_once_one_wins_and_the_others_are_told(store: SqlStore) -> None:
    await store.append("s1", OWNER, [start()], -1)
    tries = [store.append("s1", OWNER, [draft(f"tab {i}")], 0) for i in range(8)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, tuple) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 7
    assert len(await store.load("s1", OWNER)) == 2


async def test_two_processes_share_a_file(tmp_path: Path) -> None:
    one, other = SqlStore(tmp_path / "s.sqlite3"), SqlStore(tmp_path / "s.sqlite3")
    await asyncio.gather(one.open(), other.open())
    await one.append("s1", OWNER, [start()], -1)
    await other.append("s1", OWNER, [draft()], 0)
    assert len(await one.load("s1", OWNER)) == 2
    await one.aclose()
    await other.aclose()


async def test_the_file_is_for_its_owner_only(store: SqlStore) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


async def test_a_folder_in_place_of_the_file_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite3").mkdir()
    with pytest.raises(StoreError, match=r"s\.sqlite3 failed: unable to open"):
        await SqlStore(tmp_path / "s.sqlite3").open()


async def test_a_file_in_place_of_the_folder_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="data cannot be created"):
        await SqlStore(tmp_path / "data" / "s.sqlite3").open()


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    path.write_text("my shopping list, which is longer than a header of sixteen bytes" * 20)
    with pytest.raises(StoreError, match="not a database"):
        await SqlStore(path).open()
    assert path.read_text().startswith("my shopping list")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_one_may_not_write_to_is_told_with_its_path(tmp_path: Path) -> None:
    await asyncio.to_thread(tmp_path.chmod, 0o500)
    with pytest.raises(StoreError, match=str(tmp_path)):
        await SqlStore(tmp_path / "s.sqlite3").open()


async def test_a_write_that_fails_halfway_is_told_and_leaves_nothing_behind(
    store: SqlStore,
) -> None:
    raw = sqlite3.connect(store.path)
    raw.execute("ALTER TABLE events RENAME COLUMN body TO words")  # fails after the session's row
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match=r"sessions\.sqlite3 failed"):
        await store.append("s1", OWNER, [start()], -1)
    assert await store.list(OWNER) == ()


async def test_a_store_that_is_not_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not open"):
        await SqlStore(tmp_path / "s.sqlite3").list(OWNER)


@pytest.mark.parametrize(
    "change", [{"log_version": 2}, {"type": "tomorrow"}, {"mood": "blue"}], ids=str
)
async def test_a_log_of_a_newer_version_is_told_and_hides_no_other(
    store: SqlStore, change: dict[str, object]
) -> None:
    for sid in ("s1", "s2"):
        await store.append(sid, OWNER, [start(sid)], -1)
    _rewrite(store.path, "s1", change)
    with pytest.raises(StoreError, match="'s1' was written by another version of Sparring"):
        await store.load("s1", OWNER)
    assert len(await store.load("s2", OWNER)) == 1
    assert len(await store.list(OWNER)) == 2


def _rewrite(path: Path, sid: str, change: dict[str, object]) -> None:
    raw = sqlite3.connect(path)
    [(body,)] = raw.execute("SELECT body FROM events WHERE session_id = ?", (sid,)).fetchall()
    changed = json.dumps(json.loads(body) | change)
    raw.execute("UPDATE events SET body = ? WHERE session_id = ?", (changed, sid))
    raw.commit()
    raw.close()


async def test_every_event_written_is_one_line_of_json_with_its_type(store: SqlStore) -> None:
    events: list[LoggedEvent] = [start(), draft("line\nbreak “quotes” \u2028"), LATE]
    await store.append("s1", OWNER, events, -1)
    raw = sqlite3.connect(store.path)
    rows = raw.execute("SELECT type, body FROM events ORDER BY seq").fetchall()
    raw.close()
    assert [kind for kind, _ in rows] == ["session_started", "draft", "critique"]
    for kind, body in rows:
        assert "\n" not in body
        assert json.loads(body)["type"] == kind


def test_a_talk_written_and_killed_in_another_process_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    script = (
        "import asyncio, os, sys; from pathlib import Path\n"
        "from chatbot.adapters.store import SqlStore\n"
        "from tests.adapters.test_store import start, draft\n"
        "async def main():\n"
        "    store = SqlStore(Path(sys.argv[1])); await store.open()\n"
        "    await store.append('s1', 'local', [start(), draft()], -1)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    killed = run(
        [sys.executable, "-c", script, str(path)], check=False, cwd=Path(__file__).parents[2]
    )
    assert killed.returncode == -9

    async def left() -> int:
        store = SqlStore(path)
        await store.open()
        found = await store.load("s1", OWNER)
        await store.aclose()
        return len(found)

    assert asyncio.run(left()) == 2
