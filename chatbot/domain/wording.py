"""Kinds of better wording that a coach can offer, and what can be checked of one by rule.

A small model's own thoughts about a client are nonsense too often. So a wording has two parts: the
client's words given back, and a general question, offer or word of freedom that goes with any matter.
"""

import re
from enum import StrEnum
from typing import Final

from chatbot.domain.codes import Code, Heard
from chatbot.domain.giving_back import misgiven
from chatbot.domain.guard import flips_role
from chatbot.domain.numbers import numbers
from chatbot.domain.words import bare, sentences

#: Words of a wording: it is said in one breath or two.
WORDS: Final = range(4, 36)

_TOPIC: Final = re.compile(r"[a-z]{3,}")
_EMPTY: Final = frozenset(
    """
    the and you your yours that this these those what when where which who how why with for from
    into about there here have has had not but are was were will would could should can may might
    did does doing done don isn aren wasn won get got let like want wanted need think thought know
    tell say said more most much some any all one two way thing things it's you're that's i'd i'm
    i'll you'd they them their she her him his our out off over then than now just only even very
    """.split()
)
#: Beginnings of the words in which a general question, a choice or an offer is put.
_GENERAL: Final = frozenset(
    """
    add advic afrai again ahead alone anoth answe anyon anyth ask asked bear been befor behin
    belon bit both bothe call chang choic choos come comes count cover dealt decid decis didn
    diffe discu doesn easie eithe else enoug entir ever every exact excep expla fair far feel
    figur find fine first fit free gets give goes gone good handl happe harde haven hear heard
    hears help helpe helps hold hope hopin hurry idea impor inste keep knows last later leave
    liste littl long look looks lose make makes manag matte mean mind mine miss missi momen need
    needn new next nobod none nothi offer open opini other own pace past pictu piece possi put
    quiet rathe right room round see set settl shall share side somet soon soone stand start
    stay stays step still stop strai such sugge table take takes talk talki telli throu throw
    time today told too try under unles until use usefu usual view wait weigh welco whate wheth
    while whole whom willi witho word words works worri worry yes yet yours
    """.split()
)
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


def topic(text: str) -> frozenset[str]:
    """Return the beginnings of the words that a text is about."""
    words = _TOPIC.findall(text.casefold())
    return frozenset(word[:5] for word in words if word not in _EMPTY)


def unfit(text: str, client: str, advisor: str, known: str) -> str | None:
    """Say why a wording cannot be offered, as far as a rule can tell; None if it can.

    Args:
        text: the wording.
        client: what the client has said last.
        advisor: the turn that it would replace.
        known: the advisor's brief; what stands there may be said.
    """
    if not _WHOLE.search(text) or len(text.split()) not in WORDS:
        return "stops in the middle, or is too short or too long"
    if _FORMULAS.search(text) or flips_role(text):
        return "a formula"
    if numbers(text) - numbers(f"{client} {advisor} {known}"):
        return "a figure from nowhere"
    if " ".join(bare(text)) in " ".join(bare(advisor)):
        return "was just said"
    back, *rest = sentences(text)
    if not rest:
        return "has one part: their words, or what to do with them"
    if (problem := misgiven(back, client)) is not None:
        return problem
    if topic(" ".join(rest)) - topic(f"{client} {known}") - _GENERAL:
        return "tells of other things"
    return None
