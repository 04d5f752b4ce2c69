"""Who comes in: the client that is chosen or was brought, how they come today, and the talk's start."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import chainlit as cl

from chatbot.domain.errors import SparringError
from chatbot.session import Session
from chatbot.settings import OWNER
from chatbot.ui import coaching, showing
from chatbot.ui.doorstep import Doorstep
from chatbot.ui.drill import drill
from chatbot.ui.guests import PREVIEW, Guests
from chatbot.ui.portraits import HOUSE
from chatbot.ui.profiles import complaint
from chatbot.ui.showing import Piece
from chatbot.ui.tab import Tab, begin_anew, remove, say_alone, send, show
from chatbot.ui.today import Whom, choices
from chatbot.ui.trouble import BROKE
from chatbot.ui.words import spoken_by
from chatbot.wiring import Choice, Room

log = logging.getLogger(__name__)
Hold = Callable[[Session], Awaitable[Tab]]


class Reception:
    """One per process.

    Attributes:
        choice: voice and coaching as last chosen on the page; new talks begin with them.
        whom: who came last, and how; they come that way again.
        awaited: who comes to the next talk, whatever client is chosen in the list.
    """

    def __init__(self, room: Room, door: Doorstep, hold: Hold) -> None:
        """`hold` makes a tab of a session and holds it under the browser's socket."""
        self.room = room
        self.guests = Guests(room, door)
        self.hold = hold
        self.choice = Choice()
        self.whom: Whom | None = None
        self.awaited: Whom | None = None

    async def start(self) -> None:
        """Begin a talk with the client that is chosen, or with a guest."""
        whom, self.awaited = self.awaited, None
        await self._begin(self.choice, whom)

    async def anew(self, tab: Tab, whom: Whom | None, choice: Choice | None = None) -> None:
        """Begin again: in place while nothing is logged, else as a new talk.

        A talk that has not begun keeps its dice, and so its opening.
        """
        self.choice = choice or self.choice
        if tab.is_fresh:
            await self._begin(replace(self.choice, seed=tab.talk.started.seed), whom)
        else:
            self.awaited = whom
            await begin_anew()

    async def today(self, tab: Tab, whom: Whom, data: dict[str, Any]) -> None:
        """Let the client come harder or easier, or in another mood.

        Raises:
            InputError: there is no such day.
        """
        await self.anew(tab, whom.on(data))

    async def guest(self, tab: Tab | None, wish: str, token: str) -> None:
        """Show a client that was brought, `keep` them, or let them come in (`play`).

        Raises:
            SparringError: the file cannot be used or kept.
        """
        if wish == "play":
            whom = Whom(self.guests.persona(token))
            await remove(PREVIEW)
            await (self._begin(self.choice, whom) if tab is None else self.anew(tab, whom))
            return
        kept = wish == "keep"
        card = await self.guests.keep(token) if kept else self.guests.preview(token)
        if tab is not None:
            await tab.clear_note()
        if not kept:
            await send(showing.message(PREVIEW, HOUSE))
        await show(card)

    async def _begin(self, choice: Choice, whom: Whom | None) -> None:
        """Show the brief, then the client's first words. Nothing is logged before one acts."""
        try:
            tab = await self._new_tab(choice, whom)
            offered = [] if tab is None else await self._offered(tab)
        except SparringError as error:
            await say_alone(str(error))
        except Exception:  # the outermost edge: Chainlit would show nothing
            log.exception("a talk could not begin")
            await say_alone(BROKE)
        else:
            if tab is not None:
                await self._show_start(tab, offered)

    async def _new_tab(self, choice: Choice, whom: Whom | None) -> Tab | None:
        whom = whom or await self._chosen()
        if whom is None:
            return None
        self.whom = whom
        session = self.room.begin(whom.persona, OWNER, choice, cl.context.session.thread_id)
        tab = await self.hold(session)
        tab.whom = whom
        return tab

    async def _chosen(self) -> Whom | None:
        """Return the client that is chosen in the list, as they came last; None if they cannot."""
        gallery = self.room.library.gallery()
        profile = cl.context.session.chat_profile or next(iter(gallery.personas), "")
        why = complaint(gallery, profile)
        if why is not None:
            await say_alone(f"This client cannot come. {why}")
            return None
        persona = gallery.get(profile)
        again = self.whom is not None and self.whom.written == persona
        return self.whom if again else Whom(persona)

    async def _show_start(self, tab: Tab, offered: list[Piece]) -> None:
        opening = showing.client_says(tab.talk, "opening", tab.talk.started.opening)
        practise = await drill(self.room, tab.talk.started.persona.stance)
        day = choices(tab.whom) if tab.whom else None
        card = showing.brief(tab.talk, offered, practise, day)
        await tab.say(showing.message("brief", HOUSE), card)
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
