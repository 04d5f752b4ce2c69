"""Small talk: the weather, the journey, last night's match, while somebody sits there with a worry."""

from typing import Final

from chatbot.coder.words import compiled
from chatbot.domain.words import fold

#: What strangers talk about when they talk about nothing.
_SUBJECTS: Final = (
    r"\b(?:rain(?:ed|ing|s)?|snow(?:s|ed|ing)?|drizzl\w+|windy|sunny|foggy|icy|degrees|weather"
    r"|dark early|at the weekend|(?:last|next) summer|holidays?|hotel|balcony"
    r"|on the (?:bus|train|ferry|tram|motorway|way (?:back|here|in))|traffic|parking|car park"
    r"|roadworks|digging up the road|the lift|meter|garage"
    r"|telly|television|match|quiz|series|film|episodes?|season|spoilers?|concert|football"
    r"|goal\w*|penalt(?:y|ies)|detective|comed(?:y|ies)|actor|band|song|who'?s your team"
    r"|my (?:nephew|niece|cousin|brother(?:-in-law)?|sister(?:-in-law)?|neighbour|dog|cat|uncle"
    r"|aunt|wife|husband|phone|umbrella|shoes|tomato\w*|bike|car)|next door'?s|coffee machine"
    r"|new (?:phone|manager|car|sofa|bakery|caf[eé])|caravan|lunch|breakfast|cappuccino|sardines"
    r"|cheese|recipe|pick up an?|blackbird|parrot|have you ever been to"
    r"|did you (?:see|watch|catch) (?:the|that)|lovely (?:view|light|place|day)"
    r"|where did you get (?:that|those|your))\b"
)
#: Words to the client that only keep chat going.
_CHATTY: Final = (
    r"\b(?:did|have|do|are) you (?:ever |still |also |more )?(?:see|seen|watch|notice|hear|heard"
    r"|been|reckon|follow(?:ing)?|catch|know|like|for)\b|\bif you don'?t mind me asking\b"
    r"|\byou'?d never (?:think|guess|believe)\b|\byou can (?:smell|see|hear|feel)\b|\bd'?you know\b"
)
_TO_CLIENT: Final = r"\byou(?:r|rs|rself|'?re|'?ve|'?d|'?ll)?\b"


def is_small_talk(text: str) -> bool:
    """Say whether the words are about what strangers chat of, and about nobody in the room."""
    folded = fold(text)
    if compiled(_SUBJECTS).search(folded) is None:
        return False
    return not compiled(_TO_CLIENT).search(compiled(_CHATTY).sub(" ", folded))
