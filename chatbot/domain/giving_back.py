"""The client's words given back by somebody else: word for word, I and you turned round.

"My brother lost the lot" is given back as "Your brother lost the lot". A small model gets persons
wrong, puts words into the client's mouth, or begins in the middle; all of this can be seen by
laying the words side by side.
"""

import re
from typing import Final

from chatbot.domain.attributing import theirs
from chatbot.domain.mirror import STUTTER
from chatbot.domain.persons import BOTH, BROKEN, FIRST, SECOND, STOPS, longest_run, tokens, turned

#: With fewer words nothing has been given back.
_FEWEST: Final = 4
#: Fewer words than these, and less than this share of what was said, are next to nothing: readers
#: found 59 % of 58 sayable, and 79 % of all others (docs/ratings/coach-choice).
_FEW: Final = 6
_SHARE: Final = 0.4
#: With more words it is parroted.
_MOST: Final = 18
#: Somebody or something does or is something.
_CLAUSE: Final = re.compile(
    r"\b(?:(?:i|you|he|she|it|they|there|that|who|somebody|nobody|everybody)\b(?!$)|is|are|was|were|has|"
    r"have|had|do|does|did|can|could|will|would|went|came|got|said|took|gave|made|knew|lost|found|left|"
    r"kept|put|let|told|saw|(?:want|need|make|take|give|goe|come|get|look|keep|work|cost|pay)s|\w+ed|\w+'(?:s|re|ll))\b"
)
_ENDS: Final = frozenset(".!?…")
_JOINS: Final = frozenset("and but so because though then when if or well".split())
#: What may be left off behind: "… in my own kitchen | for my own wife".
_LEADS_ON: Final = frozenset("for with at in on from without until since before after".split())
#: "If it showed nothing" alone.
_WHO: Final = r"\b(?:you|i|it|he|she|they|there)\b"
_HANGS: Final = re.compile(
    rf"^(?:if|when|because|although|until|unless|the day) (?!.*,|.*{_WHO}.*{_WHO})", re.IGNORECASE
)
#: What follows where a thought goes on: "If I say yes …, and if I say no …", "It could be right. But …".
_GOES_ON: Final = re.compile(
    r"(?:, )?(?:yes ,? ?)?(?:(?:and|but|or|if)\b|it's that\b)|, it's\b|[.!…] but\b"
)
_BEFORE: Final = frozenset({"and", "but", "or", "so"})
#: Who says "you" and none of these may mean anybody: "You know where you are".
_OF_THIS_TALK: Final = frozenset({"you've", "you're", "your"})
#: "All day, no, wait, | half of it".
_WAITS: Final = frozenset({"wait", "sorry"})
#: "She said, it's a hobby": these are her words.
_SAID_BY: Final = frozenset("said says told".split())
_CONDITIONS: Final = frozenset("if when unless once because although until as after before".split())
#: "All day, no, wait, half of it"; "They said that about gloves. Well, no, they were right."
_TAKEN_BACK: Final = re.compile(r"[.,!…–-] (?:well , )?(?:no|sorry|wait) [,.]")
#: "I can't, I know" is no "you know"; "You can put it away" asks for something; "these boots" are
#: worn by somebody else; "Mum" is somebody else's.
_OTHERWISE: Final = re.compile(
    r"^(?:and|but|or|well|of course|as (?:if|though)|mum|dad|mam|gran|nan|you (?:heard|only))\b"
    r"|^[\w']+, [\w']+, and\b|\byou're sorry to say\b"
    r"|^you don't know,|^you'll (?:tell|be straight|give (?:me|us) that)\b"
    r"|^you're sure (?:i'm|we're) right\b|^(?:i|we)(?:'ll| can| could| should| may| might)\b"
    r"|^(?:do|does|did|is|was|are|were|wo|ca|could|would)n't\b"
    r"|\b(?:(?:the )?thing is|d'you|pardon|thank (?:me|you)|give me that|you'll be honest|forgive you)\b"
    r"|^(?:in|on|at|by|from|for|with) \w+(?: \w+)?, and\b"
    r"|(?:^|, )you mean\b|\byou mean,"
    r"|\bas you understand\b|\b(?:these|(?<!of )those|th(?:is|at) side|\w+ of me)\b|, do \w+"
    r"|\bthat (?:woman|man|girl|boy)\b"
    r"|\b(?:where|what|how|why|when) (?:did|do|does) you\b"
    r"|,? (?:yeah|anyway|sort of|though|honestly)[.!]?$"
    r"|, (?:no|love|mate|pal|dear|you (?:know|gather|suppose|think|guess)|you're afraid)[.!]?$"
    r"|, (?:you don't know\b|(?:love|mate|pal|dear),)|, (?:mr|mrs|ms|miss) \w+[.!]?$|^that one\b"
    r"|^(?:imagine|look|listen|tap|hark|test|park|ask|try|wait|ring|show|sit|put|take|give|let|hold|get|keep|send|(?:come|goe|doe|get|make|take|want|need)s)\b"
    r"|\b(?:so|yes|say|you(?:'d)? think|don't think)[.!]?$",
    re.IGNORECASE,
)
#: "I'll not be one", "I'd also like a van", "The other half" follow something named before.
_NAMED_BEFORE: Final = re.compile(
    r"\bones?[.!]?$|\balso\b|^the (?:rest|other)\b|\bhere\b", re.IGNORECASE
)
#: "You say you'd say so", "You'd say so, you say".
_DOUBLED: Final = re.compile(
    r"\bsay (?:you|i)(?:'d| would| don't)? sa(?:y|id)\b|\bsa(?:y|ys|id)\b.*, you say[.!]?$",
    re.IGNORECASE,
)
#: Persons turned within quotation marks: readers found 12 of 20 such sayable. One word has none.
_QUOTED: Final = re.compile(r"(?<!\w)['\"]|['\"](?!\w)")
_ONE_QUOTED: Final = re.compile(r"(?<!\w)(['\"])(\w+)\1(?!\w)")
#: "You don't change a lamp that's lit": anybody doesn't.
_ANYBODY: Final = re.compile(r"\byou (?:do|don't|can|can't|cannot|have to)\b")


