"""What an advisor typed, made usable or refused with a reason."""

import unicodedata
from typing import Final

from chatbot.domain.errors import InputError

MAX_CHARACTERS: Final = 4000


def usable(text: str) -> str:
    """Return what was typed without control characters and outer blanks.

    Raises:
        InputError: nothing is left, or it is longer than `MAX_CHARACTERS`.
    """
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    words = kept.strip()
    if all(unicodedata.category(c)[0] in "CZ" for c in words):
        raise InputError("There are no words in this turn. Type what you would say, then send.")
    if len(words) > MAX_CHARACTERS:
        raise InputError(
            f"This turn has {len(words):,} characters; up to {MAX_CHARACTERS:,} can be sent. "
            "Say the one thing that matters most."
        )
    return words
