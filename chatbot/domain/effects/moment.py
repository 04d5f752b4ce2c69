"""What an advisor turn does to the client: one small rule per sentence of the field's knowledge.

Each rule looks at what was heard and yields wishes to change the state; `step` (in `stepping`)
scales them by the coder's confidence and the person's temperament, applies them and logs each as
an `Effect`. Sources: MITI 4.2.1 for the codes; Miller & Rollnick for timing; Magill et al. 2018
(skill goes with change *and* sustain talk); Kim et al. 2004 for repair. The sizes are ours, set on
development talks, and versioned by `RULES_VERSION`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import (
    MI_NON_ADHERENT,
    Code,
    CodedSegment,
    Heard,
    Tone,
    Touch,
)
from chatbot.domain.persona import Persona

RULES_VERSION: Final = "6"

#: An echo gives back more than this share of its words unchanged; it moves little.
ECHO: Final = 0.7
#: From so many misses on, form without content is heard as technique, and worth this share.
MISSED_OFTEN: Final = 3
AS_TECHNIQUE: Final = 0.4
#: Codes heard with less confidence make no habit.
SURE: Final = 0.5
#: What kind words, facts or an answer are worth to trust in one breath with a push.
SPOILT: Final = 0.3
#: Above this discord, talk of change sounds like pressure.
STRAINED: Final = 0.5


class Wish(NamedTuple):
    """A wish to change `variable` by `delta`, before scaling."""

    variable: str
    delta: float
    quote: str
    code: str
    why: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """All a rule may look at: the state before, what was heard, and the person."""

    state: ClientState
    heard: Heard
    persona: Persona

    def touched(self, code: Code | None = None) -> frozenset[str]:
        """Return ids of contents touched, in segments of `code` if one is given."""
        touches = self.heard.touches
        return frozenset(t.content_id for t in touches if code is None or t.code is code)

    def streak(self, *codes: Code) -> int:
        """Count how many of the last volleys in a row, this one included, surely hold a code."""
        count = 0
        for heard in (self.heard, *reversed(self.state.recent)):
            if not any(s.code in codes and s.confidence >= SURE for s in heard.segments):
                break
            count += 1
        return count

    @property
    def credit(self) -> float:
        """0–1: what a well-made turn is worth by its form: less to somebody missed again and again.

        Warm words from one who keeps talking about somebody else are heard as technique.
        """
        return AS_TECHNIQUE if self.state.missed >= MISSED_OFTEN and not self.state.attuned else 1.0

    @property
    def pushing(self) -> bool:
        """The turn surely pushes: by its codes, or in words that push in anybody's mouth."""
        coded = any(s.code in MI_NON_ADHERENT and s.confidence >= SURE for s in self.heard.segments)
        return coded or any(hit.tone in {Tone.PRESSURE, Tone.PRETENCE} for hit in self.heard.tones)

    @property
    def undercut(self) -> float:
        """0–1: what a good thing in this turn is worth to trust beside what is bad in it.

        The bad outweighs the good that comes with it: who is pushed in the same breath remembers
        the push, and nobody feels heard by a sneer. A fault owned stands by itself.
        """
        if self.heard.tone(Tone.CONTEMPT) is not None:
            return 0.0
        return SPOILT if self.pushing else 1.0

    def by_touch(self, touch: Touch, variable: str, delta: float, why: str) -> Wish:
        """Return a wish caused by a touch, as sure as the code in whose words it happened."""
        within = self.heard.get(touch.code) if touch.code else None
        confidence = within.confidence if within else 1.0
        return Wish(variable, delta, touch.quote, touch.code or "", why, confidence)


Rule = Callable[[Moment], Iterator[Wish]]


def caused_by(segment: CodedSegment, variable: str, delta: float, why: str) -> Wish:
    """Return a wish whose cause is a coded segment."""
    return Wish(variable, delta, segment.quote, segment.code, why, segment.confidence)
