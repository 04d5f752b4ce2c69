"""The parts of a persona: what a client can tell, accept and be struck by, and how they speak.

`cues` are words by which the coder notices that the advisor touched a content: matched on whole
words, any case; a trailing `*` matches any ending.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from chatbot.domain.base import Value
from chatbot.domain.moves import DECIDED, Act, Ending

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,47}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=600)]
Say = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=240)]
Cue = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]


class Layer(StrEnum):
    """How deep a concern lies: what is said first, what is underneath, what it is all about."""

    SURFACE = "surface"
    UNDERNEATH = "underneath"
    VALUE = "value"


class Stance(StrEnum):
    """Which way the advisor may steer: towards the advice, or (an open choice) not at all."""

    DIRECTIONAL = "directional"
    EQUIPOISE = "equipoise"


class After(StrEnum):
    """What the advisor just did, for a line that only fits as a reply to it."""

    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    REFLECTION = "reflection"
    INFORMATION = "information"
    PRESSURE = "pressure"
    PRAISE = "praise"
    AUTONOMY = "autonomy"
    PERMISSION_ASKED = "permission_asked"
    APOLOGY = "apology"


class Content(Value):
    """Something the client can say, in their own first person."""

    id: Slug
    say: Say
    cues: tuple[Cue, ...] = ()


class Concern(Content):
    """A reason to hesitate. `trust` (0–1) is what it takes before the client tells it."""

    layer: Layer
    trust: Share = 0.0
    valid: Literal["yes", "partly", "no"] = "no"


class Reason(Content):
    """A reason for change, with its kind of preparatory change talk (DARN)."""

    kind: Literal[Act.DESIRE, Act.ABILITY, Act.REASON, Act.NEED] = Act.REASON


class ClientQuestion(Content):
    """A question the client will put until it is answered; `cues` are words an answer holds."""

    act: Literal[Act.ASK_PROOF, Act.ASK_MOTIVE, Act.ASK_INFORMATION]


class Plan(Content):
    """A way out that this client can accept, and what must come first.

    Attributes:
        ending: the ending it brings.
        trust: 0–1, trust it takes.
        after: ids of concerns that must have been heard first.
    """

    ending: Ending
    trust: Share = 0.5
    after: tuple[Slug, ...] = ()

    @field_validator("ending")
    @classmethod
    def _decided(cls, ending: Ending) -> Ending:
        if ending not in DECIDED:
            raise ValueError(f"a plan ends in one of: {', '.join(DECIDED)}")
        return ending


class Sensitivity(Value):
    """A trigger or softener: words that strike this person harder than others. `weight` 0–1."""

    id: Slug
    why: Say
    cues: tuple[Cue, ...] = Field(min_length=1)
    weight: Share = 0.5


class MayCite(Value):
    """What the advisor knows and may cite. Whatever is not here, a wording must not invent."""

    case_facts: tuple[Text, ...] = ()
    evidence: tuple[Text, ...] = ()
    fees: tuple[Text, ...] = ()
    track_record: tuple[Text, ...] = ()


class AdvisorBrief(Value):
    """What the advisor is told before the talk; also given to evaluator and simulated advisors.

    `target_behaviour` is concrete and dated ("move a tenth of the savings by March").
    """

    role: Text
    situation: Text
    recommendation: Text
    target_behaviour: Text
    may_cite: MayCite = MayCite()
    must_tell: tuple[Text, ...] = ()
    advisor_interest: Text


class Start(Value):
    """Where the client stands before the first word; every figure 0–1."""

    trust: Share = 0.4
    importance: Share = 0.4
    confidence: Share = 0.4
    fit: Share = 0.4
    discord: Share = 0.15


class Temperament(Value):
    """How strongly this person reacts: it changes how much, never the sign. Figures 0–1."""

    start: Start = Start()
    reactance: Share = 0.5
    forgiveness: Share = 0.5
    patience: Share = 0.6


class Speech(Value):
    """How the client speaks."""

    style: Text
    habits: tuple[Text, ...] = ()


class Line(Value):
    """A line of the client's own, for the voice that needs no model.

    Attributes:
        text: as spoken.
        about: ids of the contents it tells; spoken only when the move tells them.
        after: what it answers; empty fits anything.
        cues: words of the advisor's that make it apt.
    """

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
    about: tuple[Slug, ...] = ()
    after: tuple[After, ...] = ()
    cues: tuple[Cue, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value
