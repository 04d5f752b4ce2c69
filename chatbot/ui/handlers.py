"""Chainlit's events, each handed on. No exception leaves here; what goes wrong is said."""

import logging
from collections.abc import Awaitable, Callable
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
from chatbot.ui.drill import drill
from chatbot.ui.portraits import HOUSE
from chatbot.ui.profiles import complaint, profiles
from chatbot.ui.reviews import REVIEWS, Review
from chatbot.ui.showing import RESEND, Piece
from chatbot.ui.tab import NOTE, Tab, begin_anew, compose, remove, send, show
from chatbot.ui.trouble import BROKE, plainly, quietly
from chatbot.ui.turn import answer, ask_coach
from chatbot.ui.words import spoken_by
from chatbot.wiring import Choice, Room

log = logging.getLogger(__name__)
UNANSWERED: Final = "The client had not answered this yet when the page closed. Nothing is lost."
NO_TALK: Final = (
    "There is no talk here to go on with. Choose a client, top left, or begin a new one."
)


class Handlers:
    """One per process. `tabs` is ours, not Chainlit's user session, which every resume wipes.

    Attributes:
        tabs: by socket session id.
        choice: voice and coaching as last chosen on the page; new talks begin with them.
    """

    def __init__(self, room: Room) -> None:
        self.room = room
        self.tabs: dict[str, Tab] = {}
        self.choice = Choice()

    async def profiles(self, _user: cl.User | None) -> list[cl.ChatProfile]:
        """List the clients as they are in the folders now."""
        return profiles(self.room.library.gallery())

    async def start(self) -> None:
        """Begin a talk with the client that is chosen."""
        await self._begin(self.choice)

    async def _begin(self, choice: Choice) -> None:
        """Show the brief, then the client's first words. Nothing is logged before one acts."""
        try:
            tab = await self._new_tab(choice)
            offered = [] if tab is None else await self._offered(tab)
        except SparringError as error:
            await _say_alone(str(error))
        except Exception:  # the outermost edge: Chainlit would show nothing
            log.exception("a talk could not begin")
            await _say_alone(BROKE)
        else:
            if tab is not None:
                await self._show_start(tab, offered)

    async def _new_tab(self, choice: Choice) -> Tab | None:
        place, gallery = cl.context.session, self.room.library.gallery()
        profile = place.chat_profile or next(iter(gallery.personas), "")
        why = complaint(gallery, profile)
        if why is not None:
            await _say_alone(f"This client cannot come. {why}")
            return None
        session = self.room.begin(gallery.get(profile), OWNER, choice, place.thread_id)
        return await self._keep(self._tab_of(session))

    async def _show_start(self, tab: Tab, offered: list[Piece]) -> None:
        opening = showing.client_says(tab.talk, "opening", tab.talk.started.opening)
        practise = await drill(self.room, tab.talk.started.persona.stance)
        await tab.say(showing.message("brief", HOUSE), showing.brief(tab.talk, offered, practise))
        await tab.say(opening, buttons=True)
        await tab.panel()
        await coaching.offer(tab.talk.coaching)

    async def _offered(self, tab: Tab) -> list[Piece]:
        """Return the other voices at hand, to be chosen before the first turn."""
        started = tab.talk.started
        return [
            {"id": offer.name, "label": spoken_by(offer.name), "where": offer.where}
            for offer in await self.room.offers()
            if offer.name not in {started.voice, started.voice.partition(":")[0]}
        ]

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
            await _say_alone(NO_TALK)
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
        self.choice = Choice(voice=self.choice.voice, coaching=chosen)
        if tab is not None and tab.is_fresh:
            await self._begin(self._again(tab))
        elif tab is not None:
            async with tab.lock:
                await plainly(tab, coaching.change(tab, chosen))

    def _again(self, tab: Tab) -> Choice:
        """Return the choice with the dice of a talk that has not begun: its opening stays."""
        choice = self.choice
        seed = tab.talk.started.seed
        return Choice(voice=choice.voice, coaching=choice.coaching, seed=seed)

    async def window(self, data: Any) -> None:
        """Hear our own elements: what must not begin a thread, as an action would."""
        tab = self._tab()
        wish = data.get("sparring") if isinstance(data, dict) else None
        if tab is None:
            return
        if wish == "voice" and not tab.talk.branch:
            self.choice = Choice(voice=str(data.get("id")), coaching=self.choice.coaching)
            await (self._begin(self._again(tab)) if tab.is_fresh else begin_anew())
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


async def _say_alone(text: str) -> None:
    """Say something where there is no talk."""
    await send(showing.message(NOTE, HOUSE))
    await show(showing.note(text))


def _offer_draft(tab: Tab, draft: str, steps: list[Piece], elements: list[Piece]) -> None:
    tab.unsent, tab.words, tab.noted = "draft-you", draft, True
    steps.append(showing.message(tab.unsent, showing.YOU, draft, user=True))
    _lay_note(steps, elements, showing.note(UNANSWERED, *RESEND))


def _lay_note(steps: list[Piece], elements: list[Piece], note: Piece) -> None:
    steps.append(showing.message(NOTE, HOUSE))
    elements.append(note)
