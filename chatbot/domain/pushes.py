"""What a sentence plainly does to somebody who hesitates, as any reader can see.

Signs stand apart from what a coder makes of a turn; a push is named where both agree.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from chatbot.domain.push_signs import LEAVES, SIGNS, Push
from chatbot.domain.push_signs_soft import SOFT
from chatbot.domain.words import fold, sentences

_OWN: Final = re.compile(r"\bi'll\b")


class Pushed(NamedTuple):
    """A sentence that pushes, with its place in the turn, and the words by which it shows.

    Attributes:
        soft: most people would be pushing with such words, and not all.
    """

    push: Push
    quote: str
    start: int
    sign: re.Pattern[str]
    soft: bool = False

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.quote)


def pushes(text: str) -> tuple[Pushed, ...]:
    """Return the sentences of a turn that push, in order, each with the plainest kind of push."""
    return tuple(_pushes(text, soft_too=True))


def plainly(text: str) -> tuple[Pushed, ...]:
    """Return only the sentences that push in anybody's mouth."""
    return tuple(_pushes(text, soft_too=False))


def _pushes(text: str, *, soft_too: bool) -> Iterator[Pushed]:
    place = 0
    for sentence in sentences(text):
        start = text.index(sentence, place)
        place = start + len(sentence)
        if seen := _seen(sentence, soft_too=soft_too):
            yield Pushed(seen[0], sentence, start, seen[1], seen[2])


def _seen(sentence: str, *, soft_too: bool) -> tuple[Push, re.Pattern[str], bool] | None:
    """Return the plainest push of a sentence, its sign, and whether it is a soft one."""
    plain = fold(sentence)
    if LEAVES.search(plain):
        return None
    # Who says what they will do themselves arranges, where a softer sign would press.
    soft_too = soft_too and not _OWN.search(plain)
    kinds = ((SIGNS, False), (SOFT, True)) if soft_too else ((SIGNS, False),)
    for signs, soft in kinds:
        for push, sign in signs.items():
            if sign.search(plain):
                return push, sign, soft
    return None
