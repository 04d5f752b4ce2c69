"""Chainlit's events, each handed on. No exception leaves here; what goes wrong is said."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, cast

import chainlit as cl
from chainlit.session import WebsocketSession
from chainlit.types import ThreadDict

from chatbot.domain.errors import SparringError
from chatbot.session import Session
from chatbot.settings import OWNER
from chatbot.ui import coaching, showing
from chatbot.ui.buttons import BUTTONS, Button
from chatbot.ui.critiques import follow_missing
from chatbot.ui.doorstep import Doorstep
from chatbot.ui.portraits import HOUSE
from chatbot.ui.profiles import profiles
from chatbot.ui.reception import Reception
from chatbot.ui.reviews import REVIEWS, Review
from chatbot.ui.showing import RESEND, Piece
from chatbot.ui.tab import NOTE, Tab, compose, remove, say_alone
from chatbot.ui.trouble import BROKE, plainly, quietly
from chatbot.ui.turn import answer, ask_coach
from chatbot.wiring import Room

log = logging.getLogger(__name__)
UNANSWERED: Final = "The client had not answered this yet when the page closed. Nothing is lost."
NO_TALK: Final = (
    "There is no talk here to go on with. Choose a client, top left, or begin a new one."
)


class Handlers:
    """One per process. `tabs` is ours, not Chainlit's user session, which every resume wipes.

    Attributes:
        tabs: by socket session id.
        reception: lets clients in.
    """

    def __init__(self, room: Room, door: Doorstep) -> None:
        self.room = room
        self.tabs: dict[str, Tab] = {}
        self.reception = Reception(room, door, self._hold)

    async def profiles(self, _user: cl.User | None) -> list[cl.ChatProfile]:
        """List the clients as they are in the folders now."""
        return profiles(self.room.library.gallery())

    async def start(self) -> None:
        """Begin a talk with the client that is chosen, or with a guest."""
        await self.reception.start()

    async def resume(self, thread: ThreadDict) -> None:
        """Take up a talk. Chainlit then sends `thread`, laid out from the log by `History`.

        It comes again when the socket comes back or the profile changes: whatever is under way is
        waited for, and the talk is loaded afresh.
        """
        steps = cast("list[Piece]", thread["steps"])
        elements = cast("list[Piece]", thread["elements"] or [])
        try:
            await self._resume(thread["id"], steps, elements)
        except SparringError as error:
            _lay_note(steps, elements, showing.note(f"{error} You can read this talk."))
        except Exception:  # the outermost edge: Chainlit would show nothing
            log.exception("a talk could not be taken up")
            _lay_note(steps, elements, showing.note(BROKE))

    async def _resume(self, talk_id: str, steps: list[Piece], elements: list[Piece]) -> None:
        words = self._words_brought(talk_id)
        before = self.tabs.pop(cl.context.session.id, None)
        if before is not None:
            words = words or before.brought * (before.session.id == talk_id)
            async with before.lock:
                await before.aclose()
        tab = self._tab_of(await self.room.resume(talk_id, OWNER))
        await self._keep(tab)
        tab.latest = str(steps[-1]["id"])
        if tab.talk.ended is None:
            elements.append(showing.bar(tab.talk, tab.latest))
        if tab.talk.draft is not None:
            _offer_draft(tab, tab.talk.draft.text, steps, elements)
        elif tab.talk.state.ended and tab.talk.ended is None:
            tab.noted = True
            _lay_note(steps, elements, showing.end_note(tab.talk))
        await coaching.offer(tab.talk.coaching)
        follow_missing(tab)
        if words:
            tab.brought = words
            await compose(words)

    async def _hold(self, session: Session) -> Tab:
        return await self._keep(self._tab_of(session))

    def _tab_of(self, session: Session) -> Tab:
        return Tab(session, self.room.rubric, self.room.record(session.talk))

    async def _keep(self, tab: Tab) -> Tab:
        """Hold a tab under its socket session; let go of those that are gone for good."""
        gone = [key for key in self.tabs if WebsocketSession.get_by_id(key) is None]
        for key in (*gone, cl.context.session.id):
            before = self.tabs.pop(key, None)
            if before is not None:
                await before.aclose()
        self.tabs[cl.context.session.id] = tab
        return tab

    def _words_brought(self, talk_id: str) -> str:
        """Return words that another tab of this talk could not say, because it was behind."""
        for tab in self.tabs.values():
            if tab.session.id == talk_id and tab.behind and tab.unsent:
                tab.behind = False
                return tab.words
        return ""

    async def message(self, message: cl.Message) -> None:
        """Say something to the client, or, in a time-out, to the coach."""
        tab = self._tab()
        if tab is None:
            await say_alone(NO_TALK)
            return
        run = cl.context.current_run
        async with tab.lock:
            await tab.clear_note()
            tab.brought = ""
            if tab.unsent:  # given up for these new words
                await remove(tab.unsent)
            await remove("reflect")  # whoever goes on talking has not ended
            if tab.paused:
                await plainly(tab, ask_coach(tab, message.content, message.id))
            else:
                parent = run.id if run else None
                await plainly(tab, answer(tab, message.content, message.id, parent))

    async def settings(self, settings: dict[str, Any]) -> None:
        """Change when the coach speaks; new talks keep it."""
        tab = self._tab()
        chosen = coaching.chosen(settings)
        self.reception.choice = replace(self.reception.choice, coaching=chosen)
        if tab is not None and tab.is_fresh:
            await self.reception.anew(tab, tab.whom)
        elif tab is not None:
            async with tab.lock:
                await plainly(tab, coaching.change(tab, chosen))

    async def window(self, data: Any) -> None:
        """Hear our own elements: what must not begin a thread, as an action would."""
        tab = self._tab()
        wish = data.get("sparring") if isinstance(data, dict) else None
        if wish in {"brought", "keep", "play"}:
            await quietly(tab, self.reception.guest(tab, wish, str(data.get("id"))))
        elif tab is None:
            return
        elif wish == "voice" and not tab.talk.branch:
            choice = replace(self.reception.choice, voice=str(data.get("id")))
            await self.reception.anew(tab, tab.whom, choice)
        elif wish == "today" and tab.whom is not None and not tab.talk.branch:
            await quietly(tab, self.reception.today(tab, tab.whom, data))
        elif wish in {"time_out", "back"}:
            await self._press(tab, BUTTONS[wish], {})

    def buttons(self) -> dict[str, Callable[[cl.Action], Awaitable[None]]]:
        """Return a handler for every action."""
        pressed = {name: self._button(press) for name, press in BUTTONS.items()}
        return pressed | {name: self._review(said) for name, said in REVIEWS.items()}

    def _review(self, review: Review) -> Callable[[cl.Action], Awaitable[None]]:
        async def said(action: cl.Action) -> None:
            if tab := self._tab():  # no lock: it may be said while the client speaks
                await quietly(tab, review(tab, action.payload))

        return said

    def _button(self, press: Button) -> Callable[[cl.Action], Awaitable[None]]:
        async def pressed(action: cl.Action) -> None:
            if tab := self._tab():
                await self._press(tab, press, action.payload)

        return pressed

    async def _press(self, tab: Tab, press: Button, payload: dict[str, Any]) -> None:
        async with tab.lock:
            await tab.clear_note()
            await plainly(tab, press(tab, payload))

    def _tab(self) -> Tab | None:
        return self.tabs.get(cl.context.session.id)

    async def aclose(self) -> None:
        """Let go of all talks and close the room."""
        for tab in self.tabs.values():
            await tab.aclose()
        await self.room.aclose()


def _offer_draft(tab: Tab, draft: str, steps: list[Piece], elements: list[Piece]) -> None:
    tab.unsent, tab.words, tab.noted = "draft-you", draft, True
    steps.append(showing.message(tab.unsent, showing.YOU, draft, user=True))
    _lay_note(steps, elements, showing.note(UNANSWERED, *RESEND))


def _lay_note(steps: list[Piece], elements: list[Piece], note: Piece) -> None:
    steps.append(showing.message(NOTE, HOUSE))
    elements.append(note)
