"""Labelled talks as values: what was said, and what annotators put on it."""

from enum import StrEnum
from typing import Final, Literal

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour, Marker
from chatbot.domain.dialogue import Speaker
from evals.label_cells import Direction, Span

#: Who stands as annotator where disputes between the others were settled by the written rules.
SETTLED: Final = "settled"


class Quality(StrEnum):
    """The quality that a transcript demonstrates. AnnoMI knows no average; our own talks do."""

    HIGH = "high"
    AVERAGE = "average"
    LOW = "low"


class Annotation(Value):
    """One annotator's labels of one utterance; None: not labelled.

    Attributes:
        annotator: who, or an empty string where the file names nobody.
        behaviour, talk: the main class of an advisor's, a client's turn.
        question, reflection, input: subtype of such a piece in the turn, beside any main class.
        miti: MITI codes with open and closed questions apart; empty: uncoded.
        markers: honesty markers; empty: none.
        toward: where single codes lead.
        spans: where single codes stand.
        client_codes: DARN-CAT types with sign, and discord; empty: none.
    """

    annotator: str = ""
    behaviour: Behaviour | None = None
    talk: Talk | None = None
    question: Literal["open", "closed"] | None = None
    reflection: Literal["simple", "complex"] | None = None
    input: Literal["information", "advice", "options", "negotiation"] | None = None
    miti: tuple[str, ...] | None = None
    markers: tuple[Marker, ...] | None = None
    toward: tuple[Direction, ...] | None = None
    spans: tuple[Span, ...] = ()
    client_codes: tuple[str, ...] | None = None


class Utterance(Value):
    """What one speaker said, with the labels of everyone who labelled it."""

    utterance_id: int
    speaker: Speaker
    text: str
    annotations: tuple[Annotation, ...] = Field(min_length=1)

    @property
    def binding(self) -> tuple[Annotation, ...]:
        """The labels that count as true: the settled ones where there are any, else all."""
        settled = tuple(one for one in self.annotations if one.annotator == SETTLED)
        return settled or self.annotations

    @property
    def independent(self) -> tuple[Annotation, ...]:
        """The labels given without sight of the others', for agreement among people."""
        return tuple(one for one in self.annotations if one.annotator != SETTLED)


class LabelledTalk(Value):
    """One transcript with its labels; utterances in order."""

    transcript_id: str
    quality: Quality | None = None
    topic: str = ""
    target_behaviour: str = ""
    split: str = ""
    utterances: tuple[Utterance, ...] = Field(min_length=1)
