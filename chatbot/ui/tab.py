"""One tab's hold on one session, and how pieces reach its browser."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final, cast

import chainlit as cl
from chainlit.element import ElementDict
from chainlit.step import StepDict

from chatbot.domain.reliability import TrackRecord
from chatbot.domain.rubric import Rubric
from chatbot.domain.talk import Talk
from chatbot.session import Session
from chatbot.ui import showing
from chatbot.ui.portraits import HOUSE
from chatbot.ui.showing import Piece
from chatbot.ui.today import Whom
from chatbot.ui.words import plain

NOTE: Final = "note"


@dataclass
class Tab:
    """What a tab knows beyond its session.

    Attributes:
        session: the talk.
        rubric: the principles, to be named in critiques and hints.
        record: how often the codes of this talk's coder are right.
        paused: a time-out; the next messages go to the coach.
        bubbles: ids of the advisor's messages as the browser made them, by the id that the same
            message has when a talk is laid out from the log.
        latest: id of the message that carries the buttons.
        unsent: id of the advisor's message that has no answer yet.
        words: what was said in it.
        behind: another tab wrote first; this one must load the talk again.
        brought: words that came along from a tab that was behind, until something is said.
        noted: the note is on show.
        whom: who came and how, for a talk begun in this tab; None in one that was taken up.
        lock: one thing at a time.
        tasks: critiques on their way; kept, for the loop holds tasks only weakly.
    """

    session: Session
    rubric: Rubric
    record: TrackRecord
    paused: bool = False
    bubbles: dict[str, str] = field(default_factory=dict)
    latest: str = "opening"
    unsent: str | None = None
    words: str = ""
    behind: bool = False
    brought: str = ""
    noted: bool = False
    whom: Whom | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def talk(self) -> Talk:
        """The talk as it stands."""
        return self.session.talk

    @property
    def is_fresh(self) -> bool:
        """Nothing has happened yet, and nothing is logged."""
        return self.talk.seq == 0

    def bubble(self, step_id: str) -> str:
        """Return the id that a message of the advisor's has in this browser."""
        return self.bubbles.get(step_id, step_id)

    async def say(self, step: Piece, *elements: Piece, buttons: bool = False) -> None:
        """Show a message with its elements; `buttons` moves the bar under it."""
        await send(step)
        for piece in elements:
            await show(piece)
        if buttons:
            await self.move_bar(step["id"])

    async def move_bar(self, to: str) -> None:
        """Put the buttons under message `to`."""
        self.latest = to
        await show(showing.bar(self.talk, to, paused=self.paused))

    async def panel(self) -> None:
        """Bring the side panel up to date."""
        await show(showing.side(self.talk, self.record))

    async def note(self, text: str, *buttons: tuple[str, str]) -> None:
        """Say plainly what went wrong or is left to do. There is one note at a time."""
        await self.put_note(showing.note(text, *buttons))

    async def put_note(self, piece: Piece) -> None:
        """Show a note in place of the last one."""
        await self.clear_note()
        await self.say(showing.message(NOTE, HOUSE), piece)
        self.noted = True

    async def clear_note(self) -> None:
        """Take the note away."""
        if self.noted:
            await remove(NOTE)
            await drop(f"{NOTE}-box")
        self.noted = False

    async def aclose(self) -> None:
        """Let go of the talk; critiques under way are made up when it is opened again."""
        for task in tuple(self.tasks):
            task.cancel()
        await self.session.aclose()


async def send(step: Piece) -> None:
    """Show a message, or replace the one of its id."""
    await cl.context.emitter.send_step(cast(StepDict, step))


async def show(piece: Piece) -> None:
    """Show an element, or replace the one of its id."""
    await cl.context.emitter.send_element(cast(ElementDict, piece))


async def say_alone(text: str) -> None:
    """Say something where there is no talk."""
    await send(showing.message(NOTE, HOUSE))
    await show(showing.note(text))


async def remove(step_id: str) -> None:
    """Take a message away."""
    await cl.context.emitter.delete_step(cast(StepDict, {"id": step_id}))


async def drop(element_id: str) -> None:
    """Take an element away."""
    await cl.context.emitter.emit("remove_element", {"id": element_id})


async def compose(text: str) -> None:
    """Put words into the composer (see sparring.js)."""
    await cl.context.emitter.send_window_message({"sparring": "compose", "text": text})


async def begin_anew() -> None:
    """Have the page begin a new talk with the same client (see sparring.js)."""
    await cl.context.emitter.send_window_message({"sparring": "new"})


class Reply:
    """The client's reply while it is being spoken; its id is known once the draft is kept."""

    def __init__(self, tab: Tab, parent: str | None) -> None:
        self.tab, self.parent = tab, parent
        self.text = ""
        self.id = ""

    def _piece(self, text: str, **more: Any) -> Piece:
        says = showing.client_says(self.tab.talk, self.id, text)
        return says | {"parentId": self.parent} | more

    async def add(self, words: str) -> None:
        """Show more words; the first ones open the bubble."""
        emitter = cl.context.emitter
        self.text += words
        if not self.id:
            draft = self.tab.talk.draft
            self.id = f"{draft.turn_id}-reply" if draft else "reply"
            await emitter.stream_start(cast(StepDict, self._piece(words, streaming=True)))
        else:
            await emitter.send_token(self.id, plain(self.text), is_sequence=True)

    async def finish(self, turn_id: str, text: str) -> None:
        """Show what was committed, whatever was streamed (a new socket may have seen none of it)."""
        self.id = f"{turn_id}-reply"
        await send(self._piece(text))

    async def withdraw(self) -> None:
        """Take away what was shown of a reply that did not come to its end."""
        if self.id:
            await remove(self.id)
