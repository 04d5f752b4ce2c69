"""What was done well in a volley. Kinds are those of `prompts/coaching.yaml`.

What another part of the turn takes back is not praised: a choice given with a string attached, a
strength named on the way to a correction, a question put in place of an answer.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.asking import replies
from chatbot.domain.codes import INPUT, MI_NON_ADHERENT, REFLECTIONS, Code, Marker, Quoted, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.findings import SURE, Case, Found
from chatbot.domain.problems import ECHO
from chatbot.domain.pushes import plainly
from chatbot.domain.words import content_words

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
    r"\b(?:try (?:it|one|a|an|that|this|out)|trial|test run|small(?:er)? (?:step|piece|bit)|"
    r"for (?:a|one|two|three) (?:day|week|month)s?|undo(?:ne)?|switch back|go back to)\b",
    re.IGNORECASE,
)
_CASE: Final = re.compile(
    r"\b(?:stud(?:y|ies)|survey|figures|trial(?:s)? (?:show|found)|per ?cent|\d+ (?:in|out of) \d+|"
    r"some(?:one|body) i|(?:one|another) client|people i'?ve|a (?:man|woman|couple|family) (?:i|"
    r"who))\b",
    re.IGNORECASE,
)
_OWN_PLAN: Final = re.compile(
    r"\b(?:how would you (?:like to |want to )?(?:go about|do|start|begin|tackle)|"
    r"where (?:would|could) you (?:start|begin)|what(?:'s| is| would be) (?:your|a) (?:next|"
    r"first) step|"
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
    r"how (?:this|that|the) advice (?:came about|was made)|let'?s put (?:that|"
    r"the doubt) on the table|"
    r"there'?s something (?:about|in) this (?:that )?(?:doesn'?t|isn'?t))\b",
    re.IGNORECASE,
)
#: With so many questions in a turn, asking leave is one of a stack.
_MANY_ASKED: Final = 3
#: Questions that a figure can answer.
_ASKS_FIGURE: Final = re.compile(
    r"\b(?:how (?:much|many|long|often|far|deep|high|soon|big|old|sure)|when|what (?:does|do|did|"
    r"is|are|was|would|has)|"
    r"cost|price|earn|percent|per cent|pounds|worth|number|figure|odds)\b",
    re.IGNORECASE,
)
_TAKEN_BACK: Final = re.compile(r"\W*(?:but|only|though|however|still)\b", re.IGNORECASE)
#: What shows under challenge that one stays with the client instead of defending oneself.
_STAYING: Final = (*REFLECTIONS, Code.AFFIRM, Code.EMPHASIZE)


def strengths(case: Case) -> Iterator[Found]:
    """Yield what was done well in this volley."""
    pressing = plainly(case.said)
    for detect in (_honest, _heard_well, _shared, _informed, _invited):
        for found in detect(case):
            over = any(p.start < found.at.end and found.at.start < p.end for p in pressing)
            if not over:
                yield found


def _honest(case: Case) -> Iterator[Found]:
    kinds = {
        Marker.OWNS_FAULT: "owned_fault",
        Marker.DISCLOSES_INTEREST: "disclosed_interest",
        Marker.ADMITS_LIMIT: "admitted_limit",
    }
    for marker, kind in kinds.items():
        hit = case.heard.marker(marker)
        if hit is not None and hit.confidence >= SURE and not _theirs(hit, case):
            yield Found(kind, case.narrowed(hit))
    curtain = _CURTAIN.search(case.said)
    if curtain is not None and not case.heard.has(*MI_NON_ADHERENT):
        yield Found("named_it_openly", case.sentence(curtain))
    stays = case.sure(*_STAYING)
    calm = stays is not None and not case.heard.has(*INPUT, *MI_NON_ADHERENT)
    if case.client.discord and calm and stays is not None and not _leads_on(case):
        yield Found("no_pressure_under_challenge", case.narrowed(stays), 0.9)
    answer = case.heard.marker(Marker.ANSWERS)
    if answer is not None and case.asked is not None and _speaks_to(answer, case):
        yield Found("answered_straight", case.narrowed(answer))


def _theirs(hit: Quoted, case: Case) -> bool:
    """Say whether honest words were given back, and are the client's ("Now it's an I don't know")."""
    reflected = case.sure(*REFLECTIONS)
    return reflected is not None and reflected.start < hit.end and hit.start < reflected.end


