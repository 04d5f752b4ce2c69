"""What the buttons do: take back, hint, time-out, end, and those of the notes and forms."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import chainlit as cl

from chatbot.domain.errors import InputError
from chatbot.domain.events import HintGiven
from chatbot.ui import closing, sharing, showing
from chatbot.ui.critiques import show_critique
from chatbot.ui.portraits import COACH
from chatbot.ui.tab import Tab, compose, drop, remove
from chatbot.ui.turn import answer, busy

Payload = dict[str, Any]
Button = Callable[[Tab, Payload], Awaitable[None]]
PAUSED: Final = (
    "Time-out. The role-play rests, and the client hears nothing. Ask me what this is, how it "
    "works, or what you are unsure of."
)


async def take_back(tab: Tab, _: Payload) -> None:
    """Rewind the last exchange and put its words back into the composer."""
    last = tab.talk.branch[-1:]
    text = await tab.session.take_back()
    for exchange in last:
        gone = [f"{exchange.turn_id}-you", f"{exchange.turn_id}-reply"]
        for item in showing.asides(tab.talk, exchange.turn_id):
            gone += [step["id"] for step in showing.aside(item, tab.rubric)]
        for step_id in gone:
            await remove(tab.bubble(step_id))
        await drop(f"{exchange.turn_id}-critique")
    await tab.move_bar(_last_step(tab))
    await tab.panel()
    await compose(text)


def _last_step(tab: Tab) -> str:
    steps, _ = showing.whole(tab.talk, tab.rubric, tab.record)
    return tab.bubble(str(steps[-1]["id"]))


async def hint(tab: Tab, _: Payload) -> None:
    """Give a direction for the next turn."""
    await tab.session.hint()
    given = next(e for e in reversed(tab.talk.events) if isinstance(e, HintGiven))
    await tab.say(showing.aside(given, tab.rubric)[-1], buttons=True)


async def time_out(tab: Tab, _: Payload) -> None:
    """Pause the role-play; nothing is logged until something is asked."""
    tab.paused = True
    step = showing.message("time-out", COACH, PAUSED, avatar=COACH)
    await remove("time-out")
    await tab.say(step, buttons=True)


async def back(tab: Tab, _: Payload) -> None:
    """Go back into the role-play."""
    tab.paused = False
    nothing_asked = tab.latest == "time-out"
    await remove("time-out")
    await tab.move_bar(_last_step(tab) if nothing_asked else tab.latest)


async def end(tab: Tab, _: Payload) -> None:
    """Ask the two questions before the debrief."""
    tab.paused = False
    step, form = closing.questions(tab.talk)
    await tab.say(step, form)


async def debrief(tab: Tab, payload: Payload) -> None:
    """End the talk and show the debrief."""
    if tab.talk.debrief is None:
        await tab.session.reflect(str(payload.get("well", "")), str(payload.get("change", "")))
    await busy(_debrief(tab))


async def _debrief(tab: Tab) -> None:
    made = await tab.session.debrief()
    await remove("reflect")
    await drop("reflect-form")
    for exchange in tab.talk.branch:
        await show_critique(tab, exchange.turn_id)
    step, under = closing.debrief(tab.talk, made, tab.record)
    await tab.say(step, *under)
    await tab.panel()


async def rate(tab: Tab, payload: Payload) -> None:
    """Keep the three ratings."""
    try:
        marks = {name: min(5, max(1, int(payload[name]))) for name in closing.RATED}
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("Choose a mark from 1 to 5 for each of the three questions.") from error
    await tab.session.rate(**marks)


async def retry(tab: Tab, _: Payload) -> None:
    """Send the kept draft again."""
    if tab.unsent:
        await busy(answer(tab, tab.words, tab.unsent))


async def reword(tab: Tab, _: Payload) -> None:
    """Take the unanswered words back into the composer."""
    if tab.unsent:
        await tab.session.drop_draft()
        await remove(tab.unsent)
        tab.unsent = None
        await compose(tab.words)


async def reload(_tab: Tab, _: Payload) -> None:
    """Load the page again."""
    await cl.context.emitter.emit("reload", {})


BUTTONS: Final[dict[str, Button]] = {
    "take_back": take_back,
    "hint": hint,
    "time_out": time_out,
    "back": back,
    "end": end,
    "debrief": debrief,
    "rate": rate,
    "retry": retry,
    "reword": reword,
    "reload": reload,
    "share": sharing.share,
    "share_look": sharing.look,
    "share_make": sharing.make,
}
