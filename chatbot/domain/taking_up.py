"""What of a client's turn a general wording can take up: their words, a question, or next to nothing."""

import re
from enum import StrEnum
from typing import Final

from chatbot.domain.words import sentences


class TakenUp(StrEnum):
    """What a wording begins with."""

    WORDS = "words"
    #: A question or a demand to be told: reported, and answered before anything else.
    QUESTION = "question"
    #: Hardly a word, or none of their own: room is made.
    CRUMB = "crumb"
    #: A request, leave given, or a wish said plainly: something is to be done, not asked.
    NOTHING = "nothing"


#: A turn of fewer words is a crumb; one of fewer than that is short.
_CRUMB: Final = 5
_SHORT: Final = 9
#: With fewer words a question ("Why?") cannot be reported.
_ASKED: Final = 3
#: Who gives in for the moment has said nothing that could be given back.
_SETTLED: Final = re.compile(
    r"^\W*(?:(?:well|oh|aye|yes|okay|ok|all right|fine|no),? )*(?:i'll give (?:you|us) that|"
    r"(?:that's|it's|is) fair|fair (?:enough|dos|point)|(?:i'm sure )?you're (?:quite |probably |dead )?"
    r"right|if you (?:like|say so)|suppose so|there (?:we are|you go)|goodness, the time|"
    r"that's (?:it|about (?:it|right|the size of it)))\b",
    re.IGNORECASE,
)
#: "You're repeating yourself" is no crumb.
_OF_THE_ADVISOR: Final = re.compile(
    r"^\W*you(?:'re|'ve)\b(?! (?:quite |probably )?right)", re.IGNORECASE
)
_ASKS: Final = re.compile(
    r"\?|^\W*(?:(?:so|then|and|no|well|just|please),? )*(?:tell|show) (?:me|us)\b"
    r"|\bi(?:'d like| want) to know\b",
    re.IGNORECASE,
)
_WANTS_DOING: Final = re.compile(
    r"^\W*(?:(?:so|then|and|no|well|just|please|hang on|right),? )*(?:"
    r"you can (?:put|take|leave|stop|have)|can i (?:go|have my|sign|get my|take my|roll)|shall (?:i|we)|"
    r"go (?:on|ahead)|continue|carry on|fire away|play on|i'm listening|ease off|slow down|give over|"
    r"sit (?:down|where)|hold (?:it|on)|put (?:it|that|the|this|them|your)|"
    r"(?:leave|mind|prove|draw|turn|give|send|take|ask|start|book|don't) \w+)\b",
    re.IGNORECASE,
)
#: Who has said what they want of the advisor, or wants to go, is not asked what they want.
_WANTS_OF_THEM: Final = re.compile(
    r"\bi (?:want|need|asked|came|just (?:want|need))\b.*\b(?:off|from|for|so) (?:you|a \w+)\b"
    r"|\bwant off you\b|\bi've come for\b|\bis that (?:everything|all|the lot)\?",
    re.IGNORECASE,
)
#: So many sentences hold more than a request, unless they end in one.
_MORE: Final = 3
#: "Isn't it?" behind a statement asks for nothing.
_TAG: Final = re.compile(
    r"[,.] ?(?:(?:is|are|was|were|do|does|did|have|has|had|would|could|can|will|wo|ca)(?:n't)? "
    r"(?:i|it|you|they|he|she|we|there|that)|eh|right|love|hm)\?",
    re.IGNORECASE,
)


def taken_up(client: str) -> TakenUp:
    """Say what of a client's turn a wording can take up."""
    said = without_tags(client)
    count = len(said.split())
    every = sentences(said)
    wants = [_WANTS_DOING.match(one) is not None for one in every]
    asks = [_ASKS.search(one) is not None for one in every]
    if len(every) >= _MORE or (asks[-1:] == [True] and not wants[-1]):
        wants = wants[-1:]
    if any(wants) or _WANTS_OF_THEM.search(said):
        return TakenUp.NOTHING
    if any(asks):
        return TakenUp.QUESTION if count >= _ASKED else TakenUp.NOTHING
    if count < _CRUMB and _OF_THE_ADVISOR.match(said):
        return TakenUp.NOTHING
    if count < _CRUMB or (count < _SHORT and _SETTLED.match(said)):
        return TakenUp.CRUMB
    return TakenUp.WORDS


def asked(client: str) -> str:
    """Return the sentences in which a client asks something."""
    return " ".join(one for one in sentences(without_tags(client)) if _ASKS.search(one))


def without_tags(client: str) -> str:
    """Return what a client said, with "isn't it?" behind a statement taken as the statement's end."""
    return _TAG.sub(".", client.replace("’", "'"))
