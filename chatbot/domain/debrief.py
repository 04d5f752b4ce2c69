"""The debrief of a talk, as a value; `chatbot.report` writes it out."""

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.global_ratings import Globals
from chatbot.domain.moves import Ending


class Moment(Value):
    """A moment worth coming back to: what was said, what it did, what could be said instead.

    Attributes:
        quote: the advisor's words that did most, verbatim.
        words: the coach's sentence about it, which holds the quote, perhaps shortened.
        cause: what it did to the client, in a plain sentence.
        instead: a better wording, where there is one.
        trust_change, discord_change: change of trust and strain in this turn (-1 to 1).
    """

    turn_id: str
    number: int = Field(ge=1)
    quote: str
    words: str = ""
    cause: str
    instead: str | None = None
    trust_change: float = 0.0
    discord_change: float = 0.0


class MissedOpening(Value):
    """A door the client opened and nobody went through. `client` quotes the line that opened it."""

    turn_id: str
    number: int = Field(ge=1)
    client: str
    what: str
    instead: str


class Counts(Value):
    """MITI 4.2.1 behaviour counts over a talk, with the open/closed split that is coached only."""

    volleys: int = 0
    gi: int = 0
    persuade: int = 0
    persuade_with_permission: int = 0
    question_open: int = 0
    question_closed: int = 0
    simple_reflection: int = 0
    complex_reflection: int = 0
    affirm: int = 0
    seek: int = 0
    emphasize: int = 0
    confront: int = 0


class Scores(Value):
    """MITI summary scores; None where the denominator is zero. Indicative, not validated for chat."""

    percent_complex: float | None = None
    reflections_to_questions: float | None = None
    mi_adherent: int = 0
    mi_non_adherent: int = 0


class Debrief(Value):
    """What remains of a talk.

    Attributes:
        persona_name: whom the advisor talked with.
        ending: how it ended; `good` if among the persona's best with trust not below its start.
        went_well, would_change: the advisor's own answers, empty if skipped.
        strength, change: one strength to keep and one thing to change.
        best, costliest: the moments with the largest gain and loss of trust.
        missed: at most two openings.
        underneath: one thing the client did not tell, in their own words; only once the talk has
            ended, and None if all was told.
        client: what was heard in the client's turns, the opening first; may be empty.
        trust: trust level before the first turn and after each one (0–1).
        trust_words: the trend of trust in a sentence.
        counts: MITI counts.
        scores: only from 20 volleys, else None.
        globals: the global ratings, or why there are none; None in debriefs of older versions.
        practise: what to practise next and what that rests on, with the drill's principle id.
        unscored: turns without a critique, of all.
        evaluator: what wrote the critiques.
    """

    session_id: str
    persona_id: str
    persona_name: str
    ending: Ending
    good: bool
    went_well: str = ""
    would_change: str = ""
    strength: str
    change: str
    best: Moment | None = None
    costliest: Moment | None = None
    missed: tuple[MissedOpening, ...] = ()
    underneath: str | None = None
    client: tuple[ClientTalk, ...] = ()
    trust: tuple[float, ...] = ()
    trust_words: str
    counts: Counts
    scores: Scores | None = None
    globals: Globals | None = None
    practise: str
    practise_principle: str | None = None
    unscored: int = 0
    evaluator: str
