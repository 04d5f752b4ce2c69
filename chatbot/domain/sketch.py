"""A client in a few words, as a person in an interview or a model reading a paragraph tells it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chatbot.domain.base import Value
from chatbot.domain.contents import Cue, Say, Text
from chatbot.domain.moves import Act, Ending

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Topic = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Spoken = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=400)]
Known = Annotated[tuple[Text, ...], Field(max_length=8)]
Right = Literal["yes", "partly", "no"]


class Said(Value):
    """Something the client can say, in their own first person, and words that touch on it."""

    say: Say
    cues: tuple[Cue, ...] = Field(default=(), max_length=12)


class Asked(Said):
    """A question of the client's; `cues` are words that an answer would hold."""

    act: Literal[Act.ASK_PROOF, Act.ASK_MOTIVE, Act.ASK_INFORMATION] = Act.ASK_MOTIVE


class WayOut(Said):
    """Something the client could agree to in the end."""

    ending: Literal[
        Ending.PLAN,
        Ending.SMALL_TEST,
        Ending.INFORMED_NO,
        Ending.SECOND_OPINION,
        Ending.ADVICE_REVISED,
        Ending.DATED_PAUSE,
    ]


class Struck(Value):
    """Words of the advisor's that strike this client harder, or reach them better."""

    why: Say
    cues: tuple[Cue, ...] = Field(min_length=1, max_length=12)


Several = Annotated[tuple[Said, ...], Field(max_length=4)]


class Sketch(Value):
    """What is known of a client so far. Whatever is left out is filled in neutrally.

    Attributes:
        difficulty: 1 (open) to 5 (hard to reach).
        objections, underneath, values: why they hesitate: what they say at once, what it is
            really about, what it touches in their life.
        right: whether the client is right to hesitate.
    """

    name: Name | None = None
    age: int | None = Field(default=None, ge=16, le=110)
    domain: Topic | None = None
    difficulty: int | None = Field(default=None, ge=1, le=5)
    about: Text | None = None
    style: Text | None = None
    habits: Known = ()
    role: Text | None = None
    situation: Text | None = None
    recommendation: Text | None = None
    target_behaviour: Text | None = None
    case_facts: Known = ()
    evidence: Known = ()
    fees: Known = ()
    must_tell: Known = ()
    advisor_interest: Text | None = None
    openings: Annotated[tuple[Spoken, ...], Field(max_length=4)] = ()
    facts: Several = ()
    objections: Several = ()
    underneath: Several = ()
    values: Several = ()
    right: Right | None = None
    strengths: Several = ()
    likes: Several = ()
    against_type: Several = ()
    reasons_for: Several = ()
    reasons_against: Several = ()
    questions: Annotated[tuple[Asked, ...], Field(max_length=4)] = ()
    plans: Annotated[tuple[WayOut, ...], Field(max_length=4)] = ()
    triggers: Annotated[tuple[Struck, ...], Field(max_length=4)] = ()
    softeners: Annotated[tuple[Struck, ...], Field(max_length=4)] = ()
