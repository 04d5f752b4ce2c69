"""What was heard in an advisor turn: MITI 4.2.1 behaviour codes and honesty markers.

Codes after Moyers, Manuel & Ernst, *MITI Coding Manual 4.2.1* (2014/2015). Honesty markers are
our own, kept beside MITI and off its sheet.
"""

from enum import StrEnum
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.moves import Occasion


class Code(StrEnum):
    """Advisor behaviour codes (MITI 4.2.1)."""

    GI = "GI"
    PERSUADE = "P"
    PERSUADE_WITH_PERMISSION = "PwP"
    QUESTION = "Q"
    SIMPLE_REFLECTION = "SR"
    COMPLEX_REFLECTION = "CR"
    AFFIRM = "AF"
    SEEK = "Seek"
    EMPHASIZE = "Emphasize"
    CONFRONT = "C"


CODE_NAMES: Final[dict[Code, str]] = {
    Code.GI: "Giving Information",
    Code.PERSUADE: "Persuade",
    Code.PERSUADE_WITH_PERMISSION: "Persuade with Permission",
    Code.QUESTION: "Question",
    Code.SIMPLE_REFLECTION: "Simple Reflection",
    Code.COMPLEX_REFLECTION: "Complex Reflection",
    Code.AFFIRM: "Affirm",
    Code.SEEK: "Seeking Collaboration",
    Code.EMPHASIZE: "Emphasizing Autonomy",
    Code.CONFRONT: "Confront",
}


class Label(StrEnum):
    """A code as it is counted and labelled: open and closed questions apart."""

    GI = "GI"
    PERSUADE = "P"
    PERSUADE_WITH_PERMISSION = "PwP"
    Q_OPEN = "Q_open"
    Q_CLOSED = "Q_closed"
    SIMPLE_REFLECTION = "SR"
    COMPLEX_REFLECTION = "CR"
    AFFIRM = "AF"
    SEEK = "Seek"
    EMPHASIZE = "Emphasize"
    CONFRONT = "C"

    @property
    def code(self) -> Code:
        """The MITI code."""
        return Code.QUESTION if self.open is not None else Code(self.value)

    @property
    def open(self) -> bool | None:
        """Whether a question is open; None of other codes."""
        return {Label.Q_OPEN: True, Label.Q_CLOSED: False}.get(self)

    @property
    def words(self) -> str:
        """The code's name, e.g. "Open question", "Simple reflection"."""
        if self.open is None:
            return CODE_NAMES[self.code].capitalize()
        return "Open question" if self.open else "Closed question"


REFLECTIONS: Final = frozenset({Code.SIMPLE_REFLECTION, Code.COMPLEX_REFLECTION})
MI_ADHERENT: Final = frozenset({Code.SEEK, Code.AFFIRM, Code.EMPHASIZE})
MI_NON_ADHERENT: Final = frozenset({Code.PERSUADE, Code.CONFRONT})
INPUT: Final = frozenset({Code.GI, Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION})


class Marker(StrEnum):
    """Honesty in advice, beside MITI and off its sheet."""

    ANSWERS = "Answers"
    DODGES = "Dodges"
    DISCLOSES_INTEREST = "DisclosesInterest"
    OWNS_FAULT = "OwnsFault"
    OVERPROMISES = "Overpromises"
    ADMITS_LIMIT = "AdmitsLimit"


class Tone(StrEnum):
    """How a turn sounds, whatever its sentences are made of; beside the codes, for the client."""

    CONTEMPT = "contempt"
    FLATTERY = "flattery"
    PRESSURE = "pressure"
    PRETENCE = "pretence"
    SMALL_TALK = "small_talk"
    VAGUENESS = "vagueness"


class Toward(StrEnum):
    """The direction of a question, reflection or affirmation."""

    CHANGE = "change"
    SUSTAIN = "sustain"
    RELATIONSHIP = "relationship"
    NONE = "none"


class Behaviour(StrEnum):
    """The four main advisor behaviours of AnnoMI (Wu et al. 2023)."""

    QUESTION = "question"
    REFLECTION = "reflection"
    INPUT = "therapist_input"
    OTHER = "other"


