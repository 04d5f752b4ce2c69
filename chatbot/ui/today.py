"""Who comes to a talk, and how they come today: harder or easier than written, and in a mood. Pure."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self

from chatbot.domain.adjust import MOOD_WORDS, Mood, adjusted
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from chatbot.report.wording import HARDNESS, first_name

LEVELS: Final = range(1, 6)
_UNREADABLE: Final = "The page sent something that cannot be read here. Reload it, then try again."


@dataclass(frozen=True, slots=True)
class Whom:
    """A client as written, and what was chosen of their day. `difficulty` 1–5; None: as written."""

    written: Persona
    difficulty: int | None = None
    mood: Mood = Mood.USUAL

    @property
    def persona(self) -> Persona:
        """The client as they come."""
        return adjusted(self.written, self.difficulty, self.mood)

    def on(self, data: dict[str, Any]) -> Self:
        """Return the same client on another day, as the page chose it.

        Raises:
            InputError: there is no such difficulty or mood.
        """
        try:
            level, mood = int(data["difficulty"]), Mood(str(data["mood"]))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(_UNREADABLE) from error
        if level not in LEVELS:
            raise InputError(_UNREADABLE)
        return replace(self, difficulty=level, mood=mood)


def choices(whom: Whom) -> dict[str, Any]:
    """Return what can be chosen before the talk, and what is."""
    written = whom.written.difficulty
    return {
        "name": first_name(whom.written.name),
        "difficulty": whom.difficulty or written,
        "mood": whom.mood,
        "levels": [{"id": level, "name": _level(level, written)} for level in LEVELS],
        "moods": [{"id": mood, "name": words} for mood, words in MOOD_WORDS.items()],
    }


def _level(level: int, written: int) -> str:
    if level == written:
        return f"{HARDNESS[level]}, as written"
    return f"{HARDNESS[level]}, {'harder' if level > written else 'easier'} than written"
