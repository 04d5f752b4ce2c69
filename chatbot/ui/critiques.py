"""Critiques come beside the talk, each in its own task, which no reply and no composer waits for."""

import asyncio
import logging
from typing import Final

from chatbot.domain.errors import SparringError
from chatbot.ui import showing
from chatbot.ui.tab import Tab, show
from chatbot.ui.words import critiqued_by

log = logging.getLogger(__name__)
# After `on_chat_resume` Chainlit sends the laid-out talk, which would wipe what came before it.
SETTLE_SECONDS: Final = 0.3


async def follow(tab: Tab, turn_id: str) -> None:
    """Show that the coach is reading, and the critique when it is there."""
    await show_critique(tab, turn_id)
    _spawn(tab, turn_id, 0)


def follow_missing(tab: Tab) -> None:
    """After a resume: make up the critiques that a stopped process left open."""
    for exchange in tab.talk.unscored:
        _spawn(tab, exchange.turn_id, SETTLE_SECONDS)


async def show_critique(tab: Tab, turn_id: str) -> None:
    """Show where the critique of a turn stands, if the turn and critiques are to be seen."""
    talk = tab.talk
    for exchange in talk.branch:  # a turn taken back meanwhile is not among them
        if exchange.turn_id == turn_id and showing.shows_critiques(talk):
            await show(showing.critique(talk, turn_id, tab.rubric, tab.record))


def _spawn(tab: Tab, turn_id: str, delay: float) -> None:
    task = asyncio.create_task(_post(tab, turn_id, delay))
    tab.tasks.add(task)
    task.add_done_callback(tab.tasks.discard)


async def _post(tab: Tab, turn_id: str, delay: float) -> None:
    try:
        await asyncio.sleep(delay)
        said = critiqued_by(tab.talk)
        await tab.session.critique(turn_id)
        await show_critique(tab, turn_id)
        if critiqued_by(tab.talk) != said:
            await tab.panel()
    except SparringError as error:
        await tab.note(f"The critique could not be kept. {error}")
    except Exception:  # the outermost edge of a task nobody awaits
        log.exception("a critique could not be shown")
        await tab.note("A critique could not be shown; the details are in the log.")
