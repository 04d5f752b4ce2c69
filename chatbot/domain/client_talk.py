"""What was heard in a client turn: change or sustain talk, discord, and what it asks for.

Types after DARN-CAT (Miller & Rollnick) and MISC 2.5; each has its mirror as sustain talk.
"""

from enum import StrEnum

from pydantic import Field

from chatbot.domain.base import Value


class Talk(StrEnum):
    """The three client classes of AnnoMI."""

    CHANGE = "change"
    SUSTAIN = "sustain"
    NEUTRAL = "neutral"


class ClientTalk(Value):
    """A client turn as heard, with respect to the target behaviour.

    Attributes:
        talk: change, sustain or neutral.
        types: DARN-CAT types with sign ("R+", "C-"), most certain first; may be empty.
        confidence: 0–1 for `talk`.
        question: a straight question the client put, verbatim, or None.
        motive: that question is about what the advisor gains.
        discord: strain between the two: attack, boundary, leaving.
        feeling: something felt was told.
        commitment: the client said what they will do.
        evasion: the client slips away ("I'll think about it").
        minimal: too short to say much.
    """

    talk: Talk = Talk.NEUTRAL
    types: tuple[str, ...] = ()
    confidence: float = Field(default=1.0, ge=0, le=1)
    question: str | None = None
    motive: bool = False
    discord: bool = False
    feeling: bool = False
    commitment: bool = False
    evasion: bool = False
    minimal: bool = False
