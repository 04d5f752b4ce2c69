"""The client's own words handed back: a fragment to quote, and a clause turned to 'you'."""

import re
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.words import sentences

MAX_WORDS: Final = 14
MIN_WORDS: Final = 3

FILLER: Final = re.compile(
    r"^(?:(?:well|so|no|yes|yeah|look|right|okay|ok|oh|and|but|because|um|uh|hm+|see|honestly|listen|"
    r"aye|mind|mind you|you see|i mean|you know(?! (?:that|how|what|when|why|it|this)\b)|i suppose|"
    r"i guess|to be honest|to be fair|funny|(?:you'll )?forgive me,? but|the thing is)\b[,.]?\s+)+",
    re.IGNORECASE,
)
#: What trails behind a sentence and adds nothing to it.
_TRAILER: Final = re.compile(
    r"(?:,? (?:actually|though|mind you|mind|you know|you see|i suppose|i guess|i mean|really|"
    r"honestly|to be fair|to be honest|like|love|so|"
    r"(?:is|was|does|did|do|have|has|had|would|could|can)(?:n'?t)? (?:i|it|you|they|he|she|we|there)))+$",
    re.IGNORECASE,
)
_VOCATIVE: Final = re.compile(r", (?:love|mate|hon|doc|pal|sir|miss|ma'?am|[A-Z][a-z]+)$")
#: A word begun twice, or broken off: verbatim, and nothing to hold before anybody.
STUTTER: Final = re.compile(
    r"\b([\w'’]+),? \1\b|\b(?:um|uh|er|erm)\b|\w-(?=\s|$)|\b([A-Za-z]+['’]\w+), \w+['’]\w+|"
    r", (?:like|you know|i mean|sort of|no|sorry|sit|wait),|\b(?:i'm|it's|that's|the|a|to|of),",
    re.IGNORECASE,
)
#: What makes a clause in the second person sound odd, or unfinished.
_UNMIRRORED: Final = re.compile(
    r"\b(?:aye|like|gonna|wanna|kinda|sort of|kind of|you know|i mean|yeah|actually|lol|haha)\b|"
    r",|\b(?:and|but|the|a|an|or|your|because)$",
    re.IGNORECASE,
)
MIRROR_WORDS: Final = (3, 10)
_PERSON: Final = {
    "i": "you",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "we": "you",
    "we're": "you're",
    "we've": "you've",
    "we'd": "you'd",
    "we'll": "you'll",
    "us": "you",
    "our": "your",
    "ours": "yours",
    "ourselves": "yourselves",
}
_AFTER_I: Final = {"am": "are", "was": "were", "wasn't": "weren't"}
_LOADED: Final = re.compile(
    r"\b(?:not|never|no|can't|won't|don't|didn't|nobody|nothing|worr\w+|afraid|scared|frighten\w*|"
    r"trust|lost|lose|want|need|hope|wish|feel\w*|hate|love|promise\w*|ashamed|alone|tired|sure|why)\b",
    re.IGNORECASE,
)
_SECOND: Final = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_QUOTE: Final = re.compile(r'["“”]')
#: "I" and its verb apart, or turned round: whether "was" stays "was" is not sure any more.
_APART: Final = re.compile(
    r"\bi\s+(?:never|always|just|really|still|also|only|honestly|certainly|already|nearly|almost|"
    r"simply|actually)\s+(?:am|was|wasn['’]t)\b|\b(?:am|was|wasn['’]t)\s+i\b",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[\w'’]+|\W+")


class ClientWords(Value):
    """What of the client's turn can be handed back.

    Attributes:
        fragment: a verbatim piece, without final stop, or None if the turn is too short.
        mirrored: a clause in the second person ("you never signed for that"), or None.
    """

    fragment: str | None = None
    mirrored: str | None = None


def client_words(text: str) -> ClientWords:
    """Find what is worth handing back in a client's turn: the most loaded plain sentence."""
    plain = [s for s in sentences(text) if not s.endswith("?")]
    pieces = [piece for s in plain if (piece := _piece(s)) is not None and _load(piece) >= 1]
    if not pieces:
        return ClientWords()
    best = max(pieces, key=_load)
    mirrored = next((m for p in sorted(pieces, key=_load, reverse=True) if (m := mirror(p))), None)
    return ClientWords(fragment=best, mirrored=mirrored)


def _piece(sentence: str) -> str | None:
    """Return the sentence, or its first clauses, within the bounds; verbatim, without final stop."""
    bare = _TRAILER.sub("", FILLER.sub("", sentence).rstrip(".!… \"'").strip()).strip(" ,")
    while len(bare.split()) > MAX_WORDS:
        shorter = re.split(r"(?:,|;|:| – | — )\s*(?!.*(?:,|;|:| – | — ))", bare)[0]
        if shorter == bare:
            return None
        bare = shorter.strip()
    usable = len(bare.split()) >= MIN_WORDS and not STUTTER.search(bare)
    return _VOCATIVE.sub("", bare) if usable else None


def asked_plainly(question: str) -> str:
    """Return a question without what only leads up to it ("Okay, so …"); verbatim otherwise."""
    return FILLER.sub("", question.strip()) or question


def _load(piece: str) -> float:
    personal = len(re.findall(r"\b(?:I|my|me|we|our)\b|\bI['’]", piece))
    return 2.0 * len(_LOADED.findall(piece)) + personal + 0.05 * len(piece.split())


def mirror(piece: str) -> str | None:
    """Turn a first-person clause to the second person; None where that would not be sure English."""
    if _SECOND.search(piece) or _QUOTE.search(piece) or _APART.search(piece):
        return None
    words: list[str] = []
    previous = ""
    for word in _TOKEN.findall(piece):
        low = word.lower().replace("’", "'")
        if previous in {"i", "we"} and low in _AFTER_I:
            words.append(_AFTER_I[low])
        else:
            words.append(word if word == "US" else _PERSON.get(low, word))
        if low.strip():
            previous = low
    turned = "".join(words)
    starts = turned[:1].lower() + turned[1:]
    if not MIRROR_WORDS[0] <= len(starts.split()) <= MIRROR_WORDS[1] or _UNMIRRORED.search(starts):
        return None
    return starts if re.match(r"(?:you|your)\b", starts) else None
