"""The client's words given back by somebody else: word for word, I and you turned round.

"My brother lost the lot" is given back as "Your brother lost the lot". A small model gets persons
wrong, puts words into the client's mouth, or begins in the middle; all of this can be seen by
laying the words side by side.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from chatbot.domain.mirror import STUTTER

#: This share of a question's words, reported, has to be the client's.
THEIRS: Final = 0.85
#: All other words given back are one run of the client's, but for a first one like these.
_LEADS_IN: Final = frozenset({"it's", "that's"})
#: With fewer words nothing has been given back.
FEWEST: Final = 4

#: With more words it is parroted.
_MOST: Final = 16
#: Somebody or something does or is something.
_CLAUSE: Final = re.compile(
    r"\b(?:i|you|he|she|it|they|there|that|who|is|are|was|were|has|have|had|do|does|did|can|could|will|"
    r"would|went|came|got|said|took|gave|made|knew|lost|found|left|kept|put|let|told|saw|\w+ed)\b"
)
_TOKEN: Final = re.compile(r"[\w]+(?:['’]\w+)*|[.,;:!?…–-]")
_STOPS: Final = frozenset(".,;:!?…–-")
_ENDS: Final = frozenset(".!?…")
_JOINS: Final = frozenset("and but so because though then when if or well".split())
#: What may be left off behind: "… in my own kitchen | for my own wife".
_LEADS_ON: Final = frozenset("for with at in on from without until since before after".split())
#: "How many winters have you lived" is no reported question.
_TURNED_ROUND: Final = re.compile(
    r"\b(?:have|has|had|did|do|does|are|am|was|were|can|could|will|would|should) "
    r"(?:i|you|we|they|he|she|it)\b",
    re.IGNORECASE,
)
#: "Has she got her place back" is not "if she got".
_PERFECT: Final = re.compile(r"\b(?:have|has|had)\b|'(?:ve|s|d)\b", re.IGNORECASE)
#: "If it showed nothing" alone.
_WHO: Final = r"\b(?:you|i|it|he|she|they|there)\b"
_HANGS: Final = re.compile(
    rf"^(?:if|when|because|although|until|unless) (?!.*,|.*{_WHO}.*{_WHO})", re.IGNORECASE
)
#: What follows where a thought goes on: "If I say yes …, and if I say no …".
_GOES_ON: Final = re.compile(r"(?:, )?(?:yes ,? ?)?(?:(?:and|but|or|if)\b|it's that\b)|, it's\b")
#: Who is meant, the client's own people or the two who talk, cannot be told.
_BOTH: Final = frozenset({"we", "us"})
_BEFORE: Final = frozenset({"and", "but", "or"})
_ASKED: Final = re.compile(
    r"^(?:you want to know|you(?:'re| are) asking|you(?:'d| would) like(?: to know)?)\b",
    re.IGNORECASE,
)
#: What a question is turned by when somebody else reports it ("Will they stop?", "if they'll stop").
_TURNS: Final = frozenset(
    "if whether do does did will would can could have has had is are was were am to me and it".split()
)
_SHORTENED: Final = re.compile(r"'(?:ll|ve|s|re|d|m)$")
#: "I can't, I know" is no "you know"; "You can put it away" asks for something; "these boots" are
#: worn by somebody else.
_OTHERWISE: Final = re.compile(
    r", you know[.!]?$|^(?:you say )?you'll tell\b|^(?:you say )?\W?(?:see,|(?:the )?thing is\b)"
    r"|^you(?:'ll give (?:me|us) that|'re sure (?:i'm|we're) right)\b"
    r"|\bd'you\b|\bpardon\b|\bthank (?:me|you)\b|^you heard\b|^you don't know,|^the (?:rest|other)\b"
    r"|^you(?:'re| are) (?:too|no|just|only|a bit|not much|not good)\b"
    r"|\b(?:these|those|here|also|th(?:is|at) side)\b|,? (?:yeah|anyway|sort of|though)[.!]?$"
    r"|^you say (?:i|we)(?:'ll| can| could| should| may| might)\b",
    re.IGNORECASE,
)
#: No English: "you never was", "I are".
_BROKEN: Final = re.compile(
    r"(?<!\bof )\byou (?:(?:never|just|still|always|only|also|really|already) )?"
    r"(?:was|wasn't|am|has|hasn't|is)\b"
    r"|\bthat's i\b|\bi[.,!]"
    r"|\bi (?:are|aren't|were not|the|an?|my|first|again|at|in|on|to|for|with|and|or|but)\b"
    r"|\b(?:of|to|for|with|at) i\b(?! (?:was|am|have|had|would|will|do|did)\b)",
    re.IGNORECASE,
)
#: Ways in and out that are the speaker's own: "You want to know …", "…, you say".
_AROUND: Final = re.compile(
    r"^(?:so,?|for you,|you say,?|you want to know|you(?:'re| are) asking|you mean)\s+"
    r"|,? you (?:say|said|mean)[.?!]?$",
    re.IGNORECASE,
)
#: Words of the first person and of the second, as far as they differ; each pair is one word here.
_PAIRS: Final = (
    ("i", "you"),
    ("me", "you"),
    ("we", "you"),
    ("us", "you"),
    ("my", "your"),
    ("our", "your"),
    ("mine", "yours"),
    ("ours", "yours"),
    ("myself", "yourself"),
    ("i'm", "you're"),
    ("we're", "you're"),
    ("i've", "you've"),
    ("we've", "you've"),
    ("i'd", "you'd"),
    ("we'd", "you'd"),
    ("i'll", "you'll"),
    ("we'll", "you'll"),
)
_FIRST: Final = frozenset(first for first, _ in _PAIRS)
_SECOND: Final = frozenset(second for _, second in _PAIRS)
#: The advisor alone: who says "you" to them hardly means their firm.
_ONE: Final = frozenset("i me my mine myself i'm i've i'd i'll".split())
_SAME: Final = dict(_PAIRS) | {"am": "are", "was": "were"}


def misgiven(back: str, client: str) -> str | None:
    """Say what is wrong with words given back; None if they are a clause of the client's, turned.

    A question of theirs is not given back but reported (`reports`).

    Args:
        back: one sentence, as the advisor could say it.
        client: what the client said.
    """
    whole = back.strip().replace("’", "'")
    way = _ASKED.match(whole)
    if _BROKEN.search(whole) or (way and _TURNED_ROUND.search(whole[way.end() :])):
        return "is no English"
    if _OTHERWISE.search(whole):
        return "means something else from another mouth"
    if STUTTER.search(whole):
        return "is broken off"
    inner = _AROUND.sub("", whole)
    if _HANGS.match(inner):
        return "is half of a thought"
    problem = _misgiven(whole, whole, client)
    if problem is None and inner == whole and _speaks_of_advisor(whole, client):
        return "says of the advisor what the client said, as if it were so"
    # "You say that as though …": the way in may as well be their own words.
    return problem and _misgiven(inner, whole, client)


def reports(back: str, client: str) -> bool:
    """Say whether a question or a demand is reported: a run of its words, persons turned."""
    back = back.replace("’", "'")
    way = _ASKED.match(back)
    if way is None or _BROKEN.search(back) or _TURNED_ROUND.search(back[way.end() :]):
        return False
    if _PERFECT.search(client) and _PERFECT.search(back[way.end() :]) is None:
        return False
    given = _without_turns(back[way.end() :])
    said = _without_turns(client)
    run = SequenceMatcher(a=_alike(said), b=_alike(given), autojunk=False).find_longest_match()
    pairs = zip(said[run.a : run.a + run.size], given[run.b : run.b + run.size], strict=True)
    enough = len(given) > 1 and run.size >= THEIRS * len(given)
    return enough and all(_turned(one, other) for one, other in pairs)


def _without_turns(text: str) -> list[str]:
    words = (_SHORTENED.sub("", token) for token in _tokens(text) if token not in _STOPS)
    return [word for word in words if word and word not in _TURNS]


def _speaks_of_advisor(back: str, client: str) -> bool:
    """Say whether it is the advisor who does something in the words given back.

    "You make it sound easy" is "You say I make it sound easy"; and a client's "you" may be anybody.
    """
    given = _tokens(back)
    first = _FIRST & frozenset(given) - frozenset(_tokens(client))
    return bool(first) and (given[0] in _FIRST or _SECOND.isdisjoint(given))


def _misgiven(words_given: str, back: str, client: str) -> str | None:
    given = [token for token in _tokens(words_given) if token not in _STOPS]
    said = _tokens(client)
    words = [place for place, token in enumerate(said) if token not in _STOPS]
    match = SequenceMatcher(
        a=_alike([said[place] for place in words]), b=_alike(given), autojunk=False
    ).find_longest_match()
    added = len(given) > 1 and given[0] in _LEADS_IN
    if match.size < max(FEWEST, len(given) - added):
        return "are not their words"
    run = words[match.a : match.a + match.size]
    turned = zip((said[i] for i in run), given[match.b : match.b + match.size], strict=True)
    if any(not _turned(one, other) for one, other in turned):
        return "mixes up I and you"
    if len(given) > _MOST:
        return "is more than one would say again"
    if _CLAUSE.search(" ".join(given)) is None:
        return "is no clause"
    if not _whole(said, run[0], run[-1]):
        return "begins or stops in the middle"
    led_up_to = run[0] > 1 and said[run[0] - 1] in _BEFORE and said[run[0] - 2] not in _ENDS
    if led_up_to or _GOES_ON.match(" ".join(said[run[-1] + 1 :])):
        return "is half of a thought"
    theirs = {said[place] for place in run}
    if theirs & _BOTH:
        return "may take both for the client"
    if said[run[0]] not in _SECOND and theirs & _SECOND and not theirs & _FIRST:
        return "may take people in general for the advisor"
    ending = next((mark for mark in said[run[-1] :] if mark in _ENDS), "")
    if ending == "?" and not _ASKED.match(back):
        return "asks what they asked"
    return None


def _tokens(text: str) -> list[str]:
    return [token.replace("’", "'") for token in _TOKEN.findall(text.casefold())]


def _alike(words: list[str]) -> list[str]:
    return [_SAME.get(word, word) for word in words]


def _turned(said: str, given: str) -> bool:
    """Say whether a word of person was turned round; all others are free."""
    if said in _FIRST:
        return given in _SECOND
    return said not in _SECOND or given in _ONE


def _whole(said: list[str], first: int, last: int) -> bool:
    """Say whether a run of words begins and ends where a clause does."""
    begins = first == 0 or said[first - 1] in _STOPS | _JOINS | {"that"}
    ends = last == len(said) - 1 or said[last + 1] in _STOPS | _JOINS | _LEADS_ON
    return begins and ends
