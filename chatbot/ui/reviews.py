"""What a click says of codes and critiques. Late events: no reply and no other button waits for it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from chatbot.domain.codes import Label, Quoted
from chatbot.domain.errors import InputError
from chatbot.ui import closing
from chatbot.ui.critiques import show_critique
from chatbot.ui.tab import Tab, send

Payload = dict[str, Any]
Review = Callable[[Tab, Payload], Awaitable[None]]
T = TypeVar("T")
UNREADABLE: Final = "The page sent something that cannot be read here. Reload it, then try again."


async def correct(tab: Tab, payload: Payload) -> None:
    """Put a code right, or take it away."""
    at = _place(payload)
    now = None if payload.get("now") is None else _read(Label, payload.get("now"))
    await tab.session.reviews.correct(_turn(payload), at, _read(Label, payload.get("was")), now)
    await _shown(tab, payload)


async def add(tab: Tab, payload: Payload) -> None:
    """Add a code that was not heard."""
    at = _place(payload)
    now = _read(Label, payload.get("now"))
    await tab.session.reviews.add(_turn(payload), at.start, at.end, now)
    await _shown(tab, payload)


async def confirm(tab: Tab, payload: Payload) -> None:
    """Call the codes of a turn right."""
    await tab.session.reviews.confirm(_turn(payload))
    await _shown(tab, payload)


async def contest(tab: Tab, payload: Payload) -> None:
    """Disagree with a point of a critique."""
    await tab.session.reviews.contest(_turn(payload), _read(int, payload.get("point")))
    await _shown(tab, payload)


async def undo(tab: Tab, payload: Payload) -> None:
    """Take back one of these."""
    await tab.session.reviews.undo(_read(int, payload.get("seq")))
    await _shown(tab, payload)


async def _shown(tab: Tab, payload: Payload) -> None:
    """Acknowledge it in place, and where codes are counted."""
    await show_critique(tab, _turn(payload))
    await tab.panel()
    made = tab.talk.debrief
    if made is not None:
        await send(closing.debrief(tab.talk, made, tab.record)[0])


def _turn(payload: Payload) -> str:
    return str(payload.get("turn"))


def _place(payload: Payload) -> Quoted:
    start, end = (_read(int, payload.get(name)) for name in ("start", "end"))
    if start < 0 or end < 0:
        raise InputError(UNREADABLE)
    return Quoted(quote="", start=start, end=end)


def _read(make: Callable[[Any], T], given: object) -> T:
    try:
        return make(given)
    except (TypeError, ValueError) as error:
        raise InputError(UNREADABLE) from error


REVIEWS: Final[dict[str, Review]] = {
    "code_correct": correct,
    "code_add": add,
    "codes_right": confirm,
    "contest": contest,
    "review_undo": undo,
}
