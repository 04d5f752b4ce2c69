"""Pressure in a volley: persuading, warning, correcting, hurrying, steering.

A push is named where the words plainly do it and the coder heard one. What an order is called
depends on what the client had just said: it is a push after a no, an argument against a doubt, or
a plan taken out of hands that were reaching for it.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import REFLECTIONS, Code, CodedSegment, Marker, Quoted, Tone
from chatbot.domain.contents import Stance
from chatbot.domain.dialogue import Speaker
from chatbot.domain.findings import Case, Found
from chatbot.domain.moments import crosses, doubts, refuses, settles, wishes
from chatbot.domain.push_signs import Push
from chatbot.domain.pushes import Pushed, pushes

_CHOICE: Final = re.compile(
    r"\b(?:your (?:decision|choice|call|money|own)|up to you|you(?:'re| are) the (?:one|boss|"
    r"captain)|you decide|"
    r"yours to|free to|entirely|completely|no pressure|if you want|tell anyone what|"
    r"leave it with you)\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(
    r"\b(?:but|however|still|though|mind you|having said that|in my opinion|if (?:i were|"
    r"it was me)|what i'd do)\b",
    re.IGNORECASE,
)
#: The string itself, whether or not a coder heard it as advice ("…, but I know what I'd do").
_STRING: Final = re.compile(
    r"\W*((?:but|only|still)\b[^.?!]*\b(?:i'd|i would(?:n'?t)?|i wouldn'?t|i know what|if i were|"
    r"it'?d be|you(?:'d| would) be|you should)\b(?:[^.?!]|\.(?=\d))*[.!]?)",
    re.IGNORECASE,
)
#: How much pressure (0–1) the coder must have heard in the turn for a push that shows in its
#: words to be named: more where the turn answers, owns or discloses something. In two rounds blind
#: readers found 31 of 43 such findings right and 5 wrong; of pushes that show in no word 26 of 58
#: right, and 19 of 37 of those heard at .85 or more.
_HEARD, _HEARD_SOFT, _HEARD_IF_HONEST = 0.4, 0.7, 0.85
#: Advice with leave presses, too, by this share of what advice without leave would.
_WITH_LEAVE: Final = 0.5
#: What these do needs no coder where the turn holds nothing else: they cannot be meant otherwise.
_PLAIN: Final = frozenset({Push.ASSUMES, Push.HURRY, Push.WARN, Push.BELITTLE, Push.ORDER})
_HONEST: Final = (
    Marker.ANSWERS,
    Marker.DISCLOSES_INTEREST,
    Marker.OWNS_FAULT,
    Marker.ADMITS_LIMIT,
)
#: These can be put as questions ("So that's a yes, then?").
_ASKED_TOO: Final = frozenset({Push.ASSUMES, Push.WARN, Push.BELITTLE})
#: A soft sign weighs this much of a plain one: of two the plain one is named.
_SOFTER: Final = 0.75
#: How sure (0–1) an honest word must be heard.
_SURE: Final = 0.5
#: How sure (0–1) something kind must be heard to stand against a push.
_GIVES: Final = 0.6
_GIVING: Final = (*REFLECTIONS, Code.AFFIRM, Code.EMPHASIZE, Code.SEEK)
_NAMES: Final = {
    Push.ASSUMES: "assumed_yes",
    Push.HURRY: "hurry",
    Push.WARN: "warn",
    Push.RIGHTING: "righting_reflex",
    Push.BELITTLE: "confront",
}
#: How sure (0–1) a push must be heard that shows neither in a word nor in the tone.
_BEYOND_DOUBT: Final = 0.88
#: Tones that are or come with a push, those that stand in its place; how sure they must be heard.
_SOUNDS_LIKE_ONE: Final = frozenset({Tone.PRESSURE, Tone.PRETENCE, Tone.CONTEMPT})
_NO_PUSH: Final = frozenset({Tone.FLATTERY, Tone.VAGUENESS, Tone.SMALL_TALK})
_SURE_TONE: Final = 0.65
#: What presses in whatever tone it is said.
_IN_ANY_TONE: Final = frozenset({Push.ASSUMES, Push.HURRY, Push.WARN})
#: Words up to which a piece may be a push by its sense alone.
_SHORT: Final = 28
_TO_THEM: Final = re.compile(r"\byou\w*\b", re.IGNORECASE)
_ANYTHING: Final = re.compile(r"\w")
_HEDGES: Final = re.compile(
    r"^\W*you (?:had|were|went|came|made|built|kept|rang|read|wrote|did)\b|nobody (?:set|made|"
    r"asked) you\b|"
    r"\b(?:might|could|may|maybe|perhaps|suppose|whether|i (?:don'?t|didn'?t|can'?t|couldn'?t|"
    r"think|wonder|notice|should)|"
    r"as well|in your place|than (?:i|me)\b|wouldn'?t sign|i'd (?:be|need|never|not|rather|sooner|"
    r"like|want)|i'll|not that i|"
    r"tried it|stop me|check my|must be|would (?:it|you)|hear (?:that|it)|you'll know|"
    r"worth something|know this about|"
    r"in mind|no hurry|needn'?t|don'?t have to|what you'?ve got)\b",
    re.IGNORECASE,
)
#: Volleys in which advice is early, if nothing of the client's was given back before.
EARLY: Final = 2


def pressure(case: Case) -> Iterator[Found]:
    """Yield what pressed the client in this volley."""
    mended = 0.5 if case.heard.marker(Marker.OWNS_FAULT) else 1.0
    string = _string_attached(case)
    if string is not None:
        yield string
    for pushed in sure_pushes(case):
        if string is not None and pushed.push in {Push.ORDER, Push.CROWD}:
            continue
        kind = _NAMES.get(pushed.push) or _scorning(case, pushed) or _persuading(case)
        if kind is None or (kind == "assumed_yes" and _agreed(case)):
            continue
        whole = Quoted(quote=pushed.quote, start=pushed.start, end=pushed.end)
        yield Found(
            kind, case.narrowed(whole, pushed.sign), mended * (_SOFTER if pushed.soft else 1.0)
        )


def sure_pushes(case: Case) -> Iterator[Pushed]:
    """Yield the sentences that push and were heard to: several weak codes count together."""
    found = pushes(case.said)
    heard, honest = _pressed(case), _honest(case)
    enough = heard >= (_HEARD_IF_HONEST if honest else _HEARD)
    if not found and not honest:
        yield from _unseen(case)
    tones = _tones(case)
    for one in found:
        beside = tones & (_NO_PUSH if one.soft else _NO_PUSH - {Tone.FLATTERY})
        if beside and one.push not in _IN_ANY_TONE:
            continue
        alone = not honest and _alone(case, one.push)
        sure = enough and heard >= _HEARD_SOFT if one.soft else enough or alone
        if sure and not _given_back(case, one):
            yield one


def _tones(case: Case) -> frozenset[Tone]:
    return frozenset(hit.tone for hit in case.heard.tones if hit.confidence >= _SURE_TONE)


def _honest(case: Case) -> bool:
    """Say whether the turn answers, owns, discloses or admits something, as far as was heard."""
    return any(hit.marker in _HONEST and hit.confidence >= _SURE for hit in case.heard.markers)


def _unseen(case: Case) -> Iterator[Pushed]:
    """Yield what was heard as a push beyond doubt, though no word of it shows one.

    Its tone has to be one, or the code sure beyond all doubt. Whoever hedges, asks, flatters or
    speaks of their own limits does not press; facts told at length are a lecture, if anything.
    """
    told = case.heard.get(Code.GI)
    equipoise = case.evaluation.stance is Stance.EQUIPOISE
    if equipoise or (told is not None and told.confidence >= _GIVES):
        return
    tones = _tones(case)
    if tones & _NO_PUSH:
        return
    for code, push in ((Code.CONFRONT, Push.BELITTLE), (Code.PERSUADE, Push.ORDER)):
        one = case.heard.get(code)
        if one is None or "?" in one.quote or len(one.quote.split()) > _SHORT:
            continue
        if _HEDGES.search(one.quote):
            continue
        to_them = _TO_THEM.search(one.quote) is not None
        sounds = bool(tones & _SOUNDS_LIKE_ONE)
        if one.confidence < (_SURE if sounds else _BEYOND_DOUBT):
            continue
        plain = Tone.CONTEMPT in tones or one.confidence >= _BEYOND_DOUBT
        sure = push if to_them and plain else Push.ORDER
        yield Pushed(sure, one.quote, one.start, _ANYTHING, soft=True)


def _alone(case: Case, push: Push) -> bool:
    """Say whether nothing heard speaks against a push that cannot be meant otherwise."""
    giving = _GIVING if push in _ASKED_TOO else (*_GIVING, Code.QUESTION)
    surely = any(s.code in giving and s.confidence >= _GIVES for s in case.heard.segments)
    return push in _PLAIN and not surely


def _pressed(case: Case) -> float:
    """Return how sure it is (0–1) that the turn presses: what each code leaves open, multiplied."""
    weights = {Code.PERSUADE: 1.0, Code.CONFRONT: 1.0, Code.PERSUADE_WITH_PERMISSION: _WITH_LEAVE}
    left = 1.0
    for segment in case.heard.segments:
        left *= 1.0 - weights.get(segment.code, 0.0) * segment.confidence
    return 1.0 - left


def _given_back(case: Case, pushed: Pushed) -> bool:
    """Say whether the sentence was heard, more surely than any push, as something of the client's."""
    over = [s for s in case.heard.segments if s.start < pushed.end and pushed.start < s.end]
    gives = max((s.confidence for s in over if s.code in REFLECTIONS), default=0.0)
    return gives > max(_pressed(case), _HEARD)


