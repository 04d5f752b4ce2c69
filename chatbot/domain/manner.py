"""How a turn is meant: talking down, flattery, fog and good manners for show cost whatever they say.

A tone is named only where what was learned of tones is sure of it (`coder/tone.py`): words that
might be one are not enough, but for scorn that was heard as a blow as well. Who owns a fault, lays
open their gain or admits what they do not know means well.
"""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import (
    INPUT,
    MI_NON_ADHERENT,
    REFLECTIONS,
    Code,
    Marker,
    Quoted,
    Tone,
    ToneHit,
)
from chatbot.domain.effects.moment import ECHO
from chatbot.domain.findings import Case, Found
from chatbot.domain.words import sentences

#: How sure (0–1) a tone must be heard; where no code goes with it; and scorn beside a blow.
_SURE, _SURE_ALONE, _SURE_BESIDE_A_CODE = 0.8, 0.93, 0.7
#: Where, within a sentence, the courtesy ends and the push begins.
_TURN: Final = re.compile(
    r"[,;:–—]\s+(?=(?:so|but|and|only|because|that's|what|i've|i'll|we'll)\b)", re.IGNORECASE
)
#: How sure (0–1) an honest word, or something given back, must be to stand against it.
_HONEST, _GIVES = 0.5, 0.6
_CAREFUL: Final = re.compile(
    r"\b(?:i (?:might|may|could) (?:have|be|well be)\b[^.?!]*\bwrong|(?:it|that) (?:seems|sounds|"
    r"matters)\b|correct me|stop me|i hear\b|if i(?:'ve| have)? (?:got|understood))",
    re.IGNORECASE,
)
_KINDS: Final = {
    Tone.CONTEMPT: "talked_down",
    Tone.PRETENCE: "for_show",
    Tone.VAGUENESS: "fog",
    Tone.FLATTERY: "flattery",
}
#: Codes that a tone comes with where it is meant.
_GOES_WITH: Final = {
    Tone.CONTEMPT: frozenset({Code.CONFRONT}),
    Tone.PRETENCE: INPUT | MI_NON_ADHERENT,
}
_MEANS_WELL: Final = (Marker.OWNS_FAULT, Marker.DISCLOSES_INTEREST, Marker.ADMITS_LIMIT)


def manner(case: Case) -> Iterator[Found]:
    """Yield what the manner of this volley did."""
    honest = any(
        hit.marker in _MEANS_WELL and hit.confidence >= _HONEST for hit in case.heard.markers
    )
    if honest:
        return
    for hit in case.heard.tones:
        kind = _KINDS.get(hit.tone)
        if kind is None or hit.confidence < _least(case, hit.tone):
            continue
        if case.heard.echo > ECHO or _gives_back(case, hit.start, hit.end):
            continue
        if hit.tone is Tone.CONTEMPT and _means_no_harm(case):
            continue
        yield Found(kind, case.narrowed(_behind(case, hit) if kind == "for_show" else hit))


def _least(case: Case, tone: Tone) -> float:
    """Return how sure the tone must be heard here: surer where no code goes with it.

    Scorn in words known for it, and heard as said against the client, is scorn.
    """
    if tone is Tone.CONTEMPT and case.sure(Code.CONFRONT) is not None:
        return _SURE_BESIDE_A_CODE
    codes = _GOES_WITH.get(tone)
    return _SURE if codes is None or case.heard.has(*codes) else _SURE_ALONE


def _means_no_harm(case: Case) -> bool:
    """Say whether the turn is a guess put carefully, or mere information."""
    told = case.heard.get(Code.GI)
    informs = told is not None and told.confidence >= _GIVES and case.sure(Code.CONFRONT) is None
    return informs or _CAREFUL.search(case.said) is not None


def _behind(case: Case, hit: ToneHit) -> Quoted:
    """Return what comes behind the courtesy: the last sentence of the turn, or its last clause."""
    said = [one for one in sentences(case.said) if any(c.isalnum() for c in one)]
    if not said:
        return hit
    last = said[-1]
    if len(said) == 1 and (turn := _TURN.search(last)):
        last = last[turn.end() :]
    start = case.said.rindex(last)
    return Quoted(quote=last, start=start, end=start + len(last))


def _gives_back(case: Case, start: int, end: int) -> bool:
    """Say whether the words were surely heard as something of the client's, or as seen in them."""
    over = (s for s in case.heard.segments if s.start < end and start < s.end)
    return any(s.code in {*REFLECTIONS, Code.AFFIRM} and s.confidence >= _GIVES for s in over)
