"""The report of an agreement run, as values. `report.json` is this, versioned."""

from typing import Final, Literal

from pydantic import Field

from chatbot.domain.base import Value
from evals.metrics.intervals import Estimate

REPORT_VERSION: Final = 1


class Rate(Value):
    """How often something happened, of all labelled cases."""

    count: int
    share: Estimate | None


class LabelResult(Value):
    """Agreement on one label against all others.

    Attributes:
        human, judged, both: cases that people, the judge, both gave this label.
        precision, recall, f1, kappa, alpha: None where undefined.
    """

    label: str
    human: int
    judged: int
    both: int
    precision: Estimate | None = None
    recall: Estimate | None = None
    f1: Estimate | None = None
    kappa: Estimate | None = None
    alpha: Estimate | None = None


class Bin(Value):
    """One bin of the reliability curve; `low` belongs to it, `high` to the next."""

    low: float
    high: float
    n: int
    confidence: float | None = None
    accuracy: float | None = None


class Calibration(Value):
    """Is the judge right as often as it says?

    Attributes:
        bins: the reliability curve.
        ece: expected calibration error.
        stated: judgements with a confidence; only these are in `bins` and `ece`.
        unstated: judgements without one (nothing was heard); they rank last in `coverage`.
        unstated_accuracy: share right of these.
    """

    bins: tuple[Bin, ...]
    ece: Estimate | None
    stated: int
    unstated: int
    unstated_accuracy: Estimate | None = None


class Coverage(Value):
    """Accuracy on the share of cases that the judge is surest of."""

    share: float
    accuracy: Estimate | None


class TaskResult(Value):
    """Agreement on one set of labels.

    Attributes:
        several: whether a case may carry several labels at once. Then `accuracy` is None, kappa and
            alpha are means over labels, and calibration and coverage are about each label given.
        labelled: cases that people labelled.
        compared: of these, the ones that the judge gave an answer to.
        talks: transcripts among these.
        abstained, unscored: cases without an answer, kept out of all figures.
        missed: cases where people see such a piece and the judge sees none, so that there is no
            subtype to compare.
        chance_macro_f1: what a judge with the same rates and no knowledge would reach.
        confusion: rows people, columns judge, in the order of `labels`; empty if `several`.
    """

    name: str
    title: str
    several: bool
    labels: tuple[str, ...]
    labelled: int
    compared: int
    talks: int
    abstained: Rate
    unscored: Rate
    missed: Rate
    accuracy: Estimate | None = None
    macro_f1: Estimate | None = None
    micro_f1: Estimate | None = None
    kappa: Estimate | None = None
    alpha: Estimate | None = None
    chance_macro_f1: float | None = None
    per_label: tuple[LabelResult, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    calibration: Calibration | None = None
    coverage: tuple[Coverage, ...] = ()


class SessionResult(Value):
    """One session score against what people say of sessions.

    Attributes:
        better: whether more or less of it counts as better; leniency, correlation and AUC are
            turned so that better is above.
        talks: transcripts in which the score is defined.
        auc: chance that a high-quality session is scored better than a low-quality one.
        rank_with_quality: Spearman's correlation with high/low.
        rank_with_labels: Spearman's correlation with the same score from people's codes.
        leniency: mean of judged minus labelled score, in the score's own units.
        leniency_by_quality: see `evals.metrics.ranking.kindness`.
        mean_high, mean_low: mean judged score by quality.
    """

    name: str
    title: str
    better: Literal["more", "less"]
    talks: int
    auc: Estimate | None = None
    rank_with_quality: Estimate | None = None
    rank_with_labels: Estimate | None = None
    leniency: Estimate | None = None
    leniency_by_quality: Estimate | None = None
    mean_high: float | None = None
    mean_low: float | None = None


class Ceiling(Value):
    """How well people agree: each annotator against what the others say together."""

    name: str
    title: str
    annotators: int
    pairs: int
    macro_f1: Estimate | None = None
    per_label: tuple[LabelResult, ...] = ()
    fleiss_kappa: Estimate | None = None
    alpha: Estimate | None = None


class Check(Value):
    """What a control must show, and whether it did."""

    measure: str
    must: str
    found: Estimate | None
    passed: bool


class Variant(Value):
    """The measures on one form of the text."""

    name: Literal["as_written", "stripped"]
    tasks: tuple[TaskResult, ...]
    sessions: tuple[SessionResult, ...]


class DataFile(Value):
    """A file that was measured on.

    Attributes:
        annotators: how many people labelled each utterance on their own, at the least.
        settled: disputes between them were settled, in every utterance.
    """

    name: str
    sha256: str
    talks: int
    utterances: int
    annotators: int = 1
    settled: bool = False


class Produced(Value):
    """What produced the report: the same gives the same figures, where the coder is offline."""

    coder: str
    app_version: str
    data: tuple[DataFile, ...]
    split: str | None = None
    sample: int | None = None
    control: Literal["shuffled", "lenient"] | None = None
    seed: int
    resamples: int
    level: float
    prompts_digest: str = ""


class AgreementReport(Value):
    """All of it."""

    version: Literal[1] = 1
    produced: Produced
    rules: dict[str, str]
    variants: tuple[Variant, ...] = Field(min_length=1)
    ceilings: tuple[Ceiling, ...] = ()
    checks: tuple[Check, ...] = ()

    def variant(self, name: str) -> Variant | None:
        """Return the measures on one form of the text, if they were taken."""
        return next((one for one in self.variants if one.name == name), None)