def behaviour_of(code: Code) -> Behaviour:
    """Map a MITI code to its AnnoMI main behaviour (see docs/corpus.md)."""
    if code is Code.QUESTION:
        return Behaviour.QUESTION
    if code in REFLECTIONS:
        return Behaviour.REFLECTION
    return Behaviour.INPUT if code in INPUT else Behaviour.OTHER


class Quoted(Value):
    """A verbatim piece of the advisor's turn: `text[start:end] == quote`."""

    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class CodedSegment(Quoted):
    """One coded piece of a volley; `confidence` in 0–1 is the coder's calibrated probability."""

    code: Code
    open: bool | None = None
    toward: Toward = Toward.NONE
    confidence: float = Field(default=1.0, ge=0, le=1)

    @property
    def label(self) -> Label:
        """The code with open and closed questions apart; what is not known to be open is closed."""
        if self.code is Code.QUESTION:
            return Label.Q_OPEN if self.open else Label.Q_CLOSED
        return Label(self.code.value)


class MarkerHit(Quoted):
    """An honesty marker with the words that earned it."""

    marker: Marker
    confidence: float = Field(default=1.0, ge=0, le=1)


class ToneHit(Quoted):
    """A tone with the sentence in which it shows."""

    tone: Tone
    confidence: float = Field(default=1.0, ge=0, le=1)


class Touch(Quoted):
    """The advisor's words reached one of the persona's contents.

    `code` is the code of the segment in which it happened (None: uncoded words).
    """

    content_id: str
    code: Code | None = None


class Dominant(Value):
    """The main class of a volley; `confidence` in 0–1 is the coder's calibrated probability."""

    behaviour: Behaviour
    confidence: float = Field(ge=0, le=1)


class Heard(Value):
    """What the coder heard in one volley, in context.

    Attributes:
        segments: coded pieces, in order; each code at most once.
        dominant: its main class, from coders that tell one.
        markers: honesty markers.
        tones: how it is meant: talking down, mere flattery, fog, pressure, courtesy for show, chat.
        touches: contents of the persona that the words reached.
        permission: the client has asked for, or allowed, information on this topic.
        looks_underneath: a question or guess at what lies under the doubt, naming no content.
        echo: 0–1, share of the volley's content words taken from the client's last turn.
        occasion: what makes the turn an odd one (empty, repeated, off topic …), if anything does.
        words: number of words.
        matter: how many different words of content they hold (None in logs of rules before 6).
        beside: stretches (start, end) that are not said to the client: bids for a mark, markup,
            false lines. They were blanked out before the turn was heard.
    """

    segments: tuple[CodedSegment, ...] = ()
    dominant: Dominant | None = None
    markers: tuple[MarkerHit, ...] = ()
    tones: tuple[ToneHit, ...] = ()
    touches: tuple[Touch, ...] = ()
    permission: bool = False
    looks_underneath: bool = False
    echo: float = Field(default=0.0, ge=0, le=1)
    occasion: Occasion | None = None
    words: int = Field(default=0, ge=0)
    matter: int | None = Field(default=None, ge=0)
    beside: tuple[tuple[int, int], ...] = ()

    def get(self, *codes: Code) -> CodedSegment | None:
        """Return the first segment with one of `codes`, or None."""
        return next((segment for segment in self.segments if segment.code in codes), None)

    def has(self, *codes: Code) -> bool:
        """Say whether any of `codes` was heard."""
        return self.get(*codes) is not None

    def marker(self, *markers: Marker) -> MarkerHit | None:
        """Return the first hit of one of `markers`, or None."""
        return next((hit for hit in self.markers if hit.marker in markers), None)

    def tone(self, tone: Tone) -> ToneHit | None:
        """Return the hit of a tone, or None."""
        return next((hit for hit in self.tones if hit.tone is tone), None)

    @property
    def codes(self) -> frozenset[Code]:
        """The set of codes heard."""
        return frozenset(segment.code for segment in self.segments)

    @property
    def main(self) -> CodedSegment | None:
        """The dominant segment: the longest, later ones winning ties (they are what is answered)."""
        return max(self.segments, key=lambda s: (s.end - s.start, s.start), default=None)
