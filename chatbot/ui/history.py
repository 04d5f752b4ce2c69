"""Chainlit's data layer as a view of our event log: it reads talks, and stores nothing of its own."""

from typing import Any, cast

from chainlit.data.base import BaseDataLayer
from chainlit.types import (
    Feedback,
    PageInfo,
    PaginatedResponse,
    Pagination,
    ThreadDict,
    ThreadFilter,
)
from chainlit.user import PersistedUser, User

from chatbot.domain.ports import SessionSummary
from chatbot.domain.talk import Talk
from chatbot.settings import OWNER
from chatbot.ui import closing, showing
from chatbot.wiring import Room

EPOCH = "2026-01-01T00:00:00Z"


class History(BaseDataLayer):
    """Threads are sessions. Steps and elements are ours already, so saving them does nothing."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def get_user(self, identifier: str) -> PersistedUser | None:
        """Return the one user."""
        return PersistedUser(
            id=identifier, identifier=identifier, createdAt=EPOCH, display_name="You"
        )

    async def create_user(self, user: User) -> PersistedUser | None:
        """Return the one user."""
        return await self.get_user(user.identifier)

    async def list_threads(
        self, pagination: Pagination, filters: ThreadFilter
    ) -> PaginatedResponse[ThreadDict]:
        """Return the talks, latest first."""
        found = [_thread(one) for one in await self.room.store.list(OWNER)]
        if filters.search:
            sought = filters.search.casefold()
            found = [one for one in found if sought in (one["name"] or "").casefold()]
        ids = [one["id"] for one in found]
        start = ids.index(pagination.cursor) + 1 if pagination.cursor in ids else 0
        shown = found[start : start + pagination.first]
        page = PageInfo(
            hasNextPage=start + len(shown) < len(found),
            startCursor=shown[0]["id"] if shown else None,
            endCursor=shown[-1]["id"] if shown else None,
        )
        return PaginatedResponse(pageInfo=page, data=shown)

    async def get_thread(self, thread_id: str) -> ThreadDict | None:
        """Return a talk laid out from its log.

        A profile that is gone is left out: it would make the page choose another one and resume,
        over and over.
        """
        for summary in await self.room.store.list(OWNER):
            if summary.session_id == thread_id:
                thread = _thread(summary)
                talk = Talk.of(await self.room.store.load(thread_id, OWNER))
                steps, elements = lay_out(talk, self.room)
                known = summary.persona_id in self.room.library.gallery().personas
                profile = {"chat_profile": summary.persona_id} if known else {}
                shown = {"steps": steps, "elements": elements, "metadata": profile}
                return cast(ThreadDict, thread | shown)
        return None

    async def get_thread_author(self, thread_id: str) -> str:
        """Return whose talk it is; nobody's if it is not there."""
        known = any(s.session_id == thread_id for s in await self.room.store.list(OWNER))
        return OWNER if known else ""

    async def delete_thread(self, thread_id: str) -> None:
        """Delete a talk for good."""
        await self.room.store.delete(thread_id, OWNER)

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,  # noqa: ARG002 - the base class names it
        tags: list[str] | None = None,  # noqa: ARG002 - likewise
    ) -> None:
        """Rename a talk. Chainlit also calls this to name it after its first message, with a user."""
        if name and user_id is None:
            await self.room.store.rename(thread_id, OWNER, name)

    async def get_element(self, thread_id: str, element_id: str) -> None:
        """Find nothing: elements are made from the log."""

    async def get_favorite_steps(self, user_id: str) -> list[Any]:  # noqa: ARG002
        """Find nothing: there are no favourites."""
        return []

    async def upsert_feedback(self, feedback: Feedback) -> str:  # noqa: ARG002
        """Keep nothing: ratings are events of ours."""
        return ""

    async def delete_feedback(self, feedback_id: str) -> bool:  # noqa: ARG002
        """Delete nothing."""
        return True

    async def create_step(self, step_dict: Any) -> None:
        """Keep nothing."""

    async def update_step(self, step_dict: Any) -> None:
        """Keep nothing."""

    async def delete_step(self, step_id: str) -> None:
        """Delete nothing."""

    async def create_element(self, element: Any) -> None:
        """Keep nothing."""

    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        """Delete nothing."""

    async def close(self) -> None:
        """Close nothing: the room does."""

    async def build_debug_url(self) -> str:
        """Return no address."""
        return ""


def lay_out(talk: Talk, room: Room) -> tuple[list[showing.Piece], list[showing.Piece]]:
    """Return all messages and elements of a talk, with its debrief if it has one."""
    record = room.record(talk)
    steps, elements = showing.whole(talk, room.rubric, record)
    if talk.debrief is not None:
        said, under = closing.debrief(talk, talk.debrief, record)
        steps.append(said)
        elements.extend(under)
    return steps, elements


def _thread(summary: SessionSummary) -> ThreadDict:
    begun = summary.started.astimezone()
    return {
        "id": summary.session_id,
        "createdAt": summary.updated.isoformat(),
        "name": summary.title or f"{summary.persona_name}, {begun:%H:%M}",
        "userId": OWNER,
        "userIdentifier": OWNER,
        "tags": [],
        "metadata": {},
        "steps": [],
        "elements": [],
    }
