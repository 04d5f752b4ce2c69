"""What a person says of the tool's work, logged: late events that no exchange and no tab waits for."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from chatbot.domain.codes import Label, Quoted
from chatbot.domain.critique import Critique
from chatbot.domain.errors import InputError
from chatbot.domain.events import (
    CodeCorrected,
    CodesConfirmed,
    ExchangeCommitted,
    FindingContested,
    LoggedEvent,
    ReviewUndone,
)
from chatbot.domain.reviews import ReviewedCode, points
from chatbot.domain.talk import Talk

Log = Callable[..., Awaitable[None]]


class HasTalk(Protocol):
    """Holds the talk as it stands."""

    @property
    def talk(self) -> Talk:
        """The talk."""


class Reviews:
    """Logs reviews of a session's turns. Saying a thing twice logs it once."""

    def __init__(self, session: HasTalk, log: Log) -> None:
        self._session = session
        self._log = log

    @property
    def _talk(self) -> Talk:
        return self._session.talk

    async def correct(self, turn_id: str, at: Quoted, was: Label, now: Label | None) -> None:
        """Put a code right; None says that the words carry no code.

        Args:
            turn_id: the turn.
            at: where the coder heard it.
            was: what it said.
            now: what it should be; what the coder said takes corrections back.

        Raises:
            InputError: the coder said no such thing.
            StoreError: the log cannot be written.
        """
        exchange = self._exchange(turn_id)
        place = (at.start, at.end, was)
        code = next(
            (one for one in self._codes(turn_id) if (one.start, one.end, one.said) == place), None
        )
        if code is None:
            raise InputError(f"The coder did not say “{was.words}” of these words.")
        if now == was:
            await self._take_back_all(exchange, place)
        elif now != code.now:
            await self._write(CodeCorrected, exchange, code, was=was, now=now)

    async def add(self, turn_id: str, start: int, end: int, now: Label) -> None:
        """Add a code that the coder did not hear in the words from `start` to `end`.

        Raises:
            InputError: there are no such words, or the turn has this code.
            StoreError: the log cannot be written.
        """
        exchange = self._exchange(turn_id)
        quote = exchange.advisor[max(start, 0) : end]
        if not quote.strip() or start < 0 or end > len(exchange.advisor):
            raise InputError("There are no such words in this turn.")
        if any(one.now is now for one in self._codes(turn_id)):
            raise InputError(f"“{now.words}” is there already; a code counts once a turn.")
        at = Quoted(quote=quote, start=start, end=end)
        await self._write(CodeCorrected, exchange, at, was=None, now=now)

    async def confirm(self, turn_id: str) -> None:
        """Call all codes of a turn right, as they stand.

        Raises:
            InputError: there is no such turn.
            StoreError: the log cannot be written.
        """
        exchange = self._exchange(turn_id)
        if self._talk.review(turn_id).confirmed is None:
            await self._write(CodesConfirmed, exchange)

    async def contest(self, turn_id: str, number: int) -> None:
        """Disagree with point `number` (from 0) of a turn's critique; see `reviews.points`.

        Raises:
            InputError: there is no such point.
            StoreError: the log cannot be written.
        """
        self._exchange(turn_id)
        verdict = self._talk.verdicts.get(turn_id)
        said = points(verdict) if isinstance(verdict, Critique) else ()
        if not 0 <= number < len(said):
            raise InputError("The critique of this turn says no such thing.")
        if self._talk.review(turn_id).contest_of(said[number]) is None:
            assert isinstance(verdict, Critique)
            await self._log(
                FindingContested,
                late=True,
                turn_id=turn_id,
                by=self._talk.started.owner,
                evaluator=verdict.evaluator,
                finding=said[number],
            )

    async def undo(self, seq: int) -> None:
        """Take back the correction, confirmation or contest with event number `seq`.

        Raises:
            InputError: there is none that stands.
            StoreError: the log cannot be written.
        """
        found = self._talk.reviews.get(seq)
        if found is None:
            raise InputError("There is nothing to take back here; it may be so already.")
        by = self._talk.started.owner
        await self._log(ReviewUndone, late=True, turn_id=found.turn_id, by=by, undoes=seq)

    async def _take_back_all(
        self, exchange: ExchangeCommitted, place: tuple[int, int, Label]
    ) -> None:
        mine = [
            seq
            for seq, one in self._talk.reviews.items()
            if isinstance(one, CodeCorrected)
            and (one.turn_id, one.start, one.end, one.was) == (exchange.turn_id, *place)
        ]
        for seq in mine:
            await self.undo(seq)

    async def _write(
        self,
        make: Callable[..., LoggedEvent],
        exchange: ExchangeCommitted,
        at: Quoted | None = None,
        **fields: object,
    ) -> None:
        where = {} if at is None else {"quote": at.quote, "start": at.start, "end": at.end}
        started = self._talk.started
        await self._log(
            make,
            late=True,
            turn_id=exchange.turn_id,
            by=started.owner,
            coder=started.coder,
            **where,
            **fields,
        )

    def _exchange(self, turn_id: str) -> ExchangeCommitted:
        exchange = self._talk.exchanges.get(turn_id)
        if exchange is None:
            raise InputError("There is no such turn in this talk.")
        return exchange

    def _codes(self, turn_id: str) -> tuple[ReviewedCode, ...]:
        return self._talk.review(turn_id).codes
