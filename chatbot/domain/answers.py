"""How the answers of an interview are read: each function makes fields of a `Sketch` of one.

They raise ValueError (with how to put it) or pydantic's ValidationError.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from chatbot.domain.moves import Act, Ending

#: Between what the client says and the words that touch on it: "I'd pay for it. / cost, price".
WORDS_AFTER: Final = " / "

Fields = dict[str, Any]


def text(name: str) -> Callable[[str], Fields]:
    """Read a text into the field `name`."""
    return lambda answer: {name: answer}


def _listed(answer: str) -> list[str]:
    return [part for found in answer.split(";") if (part := found.strip())]


def texts(name: str) -> Callable[[str], Fields]:
    """Read texts with semicolons between them into the field `name`."""
    return lambda answer: {name: _listed(answer)}


def _said(answer: str) -> Fields:
    say, _, words = answer.partition(WORDS_AFTER)
    return {"say": say.strip(), "cues": [cue for word in words.split(",") if (cue := word.strip())]}


def says(name: str) -> Callable[[str], Fields]:
    """Read what the client says, with semicolons between, into the field `name`."""
    return lambda answer: {name: [_said(part) for part in _listed(answer)]}


def who(answer: str) -> Fields:
    """Read a name, and an age behind it."""
    found = re.fullmatch(r"(.*?)[\s,]+(\d{1,3})", answer)
    return {"name": found[1], "age": int(found[2])} if found else {"name": answer}


def recommended(answer: str) -> Fields:
    """Read what is recommended; asked for as a step with a date, it is both."""
    return {"recommendation": answer, "target_behaviour": answer}


def right(answer: str) -> Fields:
    """Read yes, partly or no."""
    known = {"y": "yes", "yes": "yes", "p": "partly", "partly": "partly", "n": "no", "no": "no"}
    if answer.casefold() not in known:
        raise ValueError("Answer with yes, partly or no.")
    return {"right": known[answer.casefold()]}


_ASKS: Final = (
    (
        Act.ASK_MOTIVE,
        re.compile(r"\b(you (get|earn|gain|make)|in it for you|commission|why do you)"),
    ),
    (
        Act.ASK_PROOF,
        re.compile(r"\b(prove|proof|sure|evidence|know that|who says|show me|guarantee)"),
    ),
)


def asked(answer: str) -> Fields:
    """Read the client's questions; what kind they are shows in their words."""

    def act(say: str) -> Act:
        found = (act for act, words in _ASKS if words.search(say.casefold()))
        return next(found, Act.ASK_INFORMATION)

    asked = [_said(part) for part in _listed(answer)]
    return {"questions": [one | {"act": act(one["say"])} for one in asked]}


_ENDINGS: Final = (
    (Ending.SECOND_OPINION, re.compile(r"\b(second opinion|(somebody|someone) else|show it to)\b")),
    (Ending.SMALL_TEST, re.compile(r"\b(try|trial|test|small|first step)\b")),
    (Ending.DATED_PAUSE, re.compile(r"\b(think (it|about)|sleep on|talk again|sit down again)\b")),
    (Ending.INFORMED_NO, re.compile(r"\b(leave it|leave things|stay as|won't|no, )")),
)


def way_out(answer: str) -> Fields:
    """Read what the client could agree to; how that ends shows in its words."""
    said = _said(answer)
    fits = (ending for ending, words in _ENDINGS if words.search(said["say"].casefold()))
    return {"plans": [said | {"ending": next(fits, Ending.PLAN)}]}


def struck(answer: str) -> Fields:
    """Read words that put the client off."""
    words = [cue for word in answer.split(",") if (cue := word.strip())]
    return {"triggers": [{"why": "Words that this client does not like to hear.", "cues": words}]}


def difficulty(answer: str) -> Fields:
    """Read a figure from 1 to 5."""
    if answer not in {"1", "2", "3", "4", "5"}:
        raise ValueError("Answer with a figure from 1 to 5.")
    return {"difficulty": int(answer)}


def role(answer: str) -> Fields:
    """Read what the advisor is, and after a semicolon how they got here."""
    first, _, then = (part.strip() for part in answer.partition(";"))
    return {"role": first} | ({"situation": then} if then else {})
