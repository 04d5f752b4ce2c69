"""How a client is played today: easier or harder than written, and in a mood. Pure.

Only the start and the temperament change, and the trust that concerns and plans take. What the
client is, knows, fears and can accept stays, and so do all rules. The numbers are ours, set so that
one step of difficulty is felt and no setting makes a wall or a pushover of anybody.

| moves            | a step harder | rested | in a hurry | upset | wary  | stays within |
|------------------|---------------|--------|------------|-------|-------|--------------|
| trust at start   | -0.035        | +0.03  |            | -0.03 | -0.10 | 0.05–0.85    |
| discord at start | +0.03         | -0.05  | +0.03      | +0.20 | +0.05 | 0–0.6        |
| patience         | -0.06         | +0.15  | -0.30      | -0.10 |       | 0.05–0.95    |
| reactance        | +0.06         | -0.05  | +0.08      | +0.12 | +0.05 | 0.05–0.95    |
| forgiveness      | -0.04         | +0.10  |            | -0.10 | -0.05 | 0.05–0.95    |
| thresholds       | +0.03         |        |            |       | +0.04 | 0.02–0.85    |

A figure that is written beyond these bounds is never moved further out, and never moved back in.
"""

from enum import StrEnum
from typing import Any, Final

from pydantic import Field, ValidationError

from chatbot.domain.base import Value
from chatbot.domain.contents import Temperament
from chatbot.domain.persona import Persona

#: Where the persona snapshot of a talk says how it was adjusted.
EXTENSION: Final = "adjusted"


class Mood(StrEnum):
    """The mood in which the client comes."""

    RESTED = "rested"
    USUAL = "usual"
    HURRIED = "hurried"
    UPSET = "upset"
    WARY = "wary"


MOOD_WORDS: Final[dict[Mood, str]] = {
    Mood.RESTED: "rested",
    Mood.USUAL: "as usual",
    Mood.HURRIED: "in a hurry",
    Mood.UPSET: "upset",
    Mood.WARY: "wary",
}


class Shift(Value):
    """What is added to each figure, -1 to 1."""

    trust: float = 0.0
    discord: float = 0.0
    patience: float = 0.0
    reactance: float = 0.0
    forgiveness: float = 0.0
    thresholds: float = 0.0


_BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "trust": (0.05, 0.85),
    "discord": (0.0, 0.6),
    "patience": (0.05, 0.95),
    "reactance": (0.05, 0.95),
    "forgiveness": (0.05, 0.95),
    "thresholds": (0.02, 0.85),
}
STEP: Final = Shift(
    trust=-0.035, discord=0.03, patience=-0.06, reactance=0.06, forgiveness=-0.04, thresholds=0.03
)
MOODS: Final[dict[Mood, Shift]] = {
    Mood.RESTED: Shift(trust=0.03, discord=-0.05, patience=0.15, reactance=-0.05, forgiveness=0.1),
    Mood.USUAL: Shift(),
    Mood.HURRIED: Shift(discord=0.03, patience=-0.3, reactance=0.08),
    Mood.UPSET: Shift(trust=-0.03, discord=0.2, patience=-0.1, reactance=0.12, forgiveness=-0.1),
    Mood.WARY: Shift(trust=-0.1, discord=0.05, reactance=0.05, forgiveness=-0.05, thresholds=0.04),
}


class Adjusted(Value):
    """How a persona was adjusted: difficulty as `written` and as `played` (1–5), and the mood."""

    written: int = Field(ge=1, le=5)
    played: int = Field(ge=1, le=5)
    mood: Mood = Mood.USUAL

    @property
    def words(self) -> str:
        """In plain words, e.g. "harder than written (4 instead of 3), wary"."""
        said = []
        if self.played != self.written:
            way = "harder" if self.played > self.written else "easier"
            said.append(f"{way} than written ({self.played} instead of {self.written})")
        if self.mood is not Mood.USUAL:
            said.append(MOOD_WORDS[self.mood])
        return ", ".join(said) or "as written"


def adjusted(persona: Persona, difficulty: int | None = None, mood: Mood = Mood.USUAL) -> Persona:
    """Return the persona as played; it says so under `extensions.adjusted`.

    Args:
        persona: as written.
        difficulty: 1 (open) to 5 (hard to reach); each step from the written one counts once. None:
            as written.
        mood: moves the figures as in the table above.

    Raises:
        ValueError: there is no such difficulty.
    """
    played = persona.difficulty if difficulty is None else difficulty
    if not 1 <= played <= 5:
        raise ValueError(f"difficulty goes from 1 to 5, not {played}")
    how = Adjusted(written=persona.difficulty, played=played, mood=Mood(mood))
    if played == persona.difficulty and how.mood is Mood.USUAL:
        return persona
    shift = _total(how)
    return persona.model_copy(
        update={
            "difficulty": played,
            "temperament": _temperament(persona, shift),
            "concerns": tuple(
                one.model_copy(update={"trust": _moved("thresholds", one.trust, shift)})
                if one.trust > 0  # said at once, and still so
                else one
                for one in persona.concerns
            ),
            "plans": tuple(
                one.model_copy(update={"trust": _moved("thresholds", one.trust, shift)})
                for one in persona.plans
            ),
            "extensions": persona.extensions | {EXTENSION: how.model_dump(mode="json")},
        }
    )


def adjustment(persona: Persona) -> Adjusted | None:
    """Return how a persona was adjusted, or None if it is as written, or does not say it readably."""
    try:
        how = Adjusted.model_validate(persona.extensions.get(EXTENSION))
    except ValidationError:
        return None
    return how if how.played == persona.difficulty else None


def _total(how: Adjusted) -> Shift:
    steps, mood = how.played - how.written, MOODS[how.mood]
    return Shift(**{name: steps * getattr(STEP, name) + getattr(mood, name) for name in _BOUNDS})


def _temperament(persona: Persona, shift: Shift) -> Temperament:
    written = persona.temperament
    start = {
        name: _moved(name, getattr(written.start, name), shift) for name in ("trust", "discord")
    }
    whole: dict[str, Any] = {
        name: _moved(name, getattr(written, name), shift)
        for name in ("patience", "reactance", "forgiveness")
    }
    return written.model_copy(update=whole | {"start": written.start.model_copy(update=start)})


def _moved(name: str, written: float, shift: Shift) -> float:
    low, high = _BOUNDS[name]
    moved = written + float(getattr(shift, name))
    return round(min(max(high, written), max(min(low, written), moved)), 4)
