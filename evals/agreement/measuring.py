"""The measures on one form of the text, and what a control must show."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chatbot.domain.errors import SparringError
from evals.agreement import controls
from evals.agreement.cases import collect
from evals.agreement.judging import Judged, stripped
from evals.agreement.samples import Evidence
from evals.agreement.scoring import Sums, score_task
from evals.agreement.sessions import Sessions, score_sessions
from evals.agreement.tasks import TASKS
from evals.agreement.truth import Truth, truth_of
from evals.agreement.values import Check, TaskResult, Variant
from evals.labelled import LabelledTalk
from evals.metrics.intervals import RESAMPLES, bootstrap_weights

SEED: Final = 7
TO_READ: Final = 6
Control = Literal["shuffled", "lenient"]
Form = Literal["as_written", "stripped"]
#: Judges talks in one form of their text.
Hear = Callable[[Sequence[LabelledTalk], Form], Awaitable[list[tuple[Judged, ...]]]]


class AgreementError(SparringError):
    """Nothing can be measured: the message says why."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to measure.

    Attributes:
        control: measure a known bad judge or bad labels instead.
        seed, resamples: of bootstrap, sample and controls.
        stripped: measure everything again on text without case and punctuation.
        split: only talks of this split.
        sample: only so many talks, drawn by the seed (a model is paid by the turn).
        concurrency: calls of a model under way at a time.
        to_read: transcripts shown on the page; 0: no text of the data is on it.
    """

    control: Control | None = None
    seed: int = SEED
    resamples: int = RESAMPLES
    stripped: bool = True
    split: str | None = None
    sample: int | None = None
    concurrency: int = 8
    to_read: int = TO_READ


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures on one form of the text.

    Attributes:
        checks: what a control must show; none without one.
        evidence: what was measured; None under a control, which spoils labels or judge.
    """

    variant: Variant
    checks: tuple[Check, ...]
    evidence: Evidence | None


async def measure(
    talks: Sequence[LabelledTalk], form: Form, hear: Hear, options: Options
) -> Measured:
    """Measure on one form of the text; with a control, check what it must show."""
    said = [stripped(talk) for talk in talks] if form == "stripped" else talks
    honest = await hear(said, form)
    truths: Sequence[Sequence[Truth]] = [
        [truth_of(one.binding) for one in talk.utterances] for talk in talks
    ]
    sums = Sums(bootstrap_weights(len(talks), options.resamples, options.seed))
    heards = honest
    if options.control == "lenient":
        heards = controls.lenient(talks, honest, options.seed)
    if options.control == "shuffled":
        truths = controls.shuffle_truths(talks, truths, options.seed)
    tasks = _tasks(talks, truths, heards, sums)
    sessions = Sessions.of(talks, truths, heards)
    if options.control == "shuffled":
        sessions = controls.shuffle_quality(sessions, options.seed)
    scores = score_sessions(sessions, sums.weights)
    checks: tuple[Check, ...] = ()
    if options.control == "shuffled":
        checks = controls.check_shuffled(tasks, scores)
    elif options.control == "lenient":
        before = Sessions.of(talks, truths, honest)
        checks = controls.check_lenient(before, sessions, sums.weights)
        if not checks:
            raise AgreementError("leniency cannot be measured: no quality and no MITI codes")
    evidence = None if options.control else Evidence(talks, truths, heards)
    return Measured(Variant(name=form, tasks=tasks, sessions=scores), checks, evidence)


def _tasks(
    talks: Sequence[LabelledTalk],
    truths: Sequence[Sequence[Truth]],
    heards: Sequence[Sequence[Judged]],
    sums: Sums,
) -> tuple[TaskResult, ...]:
    """Score every set of labels that the data holds and the judge speaks to.

    Raises:
        AgreementError: there is none, or the judge gave no answer at all.
    """
    found = []
    for task in TASKS:
        gathered = collect(task, talks, truths, heards)
        if gathered.fates.any():
            found.append(score_task(task, gathered, sums))
    if not found:
        raise AgreementError("no row carries a label that this judge could be held against")
    if not any(task.compared for task in found):
        reasons = {one.reason for heard in heards for one in heard if one.failed}
        raise AgreementError(f"the judge gave no answer: {sorted(reasons)[0]}")
    return tuple(found)
