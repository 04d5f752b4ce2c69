"""What cost something in a volley. Kinds are those of `prompts/coaching.yaml`.

Rules after MITI 4.2.1 and *Ten things that MI is not*; see `prompts/principles.yaml`. In doubt
nothing is found: a good turn that is criticised costs the critic more than a poor one that is not.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import INPUT, REFLECTIONS, Code, Heard, Marker, Quoted, Tone
from chatbot.domain.contents import Stance
from chatbot.domain.dialogue import Speaker
from chatbot.domain.dodging import STAKE, dodging
from chatbot.domain.findings import Case, Found
from chatbot.domain.manner import manner
from chatbot.domain.mistiming import timing
from chatbot.domain.moves import Occasion
from chatbot.domain.passing import LECTURE, passing_by
from chatbot.domain.pressing import pressure, sure_pushes
from chatbot.domain.words import content_words, sentences

LONG: Final = 110
#: An echo takes more of its words than this from the client (share of content words).
ECHO: Final = 0.75
#: Words up to which a client's turn holds nothing that more than bare praise could be said to.
FEW: Final = 5

_PRAISE: Final = re.compile(
    r"\b(?:great question|well done|(?:great|good) job(?! of)|fantastic|excellent|brilliant|"
    r"amazing|i'?m (?:so )?proud|that'?s (?:really )?(?:great|wonderful|awesome))\b",
    re.IGNORECASE,
)
_LEAVE: Final = re.compile(
    r"\b(?:may i|can i|could i|shall i|should i|mind if|would it (?:help|be (?:all right|okay|ok|"
    r"useful))|"
    r"would you like|do you want|is it (?:all right|okay|ok)|okay if)\b",
    re.IGNORECASE,
)
_SCALE: Final = re.compile(r"\b(?:scale|(?:nought|zero|one|0|1) to (?:ten|10))\b", re.IGNORECASE)
#: Whether somebody is in danger may be asked at any time, in any form.
_SAFETY: Final = re.compile(
    r"\b(?:hurt\w*|harm\w*|kill\w*|suicid\w*|end(?:ing)? your life|safe|unsafe|hit you|"
    r"afraid of)\b",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"\b[A-Z]{3,6}\b")
_NOTHING: Final = re.compile(r"^\W*(?:nothing|none|no)\b", re.IGNORECASE)


def problems(case: Case) -> Iterator[Found]:
    """Yield what cost something in this volley."""
    odd = _odd(case)
    if odd is not None:
        yield odd
    if odd is None or odd.kind == "repeated_self":
        for detect in _DETECTORS:
            yield from detect(case)


def _odd(case: Case) -> Found | None:
    kinds = {
        Occasion.EMPTY: "empty_or_filler",
        Occasion.REPEATED: "repeated_self",
        Occasion.OFF_TOPIC: "off_topic",
        Occasion.ASKED_FOR_PROMPT: "leaves_role",
        Occasion.PLAYS_CLIENT: "leaves_role",
    }
    kind = kinds.get(case.heard.occasion) if case.heard.occasion else None
    # Who says the client's words back says them again when the client does.
    parroted = case.heard.echo > ECHO or not _just_said(case)
    if kind is None or (kind == "repeated_self" and parroted):
        return None
    # A lecture, or what ends in a question, may lead somewhere.
    leads = "?" in case.said or case.heard.words >= LECTURE
    if kind == "off_topic" and (leads or _meant_for_them(case)):
        return None
    return Found(kind, case.whole)


def _meant_for_them(case: Case) -> bool:
    """Say whether the turn is praise or scorn, and so about them, if not about their matter."""
    return any(hit.tone in {Tone.FLATTERY, Tone.CONTEMPT} for hit in case.heard.tones)


def _just_said(case: Case) -> bool:
    """Say whether the turn repeats one of the last two: what is longer ago may bear repeating."""
    now = content_words(case.said)
    before = case.evaluation.before.said_by(Speaker.ADVISOR)[-2:]
    return any(len(now & (old := content_words(text))) >= 0.8 * len(now | old) for text in before)


def _questions(case: Case) -> Iterator[Found]:
    question = case.sure(Code.QUESTION)
    if question is None or case.heard.has(*REFLECTIONS) or _SAFETY.search(question.quote):
        return
    asked = [s for s in sentences(case.said) if s.endswith("?")]
    if len(asked) >= 4 or sum(len(s.split()) >= 2 for s in asked) >= 3:
        yield Found("question_stack", case.narrowed(question))
    elif case.bare(Code.QUESTION) and _asked_on(case):
        yield Found("interrogation", case.narrowed(question))
    elif question.open is False and _wanted_more(case) and not _SCALE.search(question.quote):
        yield Found("closed_question", case.narrowed(question))


def _asked_on(case: Case) -> bool:
    """Say whether this turn and the two before were questions and nothing else, as one can see."""
    before = case.evaluation.before.said_by(Speaker.ADVISOR)[-2:]
    heard = all(one.codes == {Code.QUESTION} and not one.markers for one in case.earlier[-2:])
    seen = all(one.endswith("?") for text in (*before, case.said) for one in sentences(text))
    return heard and seen and len(case.earlier) >= 2


def _wanted_more(case: Case) -> bool:
    """Say whether something felt got a second yes-or-no question in a row."""
    last = case.earlier[-1].get(Code.QUESTION) if case.earlier else None
    again = last is not None and last.open is False and not case.earlier[-1].has(*REFLECTIONS)
    return again and case.client.feeling and case.bare(Code.QUESTION)


def _listening(case: Case) -> Iterator[Found]:
    reflection = case.sure(Code.SIMPLE_REFLECTION)
    if reflection and _echoes(case.heard) and sum(map(_echoes, case.earlier[-3:])) >= 2:
        yield Found("echo_only", case.narrowed(reflection))
    praise = _PRAISE.search(case.said)
    if praise is not None and not case.heard.has(Code.AFFIRM):
        before = case.evaluation.before.said_by(Speaker.ADVISOR)[-2:]
        again = any(_PRAISE.search(text) for text in before)
        said = len(case.evaluation.before.last_client.split()) > FEW and not case.client_ready
        if again or (said and not case.heard.segments):
            at = Quoted(quote=praise[0], start=praise.start(), end=praise.end())
            yield Found("repeated_praise" if again else "generic_praise", at)
    affirmed = case.sure(Code.AFFIRM)
    if affirmed is not None:
        alike = [h for h in case.earlier if (s := h.get(Code.AFFIRM)) and _alike(s, affirmed)]
        if len(alike) >= 2:
            yield Found("repeated_praise", case.narrowed(affirmed))


def _echoes(heard: Heard) -> bool:
    return heard.echo > ECHO and heard.codes == {Code.SIMPLE_REFLECTION}


def _alike(one: Quoted, other: Quoted) -> bool:
    """Say whether two affirmations are one formula: most of the words are the same."""
    these, those = content_words(one.quote), content_words(other.quote)
    return bool(these & those) and len(these & those) >= 0.6 * min(len(these), len(those))


def _advice(case: Case) -> Iterator[Found]:
    given = case.sure(*INPUT)
    if given is None:
        return
    seek = case.sure(Code.SEEK)
    asked = case.client.question is not None or case.heard.permission
    asks_leave = seek is not None and given.start > seek.start and _LEAVE.search(seek.quote)
    if asks_leave and not asked and not _answers_or_owns(case):
        yield Found("permission_not_awaited", case.narrowed(given))
    spoken = (*case.evaluation.before.said_by(Speaker.ADVISOR), case.said)
    disclosed = any(STAKE.search(text) for text in spoken)
    gains = not _NOTHING.match(case.evaluation.brief.advisor_interest)
    equipoise = case.evaluation.stance is Stance.EQUIPOISE
    pressed = next(sure_pushes(case), None)
    if (
        equipoise
        and gains
        and pressed
        and not pressed.soft
        and case.informed_before
        and not disclosed
    ):
        yield Found("undisclosed_interest", case.narrowed(given))


def _answers_or_owns(case: Case) -> bool:
    return (
        case.heard.marker(Marker.ANSWERS, Marker.DISCLOSES_INTEREST, Marker.OWNS_FAULT) is not None
    )


def _form(case: Case) -> Iterator[Found]:
    words = case.heard.words
    given = case.heard.get(*INPUT)
    if words > LONG:
        kind = "information_dump" if given is not None else "too_long"
        wanted = case.heard.permission or case.client.question is not None
        yield Found(kind, case.narrowed(given or case.whole), 0.6 if wanted else 1.0)
    known = set(_ACRONYM.findall(" ".join(turn.text for turn in case.evaluation.before.turns)))
    unknown = [m for m in _ACRONYM.finditer(case.said) if m[0] not in known]
    # Somebody who shouts uses capitals, too.
    if len(unknown) >= 2 and len(unknown) <= 0.3 * words:
        first = unknown[0]
        yield Found("jargon", Quoted(quote=first[0], start=first.start(), end=first.end()))


_DETECTORS: Final = (
    manner,
    pressure,
    dodging,
    _questions,
    _listening,
    _advice,
    passing_by,
    timing,
    _form,
)
