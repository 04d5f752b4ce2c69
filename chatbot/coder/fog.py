"""Fog: talk that sounds like an answer and holds nothing one could hold on to."""

from typing import Final

from chatbot.coder.words import compiled
from chatbot.domain.words import fold

_FOG: Final = (
    # Both ways at once.
    r"\b(?:could be \w+(?: \w+)?, (?:it )?could be|might(?:n'?t)? (?:be \w+|not)[.,]? then again"
    r"|or then again|some (?:\w+ )?do,? (?:and )?some (?:\w+ )?don'?t"
    r"|some (?:people )?say \w+ thing"
    r"|in some (?:cases|respects)|in principle (?:yes|nothing|it)|in others, "
    r"|pluses and minuses|arguments either way|(?:two|all sorts of|other) ways of looking"
    r"|one way or the other|on various sides|either way, really|give or take"
    r"|there'?s (\w+) and (?:then )?there'?s \1|nothing'?s ruled|the other side as well"
    # It depends, on nothing in particular.
    r"|it(?: all| sort of| rather)? depends(?:,| a bit| doesn'?t| on a lot| how you| what you"
    r"| on how)"
    r"|that depends on a (?:lot|number)|a matter of (?:perspective|circumstance\w*|opinion)"
    r"|gr[ea]y area|(?:every\w+'?s|they'?re|it'?s|is) all? ?a bit different|a lot of factors"
    # Some other time.
    r"|let'?s (?:maybe |perhaps )?(?:park|come back to|not get into|not spoil|see how)"
    r"|we(?:'?ll| can| could|'?d have to) (?:perhaps )?(?:come back to (?:that|it)|come to that"
    r"|see(?:\.|,| how| where| what))|too early to say|at (?:this|a later) (?:stage|point)\b"
    r"|leave (?:it|that) open|in due course|put a pin in|as and when|till we know a bit more"
    r"|one for (?:today|another)|commit myself|put a (?:figure|date|number) on (?:it|that)"
    r"|say yes or no to|get (?:too )?hung up|ahead of ourselves|under review"
    # Somebody else.
    r"|you'?d (?:probably )?have to ask|question for the|colleague (?:who|normally|of mine)"
    r"|deals? with that side|don'?t really get involved|sit in between|across the detail"
    # The picture at large.
    r"|bigger picture|general picture|(?:various|all the) (?:options|opinions)|mistakes were made"
    r"|an interesting one|(?:a|very) (?:big|good|commercial) question|if memory serves"
    r"|of some (?:kind|sort)|not as such|that sort of area|[.,] sort of thing"
    r"|one thing and another|somewhere in the (?:paperwork|appendix|papers|file|contract|documents)"
    r"|sort (?:it|them)(?:self|selves) out|at some point\.|case by case|hard to (?:say|generalise))"
)
#: What a plain answer holds, or a turn that is with the client.
_PLAIN: Final = (
    r"\d|\b(?:per ?cent|i don'?t know|i earn|i get|by (?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|you(?:'?re| are|'?ve| have|'?d| would)? (?:feel|felt|want|think|said|told|worr\w+|afraid"
    r"|sound|like to|rather|decide|been|had|put)|what (?:would|do|makes|did|is it)|which"
    r"|would (?:you|it)|for you\b|sorry)\b"
)


def is_fog(text: str) -> bool:
    """Say whether a turn is evasive in its words: both ways, some other time, somebody else."""
    folded = fold(text)
    return compiled(_FOG).search(folded) is not None and compiled(_PLAIN).search(folded) is None
