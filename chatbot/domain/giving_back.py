"""The client's words given back by somebody else: word for word, I and you turned round.

"My brother lost the lot" is given back as "Your brother lost the lot". A small model gets persons
wrong, or puts words into the client's mouth; both can be seen by laying the words side by side.
"""

import re
from difflib import SequenceMatcher
from typing import Final

#: This share of the words given back has to be the client's, in their order.
THEIRS: Final = 0.85

_WORD: Final = re.compile(r"[\w]+(?:['’]\w+)*")
#: Ways in and out that are the speaker's own: "You want to know …", "…, you say".
_AROUND: Final = re.compile(
    r"^(?:so,?|for you,|you say,?|you want to know|you(?:'re| are) asking|you(?:'ve| have) had enough"
    r" of|you mean)\s+|,? you (?:say|said|mean)[.?!]?$",
    re.IGNORECASE,
)
#: Words of the first person and of the second, as far as they differ; each pair is one word here.
_PAIRS: Final = (
    ("i", "you"),
    ("me", "you"),
    ("we", "you"),
    ("us", "you"),
    ("my", "your"),
    ("our", "your"),
    ("mine", "yours"),
    ("ours", "yours"),
    ("myself", "yourself"),
    ("i'm", "you're"),
    ("we're", "you're"),
    ("i've", "you've"),
    ("we've", "you've"),
    ("i'd", "you'd"),
    ("we'd", "you'd"),
    ("i'll", "you'll"),
    ("we'll", "you'll"),
)
_FIRST: Final = frozenset(first for first, _ in _PAIRS)
_SECOND: Final = frozenset(second for _, second in _PAIRS)
_SAME: Final = dict(_PAIRS) | {"am": "are", "was": "were"}


def misgiven(back: str, client: str) -> str | None:
    """Say what is wrong with words given back; None if they are the client's, persons turned.

    Args:
        back: one sentence, as the advisor could say it.
        client: what the client said.
    """
    given = _words(_AROUND.sub("", back.strip()))
    said = _words(client)
    if not given:
        return "gives nothing back"
    match = SequenceMatcher(a=_alike(said), b=_alike(given), autojunk=False)
    blocks = [block for block in match.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < THEIRS * len(given):
        return "are not their words"
    for block in blocks:
        theirs = said[block.a : block.a + block.size]
        ours = given[block.b : block.b + block.size]
        if any(not _turned(one, other) for one, other in zip(theirs, ours, strict=True)):
            return "mixes up I and you"
    return None


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def _alike(words: list[str]) -> list[str]:
    return [_SAME.get(word, word) for word in words]


def _turned(said: str, given: str) -> bool:
    """Say whether a word of person was turned round; all others are free."""
    if said in _FIRST:
        return given in _SECOND
    return said not in _SECOND or given in _FIRST
