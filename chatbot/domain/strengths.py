"""What was done well in a volley. Kinds are those of `prompts/coaching.yaml`."""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import INPUT, MI_NON_ADHERENT, REFLECTIONS, Code, Marker, Quoted, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.findings import Case, Found

_NORMAL: Final = re.compile(
    r"\b(?:makes sense|understandable|anyone would|most people|many people|of course you|"
    r"natural|fair enough|no wonder|good reason)\b",
    re.IGNORECASE,
)
_SUMMARY: Final = re.compile(
    r"\b(?:let me (?:see if|check)|so far|to sum|on (?:the )?one (?:hand|side)|what i'?ve heard|"
    r"if i'?ve (?:got|understood))\b",
    re.IGNORECASE,
)
_TRIAL: Final = re.compile(
    r"\b(?:try|trial|test|small step|one folder|a month|a week|see how)\b", re.I
)
_OWN_PLAN: Final = re.compile(
    r"\b(?:how would you (?:like to |want to )?(?:go about|do|start|begin|tackle)|"
    r"where (?:would|could) you (?:start|begin)|what(?:'s| is| would be) (?:your|a) (?:next|first) step|"
    r"what could you|what (?:will|would) you do)\b",
    re.IGNORECASE,
)
_VALUES: Final = re.compile(
    r"\b(?:matters? (?:most )?to you|important to you|you (?:care|stand for|value)|"
    r"proud of|what it'?s (?:all )?(?:about|for))\b",
    re.IGNORECASE,
)
_CURTAIN: Final = re.compile(
    r"\b(?:i can (?:tell|see|hear) (?:that )?you(?:'re| are)? (?:not (?:sure|convinced)|doubt\w*)|"
    r"you (?:don'?t|do not) (?:quite |really )?trust (?:me|this|it)|"
    r"how (?:this|that|the) advice (?:came about|was made)|let'?s put (?:that|the doubt) on the table|"
    r"there'?s something (?:about|in) this (?:that )?(?:doesn'?t|isn'?t))\b",
    re.IGNORECASE,
)


def strengths(case: Case) -> Iterator[Found]:
    """Yield what was done well in this volley."""
    for detect in (_honest, _heard_well, _shared, _invited):
        yield from detect(case)


def _honest(case: Case) -> Iterator[Found]:
    kinds = {
        Marker.OWNS_FAULT: "owned_fault",
        Marker.DISCLOSES_INTEREST: "disclosed_interest",
        Marker.ADMITS_LIMIT: "admitted_limit",
    }
    for marker, kind in kinds.items():
        hit = case.heard.marker(marker)
        if hit is not None:
            yield Found(kind, hit)
    curtain = _CURTAIN.search(case.evaluation.text)
    if curtain is not None and not case.heard.has(*MI_NON_ADHERENT):
        at = Quoted(quote=curtain[0], start=curtain.start(), end=curtain.end())
        yield Found("named_it_openly", at)
    calm = not case.heard.has(*INPUT, *MI_NON_ADHERENT) and bool(case.heard.segments)
    if case.client.discord and calm:
        yield Found("no_pressure_under_challenge", case.whole, 0.9)
    answer = case.heard.marker(Marker.ANSWERS)
    if answer is not None and case.client.question is not None:
        yield Found("answered_straight", answer)


def _heard_well(case: Case) -> Iterator[Found]:
    complex_one = case.sure(Code.COMPLEX_REFLECTION)
    simple = case.sure(Code.SIMPLE_REFLECTION)
    if complex_one is not None:
        summary = _SUMMARY.search(complex_one.quote)
        deep = case.heard.looks_underneath
        yield Found(
            "summarised" if summary else "looked_underneath" if deep else "complex_reflection",
            complex_one,
        )
    elif simple is not None and case.heard.echo <= 0.75:
        yield Found("simple_reflection", simple)
    affirmed = case.sure(Code.AFFIRM)
    if affirmed is not None:
        yield Found("affirmed", affirmed)
    normal = _NORMAL.search(case.evaluation.text)
    if (
        normal is not None
        and case.client_resists
        and not case.heard.has(Code.PERSUADE, Code.CONFRONT)
    ):
        yield Found(
            "normalised", Quoted(quote=normal[0], start=normal.start(), end=normal.end()), 0.6
        )


def _shared(case: Case) -> Iterator[Found]:
    autonomy = case.sure(Code.EMPHASIZE)
    if autonomy is not None and not case.heard.has(Code.PERSUADE, Code.CONFRONT):
        yield Found("autonomy", autonomy)
    seek = case.sure(Code.SEEK)
    if seek is not None:
        asks = "?" in seek.quote and not case.heard.has(*INPUT)
        yield Found("asked_permission" if asks else "sought_collaboration", seek)
    advice = case.sure(Code.PERSUADE_WITH_PERMISSION)
    if advice is not None and any(heard.has(*REFLECTIONS) for heard in case.earlier):
        yield Found(
            "offered_small_test" if _TRIAL.search(advice.quote) else "evidence_with_permission",
            advice,
        )
    given = case.sure(Code.GI)
    if given is not None and case.client.question is not None:
        yield Found("neutral_information", given, 0.7)


def _invited(case: Case) -> Iterator[Found]:
    question = case.sure(Code.QUESTION)
    if question is None or not question.open:
        return
    if _OWN_PLAN.search(question.quote):
        yield Found("own_solutions", question)
    elif _VALUES.search(question.quote):
        yield Found("explored_values", question)
    elif question.toward is Toward.CHANGE and case.evaluation.stance is Stance.DIRECTIONAL:
        yield Found("evoked_change_talk", question)
    elif case.heard.looks_underneath:
        yield Found("looked_underneath", question)
    else:
        yield Found("open_question", question)
