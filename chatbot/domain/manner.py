"""How a turn is meant: talking down, flattery, fog and good manners for show cost whatever they say.

A tone is named only where what was learned of tones is sure of it (`coder/tone.py`): words that
might be one are not enough. Who owns a fault, lays open their gain or admits what they do not know
means well.
"""

from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import REFLECTIONS, Code, Marker, Tone
from chatbot.domain.findings import Case, Found

#: How sure (0–1) a tone must be heard.
_SURE: Final = 0.8
#: How sure (0–1) an honest word, or something given back, must be to stand against it.
_HONEST, _GIVES = 0.5, 0.6
_KINDS: Final = {
    Tone.CONTEMPT: "talked_down",
    Tone.PRETENCE: "for_show",
    Tone.VAGUENESS: "fog",
    Tone.FLATTERY: "flattery",
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
        if kind is None or hit.confidence < _SURE or _gives_back(case, hit.start, hit.end):
            continue
        yield Found(kind, case.narrowed(hit))


def _gives_back(case: Case, start: int, end: int) -> bool:
    """Say whether the words were surely heard as something of the client's, or as seen in them."""
    over = (s for s in case.heard.segments if s.start < end and start < s.end)
    return any(s.code in {*REFLECTIONS, Code.AFFIRM} and s.confidence >= _GIVES for s in over)
