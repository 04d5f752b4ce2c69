"""Says in plain words what went wrong, keeps what was typed, and offers what can be done."""

import logging
from collections.abc import Awaitable
from typing import Final

from chatbot.domain.errors import Conflict, ProviderError, SparringError, StoreError
from chatbot.ui.showing import RESEND
from chatbot.ui.tab import Tab, compose, remove, say_alone

log = logging.getLogger(__name__)
ELSEWHERE: Final = (
    "This talk went on in another tab. Load it to see where it stands; your words come along."
)
BROKE: Final = "Something broke on our side; the details are in the log."
KEPT: Final = " Your words are kept."


async def plainly(tab: Tab, work: Awaitable[None]) -> None:
    """Run `work`. No exception leaves here, for Chainlit would show its text, or nothing."""
    try:
        await work
    except Conflict:
        tab.behind = True
        await tab.note(ELSEWHERE, ("reload", "Load it"))
    except (ProviderError, StoreError) as error:
        await _keep(tab, str(error))
    except SparringError as error:
        await _give_back(tab, str(error))
    except Exception:  # the outermost edge of every handler
        log.exception("a handler of the page failed")
        await _keep(tab, BROKE)


async def quietly(tab: Tab | None, work: Awaitable[None]) -> None:
    """Run `work` that has nothing to do with what is being said; no words are kept or given back."""
    say = say_alone if tab is None else tab.note
    try:
        await work
    except SparringError as error:
        await say(str(error))
    except Exception:  # the outermost edge, as above
        log.exception("a handler of the page failed")
        await say(BROKE)


async def _keep(tab: Tab, why: str) -> None:
    """Offer to send again what another try may bring through, or what a mend outside may."""
    if tab.unsent and not tab.paused:
        await tab.note(why + KEPT, *RESEND)
    else:
        await _give_back(tab, why)


async def _give_back(tab: Tab, why: str) -> None:
    """Put what cannot be said back into the composer, to be changed."""
    if tab.unsent:
        await remove(tab.unsent)
        await compose(tab.words)
        tab.unsent = None
    await tab.note(why)