def misgiven(back: str, client: str, *, beside: bool = False) -> str | None:
    """Say what is wrong with words given back; None if they are a clause of the client's, turned.

    A question of theirs is not given back but reported (`reporting`).

    Args:
        back: one sentence, as the advisor could say it.
        client: what the client said.
        beside: it is to be joined to another clause, so a few words will do, without a verb.
    """
    whole = back.strip().replace("’", "'")
    inner = theirs(whole)
    if BROKEN.search(whole):
        return "is no English"
    if _OTHERWISE.search(inner) or (not beside and _NAMED_BEFORE.search(inner)):
        return "means something else from another mouth"
    if _DOUBLED.search(whole):
        return "says twice who says it"
    if _QUOTED.search(_ONE_QUOTED.sub(r"\2", whole)):
        return "quotes what was not said quite so"
    if STUTTER.search(whole):
        return "is broken off"
    if _HANGS.match(inner):
        return "is half of a thought"
    # "You say that as though …": the way in may as well be their own words.
    return _misgiven(whole, client, beside) and _misgiven(inner, client, beside)


def _misgiven(back: str, client: str, beside: bool) -> str | None:
    given = [token for token in tokens(back) if token not in STOPS]
    said = tokens(client)
    words = [place for place, token in enumerate(said) if token not in STOPS]
    match = longest_run([said[place] for place in words], given)
    if match.size < max(_FEWEST - beside, len(given)):
        return "are not their words"
    run = words[match.a : match.a + match.size]
    if not turned([said[place] for place in run], given[match.b : match.b + match.size]):
        return "mixes up I and you"
    if len(given) > _MOST:
        return "is more than one would say again"
    if not beside and _CLAUSE.search(" ".join(given)) is None:
        return "is no clause"
    if not _whole(said, run[0], run[-1]):
        return "begins or stops in the middle"
    behind = " ".join(said[run[-1] + 1 :])
    if _GOES_ON.match(behind):
        return "is half of a thought"
    if (led := _led_up_to(said, run[0])) is not None:
        return led
    if _TAKEN_BACK.match(behind):
        return "was taken back"
    if len(given) < _FEW and len(given) < _SHARE * len(words):
        return "gives back hardly any of it"
    those = {said[place] for place in run}
    if those & BOTH:
        return "may take both for the client"
    if (
        said[run[0]] not in _OF_THIS_TALK
        and those & SECOND
        and (not those & FIRST or _ANYBODY.search(" ".join(said[place] for place in run)))
    ):
        return "may take people in general for the advisor"
    ending = next((mark for mark in said[run[-1] :] if mark in _ENDS), "")
    if ending == "?":
        return "asks what they asked"
    return None


def _led_up_to(said: list[str], first: int) -> str | None:
    """Say what the words before a run make of it; None if it can stand without them."""
    before, stop = said[first - 2 : first] if first > 1 else ["", ""]
    if (stop in _BEFORE and before not in _ENDS) or _depends(said, first):
        return "is half of a thought"
    if stop == "," and before in _WAITS:
        return "mends what was said before"
    if stop in STOPS and before in _SAID_BY:
        return "are somebody else's words"
    return None


def _depends(said: list[str], first: int) -> bool:
    """Say whether the words follow a condition: "The day I've had my biscuit, | I'm a finished job."."""
    start = max((i + 1 for i in range(first) if said[i] in _ENDS), default=0)
    opens = said[start] in _CONDITIONS or said[start : start + 2] == ["the", "day"]
    return opens and start < first and said[first - 1] == ","


def _whole(said: list[str], first: int, last: int) -> bool:
    """Say whether a run of words begins and ends where a clause does."""
    begins = first == 0 or said[first - 1] in STOPS | _JOINS | {"that"}
    behind = said[last + 1 : last + 3]
    ends = not behind or behind[0] in STOPS | _JOINS | _LEADS_ON
    # "How quickly I'm saying so."
    return begins and ends and not (behind[:1] == ["so"] and behind[-1] in STOPS)
