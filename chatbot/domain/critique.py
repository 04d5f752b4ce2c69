"""What the evaluator says about one advisor turn, or why it says nothing."""

from typing import Annotated, Literal

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.codes import CodedSegment, Quoted
from chatbot.domain.contents import Share


class Finding(Quoted):
    """One observation about a turn, tied to the advisor's own words.

    Attributes:
        kind: key of the finding in `prompts/coaching.yaml`, or "model" where a model wrote it.
        principle: id in `prompts/principles.yaml`.
        what: what the words did, at most two sentences.
        weight: 0–1, how much it costs (a problem) or is worth (a strength).
    """

    kind: str
    principle: str
    what: str
    weight: Share = 0.5


class Difference(Quoted):
    """Where evaluator and coder differ on a code, and the MITI rule that decides."""

    evaluator: str
    coder: str
    rule: str


class Critique(Value):
    """The critique of one advisor turn.

    Attributes:
        turn_id: the turn it is about.
        evaluator: what wrote it ("offline" or the model's name).
        summary: one line, for the page.
        codes: codes as the evaluator heard them.
        done_well: one thing done well, if there was one.
        findings: what cost something, most costly first; empty means: nothing to change.
        instead: one wording that could be spoken aloud in place of the turn; None if none is needed.
        worded_by: the model that worded `instead`, where it was not the evaluator.
        principle: id of the principle it comes back to, or None.
        dropped: quotes (of findings, praise, codes) that do not stand in the turn, or findings on
            no principle of ours; each was left out.
        differences: where evaluator and coder disagree.
    """

    kind: Literal["critique"] = "critique"
    turn_id: str
    evaluator: str
    summary: str
    codes: tuple[CodedSegment, ...] = ()
    done_well: Finding | None = None
    findings: tuple[Finding, ...] = ()
    instead: str | None = None
    worded_by: str | None = None
    principle: str | None = None
    dropped: int = Field(default=0, ge=0)
    differences: tuple[Difference, ...] = ()

    @property
    def nothing_to_change(self) -> bool:
        """Say whether the turn can stand as it is."""
        return not self.findings


class Unscored(Value):
    """No critique, with the reason in plain words. Never a default, never an average."""

    kind: Literal["unscored"] = "unscored"
    turn_id: str
    evaluator: str
    reason: str


Verdict = Annotated[Critique | Unscored, Field(discriminator="kind")]
