"""Clients that any honest measure must expose: one that is always neutral, one that always yields,
one that answers at random. They take the planner's place; lines and log stay as they are.
"""

from enum import StrEnum
from random import Random
from typing import Final

from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import Heard
from chatbot.domain.moves import Act, Ending, Move
from chatbot.domain.persona import Persona
from chatbot.domain.planner import plan
from chatbot.session.cast import Planner
from evals.plain import PLAIN


class Control(StrEnum):
    """The control clients, named where a voice is named."""

    NEUTRAL = "control-neutral"
    YIELDING = "control-yielding"
    RANDOM = "control-random"


def _neutral(_state: ClientState, _heard: Heard, _persona: Persona, _dice: Random) -> Move:
    return Move(act=Act.MINIMAL, max_words=8, why="control")


def _yielding(state: ClientState, _heard: Heard, _persona: Persona, _dice: Random) -> Move:
    if state.turn < 4:
        return Move(act=Act.ACKNOWLEDGE, max_words=15, why="control")
    over = state.turn >= 6
    return Move(act=Act.COMMITMENT, closes=Ending.PLAN, ends=over, max_words=20, why="control")


def _random(state: ClientState, _heard: Heard, _persona: Persona, dice: Random) -> Move:
    ends = state.turn > 3 and dice.random() < 0.06
    closes = dice.choice(list(Ending)) if ends else None
    return Move(act=dice.choice(list(Act)), max_words=25, closes=closes, ends=ends, why="control")


CONTROLS: Final[dict[str, Planner]] = {
    Control.NEUTRAL: _neutral,
    Control.YIELDING: _yielding,
    Control.RANDOM: _random,
}


def planner_of(voice: str) -> Planner:
    """Return who decides what the client does: a control, nobody (a plain client), or the planner."""
    return _neutral if voice.startswith(PLAIN) else CONTROLS.get(voice, plan)
