"""What cost something in a volley. Kinds are those of `prompts/coaching.yaml`.

Rules after MITI 4.2.1 and *Ten things that MI is not*; see `prompts/principles.yaml`.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import INPUT, REFLECTIONS, Code, Marker, Quoted, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.findings import Case, Found
from chatbot.domain.moves import Occasion
from chatbot.domain.words import content_words

LONG: Final = 110

_HURRY: Final = re.compile(
    r"\b(?:today|right now|before it'?s too late|too late|running out|limited|expires?|deadline|"
    r"as soon as possible|can'?t wait|no time|hurry|by tomorrow|while you (?:still )?can)\b",
    re.IGNORECASE,
)
_WARN: Final = re.compile(
    r"\b(?:risk\w*|lose|losing|regret|sorry later|penalt\w*|danger\w*|consequences|end up|"
    r"if you (?:don'?t|keep|carry on|leave)|worse|serious)\b",
    re.IGNORECASE,
)
_RIGHTING: Final = re.compile(r"^(?:yes,? but|but|actually|no,|well,? actually)\b", re.IGNORECASE)
_PRAISE: Final = re.compile(
    r"\b(?:great question|good question|well done|great job|good job|fantastic|excellent|brilliant|"
    r"amazing|i'?m (?:so )?proud|that'?s (?:really )?(?:great|wonderful|awesome))\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(r"\b(?:but|however|though|although|in fairness)\b", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"\b[A-Z]{3,6}\b")


def problems(case: Case) -> Iterator[Found]:
    """Yield what cost something in this volley."""
    if case.heard.occasion is not None:
        yield from _odd(case)
        return
    for detect in (_pressure, _honesty, _questions, _listening, _advice, _timing, _form):
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
    if kind is not None:
        yield Found(kind, case.whole)


def _pressure(case: Case) -> Iterator[Found]:
    confront = case.sure(Code.CONFRONT)
    persuade = case.sure(Code.PERSUADE)
    hurried = next((s for s in (confront, persuade) if s and _HURRY.search(s.quote)), None)
    if hurried is not None:
        yield Found("hurry", hurried)
    if confront is not None and confront is not hurried:
        righting = _RIGHTING.match(confront.quote)
        warning = _WARN.search(confront.quote)
        yield Found("warn" if warning else "righting_reflex" if righting else "confront", confront)
    if persuade is not None and persuade is not hurried:
        if case.evaluation.stance is Stance.EQUIPOISE:
            yield Found("steering_in_equipoise", persuade)
        elif case.client_resists:
            yield Found("persuade_after_no", persuade)
        else:
            yield Found("persuade_without_permission", persuade)


def _honesty(case: Case) -> Iterator[Found]:
    dodge = case.heard.marker(Marker.DODGES)
    answered = case.heard.marker(Marker.ANSWERS, Marker.ADMITS_LIMIT, Marker.DISCLOSES_INTEREST)
    if case.client.question is not None and answered is None:
        reflected = case.sure(*REFLECTIONS)
        if case.client.motive and (dodge is not None or reflected is None):
            yield Found("concealed_interest", dodge or case.whole)
        elif dodge is not None:
            yield Found("dodge", dodge)
        elif reflected is not None:
            again = bool(case.earlier) and case.earlier[-1].has(*REFLECTIONS)
            asked_before = (
                len(case.earlier_client) > 0 and case.earlier_client[-1].question is not None
            )
            yield Found(
                "reflection_instead_of_answer", reflected, 1.0 if again and asked_before else 0.6
            )
    promise = case.heard.marker(Marker.OVERPROMISES)
    if promise is not None:
        yield Found("overpromise", promise)
    owned = case.heard.marker(Marker.OWNS_FAULT)
    if owned is not None and _BUT.search(case.evaluation.text[owned.end : owned.end + 60]):
        yield Found("apology_with_excuse", owned)


def _questions(case: Case) -> Iterator[Found]:
    question = case.sure(Code.QUESTION)
    if question is None or case.heard.has(*REFLECTIONS):
        return
    streak = 1
    for heard in reversed(case.earlier):
        if not heard.has(Code.QUESTION) or heard.has(*REFLECTIONS):
            break
        streak += 1
    if case.evaluation.text.count("?") >= 3:
        yield Found("question_stack", question)
    elif streak >= 3:
        yield Found("interrogation", question)
    elif question.open is False and (streak == 2 or case.client.feeling):
        yield Found("closed_question", question)


def _listening(case: Case) -> Iterator[Found]:
    reflection = case.sure(*REFLECTIONS)
    if reflection is not None and case.heard.echo > 0.75 and len(case.heard.segments) == 1:
        yield Found("echo_only", reflection)
    praise = _PRAISE.search(case.evaluation.text)
    if praise is not None and not case.heard.has(Code.AFFIRM):
        praised = any(heard.has(Code.AFFIRM) for heard in case.earlier[-2:])
        at = Quoted(quote=praise[0], start=praise.start(), end=praise.end())
        yield Found("repeated_praise" if praised else "generic_praise", at)
    affirmed = case.sure(Code.AFFIRM)
    if affirmed is not None and sum(heard.has(Code.AFFIRM) for heard in case.earlier) >= 3:
        yield Found("repeated_praise", affirmed)


def _advice(case: Case) -> Iterator[Found]:
    seek = case.sure(Code.SEEK)
    given = case.sure(*INPUT)
    if given is None:
        return
    if seek is not None and given.start > seek.start and "?" in case.evaluation.text[: given.start]:
        yield Found("permission_not_awaited", given)
    informed = sum(heard.has(*INPUT) for heard in case.earlier)
    disclosed = any(heard.marker(Marker.DISCLOSES_INTEREST) for heard in case.evaluation.heard)
    if case.evaluation.stance is Stance.EQUIPOISE and informed == 1 and not disclosed:
        yield Found("undisclosed_interest", given)
    listened = any(heard.has(*REFLECTIONS) for heard in (*case.earlier, case.heard))
    asked = case.client.question is not None or case.heard.permission
    if not listened and not asked and len(case.earlier) <= 2 and given.code is not Code.GI:
        yield Found("premature_advice", given)
    voiced = case.client_resists or case.client.feeling
    aside = not content_words(case.evaluation.text) & content_words(
        case.evaluation.before.last_client
    )
    if (
        voiced
        and aside
        and not case.heard.has(*REFLECTIONS, Code.QUESTION)
        and given.code is Code.GI
    ):
        yield Found("ignored_concern", given)


def _timing(case: Case) -> Iterator[Found]:
    lead = next((s for s in case.heard.segments if s.toward is Toward.CHANGE), None)
    doubt = next((s for s in case.heard.segments if s.toward is Toward.SUSTAIN), None)
    push = case.sure(Code.PERSUADE, Code.CONFRONT, Code.PERSUADE_WITH_PERMISSION)
    if case.client.discord and lead is not None and lead.code is Code.QUESTION:
        yield Found("evoking_during_discord", lead)
    if case.client.commitment and case.untold_duties:
        yield Found("must_tell_missing", case.whole)
    if case.client.commitment and push is not None:
        yield Found("pushing_after_readiness", push)
    elif doubt is not None and case.client.talk is Talk.CHANGE and case.client.confidence >= 0.6:
        yield Found("dwelling_on_doubt", doubt)


def _form(case: Case) -> Iterator[Found]:
    words = case.heard.words
    given = case.heard.get(*INPUT)
    if words > LONG:
        yield Found("information_dump" if given is not None else "too_long", given or case.whole)
    known = set(_ACRONYM.findall(" ".join(turn.text for turn in case.evaluation.before.turns)))
    unknown = [m for m in _ACRONYM.finditer(case.evaluation.text) if m[0] not in known]
    if len(unknown) >= 2:
        first = unknown[0]
        yield Found("jargon", Quoted(quote=first[0], start=first.start(), end=first.end()))
