"""Words given back are said to be the client's, where they could be taken for the advisor's own."""

import re
from typing import Final

from chatbot.domain.mirror import FILLER

#: What the client did, has or wants can be said as it is: readers found 86 % of 77 such sayable. All
#: else could be the advisor's own view, or an order ("It can't stop", "You can't leave it"): of 121
#: such 64 % were, and of 114 with "you say" 84 % (`evals.coach.minded docs/ratings/coach-choice`).
_PLAIN: Final = re.compile(
    r"^(?:your\b|you(?:'d|'ve)?\b(?!'| (?:can|can't|cannot|couldn't|could|do|don't|have to|must|need|"
    r"should|shouldn't|shall|will|know)\b))",
    re.IGNORECASE,
)
#: Ways in and out that are the speaker's own.
_SAID: Final = re.compile(
    r"^(?:you (?:say|mean)|for you),?\s+|,? you (?:say|said|mean)[.?!]?$", re.IGNORECASE
)
#: What only leads up to something, or trails behind it, and would be odd from another mouth.
_LEADS_UP: Final = re.compile(
    r"^(you say )?(?:(?:to be fair|to be honest|you don't know|you suppose|of course|the thing is|anyway|"
    r"d'you know),\s+)+",
    re.IGNORECASE,
)
_TRAILS: Final = re.compile(
    r"(?:, (?:yeah|anyway|though|honestly|love|mate|pal|dear|you (?:know|gather|suppose|guess)|"
    r"you're afraid))+(?=[.!]$)",
    re.IGNORECASE,
)
#: First words that can follow "You say" in small letters; a name could not.
_SMALL: Final = frozenset(
    """
    a all an and any anybody anyone anything as at because but by either every everybody everyone
    everything for from half he her his how if in it its last maybe most my neither next no nobody none
    nothing on once one our part she so some somebody someone something that the their then there they
    this two three four five six seven eight nine ten to up we what when where whoever with you your
    """.split()
)


def attributed(back: str) -> str:
    """Return words given back as the client's, where they could be taken for the advisor's own.

    Args:
        back: one sentence, as a model would have the advisor say it.
    """
    back = _TRAILS.sub("", _LEADS_UP.sub(r"\1", FILLER.sub("", back))) or back
    back = f"{back[0].upper()}{back[1:]}"
    if _SAID.search(back) or plainly(back):
        return back
    small = lowered(back)
    return f"You say {small}" if small else f"{back.rstrip('.!')}, you say."


def lowered(sentence: str) -> str | None:
    """Return a sentence as it goes on behind a comma; None if its first word may be a name."""
    first = re.split(r"[\s'’,]", sentence, maxsplit=1)[0]
    if first == "I" or sentence[:1].islower():
        return sentence
    return f"{sentence[0].lower()}{sentence[1:]}" if first.casefold() in _SMALL else None


def plainly(back: str) -> bool:
    """Say whether words given back are plainly about the client: what they did, have or want."""
    return _PLAIN.match(back) is not None


def theirs(back: str) -> str:
    """Return words given back without the ways in and out that are the advisor's: "You say …"."""
    return _SAID.sub("", back)
