"""Two runs, conversation by conversation: the same client, advisor and seed on both sides."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.persona import Persona
from evals.batch import read_log
from evals.compare.reading import CompareError
from evals.fidelity.measures import Outcome, outcome
from evals.metrics.intervals import Estimate, bootstrap_mean
from evals.records import ConversationRecord, FailureRecord, RunRecord

#: The main measures, named as in the fidelity report. None: the talk does not have it.
MEASURES: Final[Mapping[str, Callable[[Outcome], float | None]]] = {
    "motivated within 20": lambda o: float(o.motivated_within),
    "good ending": lambda o: float(o.good),
    "false yes or evasion": lambda o: float(o.slipped_away),
    "walk-out": lambda o: float(o.walked_out),
    "unresolved at the cap": lambda o: float(o.capped),
    "exchanges": lambda o: float(o.exchanges),
    "trust change": lambda o: o.trust_change,
    "discord at the end": lambda o: o.discord[-1],
    "asking or challenging": lambda o: o.asking,
    "words of a substantive turn": lambda o: o.substantive_words,
    "short turns": lambda o: o.short_turns,
    "leaks": lambda o: float(o.leaks),
    "role flips": lambda o: float(o.role_flips),
    "long lines twice": lambda o: float(o.repeats),
}
#: What both runs should have in common, so that a difference means what it seems to mean.
_COMMON: Final = ("coder", "cap", "options", "personas")
#: What may well be the change under test.
_CHANGES: Final = ("voices", "app_version", "rules_version", "prompts_digest")

Key = tuple[str, str, int]


class Run(Value):
    """A run as read from its folder: what produced it, outcomes by persona, advisor and seed."""

    about: RunRecord
    outcomes: dict[Key, Outcome]
    failed: int


class Difference(Value):
    """A measure on both sides, over `pairs` conversations; `change` is B less A, paired."""

    measure: str
    advisor: str
    pairs: int
    a: float
    b: float
    change: Estimate

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero. Without an interval nothing is clear."""
        return self.change.low is not None and not self.change.covers(0.0)


class Comparison(Value):
    """Two runs side by side.

    Attributes:
        only_a, only_b, failed_a, failed_b: conversations that are left out.
        unlike: what should be the same on both sides and is not.
        changes: what else differs between what produced the runs.
        overall, by_advisor: differences over all advisors, and for each.
    """

    pairs: int
    only_a: int
    only_b: int
    failed_a: int
    failed_b: int
    unlike: tuple[str, ...]
    changes: tuple[str, ...]
    overall: tuple[Difference, ...]
    by_advisor: tuple[Difference, ...]


def read_run(folder: Path, personas: Mapping[str, Persona]) -> Run:
    """Read the log of a run and measure its conversations.

    Raises:
        CompareError: there is no log, it holds another persona or a conversation twice.
        LogError: the log cannot be read.
    """
    places = (folder / "log.jsonl", folder / "fidelity" / "log.jsonl")
    path = next((one for one in places if one.is_file()), None)
    if path is None:
        raise CompareError(f"{folder} holds no log.jsonl; give the folder of a fidelity run")
    records = read_log(path)
    if not records or not isinstance(records[0], RunRecord):
        raise CompareError(f"{path} does not begin with a run; run the eval anew")
    held = [record for record in records if isinstance(record, ConversationRecord)]
    failed = {record.id for record in records if isinstance(record, FailureRecord)}
    outcomes: dict[Key, Outcome] = {}
    for record in held:
        key = (record.persona, record.advisor, record.seed)
        if record.persona not in personas:
            raise CompareError(f"{path}: the persona '{record.persona}' is not at hand any more")
        if key in outcomes:
            raise CompareError(f"{path}: {record.id} has a twin; compare one voice at a time")
        outcomes[key] = outcome(record, personas[record.persona])
    left = len(failed - {record.id for record in held})
    return Run(about=records[0], outcomes=outcomes, failed=left)


def compare(a: Run, b: Run) -> Comparison:
    """Compare two runs over the conversations that both hold.

    Raises:
        CompareError: they have none in common.
    """
    keys = sorted(a.outcomes.keys() & b.outcomes.keys())
    if not keys:
        raise CompareError("The two runs have no conversation in common (persona, advisor, seed).")
    advisors = sorted({advisor for _, advisor, _ in keys})
    return Comparison(
        pairs=len(keys),
        only_a=len(a.outcomes) - len(keys),
        only_b=len(b.outcomes) - len(keys),
        failed_a=a.failed,
        failed_b=b.failed,
        unlike=_differing(a.about, b.about, _COMMON),
        changes=_differing(a.about, b.about, _CHANGES),
        overall=tuple(_differences(a, b, keys, "all")),
        by_advisor=tuple(
            difference
            for advisor in advisors
            for difference in _differences(a, b, [k for k in keys if k[1] == advisor], advisor)
        ),
    )


def _differences(a: Run, b: Run, keys: list[Key], advisor: str) -> Iterable[Difference]:
    for name, measure in MEASURES.items():
        both = [(measure(a.outcomes[key]), measure(b.outcomes[key])) for key in keys]
        values = [(x, y) for x, y in both if x is not None and y is not None]
        # a talk is a cluster of its own: personas and advisors are the study's, not a sample
        changes = bootstrap_mean([y - x for x, y in values], range(len(values)))
        if changes is not None:
            yield Difference(
                measure=name,
                advisor=advisor,
                pairs=len(values),
                a=fmean(x for x, _ in values),
                b=fmean(y for _, y in values),
                change=changes,
            )


def _differing(a: RunRecord, b: RunRecord, fields: Iterable[str]) -> tuple[str, ...]:
    found = []
    for name in fields:
        one, other = getattr(a, name), getattr(b, name)
        if name == "personas":
            shared = one.keys() & other.keys()
            edited = sorted(key for key in shared if one[key] != other[key])
            if edited:
                found.append(f"persona files edited in between: {', '.join(edited)}")
        elif one != other:
            found.append(f"{name}: {_said(one)} → {_said(other)}")
    return tuple(found)


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
