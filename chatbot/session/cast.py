"""Everyone a session needs; put together in `chatbot.wiring`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import Heard
from chatbot.domain.debrief import Debrief
from chatbot.domain.moves import Move
from chatbot.domain.persona import Persona
from chatbot.domain.planner import plan
from chatbot.domain.ports import Coach, Coder, Evaluator, SessionStore, Voice
from chatbot.domain.talk import Talk

Planner = Callable[[ClientState, Heard, Persona, Random], Move]


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
    plan: Planner = plan
