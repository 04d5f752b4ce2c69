"""Choosing a variant of a coaching text, and putting words into it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from chatbot.domain.critic import fill
from chatbot.domain.mirror import client_words
from chatbot.domain.rubric import Rubric, Variants
from chatbot.domain.words import sentences
from chatbot.report.turns import TurnView

#: Words of a quote put into a sentence; the transcript holds the whole turn.
LONGEST: Final = 18
#: A quote of fewer words says too little by itself.
FEW: Final = 5

_SLOT: Final = re.compile(r"\{([a-z]+)\}")
_DOUBLE_STOP: Final = re.compile(r"([?!…]”)\.")

#: What a variant may claim beyond its slots, by the words that claim it.
Claim = re.Pattern[str]
REPEATED: Final[Claim] = re.compile(
    r"several times|more than on(?:c|e)|habit|most readily|turns such as|all at once", re.I
)
AFTERWARDS: Final[Claim] = re.compile(r"from then on|spent a while|onward", re.I)
WILLING_BEFORE: Final[Claim] = re.compile(r"up to then", re.I)


@dataclass(frozen=True, slots=True)
class Texts:
    """The coaching texts, and the dice that choose among variants."""

    rubric: Rubric
    rng: Random

    def pick(
        self, variants: Sequence[str], slots: Mapping[str, str], unless: Iterable[Claim] = ()
    ) -> str | None:
        """Choose a variant whose slots can all be filled, and fill it in one pass.

        Args:
            variants: texts with `{slots}`.
            slots: what can be put in.
            unless: claims that would be untrue; variants that make them are left out.

        Returns:
            The text, or None if no variant fits.
        """
        fitting = [v for v in variants if set(_SLOT.findall(v)) <= slots.keys()]
        untrue = tuple(unless)
        fitting = [v for v in fitting if not any(claim.search(v) for claim in untrue)]
        if not fitting:
            return None
        return _DOUBLE_STOP.sub(r"\1", fill(self.rng.choice(fitting), slots))

    def bank(self, name: str) -> Variants:
        """Return a bank of variants; empty if the texts in use have none of this name."""
        return self.rubric.banks.get(name, ())

    def principle_slot(self, principle: str | None) -> dict[str, str]:
        """Return the slot `principle`, empty for none and for one that is not in the rubric."""
        found = next((p for p in self.rubric.principles if p.id == principle), None)
        return {} if found is None else {"principle": found.name}


def slots_of(view: TurnView, quote: str) -> dict[str, str]:
    """Return what a text about this turn may hold of both sides' words."""
    return client_slots(view.client) | ({"quote": shorten(quote)} if quote else {})


def client_slots(line: str) -> dict[str, str]:
    """Return `client` (a verbatim piece) and, where the English is sure, `mirror`."""
    words = client_words(line)
    first = next((s for s in sentences(line) if len(s.split()) > 2), line)
    slots = {"client": words.fragment or shorten(first, 14)}
    if words.mirrored:
        slots["mirror"] = words.mirrored
    return slots


def whole(quote: str, turn: str) -> str:
    """Return a quote of a few words as the sentence of the turn in which it stands."""
    if len(quote.split()) >= FEW:
        return quote
    return next((s for s in sentences(turn) if quote and quote in s), quote)


def clipped(text: str, longest: int) -> str:
    """Return a text as it stands, or its first `longest` words and an ellipsis."""
    words = text.split()
    return text if len(words) <= longest else " ".join(words[:longest]).rstrip(".,;:!") + " …"


def shorten(quote: str, longest: int = LONGEST) -> str:
    """Return a quote of at most `longest` words, cut with an ellipsis, without its final stop."""
    return clipped(" ".join(quote.split()), longest).rstrip(".,;: ")
