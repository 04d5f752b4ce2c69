"""Looking for what lies under the doubt: it is rarely the surface issue."""

from typing import Final

from chatbot.coder.words import compiled
from chatbot.domain.codes import REFLECTIONS, Code, CodedSegment, Touch
from chatbot.domain.contents import Layer
from chatbot.domain.persona import Persona
from chatbot.domain.words import fold

_LISTENING: Final = frozenset({Code.QUESTION, Code.SEEK, *REFLECTIONS})
_UNDER: Final = (
    r"\b(?:(?:what(?:'?s| is| lies| might be| may be)?|something"
    r"|more)(?: \w+){0,4} (?:behind|underneath|beneath|under) (?:it|that|this|the|your"
    r"|all)|what (?:else|really|most|is it that|exactly)? ?(?:worries|bothers|concerns"
    r"|troubles|scares|frightens|unsettles|holds|stops|makes you (?:hesitat\w+|wary|unsure"
    r"|cautious|uneasy|doubt|sceptical|skeptical))"
    r"|what(?:'?s| is| would be) (?:it |the (?:worst|hardest|real|biggest) |really |most "
    r"|holding you|keeping you|stopping you|on your mind|at stake|making you|getting in)"
    r"|what (?:happened|have you (?:seen|been through|experienced|lived))|what (?:does"
    r"|would|did) (?:it|that|this|\w+ing)(?: \w+){0,4} mean (?:to|for) you"
    r"|what matters (?:most )?|something (?:else|about (?:this|it|me|the)"
    r"|(?:\w+ )?doesn'?t (?:sit|feel|fit)|that (?:isn'?t|doesn'?t|worries|bothers))"
    r"|there(?:'?s| is| may be| might be| could be| seems to be) (?:something|more)"
    r"|more (?:to it|than (?:the|just|a))|not (?:really |only |just |so much )+about"
    r"|isn'?t (?:really |only |just )?about|rather than the \w+|(?:where does"
    r"|where'?s) (?:that|this|the \w+) (?:come|coming) from"
    r"|have you (?:\w+ )?(?:been (?:burned|burnt|let down|through)|had (?:a )?(?:bad"
    r"|experience))|bad experience|in the past|last time|what are you (?:afraid|worried"
    r"|most|really)|how come|what makes (?:you|this|it))\b"
)


def looks_underneath(
    coded: tuple[CodedSegment, ...], touches: tuple[Touch, ...], persona: Persona
) -> bool:
    """Say whether a question or guess looks under the doubt, naming none of what lies there."""
    deep = {c.id for c in persona.concerns if c.layer is not Layer.SURFACE}
    named = {touch.content_id for touch in touches} & deep
    if any(len(touch.quote.split()) > 2 for touch in touches if touch.content_id in named):
        return False
    return any(
        segment.code in _LISTENING and compiled(_UNDER).search(fold(segment.quote)) is not None
        for segment in coded
    )
