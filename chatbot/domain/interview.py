"""The interview that makes a client: twenty questions, and how an answer is read.

Few are asked on purpose: who it is, what is advised, and above all why they hesitate, from what
they say at once down to what it touches in their life. The rest is derived (`domain.drafting`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from chatbot.domain import answers as reading
from chatbot.domain.errors import InputError
from chatbot.domain.foreign_text import visible
from chatbot.domain.moves import Ending
from chatbot.domain.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: under which the answer is kept.
        ask: the question, to the person who makes the client.
        example: an answer such as would do.
        read: makes fields of a `Sketch` of an answer.

    Raises (of `read`):
        ValueError: the answer cannot be read; the message says how to put it.
    """

    key: str
    ask: str
    example: str
    read: Callable[[str], reading.Fields]


def take(question: Question, answer: str) -> str:
    """Return an answer as it is kept: on one line, and readable.

    Raises:
        InputError: it cannot be used; the message says how to put it.
    """
    kept = " ".join(visible(answer).split())
    try:
        Sketch.model_validate(question.read(kept))
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{_told(str(first['msg']))} (here: {_shown(first['input'])})") from error
    except ValueError as error:
        raise InputError(str(error)) from error
    return kept


def sketch_of(answers: Mapping[str, str]) -> Sketch:
    """Return the sketch that all answers make; empty ones were skipped.

    Raises:
        InputError: an answer cannot be used; the message names its question.
    """
    fields: reading.Fields = {}
    for question in QUESTIONS:
        answer = answers.get(question.key, "")
        if answer:
            try:
                fields |= question.read(take(question, answer))
            except InputError as error:
                raise InputError(f"{question.key}: {error}") from error
    if fields.get("right") == "yes":
        # What is wrong for them as it stands they can only take up as something else.
        taken = {Ending.PLAN: Ending.ADVICE_REVISED}
        for plan in fields.get("plans", ()):
            plan["ending"] = taken.get(plan["ending"], plan["ending"])
    return Sketch.model_validate(fields)


def _told(message: str) -> str:
    return message.removeprefix("Value error, ")


def _shown(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


_ROWS: Final = (
    (
        "domain",
        "What is the talk about, in two or three words?",
        "retirement money",
        reading.text("domain"),
    ),
    ("who", "What is your client called, and how old are they?", "Ada Example, 47", reading.who),
    (
        "about",
        "Who are they? Two or three sentences; keep what worries them for later.",
        "Ada runs a bakery in the third generation. She does the books herself, at night.",
        reading.text("about"),
    ),
    ("style", "How do they speak?", "dry, exact, short sentences", reading.text("style")),
    (
        "role",
        "What are you to them, and how did the two of you get here? (role; what has happened)",
        "Adviser at a savings bank; we have met once, and I sent her a plan two weeks ago.",
        reading.role,
    ),
    (
        "recommendation",
        "What do you recommend: what exactly would they do, and by when?",
        "Move a tenth of the savings into the fund by 31 March 2027.",
        reading.recommended,
    ),
    (
        "cite",
        "What facts and figures may you quote? Nothing beyond them may be invented. (with ; between)",
        "Her savings earn 0.5 per cent; the fund lost 12 per cent in 2022; my fee is 250 euros",
        reading.texts("case_facts"),
    ),
    (
        "must_tell",
        "What must you tell them whatever they decide: risks, costs, rights? (with ; between)",
        "The fund can lose money.; She can leave at any time without a fee.",
        reading.texts("must_tell"),
    ),
    (
        "interest",
        "What do you gain if they say yes? Honestly.",
        "I earn a commission of 1 per cent, and my boss counts signatures.",
        reading.text("advisor_interest"),
    ),
    (
        "objection",
        "What do they say against it at once? In their own words; after a slash, words that you "
        "might use when you speak of it.",
        "The fees eat up everything. / fee, cost*, charge",
        reading.says("objections"),
    ),
    (
        "underneath",
        "And what is it really about, which they tell only to somebody they trust?",
        "The last adviser cost my father his pension. / father, last time, burned, trust",
        reading.says("underneath"),
    ),
    (
        "value",
        "What matters most to them in this?",
        "I want to hand the bakery on without debts. / bakery, hand it on, children, debt*",
        reading.says("values"),
    ),
    ("right", "Are they right to hesitate? yes, partly or no", "partly", reading.right),
    (
        "reason",
        "Why might they do it after all?",
        "I'd like to sleep without doing sums. / sleep, night, peace of mind",
        reading.says("reasons_for"),
    ),
    (
        "strength",
        "What could you honestly appreciate about them? Said by themselves.",
        "I read every page before I sign. / careful, read, thorough",
        reading.says("strengths"),
    ),
    (
        "surprise",
        "Two things about them that one would not expect? (with ; between)",
        "I sing in a punk band on Thursdays.; I sold my car last year and never missed it.",
        reading.says("against_type"),
    ),
    (
        "question",
        "What do they ask until it is answered? After a slash, words that an answer would hold.",
        "What do you get if I say yes? / commission, per cent, i earn",
        reading.asked,
    ),
    (
        "plan",
        "What could they agree to in the end? In their own words, with a date.",
        "I'll try it with a thousand until March, and then we look. / try, small, until march",
        reading.way_out,
    ),
    (
        "trigger",
        "Which words of yours would put them off? (with commas)",
        "today only, everyone does it, trust me",
        reading.struck,
    ),
    ("difficulty", "How hard are they to reach? 1 (open) to 5 (hard)", "3", reading.difficulty),
)


QUESTIONS: Final = tuple(Question(*row) for row in _ROWS)
