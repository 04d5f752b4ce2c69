"""Kinds of better wording that a coach can offer, and what can be checked of one by rule.

A small model's own thoughts about a client are nonsense too often. So a wording has two parts: the
client's words given back, and a general question, offer or word of freedom that goes with any matter.
The model chooses which words and turns them round; the second part is one of ours.
"""

import re
from enum import StrEnum
from typing import Final

from chatbot.domain.attributing import attributed
from chatbot.domain.codes import Code, Heard
from chatbot.domain.giving_back import misgiven
from chatbot.domain.guard import flips_role
from chatbot.domain.joining import place
from chatbot.domain.numbers import numbers
from chatbot.domain.reporting import reports
from chatbot.domain.taking_up import TakenUp, asked, taken_up, without_tags
from chatbot.domain.words import bare, sentences

#: Words of a first part: it is said in one breath.
WORDS: Final = range(4, 26)

_FORMULAS: Final = re.compile(
    r"\b(?:it sounds like|sounds like you|i hear (?:you|that)|what i'm hearing|i understand|"
    r"i appreciate|why don't you)\b",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(r"[.?!…]$")


class WordingKind(StrEnum):
    """What the offered wording does (MITI 4.2.1: open question, CR, Emphasize, Seek or PwP)."""

    OPEN_QUESTION = "open_question"
    COMPLEX_REFLECTION = "complex_reflection"
    AUTONOMY = "autonomy"
    ADVICE_WITH_PERMISSION = "advice_with_permission"


#: What would have been better in place of a finding of this kind. Kinds that are not here want the
#: advisor's own facts (an answer, a fee, a duty), an apology or silence: no model can word these.
BETTER: Final[dict[str, WordingKind]] = {
    "persuade_without_permission": WordingKind.ADVICE_WITH_PERMISSION,
    "persuade_after_no": WordingKind.AUTONOMY,
    "persuade_after_doubt": WordingKind.OPEN_QUESTION,
    "push_during_discord": WordingKind.AUTONOMY,
    "assumed_yes": WordingKind.AUTONOMY,
    "took_over": WordingKind.ADVICE_WITH_PERMISSION,
    "talked_down": WordingKind.OPEN_QUESTION,
    "for_show": WordingKind.ADVICE_WITH_PERMISSION,
    "flattery": WordingKind.OPEN_QUESTION,
    "confront": WordingKind.OPEN_QUESTION,
    "warn": WordingKind.OPEN_QUESTION,
    "hurry": WordingKind.AUTONOMY,
    "closed_question": WordingKind.OPEN_QUESTION,
    "question_stack": WordingKind.OPEN_QUESTION,
    "echo_only": WordingKind.OPEN_QUESTION,
    "premature_advice": WordingKind.ADVICE_WITH_PERMISSION,
    "information_dump": WordingKind.OPEN_QUESTION,
    "righting_reflex": WordingKind.OPEN_QUESTION,
    "ignored_concern": WordingKind.OPEN_QUESTION,
    "passed_over_feeling": WordingKind.OPEN_QUESTION,
    "lecture": WordingKind.OPEN_QUESTION,
    "passed_over_wish": WordingKind.OPEN_QUESTION,
    "steering_in_equipoise": WordingKind.AUTONOMY,
    "permission_not_awaited": WordingKind.ADVICE_WITH_PERMISSION,
    "too_long": WordingKind.OPEN_QUESTION,
}

_ASK: Final = WordingKind.OPEN_QUESTION
_LEAVE: Final = WordingKind.AUTONOMY
_OFFER: Final = WordingKind.ADVICE_WITH_PERMISSION
#: What goes on behind the first part, whatever it is about; chance chooses. Behind the client's words:
#: of 26 such sentences these were found sayable by blind readers in three cases of four and more (294
#: wordings, 3 to 26 for each sentence; docs/ratings/coach-parts). "How do you see all this?", "What am I
#: missing?" and the like were not, nor was anything about a thing by name; later "What else should I
#: know?" went, too, and after an answer "What else would you like to know?" (34 of 51 and 89 of 118,
#: `evals.coach.minded docs/ratings/coach-*`). Behind a crumb nothing points back at it, and nothing is
#: offered.
SECOND_PARTS: Final[dict[TakenUp, dict[WordingKind, tuple[str, ...]]]] = {
    TakenUp.WORDS: {
        _ASK: (
            "What would you like from me now?",
            "What matters most to you in all this?",
            "What would help most just now?",
        ),
        _LEAVE: (
            "The decision is yours, and so is the time it takes.",
            "What you do about any of this is yours to decide.",
        ),
        _OFFER: (
            "I have a thought on all this. Would you like to hear it?",
            "I have a thought on all this. Would you like to hear it, or go on telling me?",
            "May I say how I see all this, or would you rather go on?",
            "Would it be useful to hear how I see all this, or not yet?",
            "Would you like me to say something now, or just listen?",
            "May I add something, or shall I just listen?",
        ),
    },
    TakenUp.QUESTION: {
        _ASK: ("[your answer] What does that leave open for you?",),
    },
    TakenUp.CRUMB: {
        _ASK: (
            "What would you like from me now?",
            "What matters most to you in all this?",
            "What would help most just now?",
        ),
        _LEAVE: (
            "The decision is yours, and so is the time it takes.",
            "What you do about any of this is yours to decide.",
        ),
    },
    TakenUp.NOTHING: {},
}
#: What stands in place of the client's words where there are hardly any ("Noted.", "Mhm.").
MAKES_ROOM: Final = (
    "So far I've done most of the talking.",
    "I think I've been running ahead of you.",
)
#: What the client would rather, must, or cannot go on with: a choice that can be left with them.
_DECIDES: Final = re.compile(
    r"\byou(?:'re not sure| have to| need| want|'d rather| would rather| could| might| won't"
    r"| don't (?:want|know|see|sign|need)| can(?:'t|not) (?:keep|see|go on|do|decide|say)"
    r"|'ll (?:think|see|do|leave|give|wait))\b",
    re.IGNORECASE,
)
#: Of a turn with more sentences the first leads up to the point: of 55 such given back 65 % were
#: sayable (`evals.coach.minded docs/ratings/coach-*`).
_SHORT: Final = 2
_COSTLY: Final = (Code.PERSUADE, Code.CONFRONT)


def is_kind(heard: Heard, kind: WordingKind) -> bool:
    """Say whether a wording was heard as what it should be, and as nothing that costs."""
    if heard.has(*_COSTLY):
        return False
    question = heard.get(Code.QUESTION)
    match kind:
        case WordingKind.OPEN_QUESTION:
            return question is not None and question.open is True
        case WordingKind.COMPLEX_REFLECTION:
            return heard.has(Code.COMPLEX_REFLECTION) and question is None
        case WordingKind.AUTONOMY:
            return heard.has(Code.EMPHASIZE)
        case WordingKind.ADVICE_WITH_PERMISSION:
            return heard.has(Code.SEEK, Code.PERSUADE_WITH_PERMISSION)


def worded_as(kind: WordingKind, client: str) -> WordingKind | None:
    """Return what can follow a client's turn in place of a wording of a kind; None if nothing general.

    Who asked something, or says hardly a word, is offered no advice: they are asked.
    """
    parts = SECOND_PARTS[taken_up(client)]
    return kind if kind in parts else _ASK if _ASK in parts else None


def second_parts(kind: WordingKind, client: str) -> tuple[str, ...]:
    """Return the sentences of a kind that go with what a client said."""
    return SECOND_PARTS[taken_up(client)].get(kind, ())


def as_given_back(text: str, up: TakenUp) -> str:
    """Return a model's sentence in one line, with the client's words marked as theirs."""
    back = " ".join(text.split())
    return attributed(back) if back and up is TakenUp.WORDS else back


def unfit(back: str, kind: WordingKind, client: str, advisor: str, known: str) -> str | None:
    """Say why a first part cannot be offered, as far as a rule can tell; None if it can.

    Args:
        back: the client's words given back, or what stands in their place.
        kind: what the whole wording should be.
        client: what the client has said last.
        advisor: the turn that it would replace.
        known: the advisor's brief; what stands there may be said.
    """
    if not _WHOLE.search(back) or len(sentences(back)) != 1 or len(back.split()) not in WORDS:
        return "is not one whole sentence, or too short or too long"
    if _FORMULAS.search(back) or flips_role(back):
        return "a formula"
    if numbers(back) - numbers(f"{client} {advisor} {known}"):
        return "a figure from nowhere"
    if " ".join(bare(back)) in " ".join(bare(advisor)):
        return "was just said"
    match taken_up(client):
        case TakenUp.CRUMB:
            return None if back in MAKES_ROOM else "gives back what is hardly said"
        case TakenUp.QUESTION:
            return None if reports(back, asked(client)) else "does not report what they asked"
        case _:
            if kind is _LEAVE and _DECIDES.search(back.replace("’", "'")) is None:
                return "is about nothing that could be decided"
            at, of = place(back, client)
            if at == 0 and of > _SHORT:
                return "leads up to the point"
            return misgiven(back, without_tags(client))
