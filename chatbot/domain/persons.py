"""I and you, laid side by side: who is meant when another says the same words again."""

import re
from collections.abc import Sequence
from difflib import Match, SequenceMatcher
from typing import Final

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
    ("ourselves", "yourselves"),
    ("i'm", "you're"),
    ("we're", "you're"),
    ("i've", "you've"),
    ("we've", "you've"),
    ("i'd", "you'd"),
    ("we'd", "you'd"),
    ("i'll", "you'll"),
    ("we'll", "you'll"),
)
FIRST: Final = frozenset(first for first, _ in _PAIRS)
SECOND: Final = frozenset(second for _, second in _PAIRS)
#: Who is meant, the client's own people or the two who talk, cannot be told.
BOTH: Final = frozenset({"we", "us"})
#: The advisor alone: who says "you" to them hardly means their firm.
_ONE: Final = frozenset("i me my mine myself i'm i've i'd i'll".split())
#: Each word of person with its one counterpart; "you" has two, and "we" may mean both who talk.
_ROUND: Final = {first: other for first, other in _PAIRS if not first.startswith(("we", "us"))} | {
    other: first.replace("i'", "I'") for first, other in _PAIRS if first in _ONE and other != "you"
}
_SAME: Final = dict(_PAIRS) | {"am": "are", "was": "were"}
_TOKEN: Final = re.compile(r"[\w]+(?:['’]\w+)*|[.,;:!?…–-]")
STOPS: Final = frozenset(".,;:!?…–-")

#: No English: "you never was", "I are".
BROKEN: Final = re.compile(
    r"(?<!\bof )\byou (?:(?:never|ever|just|still|always|only|also|really|already) )?"
    r"(?:was|wasn't|am|has|hasn't|is)\b"
    r"|\b(?:that's i|i're)\b|\bi[.,!]|\bme (?:didn't|don't|am|was|wasn't|have|haven't|would|can't)\b"
    r"|\bi (?:are|aren't|were not|the|an?|my|first|again|at|in|on|to|for|with|and|or|but)\b"
    r"|\b(?:of|to|for|with|at) i\b(?! (?:was|am|have|had|would|will|do|did)\b)",
    re.IGNORECASE,
)


def tokens(text: str) -> list[str]:
    """Return the words and stops of a text in lower case."""
    return [token.replace("’", "'") for token in _TOKEN.findall(text.casefold())]


def longest_run(said: Sequence[str], given: Sequence[str]) -> Match:
    """Return the longest run of words that is in both, whoever says them (`a` said, `b` given)."""
    return SequenceMatcher(a=_alike(said), b=_alike(given), autojunk=False).find_longest_match()


def turned(said: Sequence[str], given: Sequence[str]) -> bool:
    """Say whether each word of person was turned round; all others are free."""
    return all(_turned(one, other) for one, other in zip(said, given, strict=True))


def turned_round(back: str, client: str) -> str:
    """Return words given back with those of person turned that a model left as the client said them.

    "There's no line for that on your sheet", said by the client, is about "my sheet". Only words with
    one counterpart are turned.
    """
    found = [one for one in _TOKEN.finditer(back.replace("’", "'")) if one.group() not in STOPS]
    given = [one.group().casefold() for one in found]
    said = [token for token in tokens(client) if token not in STOPS]
    run = longest_run(said, given)
    for i in reversed(range(run.size)):
        word, place = given[run.b + i], found[run.b + i]
        if word == said[run.a + i] and word in _ROUND:
            other = _ROUND[word]
            if place.start() == 0:
                other = f"{other[0].upper()}{other[1:]}"
            back = f"{back[: place.start()]}{other}{back[place.end() :]}"
    return back


def _alike(words: Sequence[str]) -> list[str]:
    return [_SAME.get(word, word) for word in words]


def _turned(said: str, given: str) -> bool:
    if said in FIRST:
        return given in SECOND
    return said not in SECOND or given in _ONE
