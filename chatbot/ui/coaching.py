"""The one setting of a talk: when the coach speaks."""

from typing import Any, Final

import chainlit as cl
from chainlit.input_widget import InputWidget, Select

from chatbot.domain.events import Coaching
from chatbot.ui import showing
from chatbot.ui.critiques import show_critique
from chatbot.ui.tab import Tab, drop

COACHING: Final[dict[str, Coaching]] = {
    "After each turn": "live",
    "After the talk": "after",
    "Off": "off",
}


def chosen(settings: dict[str, Any]) -> Coaching:
    """Return what was chosen; anything unknown counts as after each turn."""
    return COACHING.get(str(settings.get("coaching")), "live")


async def offer(coaching: Coaching) -> None:
    """Show the setting with its present value."""
    inputs: list[InputWidget] = [
        Select(
            id="coaching",
            label="When does the coach speak?",
            values=list(COACHING),
            initial_index=list(COACHING.values()).index(coaching),
        )
    ]
    await cl.ChatSettings(inputs=inputs).send()  # type: ignore[no-untyped-call]


async def change(tab: Tab, coaching: Coaching) -> None:
    """Change it in the midst of a talk; critiques come into sight or go out of it."""
    await tab.session.set_coaching(coaching)
    shown = showing.shows_critiques(tab.talk)
    for exchange in tab.talk.branch:
        if shown:
            await show_critique(tab, exchange.turn_id)
        else:
            await drop(f"{exchange.turn_id}-critique")
