"""What of a client's turn a general wording can take up: their words, a question, a request, or less."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from chatbot.domain.moments import LEAVE_GIVEN
from chatbot.domain.words import sentences


class TakenUp(StrEnum):
    """What a wording begins with."""

    WORDS = "words"
    #: A question or a demand to be told: reported, and answered before anything else.
    QUESTION = "question"
    #: Something is to be done: reported, and met or declined before anything else.
    REQUEST = "request"
    #: The advisor is to leave off, or has said the same again.
    STOP = "stop"
    #: Leave given: "Go on."
    GO_AHEAD = "go_ahead"
    #: A yes and good-bye: "Lovely. Leave it with Shirley." Few such are meant; what is said fits both.
    FALSE_YES = "false_yes"
    #: Hardly a word, or none of their own: room is made.
    CRUMB = "crumb"
    #: What no general wording goes with: "Mind that bench."
    NOTHING = "nothing"


#: A turn of fewer words is a crumb; one of fewer than that is short.
_CRUMB: Final = 5
_SHORT: Final = 9
#: So many sentences hold more than a request, unless they end in one.
_MORE: Final = 3
#: Who gives in for the moment has said nothing that could be given back.
_SETTLED: Final = re.compile(
    r"^\W*(?:(?:well|oh|aye|yes|okay|ok|all right|fine|no),? )*(?:i'll give (?:you|us) that|"
    r"(?:that's|it's|is) fair|fair (?:enough|dos|point)|(?:i'm sure )?you're (?:quite |probably |dead )?"
    r"right|if you (?:like|say so)|suppose so|there (?:we are|you go)|goodness, the time|"
    r"ask (?:away|me another)|that's (?:it|about (?:it|right|the size of it)))\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\?|^\W*(?:(?:so|then|and|no|well|just|please),? )*(?:tell|show) (?:me|us) \w"
    r"|\bi(?:'d like| want) to know\b",
    re.IGNORECASE,
)
#: "Eh?", "Really?" ask for nothing; "Why?" does.
_ECHO: Final = re.compile(r"^\W*(?!why|how|who|whose|when|where|which)\w+\W*$", re.IGNORECASE)
#: What stands before an order and is no part of it.
_WAY_IN: Final = re.compile(
    r"^\W*(?:(?:so|then|and|no|yes|well|just|please|right|look|lovely|splendid|all right|oh|aye),? )*",
    re.IGNORECASE,
)
_GO_AHEAD: Final = re.compile(rf"(?:{LEAVE_GIVEN}|continue|let's have it)\b", re.IGNORECASE)
_STOP: Final = re.compile(
    r"(?:hang on|hold (?:it|on)|ease off|slow down|"
    r"give over|stop (?:it|that|there|right|\w+ing)|"
    r"don't (?:push|rush|press|hurry|start|do|say|tell|write|lecture|\w+ (?:me|us))|"
    r"(?:leave|keep) (?:\w+ out|off)|that's (?:enough|the same \w+ again)|"
    r"(?:you can )?put (?:the|that|your) (?:watch|pen|pad)|"
    r"i (?:won't|will not|don't want to) be (?:hurried|rushed|pushed)|"
    r"i (?:heard|did hear) you (?:the first time|already)|"
    r"you(?:'ve (?:just|already) said|'re (?:repeating|only repeating|at it again)))\b",
    re.IGNORECASE,
)
#: Back to the matter: answered by leaving off, and by nothing else.
_BACK: Final = re.compile(
    r"\b(?:(?:can|could) we (?:get|go|come) back|where were we|"
    r"(?:now )?to the thing itself|we were talking about)\b",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    r"(?:(?:leave|prove|draw|turn|give|send|show) (?!or take|me an? (?:second|minute|moment))|"
    r"put (?:it|that|this|them|the|your)\b)",
    re.IGNORECASE,
)
#: "Give me one lie-in and I'd be back to boring" wants nothing done.
_IF: Final = re.compile(
    r"^\w+ (?:me |us |it )?(?:an? |one )?.*\band (?:i'd|it'd|he'd|she'd|it'll)\b"
    r"|^\w+ (?:me|us) an? .*\band i'll\b",
    re.IGNORECASE,
)
#: Said, not ordered: "All I want off you is a letter", "I asked for a figure".
_WANTS_OF_THEM: Final = re.compile(
    r"\bi (?:want|need|asked|came|just (?:want|need))\b.*\b(?:off|from|for|so) (?:you|a \w+)\b"
    r"|\bwant off you\b|\bi've come for\b",
    re.IGNORECASE,
)
_YES: Final = re.compile(
    r"^\W*(?:no, )?(?:oh,? )?(?:yes|yep|aye|fine|grand|(?:that's )?lovely|splendid|great|very good|"
    r"quite right|perfect|absolutely|wonderful|smashing|course i will|"
    r"(?:i expect )?you're (?:quite )?right)\b",
    re.IGNORECASE,
)
#: What comes behind such a yes.
_IS_OFF: Final = re.compile(
    r"(?:(?:can i|shall (?:i|we)|are we) |is that (?:everything|all|the (?:lot|time))|"
    r"(?:you )?(?:leave|put|send|ring) (?:it|them|me|the)\b)",
    re.IGNORECASE,
)
#: "Isn't it?" behind a statement asks for nothing.
_TAG: Final = re.compile(
    r"[,.] ?(?:(?:is|are|was|were|do|does|did|have|has|had|would|could|can|will|wo|ca)(?:n't)? "
    r"(?:i|it|you|they|he|she|we|there|that)(?: (?:see|know|notice))?|eh|right|love|hm)\?",
    re.IGNORECASE,
)
#: What is asked for or refused in passing.
_ASIDE: Final = re.compile(
    r"give me an? (?:second|minute|moment)\b|wrong \w+\W*$|"
    r"(?:mind|sit|don't|hold|take|ask(?! away| me another)|have) \w+|you can (?:put|take|leave|have)\b",
    re.IGNORECASE,
)


def taken_up(client: str) -> TakenUp:
    """Say what of a client's turn a wording can take up."""
    said = without_tags(client)
    count = len(said.split())
    every = sentences(said)
    if _YES.match(said) and any(_begins(_IS_OFF, one) for one in every):
        return TakenUp.FALSE_YES
    if _BACK.search(said):
        return TakenUp.STOP
    if _ECHO.match(said) is None and asked(client):
        return TakenUp.QUESTION
    if count <= _CRUMB and _begins(_GO_AHEAD, said):
        return TakenUp.GO_AHEAD
    wanting = _wanting(every)
    if any(_begins(_STOP, one) for one in wanting):
        return TakenUp.STOP
    if requests(client):
        return TakenUp.REQUEST
    if any(_begins(_ASIDE, one) and not _begins(_IF, one) for one in wanting):
        return TakenUp.NOTHING
    if count < _CRUMB or (count < _SHORT and _SETTLED.match(said)):
        return TakenUp.CRUMB
    return TakenUp.WORDS


def asked(client: str) -> str:
    """Return the sentences in which a client asks something."""
    return " ".join(one for one in sentences(without_tags(client)) if _ASKS.search(one))


def requests(client: str) -> tuple[str, ...]:
    """Return what a client wants done, without the words before it: "leave the folder here"."""
    every = sentences(without_tags(client))
    orders = [_WAY_IN.sub("", one) for one in _wanting(every)]
    found = [one for one in orders if _REQUEST.match(one) and _IF.match(one) is None]
    return tuple(found or (one for one in every if _WANTS_OF_THEM.search(one)))


def without_tags(client: str) -> str:
    """Return what a client said, with "isn't it?" behind a statement taken as the statement's end."""
    return _TAG.sub(".", client.replace("’", "'"))


def _wanting(every: Sequence[str]) -> Sequence[str]:
    return every[-1:] if len(every) >= _MORE else every


def _begins(pattern: re.Pattern[str], sentence: str) -> bool:
    return pattern.match(_WAY_IN.sub("", sentence)) is not None
