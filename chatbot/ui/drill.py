"""What to practise in the talk that is about to begin."""

import logging
from typing import Final

from chatbot.domain.contents import Stance
from chatbot.domain.errors import StoreError
from chatbot.domain.practice import weakest
from chatbot.report.drills import drill_words, practisable
from chatbot.session.history import last_tallies
from chatbot.settings import OWNER
from chatbot.wiring import Room

_LOG: Final = logging.getLogger(__name__)


async def drill(room: Room, stance: Stance) -> str:
    """Return the drill of the weakest principle over the last talks; empty if nothing speaks for one.

    A store that cannot be read is logged: the talk can begin without a drill.
    """
    try:
        tallies = await last_tallies(room.store, OWNER)
    except StoreError:
        _LOG.exception("the last talks could not be read")
        return ""
    allowed = practisable(room.rubric, stance)
    found = weakest(tallies, [principle.id for principle in allowed])
    return drill_words(found, room.rubric.principle(found.principle)) if found else ""
