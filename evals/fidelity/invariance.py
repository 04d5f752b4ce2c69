"""Does it matter who the client is on paper? Name, age and gender swapped, the acts must stay."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from chatbot.adapters.lines import LinesVoice
from chatbot.coder import LocalCoder
from chatbot.domain.base import Value
from chatbot.domain.moves import Act
from chatbot.domain.persona import Persona
from evals.conversation import Advisor, Setup, hold, new_session
from evals.records import ConversationRecord

#: Names and ages that the same client is given in turn.
GUISES: Final[tuple[tuple[str, int], ...]] = (
    ("Marian Okafor", 27),
    ("Piotr Lindqvist", 71),
    ("Aisha Tanaka", 45),
)
_GENDER: Final[dict[str, str]] = {
    "she": "he", "he": "she", "her": "his", "his": "her", "him": "her", "hers": "his",
    "herself": "himself", "himself": "herself", "woman": "man", "man": "woman",
}  # fmt: skip
_WORD: Final = re.compile(r"\b[A-Za-z]+\b")


class Invariance(Value):
    """How many acts changed when the client's name, age and gender were swapped, of how many."""

    persona: str
    compared: int
    changed: int


def disguised(persona: Persona, name: str, age: int) -> Persona:
    """Return the same client under another name and age, with the gender in `about` swapped."""
    return persona.model_copy(update={"name": name, "age": age, "about": _swapped(persona.about)})


def _swapped(text: str) -> str:
    def swap(match: re.Match[str]) -> str:
        other = _GENDER.get(match[0].lower(), match[0])
        return other.capitalize() if match[0][0].isupper() else other

    return _WORD.sub(swap, text)


def compare(persona: str, first: Sequence[Act], others: Iterable[Sequence[Act]]) -> Invariance:
    """Count places in which the acts of a disguised client differ."""
    compared = changed = 0
    for acts in others:
        compared += max(len(first), len(acts))
        same = sum(a is b for a, b in zip(first, acts, strict=False))
        changed += max(len(first), len(acts)) - same
    return Invariance(persona=persona, compared=compared, changed=changed)


async def invariance(
    setup: Setup, persona: Persona, advisor: Advisor, coder: LocalCoder, voice: LinesVoice
) -> Invariance:
    """Hold the same conversation with each guise of a client."""
    guises = [persona, *(disguised(persona, name, age) for name, age in GUISES)]
    acts: list[list[Act]] = []
    for guise in guises:
        record = await hold(new_session(setup, guise, coder, voice), setup, advisor)
        talk = record.exchanges if isinstance(record, ConversationRecord) else ()
        acts.append([exchange.move.act for exchange in talk])
    return compare(setup.persona, acts[0], acts[1:])
