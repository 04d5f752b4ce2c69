"""`sparring correct`: look at the codes of a turn, put them right, disagree with its critique."""

from argparse import Namespace
from textwrap import fill
from typing import Final

from chatbot.cli.words import WIDTH, told_turn
from chatbot.coder.track_record import read_reliability
from chatbot.domain.codes import CODE_NAMES, Label, Quoted
from chatbot.domain.errors import InputError
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.reviews import ReviewedCode
from chatbot.domain.talk import Talk
from chatbot.session import Session
from chatbot.settings import OWNER, read_settings
from chatbot.wiring import open_room

NONE: Final = "none"
CODES: Final = ", ".join(Label)


async def correct(arguments: Namespace) -> int:
    """Do what was asked, then show the turn as it stands; without a turn, show all.

    Raises:
        InputError: there is no such turn, code or finding.
        NotFound: there is no such talk.
        StoreError: the talk cannot be read or written.
    """
    room = await open_room(read_settings())
    try:
        session = await room.resume(arguments.session, OWNER)
        turns = session.talk.branch
        if arguments.turn is not None:
            exchange = turn_of(session.talk, arguments.turn)
            await _apply(session, exchange, arguments)
            turns = (exchange,)
        elif _asks(arguments):
            raise InputError("Say which turn: sparring correct SESSION TURN …")
        record = TrackRecord(read_reliability(), session.talk.started.coder)
        for exchange in turns:
            print(told_turn(session.talk, exchange, record))
        print(fill(record.footnote(), WIDTH))
        await session.aclose()
    finally:
        await room.aclose()
    return 0


def _asks(arguments: Namespace) -> bool:
    said = (arguments.code, arguments.to, arguments.disagree)
    return arguments.right or arguments.undo or any(one is not None for one in said)


async def _apply(session: Session, exchange: ExchangeCommitted, arguments: Namespace) -> None:
    turn_id = exchange.turn_id
    if arguments.code is not None and arguments.to is None:
        raise InputError(f"Say what it is: --to with one of {CODES}, or {NONE}.")
    if arguments.code is not None:
        await change(session, turn_id, arguments.code, arguments.to)
    elif arguments.to is not None:
        await add(session, exchange, arguments.to, arguments.quote)
    if arguments.disagree is not None:
        await session.reviews.contest(turn_id, arguments.disagree - 1)
    if arguments.right:
        await session.reviews.confirm(turn_id)
    if arguments.undo:
        await undo_last(session, turn_id)


def turn_of(talk: Talk, number: int) -> ExchangeCommitted:
    """Return turn `number` of the talk as it stands.

    Raises:
        InputError: there is no such turn.
    """
    found = next((one for one in talk.branch if one.number == number), None)
    if found is None:
        turns = len(talk.branch)
        raise InputError(f"There is no turn {number}; this talk has {turns}.")
    return found


async def change(session: Session, turn_id: str, old: str, new: str) -> None:
    """Put a code right. An added one is moved by taking it back.

    Raises:
        InputError: the turn has no such code, or it is none that could be.
    """
    now = None if new.casefold() == NONE else label(new)
    found = _coded(session.talk, turn_id, old)
    if found.said is not None:
        await session.reviews.correct(turn_id, found, found.said, now)
        return
    await session.reviews.undo(found.by.seq if found.by else -1)
    if now is not None:
        await session.reviews.add(turn_id, found.start, found.end, now)


async def add(session: Session, exchange: ExchangeCommitted, new: str, quote: str | None) -> None:
    """Add a code that was not heard, to some words or to the whole turn.

    Raises:
        InputError: it is no code, it is there already, or the words are not in the turn.
    """
    now, text = label(new), exchange.advisor
    at = Quoted(quote=text, start=0, end=len(text))
    if quote is not None:
        start = text.casefold().find(quote.casefold())
        if start < 0 or len(text.casefold()) != len(text):
            raise InputError(f"The turn does not hold the words “{quote}”. It reads: {text}")
        at = Quoted(quote=quote, start=start, end=start + len(quote))
    await session.reviews.add(exchange.turn_id, at.start, at.end, now)


async def undo_last(session: Session, turn_id: str) -> None:
    """Take back the last thing that was said of a turn.

    Raises:
        InputError: nothing stands.
    """
    said = [seq for seq, one in session.talk.reviews.items() if one.turn_id == turn_id]
    await session.reviews.undo(max(said, default=-1))


def _coded(talk: Talk, turn_id: str, name: str) -> ReviewedCode:
    """Return a code of the turn by what it is now, or else by what the coder said."""
    wanted = labels(name)
    codes = talk.review(turn_id).codes
    now = (one for one in codes if one.now in wanted)
    said = (one for one in codes if one.said in wanted)
    found = next(now, None) or next(said, None)
    if found is None:
        heard = ", ".join(one.now for one in codes if one.now) or "no code"
        raise InputError(f"The turn does not hold “{name}”; it holds {heard}.")
    return found


def label(name: str) -> Label:
    """Return the code of this name.

    Raises:
        InputError: there is none, or the name says not whether a question is open.
    """
    found = labels(name)
    if len(found) > 1:
        raise InputError(f"Open or closed? Say {' or '.join(sorted(found))}.")
    return found.pop()


def labels(name: str) -> set[Label]:
    """Return the codes that a name can mean: short or long, in any case; Q means two.

    Raises:
        InputError: there is none.
    """
    sought = name.strip().casefold()
    found = {
        one
        for one in Label
        if sought
        in {
            one.casefold(),
            one.code.casefold(),
            one.words.casefold(),
            CODE_NAMES[one.code].casefold(),
        }
    }
    if not found:
        raise InputError(f"There is no code “{name}”. Choose from: {CODES}, or {NONE}.")
    return found
