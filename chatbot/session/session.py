"""A talk in progress.

The exchange commits in one append when the reply ends; before any model is called the advisor's
words are kept as a draft. The critique runs in its own task beside the reply and is logged when it
comes. Only a new turn is decided; loading a talk decides nothing.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from random import Random

from chatbot.domain.client_state import Step, register
from chatbot.domain.codes import Heard
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.debrief import Debrief
from chatbot.domain.errors import InputError, SparringError
from chatbot.domain.events import (
    Coaching,
    CoachingChanged,
    CritiqueRecorded,
    DebriefRecorded,
    DraftSaved,
    Ended,
    ExchangeCommitted,
    HintGiven,
    LoggedEvent,
    Rated,
    Reflected,
    Rewound,
    Spoken,
    TimeOutTaken,
)
from chatbot.domain.leeway import made
from chatbot.domain.moves import Ending, Move
from chatbot.domain.ports import Hint
from chatbot.domain.stepping import step
from chatbot.domain.talk import Talk
from chatbot.session.cast import Cast
from chatbot.session.critiques import Critiques
from chatbot.session.reviews import Reviews
from chatbot.session.shown import brief_of, evaluation_of, volley_of
from chatbot.session.updates import Committed, Delta, Update
from chatbot.session.words import usable


class Session:
    """A talk in progress. One turn at a time; critiques come in when they come."""

    def __init__(self, talk: Talk, cast: Cast, *, logged: bool = True) -> None:
        """Go on with a talk; with `logged=False` its start is logged with the first event."""
        self.talk = talk
        self._cast = cast
        self._known_seq = talk.seq if logged else -1
        self._writing = asyncio.Lock()
        self._advising = asyncio.Lock()
        self._critiques = Critiques(cast.evaluator, self._record_critique)
        self.reviews = Reviews(self, self._log)

    @property
    def id(self) -> str:
        """The session's id."""
        return self.talk.started.session_id

    async def advise(self, text: str) -> AsyncGenerator[Update, None]:
        """Say something to the client.

        Yields:
            `Delta`s of the reply, then one `Committed`.

        Raises:
            InputError: the text is blank or too long, or the talk is over.
            Conflict: another tab went on with this talk.
            ProviderError: the client's model failed; the words are kept as a draft.
            StoreError: the log cannot be written.
        """
        async with self._advising:
            words = usable(text)
            if self.talk.state.ended or self.talk.ended is not None:
                name = self.talk.started.persona.name
                raise InputError(f"The talk with {name} is over. Take a turn back, or debrief.")
            draft = self.talk.draft
            turn_id = draft.turn_id if draft and draft.text == words else self._cast.new_id()
            await self._log(DraftSaved, turn_id=turn_id, text=words)
            async with aclosing(self._exchange(turn_id, words)) as updates:
                async for update in updates:
                    yield update

    async def _exchange(self, turn_id: str, words: str) -> AsyncGenerator[Update, None]:
        talk = self.talk
        heard, stepped, move = await self._decide(talk, words)
        committed = asyncio.Event()
        self._critiques.start(evaluation_of(talk, turn_id, words, heard), committed)
        try:
            spoken: Spoken | None = None
            async for piece in self._cast.voice.speak(
                brief_of(talk, words, heard, move, stepped.state)
            ):
                if isinstance(piece, Spoken):
                    spoken = piece
                else:
                    yield Delta(piece)
            if spoken is None:
                raise SparringError(f"The voice '{self._cast.voice.name}' ended without a reply.")
            move = made(move, talk.started.persona, spoken.act, spoken.told)
            await self._log(
                ExchangeCommitted,
                turn_id=turn_id,
                parent=talk.head,
                number=len(talk.branch) + 1,
                advisor=words,
                heard=heard,
                effects=stepped.effects,
                state=register(stepped.state, move),
                move=move,
                reply=spoken,
            )
            committed.set()
        finally:
            if not committed.is_set():
                self._critiques.cancel(turn_id)
        yield Committed(self.talk.exchanges[turn_id])

    async def _decide(self, talk: Talk, words: str) -> tuple[Heard, Step, Move]:
        persona = talk.started.persona
        heard = await self._cast.coder.code(volley_of(talk, words))
        stepped = step(talk.state, heard, persona)
        dice = Random(f"{talk.started.seed}:{stepped.state.turn}:plan")
        return heard, stepped, self._cast.plan(stepped.state, heard, persona, dice)

    async def critique(self, turn_id: str) -> Critique | Unscored:
        """Return the critique of a turn: the recorded one, the one under way, or a new one.

        Raises:
            StoreError: the log cannot be written.
        """
        recorded = self.talk.verdicts.get(turn_id)
        if recorded is not None:
            return recorded
        task = self._critiques.running(turn_id)
        if task is None or task.done():  # done, and nothing recorded: it failed
            exchange = self.talk.exchanges[turn_id]
            committed = asyncio.Event()
            committed.set()
            evaluation = evaluation_of(self.talk, turn_id, exchange.advisor, exchange.heard)
            self._critiques.start(evaluation, committed)
            task = self._critiques.running(turn_id)
        assert task is not None
        return await asyncio.shield(task)

    async def _record_critique(self, turn_id: str, verdict: Critique | Unscored) -> None:
        await self._log(CritiqueRecorded, late=True, turn_id=turn_id, verdict=verdict)

    async def take_back(self) -> str:
        """Rewind by one exchange and return the advisor's words that were taken back.

        Raises:
            InputError: there is nothing to take back.
            Conflict: another tab went on with this talk.
        """
        branch = self.talk.branch
        if not branch:
            raise InputError("There is no turn to take back yet.")
        await self.rewind(branch[-1].parent)
        return branch[-1].advisor

    async def rewind(self, to: str | None) -> None:
        """Go on from exchange `to` (None: the opening). What came after stays in the log.

        Raises:
            InputError: there is no such exchange.
            Conflict: another tab went on with this talk.
        """
        if to is not None and to not in self.talk.exchanges:
            raise InputError("There is no such turn to go back to.")
        await self._log(Rewound, to=to)

    async def drop_draft(self) -> None:
        """Forget an unanswered turn."""
        draft = self.talk.draft
        if draft is not None:
            await self._log(DraftSaved, turn_id=draft.turn_id, text="")

    async def hint(self) -> Hint:
        """Give a direction for the next turn.

        Raises:
            ProviderError: the model that was asked failed.
        """
        talk = self.talk
        seed = f"{talk.started.seed}:{talk.seq}:hint"
        brief = talk.started.persona.advisor_brief
        hint = await self._cast.coach.hint(talk.transcript, brief, seed)
        await self._log(HintGiven, after=talk.head, text=hint.text, principle=hint.principle)
        return hint

    async def time_out(self, question: str) -> str:
        """Answer a question outside the role-play, honestly.

        Raises:
            InputError: the question is blank or too long.
            ProviderError: the model that was asked failed.
        """
        asked = usable(question)
        started = self.talk.started
        facts = {
            "client": f"{started.persona.name}, a made-up person from a persona file",
            "voice": started.voice,
            "evaluator": started.evaluator,
            "coder": started.coder,
        }
        answer = await self._cast.coach.answer(asked, facts)
        await self._log(TimeOutTaken, after=self.talk.head, question=asked, answer=answer)
        return answer

    async def set_coaching(self, coaching: Coaching) -> None:
        """Show critiques live, after the talk, or not at all."""
        if coaching != self.talk.coaching:
            await self._log(CoachingChanged, coaching=coaching)

    async def reflect(self, went_well: str, would_change: str) -> None:
        """Record the advisor's own view, before the debrief says anything."""
        well, change = went_well.strip(), would_change.strip()
        await self._log(Reflected, went_well=well, would_change=change)

    async def debrief(self, deadline: float = 30.0) -> Debrief:
        """End the talk and return its debrief, made once.

        Args:
            deadline: seconds to wait for critiques still under way; then they are unscored.

        Raises:
            StoreError: the log cannot be written.
        """
        if self.talk.debrief is not None:
            return self.talk.debrief
        await self._settle_critiques(deadline)
        if self.talk.ended is None:
            closing = self.talk.state.closing
            ending = closing.ending if closing else Ending.UNRESOLVED
            await self._log(Ended, ending=ending)
        debrief = await self._cast.debriefer.debrief(self.talk)
        await self._log(DebriefRecorded, debrief=debrief)
        return debrief

    async def _settle_critiques(self, deadline: float) -> None:
        waiting = [asyncio.create_task(self.critique(e.turn_id)) for e in self.talk.unscored]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=deadline)
            for task in late:
                task.cancel()
        for exchange in self.talk.unscored:
            self._critiques.cancel(exchange.turn_id)
            reason = f"The critique was not ready within {deadline:.0f} seconds."
            verdict = self._critiques.unscored(exchange.turn_id, reason)
            await self._record_critique(exchange.turn_id, verdict)

    async def rate(self, believable: int, fair: int, useful: int) -> None:
        """Record the three ratings, 1–5 each."""
        await self._log(Rated, believable=believable, fair=fair, useful=useful)

    async def aclose(self) -> None:
        """Stop critiques under way; they are made up when the talk is opened again."""
        await self._critiques.aclose()

    async def _log(
        self, make: Callable[..., LoggedEvent], *, late: bool = False, **fields: object
    ) -> None:
        """Append an event and apply it. Late ones never move what this tab claims to have seen.

        Shielded: what the store took has to be known here too, even where the turn is stopped.
        """
        event = make(seq=0, at=self._cast.now(), **fields)
        await asyncio.shield(self._append(event, late=late))

    async def _append(self, event: LoggedEvent, *, late: bool) -> None:
        async with self._writing:
            owner = self.talk.started.owner
            expected = None if late else self._known_seq
            begins = self._known_seq == -1
            events = [self.talk.started, event] if begins else [event]
            stored = await self._cast.store.append(self.id, owner, events, expected)
            for one in stored[begins:]:
                self.talk = self.talk.add(one)
                if not late:
                    self._known_seq = one.seq
