"""A contested finding as a case for the evals: what the evaluator saw, what it said, who disagrees."""

from datetime import datetime
from typing import Literal

from chatbot.domain.base import Value
from chatbot.domain.critique import Finding
from chatbot.domain.ports import Evaluation


class ContestedCase(Value):
    """One line of the file.

    Attributes:
        version: of this form.
        id: the session's id, then the number of the event.
        by, at: who disagreed, and when.
        coder: whose codes the turns carry.
        evaluator: who said it.
        evaluation: all that the evaluator saw: nothing else is needed to ask it, or another, again.
        finding: what it said.
        praise: it was what the turn did well, not what it cost.
        instead: the wording that went with the critique, if there was one.
    """

    version: Literal[1] = 1
    id: str
    by: str
    at: datetime
    coder: str
    evaluator: str
    evaluation: Evaluation
    finding: Finding
    praise: bool
    instead: str | None = None
