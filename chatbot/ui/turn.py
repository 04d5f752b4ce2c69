"""One turn: the advisor's words go in, the reply streams out, the critique follows by itself."""

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Final

import chainlit as cl

from chatbot.domain.events import TimeOutTaken
from chatbot.session import Committed, Delta
from chatbot.ui import showing
from chatbot.ui.critiques import follow
from chatbot.ui.showing import RESEND
from chatbot.ui.tab import Reply, Tab, show

STOPPED: Final = "Stopped. The client has not answered, and your words are kept."


async def answer(tab: Tab, text: str, bubble: str, parent: str | None = None) -> None:
    """Let the client answer `text`, which stands in the message `bubble`."""
    tab.unsent, tab.words = bubble, text
    reply = Reply(tab, parent)
    try:
        async with aclosing(tab.session.advise(text)) as updates:
            async for update in updates:
                match update:
                    case Delta(text=words):
                        await reply.add(words)
                    case Committed(exchange=exchange):
                        tab.unsent = None
                        tab.bubbles[f"{exchange.turn_id}-you"] = bubble
                        await reply.finish(exchange.turn_id, exchange.reply.text)
                        await follow(tab, exchange.turn_id)
    except asyncio.CancelledError:  # the Stop button: say so before letting go
        await asyncio.shield(_stopped(tab, reply))
        raise
    except BaseException:
        if tab.unsent:
            await reply.withdraw()
        raise
    await _settle(tab, reply.id)


async def _settle(tab: Tab, reply_id: str) -> None:
    """After the reply: the buttons move, the panel counts, an end is said."""
    talk = tab.talk
    if len(talk.branch) == 1:  # from here on the voice is fixed; offer no other
        await show(showing.brief(talk))
    await tab.move_bar(reply_id)
    await tab.panel()
    if talk.state.ended:
        await tab.put_note(showing.end_note(talk))


async def _stopped(tab: Tab, reply: Reply) -> None:
    if tab.unsent:
        await reply.withdraw()
        await tab.note(STOPPED, *RESEND)


async def ask_coach(tab: Tab, question: str, bubble: str) -> None:
    """In a time-out: the coach answers, the client hears nothing of it."""
    tab.unsent, tab.words = bubble, question
    await tab.session.time_out(question)
    tab.unsent = None
    taken = next(e for e in reversed(tab.talk.events) if isinstance(e, TimeOutTaken))
    tab.bubbles[f"time-out-{taken.seq}-you"] = bubble
    await tab.say(showing.aside(taken, tab.rubric)[-1], buttons=True)


async def busy(work: Coroutine[None, None, None]) -> None:
    """Run `work`, begun by a button, as a message's is run: composer closed, Stop at hand."""
    task = asyncio.create_task(work)
    cl.context.session.current_task = task
    await cl.context.emitter.emit("task_start", {})
    try:
        await task
    except asyncio.CancelledError:
        task.cancel()
    finally:
        await cl.context.emitter.emit("task_end", {})
