"""What cost something in a volley. Kinds are those of `prompts/coaching.yaml`.

Rules after MITI 4.2.1 and *Ten things that MI is not*; see `prompts/principles.yaml`. In doubt
nothing is found: a good turn that is criticised costs the critic more than a poor one that is not.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import INPUT, REFLECTIONS, Code, Heard, Marker, Quoted, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.dialogue import Speaker
from chatbot.domain.findings import SURE, Case, Found
from chatbot.domain.mistiming import timing
from chatbot.domain.moves import Occasion
from chatbot.domain.pressing import pressure
from chatbot.domain.words import content_words, sentences

LONG: Final = 110
#: An echo takes more of its words than this from the client (share of content words).
ECHO: Final = 0.75
#: Words from which a client has told something that deserves to be taken up.
MUCH: Final = 12
#: Words up to which a client's turn holds nothing that more than bare praise could be said to.
FEW: Final = 5

_PRAISE: Final = re.compile(
    r"\b(?:great question|good question|well done|great job|good job|fantastic|excellent|brilliant|"
    r"amazing|i'?m (?:so )?proud|that'?s (?:really )?(?:great|wonderful|awesome))\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(r"\b(?:but|however|though|although|in fairness)\b", re.IGNORECASE)
_LEAVE: Final = re.compile(
    r"\b(?:may i|can i|could i|shall i|should i|mind if|would it (?:help|be (?:all right|okay|ok|useful))|"
    r"would you like|do you want|is it (?:all right|okay|ok)|okay if)\b",
    re.IGNORECASE,
)
_SCALE: Final = re.compile(r"\b(?:scale|(?:nought|zero|one|0|1) to (?:ten|10))\b", re.IGNORECASE)
#: Whether somebody is in danger may be asked at any time, in any form.
_SAFETY: Final = re.compile(
    r"\b(?:hurt\w*|harm\w*|kill\w*|suicid\w*|end(?:ing)? your life|safe|unsafe|hit you|afraid of)\b",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"\b[A-Z]{3,6}\b")
#: How an answer begins that shares no word with its question.
_REPLIES: Final = re.compile(
    r"^\W*(?:(?:well|oh|honestly|um|uh|er|so|look|ah)\W+)*(?:yes|yeah|no|not|never|nobody|none|both|"
    r"neither|nothing|maybe|usually|sometimes|it (?:depends|is|isn'?t)|because|"
    r"i (?:don'?t|would|can|could|have|am)|i'm)\b",
    re.IGNORECASE,
)
_NOTHING: Final = re.compile(r"^\W*(?:nothing|none|no)\b", re.IGNORECASE)


def problems(case: Case) -> Iterator[Found]:
    """Yield what cost something in this volley."""
    if case.heard.occasion is not None:
        yield from _odd(case)
        return
    for detect in (pressure, _honesty, _questions, _listening, _advice, _passing_by, timing, _form):
        yield from detect(case)


def _odd(case: Case) -> Iterator[Found]:
    kinds = {
        Occasion.EMPTY: "empty_or_filler",
        Occasion.REPEATED: "repeated_self",
        Occasion.OFF_TOPIC: "off_topic",
        Occasion.ASKED_FOR_PROMPT: "leaves_role",
        Occasion.PLAYS_CLIENT: "leaves_role",
    }
    kind = kinds.get(case.heard.occasion) if case.heard.occasion else None
    # Who says the client's words back says them again when the client does.
    parroted = kind == "repeated_self" and case.heard.echo > ECHO
    if kind is not None and not parroted:
        yield Found(kind, case.whole)


def _honesty(case: Case) -> Iterator[Found]:
    dodge = case.heard.marker(Marker.DODGES)
    asks = case.client.question is not None or "?" in case.evaluation.before.last_client
    if asks and case.answer is None:
        reflected = case.sure(*REFLECTIONS)
        # A figure may be the answer that was not recognised.
        kept_back = case.unanswered and not re.search(r"\d", case.spoken)
        if case.client.motive and (dodge is not None or kept_back):
            yield Found("concealed_interest", case.narrowed(dodge or case.whole))
        elif dodge is not None or _talked_past(case):
            yield Found("dodge", case.narrowed(dodge or case.heard.segments[0]))
        elif reflected is not None and case.unanswered and _left_open_before(case):
            yield Found("reflection_instead_of_answer", case.narrowed(reflected))
    promise = case.heard.marker(Marker.OVERPROMISES)
    if promise is not None:
        yield Found("overpromise", case.narrowed(promise))
    owned = case.heard.marker(Marker.OWNS_FAULT)
    if owned is not None and _excused(case, owned):
        yield Found("apology_with_excuse", case.narrowed(owned))


def _talked_past(case: Case) -> bool:
    """Say whether a question waits, and not a word of the turn goes to it."""
    if not (case.unanswered and case.bare(Code.GI, Code.PERSUADE)):
        return False
    said = case.spoken
    shared = content_words(said) & content_words(case.evaluation.before.last_client)
    return not shared and not re.search(r"\d", said) and not replies(said)


def replies(said: str) -> bool:
    """Say whether words begin as an answer does that takes none from its question."""
    return _REPLIES.match(said) is not None


def _left_open_before(case: Case) -> bool:
    """Say whether a question had gone unanswered the turn before, too: once is forgiven."""
    if not (case.earlier and case.earlier_client):
        return False
    answered = case.earlier[-1].marker(
        Marker.ANSWERS, Marker.ADMITS_LIMIT, Marker.DISCLOSES_INTEREST
    )
    return case.earlier_client[-1].question is not None and answered is None


def _excused(case: Case, owned: Quoted) -> bool:
    after = case.said[owned.end : owned.end + 80]
    but = _BUT.search(after)
    return but is not None and "?" not in after[but.end() :] and not case.heard.has(Code.EMPHASIZE)


def _questions(case: Case) -> Iterator[Found]:
    question = case.sure(Code.QUESTION)
    if question is None or case.heard.has(*REFLECTIONS) or _SAFETY.search(question.quote):
        return
    asked = [s for s in sentences(case.said) if s.endswith("?")]
    if len(asked) >= 4 or sum(len(s.split()) >= 2 for s in asked) >= 3:
        yield Found("question_stack", case.narrowed(question))
    elif case.bare(Code.QUESTION) and sum(map(_only_asks, case.earlier[-2:])) == 2:
        yield Found("interrogation", case.narrowed(question))
    elif question.open is False and _wanted_more(case) and not _SCALE.search(question.quote):
        yield Found("closed_question", case.narrowed(question))


def _only_asks(heard: Heard) -> bool:
    return heard.codes == {Code.QUESTION} and not heard.markers


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
    disclosed = any(heard.marker(Marker.DISCLOSES_INTEREST) for heard in case.evaluation.heard)
    gains = not _NOTHING.match(case.evaluation.brief.advisor_interest)
    equipoise = case.evaluation.stance is Stance.EQUIPOISE
    kinds = (Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION)
    advice = None if any(heard.has(*kinds) for heard in case.earlier) else case.sure(*kinds)
    if equipoise and gains and advice and case.informed_before and not disclosed:
        yield Found("undisclosed_interest", case.narrowed(advice))


def _passing_by(case: Case) -> Iterator[Found]:
    """Yield if the turn went on to something else: past a feeling, a worry, or a wish.

    A question is taken for interest, whatever its words, except after something felt.
    """
    said = case.evaluation.before.last_client
    piece = case.heard.get(Code.GI, Code.QUESTION)
    aside = not content_words(case.said) & content_words(said)
    if piece is None or piece.confidence < SURE or not aside or case.client.discord:
        return
    asked = case.heard.get(Code.QUESTION)
    led = asked is not None and (asked.open is not False or asked.toward is not Toward.NONE)
    if led or case.client.question is not None or _answers_or_owns(case):
        return
    told, informs = len(said.split()), case.heard.codes == {Code.GI}
    directional = case.evaluation.stance is Stance.DIRECTIONAL
    # After something felt, asking what they make of a fact does not take it up either.
    if case.client.feeling and case.heard.codes <= {Code.GI, Code.QUESTION, Code.SEEK}:
        yield Found("passed_over_feeling", case.narrowed(piece))
    elif informs and case.talk is Talk.SUSTAIN and told >= FEW:
        yield Found("ignored_concern", case.narrowed(piece))
    elif informs and directional and case.speaks_for_it and told >= MUCH and not case.client_ready:
        yield Found("passed_over_wish", case.narrowed(piece))


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
