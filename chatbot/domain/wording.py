"""For which findings a coach offers another wording, and what can be checked of one by rule.

A small model's own thoughts about a client are nonsense too often. So a wording has two parts
(`wording_parts`): the model gives back the client's words or reports what they ask; what goes on
behind that is one of ours.
"""

import re
from typing import Final

from chatbot.domain.attributing import attributed
from chatbot.domain.codes import Code, Heard
from chatbot.domain.giving_back import misgiven
from chatbot.domain.guard import flips_role
from chatbot.domain.joining import leads_up
from chatbot.domain.numbers import numbers
from chatbot.domain.persons import turned_round
from chatbot.domain.reporting import passes_on, reports
from chatbot.domain.taking_up import TakenUp, asked, requests, taken_up, without_tags
from chatbot.domain.wording_parts import OURS, WordingKind
from chatbot.domain.words import bare, sentences

#: Words of a first part: it is said in one breath.
WORDS: Final = range(4, 26)

_FORMULAS: Final = re.compile(
    r"\b(?:it sounds like|sounds like you|i hear (?:you|that)|what i'm hearing|i understand|"
    r"i appreciate|why don't you)\b",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(r"[.?!…]$")


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

_LEAVE: Final = WordingKind.AUTONOMY
#: What the client would rather, must, or cannot go on with: a choice that can be left with them.
_DECIDES: Final = re.compile(
    r"\byou(?:'re not sure| have to| need| want|'d rather| would rather| could| might| won't"
    r"| don't (?:want|know|see|sign|need)| can(?:'t|not) (?:keep|see|go on|do|decide|say)"
    r"|'ll (?:think|see|do|leave|give|wait))\b",
    re.IGNORECASE,
)
#: What is told behind a request: "leave it with Shirley, she's in charge", "and I'll read it".
_REASON: Final = re.compile(r"(?:,(?! (?:and|or)\b)| and (?:you|i)\b)[^.]*", re.IGNORECASE)
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


def as_given_back(text: str, client: str) -> str:
    """Return a model's sentence as it would be offered, in one line.

    I and you are turned round where it is plain how, words marked as the client's where they could
    be the advisor's view, and a request is left without its reasons.

    Args:
        text: a first part, as the model has it.
        client: what the client said.
    """
    up, back = taken_up(client), " ".join(text.split())
    if not back or back in OURS.get(up, ()):
        return back
    back = turned_round(back, without_tags(client))
    if up is TakenUp.WORDS:
        return attributed(back)
    return _REASON.sub("", back) if up is TakenUp.REQUEST else back


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
    up = taken_up(client)
    if back in OURS.get(up, ()):
        return None
    match up:
        case TakenUp.WORDS:
            return _unfit_words(back, kind, client)
        case TakenUp.QUESTION:
            return None if reports(back, asked(client)) else "does not report what they asked"
        case TakenUp.REQUEST:
            found = any(passes_on(back, one) for one in requests(client))
            return None if found else "does not report what they want done"
        case _:
            return "gives back what is hardly said"


def _unfit_words(back: str, kind: WordingKind, client: str) -> str | None:
    if kind is _LEAVE and _DECIDES.search(back.replace("’", "'")) is None:
        return "is about nothing that could be decided"
    if leads_up(back, client):
        return "leads up to the point"
    return misgiven(back, without_tags(client))
