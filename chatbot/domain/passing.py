"""What went past the client: a lecture, a fact about something else, a feeling stepped over.

It shows in words: nothing of what the client had just said comes back in the turn.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import INPUT, Code, Marker, Quoted
from chatbot.domain.findings import Case, Found
from chatbot.domain.moments import LEAVE_GIVEN, wishes
from chatbot.domain.pushes import plainly
from chatbot.domain.words import content_words, roots, sentences

#: Words from which an explanation that nobody asked for is a lecture.
LECTURE: Final = 30
#: From here on an explanation may share one word with what it passes by.
LONG_LECTURE: Final = 40
#: Words from which a client has told something that deserves to be taken up.
MUCH: Final = 8
#: How sure (0–1) a fact must be heard as one.
_SURE, _SURE_OF_FACT = 0.55, 0.65
#: Client turns that a fact may still take up.
_LAST: Final = 2
_PLEASANT: Final = (
    Marker.ANSWERS,
    Marker.DISCLOSES_INTEREST,
    Marker.OWNS_FAULT,
    Marker.ADMITS_LIMIT,
)
#: How a turn begins that takes up what was said, in words of its own; or an advisor's own stake.
_TAKES_UP: Final = re.compile(
    r"^\W*(?:(?:well|oh|ah|hm|okay|so|and|look|right)\W+)*(?:yes|yeah|no|true|agreed|fair|good|"
    r"happy|thank\w*|"
    r"i (?:know|see|can|hear|don'?t|had|should|got|was|hadn)|i'm|then\b|that'?s (?:right|true|"
    r"fair|a|the|your|how|what)|"
    r"you(?:'re| are|'ve|'d)?\b|sorry|fine|of course|(?:they|it|that|he|she) (?:do|does|can|could|"
    r"may|might|would|is|has)\b)|"
    r"\b(?:i(?:'m| am)? (?:paid|earn|get paid|gain)|my (?:fee|bonus|wage|commission|interest|"
    r"fault|mistake)|"
    r"bonus|commission|grant|sorry|you said|you told|you asked|as you|i should(?:n'?t)? have|"
    r"i got that wrong|"
    r"complaint against me|in mind\b|maybe|by the sound of it|funding|none of it'?s required|"
    r"you should know|weight on me|i do best|"
    r"i'm curious|i couldn'?t|i can'?t (?:say|tell you)|i made|is ours|'s ours|no (?:hurry|need|"
    r"rush))\b",
    re.IGNORECASE,
)
#: A fact about something else begins with its subject, not with a pronoun that looks back, and is
#: told without an "I".
_LOOKS_BACK: Final = re.compile(
    r"^\W*(?:it|that|this|these|those|they|he|she|if|but|and|then|so|only|just|both|neither|or|"
    r"in that case)\b|"
    r"\b(?:i|me|my|we)\b",
    re.IGNORECASE,
)
#: A client's turn that closes a point leaves the next one free.
_CLOSES: Final = re.compile(
    r"^\W*(?:thank\w*|ta\b|good\b|fine|fair|true|right\b|very (?:nice|good)|lovely|great|okay|"
    r"all right|i'll give you that)",
    re.IGNORECASE,
)
#: Leave to go on, which nobody who goes on overhears.
_INVITES: Final = re.compile(
    rf"\b(?:{LEAVE_GIVEN}|tell me (?:more|about)|explain)\b",
    re.IGNORECASE,
)
_FEAR: Final = re.compile(
    r"\bi'?m afraid (?:not|so|i|it|we|that|there|he|she|they)\b", re.IGNORECASE
)


def passing_by(case: Case) -> Iterator[Found]:
    """Yield if the turn went on to something else: past a feeling, a worry, or a wish."""
    said = case.evaluation.before.last_client
    if not said or _INVITES.search(said):
        return
    if case.asked is not None or case.heard.permission or not _informs(case):
        return
    first = _quoted(case)
    told = len(said.split())
    if case.heard.words >= LECTURE:
        yield Found("lecture", first)
    elif told < MUCH or _CLOSES.match(said) or not _plain_fact(case):
        return
    elif case.client.feeling and not _FEAR.search(said):
        yield Found("passed_over_feeling", first)
    elif case.speaks_for_it and wishes(said) and not case.client_ready:
        yield Found("passed_over_wish", first)
    else:
        yield Found("ignored_concern", first)


def _informs(case: Case) -> bool:
    """Say whether the turn only tells, surely, and of nothing that the client had said."""
    heard, text = case.heard, case.said
    codes = INPUT | {Code.CONFRONT}
    offered = heard.get(Code.PERSUADE_WITH_PERMISSION)
    if offered is not None and offered.confidence >= _SURE:
        return False
    sure = max((s.confidence for s in heard.segments), default=0.0)
    only = bool(heard.codes) and heard.codes <= codes and heard.has(*INPUT, Code.CONFRONT)
    if not only or sure < _SURE or "?" in text or _TAKES_UP.search(text.replace("’", "'")):
        return False
    if any(hit.marker in _PLEASANT and hit.confidence >= 0.5 for hit in heard.markers):
        return False
    if len(re.findall(r"\bI\b", text)) > 1:
        return False
    shared = roots(text) & roots(case.evaluation.before.last_client)
    return not plainly(text) and len(shared) <= (heard.words >= LONG_LECTURE)


def _plain_fact(case: Case) -> bool:
    """Say whether the turn is a fact about something else, sure as such, and not of the last turns."""
    heard, text = case.heard, case.said
    fact = heard.get(Code.GI)
    if heard.codes != {Code.GI} or fact is None or fact.confidence < _SURE_OF_FACT:
        return False
    turns = [said for said, _ in case.evaluation.before.answered()[-_LAST:]]
    before = frozenset[str]().union(*(roots(said) for said in turns))
    return not _LOOKS_BACK.search(text.replace("’", "'")) and not roots(text) & before


def _quoted(case: Case) -> Quoted:
    """Return the sentence of the turn that says most, or its beginning."""
    text = case.said
    most = max(sentences(text), key=lambda one: len(content_words(one)), default=text)
    start = text.index(most)
    return case.narrowed(Quoted(quote=most, start=start, end=start + len(most)))
