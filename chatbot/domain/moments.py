"""What a client's words plainly say: a second sign beside what the coder made of the turn.

A finding that rests on the moment ("after a no", "while they were cross with you") is made only
where the client's own words show that moment; a coder alone is right too seldom.
"""

import re
from typing import Final

from chatbot.domain.words import sentences

_NO: Final = re.compile(
    r"^(?:no|nope|nah|never)\b(?![ ,]*(?:idea|wonder|doubt|offen[cs]e|problem|worries|i mean|"
    r"it'?s fine))|"
    r"\b(?:no,? thank(?:s| you)|not (?:today|interested|for me|going to|doing|signing|having)|"
    r"i(?: am|'m)(?: just| really)? not (?:going|signing|doing|moving|taking|having|buying|ready)|"
    r"i (?:won'?t|will not|refuse|said no|don'?t want (?:to|it|that|any|your))|i'?d rather not|"
    r"(?:leave|drop) it\b|forget it)",
    re.IGNORECASE,
)
_CROSS: Final = re.compile(
    r"\b(?:don'?t (?:push|hurry|rush|lecture|patroni[sz]e|tell me|talk to me|do the voice|lean|"
    r"handle)|"
    r"stop (?:pushing|telling|lecturing|selling|judging|it)|leave me alone|get off my back|"
    r"no need to lean|you(?:'re| are) (?:not listening|pushing|lecturing|judging|"
    r"trying to (?:sell|scare|push|talk)|"
    r"repeating|wasting)|you (?:don'?t|never) (?:listen|answer)|none of your business|"
    r"waste of (?:my )?time|"
    r"i don'?t trust you|you(?:'d| would) say that|(?:heard|had) (?:you|"
    r"that one) (?:the first time|already)|"
    r"you(?:'ve| have) (?:just )?said that|same sentence again|was my answer not clear|"
    r"my answer'?s still|"
    r"how dare|that'?s enough|i(?:'ve| have) had enough|i(?:'m| am) (?:done|leaving)|"
    r"see you to the door)\b",
    re.IGNORECASE,
)
_SETTLES: Final = re.compile(
    r"\b(?:where do i (?:sign|put my name)|i(?:'ll| will) (?:sign|take it|do it|go ahead|try it|"
    r"give it a (?:go|try)|"
    r"put my name)|let'?s do it|sign me up|(?:put|count|book) me (?:down|in)|i'?m in\b|"
    r"go ahead,? then|i(?:'ve| have) decided to|it'?s a yes)",
    re.IGNORECASE,
)
_DOUBTS: Final = re.compile(
    r"\b(?:\w+n't|not|no|never|nobody|nothing|but|too|only|unless|if|doubt\w*|sure|worr\w*|afraid|"
    r"scared|"
    r"rather|trust|lose|lost|risk\w*|wobbl\w*|why (?:would|should))\b",
    re.IGNORECASE,
)
_WISHES: Final = re.compile(
    r"\b(?:i(?:'d| would) (?:quite )?(?:like|love)(?! to (?:believe|say|think|see that))|"
    r"i (?:want|wish|miss|hope)|i can'?t (?:go on|do (?:this|that) for)|"
    r"i(?:'m| am) (?:tired|sick) of|it would be (?:nice|good|lovely))\b",
    re.IGNORECASE,
)
#: Asked for show, to be polite, of a third person, or to nobody.
_NOT_MEANT: Final = re.compile(
    r"^\W*(?:(?:and|but|so|well|now|oh|mm|hm|probably|okay|right|sorry)\W+)*(?:"
    r"(?:is|was|are|were|do|did|does|has|have|can|could|would|should|will|am|isn|wasn|don|didn|"
    r"aren)"
    r"(?:'t)? (?:it|that|he|she|they|you|i|we|there|this)(?: (?:so|really|not|now))?,? ?(?:though|"
    r"then|now|so)?\?|"
    r"you hear that\b|shall (?:i|we)\b|would you (?:care|like|mind)\b|did you know\b|"
    r"do you know (?:what|how)\b|"
    r"was my answer\b|says who\b|who (?:wants|would|says|doesn|knows|cares)\b|why (?:would|"
    r"should) (?:i|they|he|she|we|anybody|anyone)\b|"
    r"what'?s the (?:point|use|harm)\b|how would you know\b|more (?:tea|coffee)\b|biscuit\b|"
    r"who does your\b|would you (?:say that|want it said)\b|mm\?|"
    r"really\?|"
    r"you\?|what if\b|(?:is|was) that (?:everything|it\b|all\b|clock\b)|are we validating|"
    r"may i ask\?|can i (?:ask you (?:a|some)|(?:just )?(?:tell|say|add)\b)|"
    r"have you (?:quite )?finished|[^?]*\bcan you (?:smell|hear) |"
    # About how the talk goes: a reproach, or a way back to the matter.
    r"(?:(?:interesting|anyway|that's nice)\b[^?]*[.,] )?(?:are you (?:changing|even|still|listening|"
    r"asking me or|speaking for|trying to)\b|(?:where|what) were we\b|what(?:'s| has| does) (?:that|"
    r"this|any of (?:that|this))(?: got| have)? to do\b|(?:can|could|shall) we (?:please )?(?:get|go|"
    r"come) back\b|now (?:to|for) the\b|how did we get (?:on to|onto|to)\b|did (?:i say|you (?:hear|"
    r"even))\b|is that a question\b|do you (?:say|talk|speak) (?:that |like that )?to every))",
    re.IGNORECASE,
)
_TAG: Final = re.compile(
    r", (?:is|was|are|were|do|did|does|has|have|had|can|could|would|should|will|am|must|"
    r"might|wo|ca|sha)(?:n't)? "
    r"(?:it|that|he|she|they|you|i|we|there)\?$|\b(?:right|eh|no|yes|okay|ok|see)\?$",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    r"^\W*(?:(?:and|but|so|well|now|no|look|right|please|just)\W+)*(?:(?:show|give|"
    r"tell) me\b(?! (?:a|one) (?:second|sec|minute|moment|break))|let me (?:see|have|read)\b|"
    r"prove it\b|name (?:me )?one\b|i(?:'d| would)? want (?:a|the|it|to (?:see|know|read|hear))\b)",
    re.IGNORECASE,
)
#: Leave to go on, as a pattern.
LEAVE_GIVEN: Final = (
    r"(?:fire away|go (?:on|ahead)|carry on|do continue|play on|"
    r"i'?m (?:listening|all ears)|let'?s hear)"
)
_CURLY: Final = str.maketrans({"\u2019": "'"})


def refuses(said: str) -> bool:
    """Say whether the words are a no."""
    return _NO.search(said.translate(_CURLY)) is not None


def crosses(said: str) -> bool:
    """Say whether the words are against the advisor: a boundary, an attack, a leave-taking."""
    return _CROSS.search(said.translate(_CURLY)) is not None


def settles(said: str) -> bool:
    """Say whether the words decide for the step."""
    return _SETTLES.search(said.translate(_CURLY)) is not None


def doubts(said: str) -> bool:
    """Say whether there is a word of doubt in it."""
    return _DOUBTS.search(said.translate(_CURLY)) is not None


def wishes(said: str) -> bool:
    """Say whether something is wished for."""
    return _WISHES.search(said.translate(_CURLY)) is not None


def meant(question: str) -> bool:
    """Say whether a question wants an answer: no tag, no courtesy, nothing asked for show."""
    plain = question.translate(_CURLY).strip()
    return not (_NOT_MEANT.match(plain) or _TAG.search(plain))


def request(said: str) -> str | None:
    """Return what the client asks to be shown or told without a question mark, at the end."""
    last = sentences(said)[-2:]
    return next((one for one in last if "?" not in one and _REQUEST.match(one)), None)
