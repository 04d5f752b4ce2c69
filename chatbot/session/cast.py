"""Everyone a session needs; put together in `chatbot.wiring`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chatbot.domain.debrief import Debrief
from chatbot.domain.ports import Coach, Coder, Evaluator, SessionStore, Voice
from chatbot.domain.talk import Talk


class Debriefer(Protocol):
    """Makes the debrief of a talk."""

    async def debrief(self, talk: Talk) -> Debrief:
        """Return the debrief; critiques still missing count as unscored."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people, rules and tools of a talk."""

    coder: Coder
    voice: Voice
    evaluator: Evaluator
    coach: Coach
    debriefer: Debriefer
    store: SessionStore
    now: Callable[[], datetime]
    new_id: Callable[[], str]
