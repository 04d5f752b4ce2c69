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
    #: A request, or leave given: something is to be done, not said.
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
_ASKS: Final = re.compile(
    r"\?|^\W*(?:(?:so|then|and|no|well|just|please),? )*(?:tell|show) (?:me|us)\b"
    r"|\bi(?:'d like| want) to know\b",
    re.IGNORECASE,
)
_WANTS_DOING: Final = re.compile(
    r"^\W*(?:(?:so|then|and|no|well|just|please),? )*(?:you can (?:put|take|leave|stop|have)|"
    r"go (?:on|ahead)|fire away|sit (?:down|where)|give over|hold (?:it|on)|"
    r"put (?:it|that|the|this|them|your)|"
    r"(?:leave|mind|prove|draw|give|send|take|ask|start|book|don't) \w+)\b",
    re.IGNORECASE,
)
#: So many sentences hold more than a request.
_MORE: Final = 3
#: "Isn't it?" behind a statement asks for nothing.
_TAG: Final = re.compile(
    r"[,.] ?(?:(?:is|are|was|were|do|does|did|have|has|had|would|could|can|will|wo|ca|am)(?:n't)? "
    r"(?:i|it|you|they|he|she|we|there|that)|eh|right|love|hm)\?",
    re.IGNORECASE,
)


def taken_up(client: str) -> TakenUp:
    """Say what of a client's turn a wording can take up."""
    said = without_tags(client)
    count = len(said.split())
    every = sentences(said)
    if len(every) < _MORE and any(_WANTS_DOING.match(one) for one in every):
        return TakenUp.NOTHING
    if any(_ASKS.search(one) for one in every):
        return TakenUp.QUESTION if count >= _ASKED else TakenUp.NOTHING
    if count < _CRUMB or (count < _SHORT and _SETTLED.match(said)):
        return TakenUp.CRUMB
    return TakenUp.WORDS


def asked(client: str) -> str:
    """Return the sentences in which a client asks something."""
    return " ".join(one for one in sentences(without_tags(client)) if _ASKS.search(one))


def without_tags(client: str) -> str:
    """Return what a client said, with "isn't it?" behind a statement taken as the statement's end."""
    return _TAG.sub(".", client.replace("’", "'"))
