"""Whether what a client said can be taken up in general words, or wants something of its own."""

import re
from typing import Final

from chatbot.domain.words import sentences

#: A turn of fewer words is a crumb; one of fewer than that is short.
_CRUMB: Final = 5
_SHORT: Final = 9
#: Who gives in for the moment has said nothing that could be given back.
_SETTLED: Final = re.compile(
    r"^\W*(?:(?:well|oh|aye|yes|okay|ok|all right|fine|no),? )*(?:i'll give (?:you|us) that|"
    r"(?:that's|it's|is) fair|fair (?:enough|dos|point)|(?:i'm sure )?you're (?:quite |probably |dead )?"
    r"right|if you (?:like|say so)|suppose so|there (?:we are|you go)|"
    r"that's (?:it|about (?:it|right|the size of it)))\b",
    re.IGNORECASE,
)
#: A demand or a request wants doing.
_DEMAND: Final = re.compile(
    r"^\W*(?:(?:so|then|and|no|well|just|please),? )*(?:you can (?:put|take|leave|stop|have)|"
    r"go (?:on|ahead)|fire away|sit (?:down|where)|"
    r"(?:leave|put|mind|prove|show|draw|tell|give|send|take|ask|don't) \w+)\b",
    re.IGNORECASE,
)
#: So many sentences hold more than a demand.
_MORE: Final = 3
#: "Isn't it?" behind a statement asks for nothing.
_TAG: Final = re.compile(
    r"[,.] ?(?:(?:is|are|was|were|do|does|did|have|has|had|would|could|can|will|wo|ca|am)(?:n't)? "
    r"(?:i|it|you|they|he|she|we|there|that)|eh|right|love|hm)\?",
    re.IGNORECASE,
)


def wants_reply(client: str) -> bool:
    """Say whether a client asked, demanded or allowed something: general words would pass it over."""
    said = without_tags(client)
    return "?" in said or (len(sentences(said)) < _MORE and _DEMAND.match(said) is not None)


def is_crumb(client: str) -> bool:
    """Say whether a client said so little, or so little of their own, that nothing can be given back."""
    count = len(client.split())
    return count < _CRUMB or (count < _SHORT and _SETTLED.match(without_tags(client)) is not None)


def without_tags(client: str) -> str:
    """Return what a client said, with "isn't it?" behind a statement taken as the statement's end."""
    return _TAG.sub(".", client.replace("’", "'"))
