"""Choosing a variant of a coaching text, and putting words into it."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from chatbot.domain.critic import fill
from chatbot.domain.mirror import client_words
from chatbot.domain.rubric import Rubric
from chatbot.domain.words import sentences
from chatbot.report.turns import TurnView

#: Words of a quote put into a sentence; the transcript holds the whole turn.
LONGEST: Final = 18

_SLOT: Final = re.compile(r"\{([a-z]+)\}")
#: A variant that claims repetition is true only of what happened more than once.
_REPEATED: Final = re.compile(
    r"several times|more than on(?:c|e)|habit|most readily|turns such as", re.IGNORECASE
)


def shorten(quote: str, longest: int = LONGEST) -> str:
    """Return a quote of at most `longest` words, cut with an ellipsis, without its final stop."""
    words = quote.split()
    if len(words) > longest:
        return " ".join(words[:longest]).rstrip(".,;:!") + " …"
    return " ".join(words).rstrip(".,;: ")


def pick(
    variants: Sequence[str], slots: Mapping[str, str], rng: Random, times: int = 1
) -> str | None:
    """Choose a variant whose slots can all be filled, and fill it in one pass.

    Args:
        variants: texts with `{slots}`.
        slots: what can be put in.
        rng: chooses among those that fit.
        times: how often the thing happened; at 1, texts that claim repetition are left out.

    Returns:
        The text, or None if no variant fits.
    """
    fitting = [v for v in variants if set(_SLOT.findall(v)) <= slots.keys()]
    if times < 2:
        fitting = [v for v in fitting if not _REPEATED.search(v)]
    if not fitting:
        return None
    return _tidied(fill(rng.choice(fitting), slots))


def _tidied(text: str) -> str:
    """Drop a full stop after a closing mark that follows `?`, `!` or an ellipsis."""
    return re.sub(r"([?!…]”)\.", r"\1", text)


def slots_of(
    view: TurnView, quote: str, rubric: Rubric, principle: str | None = None
) -> dict[str, str]:
    """Return what a text about this turn may hold: both sides' words, and the principle's name."""
    slots = client_slots(view.client)
    if quote:
        slots["quote"] = shorten(quote)
    if principle is not None:
        name = principle_name(rubric, principle)
        if name is not None:
            slots["principle"] = name
    return slots


def client_slots(line: str) -> dict[str, str]:
    """Return `client` (a verbatim piece) and, where the English is sure, `mirror`."""
    words = client_words(line)
    first = next((s for s in sentences(line) if len(s.split()) > 2), line)
    slots = {"client": words.fragment or shorten(first, 14)}
    if words.mirrored:
        slots["mirror"] = words.mirrored
    return slots


def principle_name(rubric: Rubric, principle: str) -> str | None:
    """Return the name of a principle, None if a model named one that is not in the rubric."""
    return next((p.name for p in rubric.principles if p.id == principle), None)
