"""A talk in the terminal; or turns from standard input, one a line."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from textwrap import fill, indent

from chatbot.adapters.resources import PERSONA_SUFFIXES, Library, load_persona
from chatbot.cli.correct import change
from chatbot.cli.words import WIDTH, told_critique, told_heard, told_start, told_turn
from chatbot.coder.track_record import read_reliability
from chatbot.domain.adjust import Mood, adjusted
from chatbot.domain.errors import InputError, NotFound, ProviderError, SparringError
from chatbot.domain.events import EVENT
from chatbot.domain.persona import Persona
from chatbot.domain.reliability import TrackRecord
from chatbot.session import Delta, Session
from chatbot.settings import OWNER, read_settings
from chatbot.wiring import Choice, open_room

HELP = (
    "Commands: /back takes your last turn back, /hint gives a direction, /timeout QUESTION steps "
    "out of the talk, /debrief ends it, /quit leaves (the talk is kept).\n"
    "Of your last turn: /right says that its codes are right, /correct OLD NEW puts one right "
    "(NEW may be none), /disagree N contests a point of the critique."
)


async def chat(arguments: Namespace) -> int:
    """Run `sparring chat`.

    Raises:
        SparringError: the persona, the models or the store cannot be used.
    """
    room = await open_room(read_settings())
    try:
        written = client(arguments.persona, room.library)
        persona = adjusted(written, arguments.difficulty, Mood(arguments.mood))
        choice = Choice(
            voice=arguments.client,
            evaluator=arguments.evaluator,
            coaching=arguments.coaching,
            seed=arguments.seed,
        )
        session = room.begin(persona, OWNER, choice)
        talk = TerminalTalk(session, as_json=arguments.json, piped=not sys.stdin.isatty())
        try:
            return await talk.run()
        finally:
            await session.aclose()
    finally:
        await room.aclose()


def client(named: str, library: Library) -> Persona:
    """Return the client of an id, or of a persona file.

    Raises:
        NotFound: there is neither.
        PersonaError: the file is broken.
    """
    path = Path(named)
    if path.suffix not in PERSONA_SUFFIXES:
        return library.gallery().get(named)
    try:
        return load_persona(path)
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}") from error


class TerminalTalk:
    """One talk on standard input and output. In JSON mode each logged event is one line."""

    def __init__(self, session: Session, *, as_json: bool, piped: bool) -> None:
        self.session = session
        self.as_json = as_json
        self.piped = piped
        self.record = TrackRecord(read_reliability(), session.talk.started.coder)
        self._printed = 0
        self._failed = False
        self._explained = False

    async def run(self) -> int:
        """Talk until the input ends; returns 1 if any turn failed, else 0."""
        self._say(told_start(self.session.talk.started, HELP if not self.piped else ""))
        self._print_events()
        async for line in self._lines():
            if line.strip() in {"/quit", "/debrief"}:
                if line.strip() == "/debrief":
                    await self._guarded(self._debrief)
                break
            await self._guarded(lambda line=line: self._turn(line))  # type: ignore[misc]
            if self.piped and self.session.talk.state.ended:
                break
        self._say(f"\nKept as {self.session.id}. Debrief: sparring debrief {self.session.id}")
        return 1 if self._failed else 0

    async def _lines(self) -> AsyncIterator[str]:
        while True:
            if not self.piped:
                print("\nYou: ", end="", flush=True)
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                return
            yield line.rstrip("\r\n")

    async def _guarded(self, do: Callable[[], Awaitable[None]]) -> None:
        try:
            await do()
        except SparringError as error:
            self._failed = True
            again = " Send it again to retry." if isinstance(error, ProviderError) else ""
            print(f"sparring: {error}{again}", file=sys.stderr)
        self._print_events()

    async def _turn(self, line: str) -> None:
        match line.split(maxsplit=1):
            case ["/back"]:
                self._say(f"Taken back: {await self.session.take_back()}")
            case ["/hint"]:
                self._say(f"Hint: {(await self.session.hint()).text}")
            case ["/timeout", question]:
                self._say(f"Time-out: {await self.session.time_out(question)}")
            case ["/help"]:
                self._say(HELP)
            case ["/right" | "/correct" | "/disagree", *rest]:
                await self._review(line.split(maxsplit=1)[0], " ".join(rest).split())
            case _:
                await self._advise(line)

    async def _review(self, command: str, words: list[str]) -> None:
        """Say something of the codes or the critique of the last turn."""
        head = self.session.talk.head
        if head is None:
            raise InputError("There is no turn to look at yet.")
        match command, words:
            case "/right", []:
                await self.session.reviews.confirm(head)
            case "/correct", [old, new]:
                await change(self.session, head, old, new)
            case "/disagree", [number] if number.isdecimal():
                await self.session.reviews.contest(head, int(number) - 1)
            case _:
                raise InputError("Say: /right, or /correct OLD NEW, or /disagree NUMBER.")
        self._say(told_turn(self.session.talk, self.session.talk.exchanges[head], self.record))

    async def _advise(self, line: str) -> None:
        name = self.session.talk.started.persona.name
        self._say(f"\n{name}: ", end="")
        async for update in self.session.advise(line):
            if isinstance(update, Delta):
                self._say(update.text, end="")
        self._say("")
        head = self.session.talk.head
        if head is not None and (self.as_json or self.session.talk.coaching != "off"):
            verdict = await self.session.critique(head)
            if self.session.talk.coaching == "live":
                self._say(told_critique(verdict))
                self._say(told_heard(self.session.talk, head, self.record))
                if not self._explained:
                    self._say(indent(fill(self.record.footnote(), WIDTH), "    "))
                self._explained = True

    async def _debrief(self) -> None:
        from chatbot.report import render  # noqa: PLC0415

        debrief = await self.session.debrief()
        self._say(render(self.session.talk, debrief, "md", read_reliability()))

    def _say(self, text: str, end: str = "\n") -> None:
        if not self.as_json:
            print(text, end=end, flush=True)

    def _print_events(self) -> None:
        events = self.session.talk.events
        if self.as_json:
            for event in events[self._printed :]:
                print(EVENT.dump_json(event).decode(), flush=True)
        self._printed = len(events)