def _speaks_to(answer: Quoted, case: Case) -> bool:
    """Say whether the words of an answer show that it is one: praise wants more than a marker."""
    said = case.evaluation.before.last_client
    figure = re.search(r"\d", answer.quote) and _ASKS_FIGURE.search(said)
    if figure or content_words(answer.quote) & content_words(said):
        return True
    return replies(answer.quote) and not answer.quote.lower().startswith("because")


def _leads_on(case: Case) -> bool:
    return any(segment.toward is Toward.CHANGE for segment in case.heard.segments)


def _heard_well(case: Case) -> Iterator[Found]:
    complex_one = case.sure(Code.COMPLEX_REFLECTION)
    simple = case.sure(Code.SIMPLE_REFLECTION)
    put_off = case.client.motive and case.unanswered
    if complex_one is not None and not put_off:
        summary = _SUMMARY.search(complex_one.quote)
        deep = case.heard.looks_underneath
        kind = "summarised" if summary else "looked_underneath" if deep else "complex_reflection"
        yield Found(kind, case.narrowed(complex_one))
    elif simple and case.heard.echo <= ECHO and not put_off and len(simple.quote.split()) > 2:
        yield Found("simple_reflection", case.narrowed(simple))
    affirmed = case.sure(Code.AFFIRM)
    if affirmed is not None and not case.heard.has(Code.CONFRONT) and not _but(affirmed, case):
        yield Found("affirmed", case.narrowed(affirmed))
    normal = _NORMAL.search(case.said)
    if normal and case.client_resists and not case.heard.has(*MI_NON_ADHERENT):
        yield Found("normalised", case.sentence(normal), 0.6)


def _but(piece: Quoted, case: Case) -> bool:
    """Say whether a "but" follows on the heels of a piece: what is given so is taken back."""
    return _TAKEN_BACK.match(case.said, piece.end) is not None


def _shared(case: Case) -> Iterator[Found]:
    pressed = case.heard.has(*MI_NON_ADHERENT, Code.PERSUADE_WITH_PERMISSION)
    autonomy = case.sure(Code.EMPHASIZE)
    if autonomy is not None and not pressed and not _but(autonomy, case):
        yield Found("autonomy", case.narrowed(autonomy))
    seek = case.sure(Code.SEEK)
    if seek is not None and not case.heard.has(*MI_NON_ADHERENT):
        if case.said.count("?") >= _MANY_ASKED:
            return
        asks = "?" in seek.quote and not case.heard.has(*INPUT)
        kind = "asked_permission" if asks else "sought_collaboration"
        yield Found(kind, case.narrowed(seek))


def _informed(case: Case) -> Iterator[Found]:
    advice = case.sure(Code.PERSUADE_WITH_PERMISSION)
    free = not case.heard.has(Code.CONFRONT, Code.EMPHASIZE)
    if advice is not None and case.listened_before and free:
        said = advice.quote
        kind = "evidence_with_permission" if _CASE.search(said) else "advice_with_permission"
        kind = "offered_small_test" if _TRIAL.search(said) else kind
        yield Found(kind, case.narrowed(advice))
    given = case.sure(Code.GI)
    put = "?" in case.evaluation.before.last_client
    wanted = given is not None and case.heard.permission and not case.unanswered
    fits = given is not None and (not put or _speaks_to(given, case))
    if given and wanted and fits and not case.heard.has(*MI_NON_ADHERENT):
        yield Found("neutral_information", case.narrowed(given), 0.7)


def _invited(case: Case) -> Iterator[Found]:
    question = case.sure(Code.QUESTION)
    if question is None or not question.open or case.unanswered:
        return
    directional = case.evaluation.stance is Stance.DIRECTIONAL
    if question.toward is Toward.CHANGE and not directional:
        return
    at = case.narrowed(question)
    if _OWN_PLAN.search(question.quote):
        yield Found("own_solutions", at)
    elif _VALUES.search(question.quote):
        yield Found("explored_values", at)
    elif question.toward is Toward.CHANGE and not case.client.discord:
        yield Found("evoked_change_talk", at)
    elif case.heard.looks_underneath:
        yield Found("looked_underneath", at)
    else:
        yield Found("open_question", at)
