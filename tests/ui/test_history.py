"""Chainlit's data layer over our log."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chatbot.session import Session
from chatbot.settings import OWNER
from chatbot.ui.home import prepare
from chatbot.wiring import Room
from tests.ui.conftest import say

if TYPE_CHECKING:
    from chatbot.ui.history import History


@pytest.fixture
def history(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[History]":
    """Return the data layer; Chainlit, once imported, has its files in a folder of ours."""
    monkeypatch.setenv("CHAINLIT_APP_ROOT", str(prepare(tmp_path / "page")))
    from chatbot.ui.history import History  # noqa: PLC0415

    yield History(room)


async def test_a_page_load_leaves_no_talk(history: "History", session: Session) -> None:
    assert session.talk.seq == 0
    assert (await listed(history)) == []
    assert await history.get_thread(session.id) is None
    assert await history.get_thread_author(session.id) == ""


async def test_a_talk_is_listed_shown_renamed_and_deleted(
    history: "History", session: Session
) -> None:
    await say(session, "What makes you hesitate?")
    [(talk_id, name)] = await listed(history)
    assert talk_id == session.id
    assert name.startswith("Thea Brandreth, ")
    assert await history.get_thread_author(talk_id) == OWNER
    thread = await history.get_thread(talk_id)
    assert thread is not None
    assert [s["id"] for s in thread["steps"]][:2] == ["brief", "opening"]
    assert len(thread["steps"]) == 4
    assert thread["metadata"] == {"chat_profile": "retirement-money"}
    await history.update_thread(
        talk_id, name="What makes you hes…", user_id=OWNER
    )  # Chainlit's own
    assert (await listed(history))[0][1] == name
    await history.update_thread(talk_id, name="The first one")
    assert await listed(history) == [(talk_id, "The first one")]
    assert await listed(history, search="FIRST") == [(talk_id, "The first one")]
    assert await listed(history, search="second") == []
    await history.delete_thread(talk_id)
    assert await listed(history) == []


async def test_an_ended_talk_shows_its_debrief(history: "History", session: Session) -> None:
    await say(session, "What makes you hesitate?")
    await session.debrief()
    thread = await history.get_thread(session.id)
    assert thread is not None
    assert thread["steps"][-1]["id"] == "debrief"


async def test_talks_come_in_pages(history: "History", room: Room) -> None:
    from chainlit.types import Pagination, ThreadFilter  # noqa: PLC0415

    from chatbot.wiring import Choice  # noqa: PLC0415

    persona = room.library.gallery().get("the-will")
    for _ in range(3):
        await room.begin(persona, OWNER, Choice(voice="lines")).hint()
    first = await history.list_threads(Pagination(first=2), ThreadFilter(userId=OWNER))
    assert (len(first.data), first.pageInfo.hasNextPage) == (2, True)
    cursor = first.pageInfo.endCursor
    rest = await history.list_threads(Pagination(first=2, cursor=cursor), ThreadFilter())
    assert (len(rest.data), rest.pageInfo.hasNextPage) == (1, False)


async def listed(history: "History", search: str | None = None) -> list[tuple[str, str]]:
    """Return id and name of the talks in the list."""
    from chainlit.types import Pagination, ThreadFilter  # noqa: PLC0415

    found = await history.list_threads(Pagination(first=20), ThreadFilter(search=search))
    return [(one["id"], one["name"] or "") for one in found.data]
