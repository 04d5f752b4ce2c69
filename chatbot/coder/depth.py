"""Finer distinctions: open or closed questions, simple or complex reflections."""

from typing import Final

from chatbot.coder.context import Context
from chatbot.coder.features import Features
from chatbot.coder.words import compiled

_OPEN: Final = (
    r"\b(?:what|how (?!many|much|long|old|often|far|soon|about (?:you|we) )|why"
    r"|in what way|tell me|say more|help me|describe|walk me|talk me"
    r"|i(?:'?m| am)? (?:just )?(?:curious|wondering|wonder) (?:about|what|how|why)"
    r"|i'?d (?:like|love) to (?:hear|know|understand))\b"
)
_CLOSED: Final = (
    r"\b(?:what (?:time|day|date|year|month|number|age|size|percentage|colou?r)"
    r"|what'?s your (?:name|age|number|address|email)"
    r"|how (?:many|much|long|old|often|far|soon))\b"
)
_DEEP: Final = (
    r"\b(?:part of you|on (?:the )?one hand|on the other|at the same time|and yet|torn"
    r"|as if|as though|like a|feel(?:s|ing)?|felt|afraid|scared|fear"
    r"|worried|worries|hope|hoping|matters?|important|value|proud|ashamed|angry|hurt"
    r"|lonely|tired|frustrat\w+|disappoint\w+|trust|safe|control|respect"
    r"|because|so that|in order to|underneath|behind|deep down|really (?:about|want|need)"
    r"|more than|not (?:just|only|so much)|rather than|even though"
    r"|despite|wonder(?:ing)?|ready|confident|struggl\w+|weigh\w*|meant|means|important"
    r"|freedom|n'?t (?:really |just |only )?about|losing|dread\w*|alone|again"
    r"|independen\w+|promise|responsib\w+|burden|relief|overwhelm\w*)\b"
)


def is_open(f: Features) -> bool:
    """Say whether a question cannot be answered with yes, no or a figure."""
    folded = f.segment.folded
    if compiled(_CLOSED).search(folded):
        return False
    if compiled(_OPEN).search(folded) is None:
        return False
    return "verb_first" not in f.cues or "invites" in f.cues


def is_complex(f: Features, context: Context) -> bool:
    """Say whether a reflection adds meaning, feeling or emphasis. When unsure: simple."""
    added = [stem for stem in f.content if stem not in context.last_stems]
    deep = set(compiled(_DEEP).findall(f.segment.folded))
    fresh = {word for word in deep if word not in context.last.lower()}
    score = 0.8 * min(3, len(fresh)) + 0.25 * min(6, len(added)) - 0.6 * f.overlap
    score += 1.2 * ("two_sides" in f.cues) - 0.7 * ("you_said" in f.cues) + 0.03 * min(30, f.words)
    return score >= 1.9
