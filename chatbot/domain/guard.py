"""What a client's sentence must not be: too long, out of the role, telling too much, another act.

Pure checks, one sentence at a time, so that a reply can be shown while it is still being written.
The patterns know English; figures, repetition, leaks and length hold for any language.
"""

import re
from enum import StrEnum
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.dialogue import Speaker
from chatbot.domain.guard_leaks import known_texts, leaks, stems, told_in
from chatbot.domain.leeway import AT_ONCE, may_wait
from chatbot.domain.moves import ASKING, Act
from chatbot.domain.ports import Brief
from chatbot.domain.words import sentences

#: A reply may be longer than planned by this factor, and by a word or two where it is short.
LENGTH_FACTOR: Final = 1.6
LENGTH_SLACK: Final = 3
#: A sentence of so many words or more is not said twice in a talk.
REPEAT_WORDS: Final = 5

_FLIPS: Final = re.compile(
    r"""
    ^(?:advisor|coach|assistant|user|system|narrator|human)\s*[:：]
    | \b(?:as|i\ am|i['’]m)\ (?:just\ |only\ )?an?
      \ (?:ai|language\ model|chatbot|virtual\ assistant)\b
    | \b(?:reflective|active)\ listening\b | \bmotivational\ interview | \bopen[-\ ]ended\ question
    | \b(?:great|good|nice|excellent)\ (?:reflection|listening|job\ (?:listening|reflecting))\b
    | \bthank(?:s|\ you)\ for\ (?:listening|acknowledging|validating|reflecting|hearing\ me)
    | \bi(?:['’]d|\ would)?\ recommend\b | \bmy\ (?:recommendation|advice)\ (?:is|would|to\ you)\b
    | \bhow\ (?:can|may)\ i\ (?:help|assist)\b | \bi['’]m\ here\ to\ (?:help|support|listen)\b
    | \b(?:feel\ free|don['’]t\ hesitate)\ to\b | \blet['’]s\ explore\b
    | \byour\ (?:concerns?|feelings?|hesitation)\ (?:is|are)\ (?:\w+\ )?(?:valid|understandable)\b
    | \bit['’]?s\ (?:\w+\ )?(?:understandable|natural|normal)\ (?:that\ you|(?:for\ you\ )?to\ feel)
    | \bi\ (?:\w+\ )?understand\ (?:your\ (?:concern|hesita|worr|feeling)|how\ you\ feel)
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Words of the workshop: a client uses them only if the advisor has just done so.
_BACKSTAGE: Final = re.compile(
    r"\b(?:system prompt|stage directions?|my instructions|role-?play\w*|persona|simulat\w+|"
    r"language model|word limit)\b",
    re.IGNORECASE,
)
_GIVES_IN: Final = re.compile(
    r"\b(?:i['’]ll (?:sign|do it|go ahead|go for it|take it)|let['’]s (?:do it|go ahead|go for it)|"
    r"you['’]ve (?:convinced|persuaded) me|i['’]m (?:convinced|sold)|where do i sign|sign me up)\b",
    re.IGNORECASE,
)
_HOLDS_BACK: Final = re.compile(
    r"\b(?:if|when|until|unless|before|think|not|never|n['’]t|suppose)\b|n['’]t\b", re.IGNORECASE
)
#: Asking without a question mark: "Show me." "I'd want to see it in writing."
_DEMANDS: Final = re.compile(
    r"(?:^|[.!,;:]\s+|\b(?:so|then|well|and|kindly|please)\s+)(?:show|give|name|put|tell|prove|"
    r"point|direct|define|let me)\b"
    r"|\bi(?:['’]d| would| should)? (?:like|want|need) to (?:see|know|hear|read)\b",
    re.IGNORECASE,
)
_DENIES: Final = re.compile(
    r"^no\b|\bnothing to do with\b|\b(?:that|it)['’]s not (?:it|that|true|why)\b|\bnot at all\b",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(
    r"(?<![\w.,])[$€£]?\d[\d,.]*(?:\s*(?:%|percent|per cent))?", re.IGNORECASE
)
_DECIDES: Final = frozenset({Act.COMMITMENT, Act.TAKING_STEP, Act.FALSE_YES})


class Flaw(StrEnum):
    """Kinds of problem."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ROLE = "role"
    LEAK = "leak"
    INVENTED = "invented"
    ACT = "act"
    REPEATED = "repeated"


class Problem(Value):
    """Why a sentence cannot be said. `words` tell the model, and the log, what is wrong."""

    flaw: Flaw
    words: str


def limit(brief: Brief) -> int:
    """Return how many words the reply may have at most."""
    planned = brief.move.max_words
    return max(int(planned * LENGTH_FACTOR), planned + LENGTH_SLACK)


def check_sentence(text: str, brief: Brief, before: str = "") -> Problem | None:
    """Check one clean sentence of a reply; `before` are the sentences that come before it."""
    for check in (_long, _role, _act, _figures, _repeated, _leaking):
        problem = check(text, brief, before)
        if problem is not None:
            return problem
    return None


def check_reply(text: str, brief: Brief) -> Problem | None:
    """Check what only the whole reply can show: that it is there, asks, and says what it should."""
    move = brief.move
    if not text.strip():
        return Problem(flaw=Flaw.EMPTY, words="The reply is empty; say something aloud.")
    if move.act in ASKING and "?" not in text and not _DEMANDS.search(text):
        return Problem(flaw=Flaw.ACT, words="The reply asks nothing; it has to put the question.")
    wanted = frozenset[str]() if may_wait(move) else stems(move.say)
    if len(wanted) >= 3 and not wanted & stems(text):
        return Problem(
            flaw=Flaw.ACT, words=f"The reply does not say what it is about to say: {move.say}"
        )
    return None


def flips_role(text: str) -> bool:
    """Say whether a text speaks as an advisor, a coach or a program, whatever the talk."""
    return _FLIPS.search(text) is not None


def _long(text: str, brief: Brief, before: str) -> Problem | None:
    count = len(f"{before} {text}".split())
    if count <= limit(brief):
        return None
    words = (
        f"The reply is too long: {count} words or more, where {brief.move.max_words} are enough."
    )
    return Problem(flaw=Flaw.TOO_LONG, words=words)


def _role(text: str, brief: Brief, before: str) -> Problem | None:
    del before
    found = _FLIPS.search(text)
    if found is None:
        found = _BACKSTAGE.search(text)
        turns = brief.transcript.said_by(Speaker.ADVISOR)
        if found is None or (turns and found[0].casefold() in turns[-1].casefold()):
            return None
    words = f'The words "{found[0]}" are not the client\'s; speak only as the client.'
    return Problem(flaw=Flaw.ROLE, words=words)


def _act(text: str, brief: Brief, before: str) -> Problem | None:
    del before
    move = brief.move
    words = None
    if move.act is Act.MINIMAL and "?" in text:
        words = "The reply asks something; a few words without a question are enough."
    elif move.act is Act.TOUCHED and _DENIES.search(text):
        words = "The reply denies it; half admit it and turn away, without saying what it is."
    elif move.act not in _DECIDES and move.closes is None and _gives_in(text):
        words = "The reply gives in; nothing has been decided."
    return None if words is None else Problem(flaw=Flaw.ACT, words=words)


def _gives_in(text: str) -> bool:
    return _GIVES_IN.search(text) is not None and not _HOLDS_BACK.search(text) and "?" not in text


def _figures(text: str, brief: Brief, before: str) -> Problem | None:
    del before
    found = {_plain(match) for match in _FIGURE.findall(text) if _weighty(match)}
    if not found:
        return None
    known = {_plain(match) for known in known_texts(brief) for match in _FIGURE.findall(known)}
    made_up = sorted(found - known)
    if not made_up:
        return None
    words = f"The figure {made_up[0]} is made up; use no figure that has not been given."
    return Problem(flaw=Flaw.INVENTED, words=words)


def _weighty(figure: str) -> bool:
    return len(_plain(figure)) >= 3 or not figure.strip(".,").isdigit()


def _plain(figure: str) -> str:
    return re.sub(r"[^\d.]", "", figure.replace(",", "")).strip(".")


def _repeated(text: str, brief: Brief, before: str) -> Problem | None:
    del before
    if len(text.split()) < REPEAT_WORDS:
        return None
    said = (*brief.transcript.said_by(Speaker.CLIENT), *brief.lines_used)
    earlier = {_bare(sentence) for line in said for sentence in sentences(line)}
    if _bare(text) not in earlier:
        return None
    words = f'The sentence "{text}" has been said before; put it in other words.'
    return Problem(flaw=Flaw.REPEATED, words=words)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _leaking(text: str, brief: Brief, before: str) -> Problem | None:
    if leaks(text, brief):
        words = "The reply tells what has not come up yet; keep to what you were given to say."
        return Problem(flaw=Flaw.LEAK, words=words)
    questions = {question.id for question in brief.persona.questions}
    beside = {*told_in(f"{before} {text}", brief)} - {*brief.move.content_ids, *questions}
    if len(beside) <= AT_ONCE:
        return None
    words = "The reply tells several new things at once; one at a time."
    return Problem(flaw=Flaw.LEAK, words=words)
