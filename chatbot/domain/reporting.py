"""A question or a request of the client's, reported by somebody else.

"What do you get out of it?" is reported as "You want to know what I get out of it": it is a run
of the question's own words, persons turned and the verb put back behind its subject. "Leave it with
Shirley, she's in charge" is reported as "You want me to leave it with Shirley".
"""

import re
from typing import Final

from chatbot.domain.persons import BOTH, BROKEN, STOPS, longest_run, tokens, turned
from chatbot.domain.words import sentences

#: This share of a question's words, reported, has to be the client's.
_THEIRS: Final = 0.9
#: How a report begins.
_WAY_IN: Final = re.compile(
    r"^(?:you want to know|you(?:'re| are) asking(?: me)?|you(?:'d| would) like(?: to know)?)\b",
    re.IGNORECASE,
)
_WAY_IN_TO_REQUEST: Final = re.compile(
    r"^(?:you want|you'd like|you(?:'re| are) asking) me to\b", re.IGNORECASE
)
#: Where a request may stop being reported, and words of it that have to be.
_PAUSES: Final = STOPS | {"and"}
_FEWEST: Final = 2
#: What a question is turned by when somebody else reports it ("Will they stop?", "if they'll stop").
_TURNS: Final = frozenset(
    "if whether do does did will would can could have has had is are was were am to and it".split()
)
#: "Does it take", "if it takes": the verb's ending is as free as what is shortened behind a subject.
_ENDING: Final = re.compile(r"'(?:ll|ve|s|re|d|m)$|(?<=..[^s])s$")
#: "How many winters have you lived" is no reported question.
_TURNED_ROUND: Final = re.compile(
    r"\b(?:have|has|had|did|do|does|is|are|am|was|were|can|could|will|would|should) "
    r"(?:i|you|we|they|he|she)\b"
    r"|\b(?:did|does|is|was|can|could|will|would|should) (?:it|that|this)\b"
    r"|\bwhat (?:is|are|was|were) (?:its|my|your|his|her|our|their|the)\b"
    r"|\b(?:what|who|where|how|when|why)'s (?:that|this|it|he|she|the|your|my)\b",
    re.IGNORECASE,
)
#: Verbs that a report keeps: "Has she got her place back" is not "if she got", "Was my answer not
#: clear" not "if your answer not clear", and "Why would I wake them" not "why you wake them".
_KEPT: Final = (
    re.compile(r"\bwould(?:n't)?\b|'d\b", re.IGNORECASE),
    re.compile(r"\b(?:have|has|had)\b|'(?:ve|s|d)\b", re.IGNORECASE),
    re.compile(r"\b(?:is|are|am|was|were)\b|'(?:s|re|m)\b", re.IGNORECASE),
)
#: "If it goes wrong, do you come back?" does not ask whether it goes wrong.
_CONDITION: Final = re.compile(r"^\W*(?:(?:and|but|so|well)\W+)?if\b[^,?]*,", re.IGNORECASE)
#: "And now to the thing itself?" has none.
_VERB: Final = re.compile(
    r"\b(?:is|are|am|was|were|do|does|did|can|could|will|would|shall|should|may|might|have|has|had|want|"
    r"tell|show|give|know|like|what|who|which|where|when|why|how|whose)\b|'(?:s|re|ve|d|ll|m)\b|n't\b",
    re.IGNORECASE,
)
_DOES: Final = re.compile(r"\bdoes(?:n't)?\b", re.IGNORECASE)
#: "Is that the roof talking, or your firm?" is one question.
_PARTS: Final = re.compile(r",(?!\s*or\b)", re.IGNORECASE)
#: What may be left off before a question; without more it would be another one.
_LEADS_IN: Final = frozenset("and but so then well okay ok right now or".split())
_DEMAND: Final = re.compile(
    r"^.*\b(?:i(?:'d like| want) to know|may i ask|tell (?:me|us))\b|^\W*(?:give|show) (?:me|us)\b",
    re.IGNORECASE,
)
_ASKS_WHAT: Final = frozenset("what who which where when why how whose".split())
#: Where a question goes on: "… after, what, twenty-five minutes", "… if you don't".
_LEADS_ON: Final = re.compile(
    r"\b(?:after|before|until|since|than|as|if|because|if \w+ (?:do|did|wo|does)n't)\W*$"
    r"|^ \w+ (?:by|for|to|with)\W*$|, or more\W*$|\b(?:that|it) (?:how|why)\W*$",
    re.IGNORECASE,
)


def reports(back: str, client: str) -> bool:
    """Say whether a sentence reports a question or a demand of a client's, and reports it whole.

    Args:
        back: one sentence, as the advisor could say it.
        client: what the client said.
    """
    back = back.replace("’", "'")
    way = _WAY_IN.match(back)
    if way is None:
        return False
    rest = back[way.end() :]
    if any(wrong.search(rest) for wrong in (BROKEN, _TURNED_ROUND, _LEADS_ON)):
        return False
    every = [_CONDITION.sub("", one) for one in sentences(client.replace("’", "'"))]
    return any(_reports(rest, part) for one in every for part in (one, *_PARTS.split(one)))


def passes_on(back: str, request: str) -> bool:
    """Say whether a sentence reports what a client wants done, from the verb on.

    Args:
        back: one sentence, as the advisor could say it.
        request: what the client wants done, without the words before it ("leave it here").
    """
    back = back.replace("’", "'")
    way = _WAY_IN_TO_REQUEST.match(back)
    if way is None or BROKEN.search(back):
        return False
    given, said = tokens(back[way.end() :].rstrip(" .")), tokens(request)
    run = longest_run(said[: len(given)], given)
    if run.a or run.size < max(_FEWEST, len(given)) or not BOTH.isdisjoint(said[: run.size]):
        return False
    behind = said[run.size : run.size + 1]
    return turned(said[: run.size], given) and _PAUSES.issuperset(behind)


def _reports(rest: str, question: str) -> bool:
    if _VERB.search(question) is None:
        return False
    question = _DEMAND.sub("", question)
    if any(kept.search(question) and kept.search(rest) is None for kept in _KEPT):
        return False
    if _DOES.search(question) and not _ends_in_s(tokens(rest), tokens(question)):
        return False
    if "or" in tokens(question) and "or" not in tokens(rest):
        return False
    if _ASKS_WHAT & _stems(rest) - _stems(question):
        return False
    given, said = _without_turns(tokens(rest)), _without_turns(tokens(question))
    run = longest_run(said, given)
    theirs = said[run.a : run.a + run.size]
    if not _LEADS_IN.issuperset(said[: run.a]):
        return False
    if len(given) < 2 or run.size < _THEIRS * len(given) or not BOTH.isdisjoint(theirs):
        return False
    return turned(theirs, given[run.b : run.b + run.size])


def _stems(text: str) -> set[str]:
    return {word.partition("'")[0] for word in tokens(text)}


def _ends_in_s(given: list[str], said: list[str]) -> bool:
    """Say whether "does … lock" has become "locks", or has stayed."""
    return "doesn't" in given or any(
        word == f"{bare}{ending}" for word in given for bare in said for ending in ("s", "es")
    )


def _without_turns(words: list[str]) -> list[str]:
    words = ["not" if word.endswith("n't") else word for word in words]
    bare = (_ENDING.sub("", word) for word in words if word not in _TURNS | STOPS)
    return [word for word in bare if word and word not in _TURNS]
