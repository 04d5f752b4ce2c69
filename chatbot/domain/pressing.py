"""Pressure in a volley: persuading, warning, correcting, hurrying, steering.

Which kind it is depends on what the client had just said: the same sentence is a push after a no,
an argument against a doubt, or a plan taken out of hands that were reaching for it.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Code, CodedSegment, Marker, Quoted, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.findings import Case, Found
from chatbot.domain.words import content_words

_HURRY: Final = re.compile(
    r"(?<!not )\b(?:today|tonight|right now|right away|this minute|too late|running out|"
    r"limited (?:time|offer|number|places)|(?:offer|price|deal|it|that) (?:ends|expires|runs out)|"
    r"as soon as possible|can'?t wait|(?:there'?s|got|have) no time|no time to|hurry|"
    r"by (?:tomorrow|tonight|friday|monday|the end of the week)|while (?:you|they) (?:still )?can|"
    r"every (?:day|week|month) (?:you|it|we|that)\b|the longer you|only until)\b",
    re.IGNORECASE,
)
_WARN: Final = re.compile(
    r"\b(?:you(?:'ll| will|'d| would|'re going to| are going to) (?:\w+ )?(?:regret|lose|be sorry|end up|"
    r"miss out|pay for|suffer|be left)|(?:sorry|cry\w*) (?:later|to me)|"
    r"if you (?:don'?t|keep|carry on|go on|leave|wait|won'?t|stop)|"
    r"that(?:'s| is) how (?:\w+ )?(?:end|lose|get|land|die)\b|"
    r"(?:end up|land) (?:in|on|with|like)|before (?:something|it) happens|what happens (?:to|when|if))\b",
    re.IGNORECASE,
)
_RIGHTING: Final = re.compile(
    r"^(?:(?:well|ah|oh|yeah|yes|okay|ok|look|no)[, ]+)*(?:but that'?s|but it'?s|actually|"
    r"that'?s (?:not|wrong|rubbish|nonsense|a myth|just)|it'?s not\b|it isn'?t\b|no,)|"
    r"\b(?:(?:you'?re|you are|you'?ve|you have) (?:\w+ )?(?:wrong|mistaken|mixed|mixing|muddl\w+|confus\w+|"
    r"misunder\w+|misread\w*|got (?:that|it|this) (?:wrong|mixed))|"
    r"that'?s not (?:how|true|right|what|quite)|"
    r"not (?:actually )?true|wouldn'?t be \w+ing|rubbish|misconception|nothing to do with)\b",
    re.IGNORECASE,
)
_ADVICE: Final = re.compile(
    r"\b(?:should|must|need to|have to|ought|better|got to|gotta|want to|let'?s|i'?d|just|never|"
    r"always|everyone|everybody|believe me|trust me)\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(
    r"\b(?:but|however|still|though|only|mind you|in my opinion|if (?:i were|it was me))\b",
    re.IGNORECASE,
)
#: The string itself, whether or not a coder heard it as advice ("…, but I know what I'd do").
_STRING: Final = re.compile(
    r"\W*((?:but|only|still)\b[^.?!]*\b(?:i'd|i would(?:n'?t)?|i wouldn'?t|i know what|if i were|"
    r"it'?d be|you(?:'d| would) be|you should)\b(?:[^.?!]|\.(?=\d))*[.!]?)",
    re.IGNORECASE,
)
#: Who presses somebody speaks to them, or says what is to be done.
_TO_THEM: Final = re.compile(r"\b(?:you\w*|let'?s)\b", re.IGNORECASE)
_FLATTERS: Final = re.compile(
    r"\b(?:hero|genius|bright|clever|charming|impressive|marvell?ous|wonderful|amazing|brilliant|"
    r"fantastic|interesting (?:client|person|man|woman)|strong (?:man|woman)|a (?:wo)?man like you|"
    r"(?:don'?t|do not) look a day|sparkle|admire|great question|with a mind like)\b",
    re.IGNORECASE,
)
#: Content words up to which a push need not name what it is about ("Just sign it.").
SHORT: Final = 4
#: How sure (0–1) a push must be to be named: more where the turn answers, owns or discloses something.
_NAMED, _NAMED_IF_HONEST = 0.55, 0.8
#: From here on (0–1) nobody asks whether the words belong to the talk.
_CERTAIN: Final = 0.9
_HONEST: Final = (
    Marker.ANSWERS,
    Marker.DISCLOSES_INTEREST,
    Marker.OWNS_FAULT,
    Marker.ADMITS_LIMIT,
)
#: Volleys in which advice is early, if nothing of the client's was given back before.
EARLY: Final = 2
#: Volleys that are looked back on for which side was drawn out.
_SIDES: Final = 4


def pressure(case: Case) -> Iterator[Found]:
    """Yield what pressed the client in this volley."""
    confront, persuade = _pressed(case, Code.CONFRONT), _pressed(case, Code.PERSUADE)
    hurried = next((s for s in (persuade, confront) if s and _HURRY.search(s.quote)), None)
    mended = 0.5 if case.heard.marker(Marker.OWNS_FAULT) else 1.0
    if hurried is not None:
        yield Found("hurry", case.narrowed(hurried, _HURRY), mended)
    if confront is not None and confront is not hurried and _about_them(confront):
        yield _confront(case, confront)._replace(times=mended)
    string = _string_attached(case)
    if string is not None:
        yield string
    elif persuade is not None and persuade is not hurried:
        yield Found(_persuading(case, persuade), case.narrowed(persuade, _ADVICE), mended)
    yield from _one_sided(case)


def _pressed(case: Case, code: Code) -> CodedSegment | None:
    """Return the push of a code, if it is sure enough to be named and speaks to the client."""
    found = case.heard.get(code)
    honest = case.heard.marker(*_HONEST) is not None
    if found is None or found.confidence < (_NAMED_IF_HONEST if honest else _NAMED):
        return None
    if found.confidence >= _CERTAIN or any(
        one.search(found.quote) for one in (_HURRY, _WARN, _RIGHTING)
    ):
        return found
    speaks = _TO_THEM.search(found.quote) or _ADVICE.search(found.quote)
    return found if speaks and _on_the_matter(case, found.quote) else None


def _on_the_matter(case: Case, quote: str) -> bool:
    """Say whether words belong to this talk: neither a compliment nor about something else.

    A coder takes both for pushes now and then. Short words need not name what they are about.
    """
    if _FLATTERS.search(quote):
        return False
    said = content_words(quote)
    brief = case.evaluation.brief
    known = content_words(f"{brief.situation} {brief.recommendation} {brief.target_behaviour}")
    for turn in case.evaluation.before.turns:
        known |= content_words(turn.text)
    return len(said) <= SHORT or bool(said & known)


def _confront(case: Case, said: CodedSegment) -> Found:
    for kind, pattern in (("warn", _WARN), ("righting_reflex", _RIGHTING)):
        if pattern.search(said.quote):
            return Found(kind, case.narrowed(said, pattern))
    return Found("confront", case.narrowed(said))


def _about_them(confront: CodedSegment) -> bool:
    """Say whether a confrontation is one with the client: what speaks of the matter only argues."""
    patterns = (_WARN, _RIGHTING, _TO_THEM)
    return any(pattern.search(confront.quote) for pattern in patterns)


def _persuading(case: Case, said: CodedSegment) -> str:
    """Name what the persuading did: that it leaned, in an open choice, or by what it answered."""
    if case.evaluation.stance is Stance.EQUIPOISE and _ADVICE.search(said.quote):
        return "steering_in_equipoise"
    if case.client.discord:
        return "push_during_discord"
    if case.client_refused:
        return "persuade_after_no"
    if case.client.feeling:
        return "passed_over_feeling"
    if case.client_resists:
        return "persuade_after_doubt"
    if case.client_ready:
        return "pushing_after_readiness"
    if case.talk is Talk.CHANGE:
        return "took_over" if case.speaks_for_it else "persuade_after_doubt"
    asked = case.client.question is not None or case.heard.permission
    early = len(case.earlier) < EARLY and not case.listened_before
    return "premature_advice" if early and not asked else "persuade_without_permission"


def _string_attached(case: Case) -> Found | None:
    """Find a choice that was given and taken back in one breath.

    With leave, or with words that leave the choice, advice may follow; not to somebody who had
    just spoken against it.
    """
    choice = case.sure(Code.EMPHASIZE)
    if choice is not None and (string := _STRING.match(case.evaluation.text, choice.end)):
        words = Quoted(quote=string[1], start=string.start(1), end=string.end(1))
        return Found("string_attached", case.narrowed(words))
    codes = (Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION)
    advice = case.sure(*(codes if case.client_resists else codes[:1]))
    if choice is None or advice is None or choice.start > advice.start:
        return None
    if not _BUT.search(case.evaluation.text[choice.start : advice.end]):
        return None
    return Found("string_attached", case.narrowed(advice))


def _one_sided(case: Case) -> Iterator[Found]:
    """Yield if, in an open choice, one side was drawn out again and the other one never."""
    if case.evaluation.stance is not Stance.EQUIPOISE:
        return
    last = case.evaluation.heard[-_SIDES:]
    asked = [question for heard in last if (question := heard.get(Code.QUESTION))]
    drawn = sum(question.toward is Toward.CHANGE for question in asked)
    other = any(
        heard.has(Code.EMPHASIZE) or any(s.toward is Toward.SUSTAIN for s in heard.segments)
        for heard in last
    )
    now = case.sure(Code.QUESTION)
    if now is not None and now.toward is Toward.CHANGE and drawn >= _SIDES and not other:
        yield Found("one_sided", case.narrowed(now))