def _agreed(case: Case) -> bool:
    """Say whether the client had decided for it, by code or by word."""
    return case.client_ready or settles(case.evaluation.before.last_client)


def _scorning(case: Case, pushed: Pushed) -> str | None:
    """Name an insult as one, where it is no attempt to bring anybody round."""
    scorn = next((hit for hit in case.heard.tones if hit.tone is Tone.CONTEMPT), None)
    over = scorn is not None and scorn.start < pushed.end and pushed.start < scorn.end
    return "confront" if over else None


def _persuading(case: Case) -> str | None:
    """Name an order or an appeal: that it leaned, in an open choice, or by what it answered.

    Who was asked for advice and gives it is not to be told that nobody wanted it.
    """
    said = case.evaluation.before.last_client
    if case.heard.permission:
        return None
    if case.evaluation.stance is Stance.EQUIPOISE:
        return "steering_in_equipoise"
    moments = (
        ("push_during_discord", case.client.discord and crosses(said)),
        ("persuade_after_no", refuses(said) and (case.client_resists or not _was_asked(case))),
        ("passed_over_feeling", case.client.feeling),
        ("persuade_after_doubt", case.talk is Talk.SUSTAIN and doubts(said)),
        ("pushing_after_readiness", case.client_ready and settles(said)),
        ("took_over", case.speaks_for_it and wishes(said)),
        ("premature_advice", len(case.earlier) < EARLY and not case.listened_before),
    )
    return next((kind for kind, there in moments if there), "persuade_without_permission")


def _was_asked(case: Case) -> bool:
    """Say whether the client's turn came after a question: its no may be the answer."""
    before = case.evaluation.before.said_by(Speaker.ADVISOR)
    return bool(before) and "?" in before[-1]


def _string_attached(case: Case) -> Found | None:
    """Find a choice that was given and taken back in one breath.

    With leave, or with words that leave the choice, advice may follow; not to somebody who had
    just spoken against it.
    """
    choice = case.sure(Code.EMPHASIZE)
    if choice is None or _CHOICE.search(choice.quote) is None:
        return None
    if string := _STRING.match(case.evaluation.text, choice.end):
        words = Quoted(quote=string[1], start=string.start(1), end=string.end(1))
        return Found("string_attached", case.narrowed(words))
    advice = _advice(case)
    if advice is None or choice.start > advice.start:
        return None
    if not _BUT.search(case.evaluation.text[choice.start : advice.end]):
        return None
    return Found("string_attached", case.narrowed(advice))


def _advice(case: Case) -> CodedSegment | None:
    codes = (Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION)
    return case.sure(*(codes if case.client_resists else codes[:1]))
