"""Controls: judges and labels that are known to be bad, and what the measures must make of them."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

import numpy as np
import numpy.typing as npt

from chatbot.chains.agreement import settle as mend
from chatbot.domain.codes import Code, CodedSegment, Heard, Toward
from chatbot.domain.dialogue import Speaker
from evals.agreement.judging import Judged
from evals.agreement.scoring import settle
from evals.agreement.sessions import SCORES, Sessions, leniency, leniency_by_quality
from evals.agreement.truth import Truth
from evals.agreement.values import Check, SessionResult, TaskResult
from evals.labelled import LabelledTalk

Floats = npt.NDArray[np.float64]

#: What a lenient judge makes of what costs trust.
_KINDER: Final = {Code.PERSUADE: Code.COMPLEX_REFLECTION, Code.CONFRONT: Code.AFFIRM}
#: The share that it does so with.
LENIENT: Final = 0.5
#: Shuffled labels may differ from chance by so much without being suspicious.
NEAR: Final = 0.05


def shuffle_truths(
    talks: Sequence[LabelledTalk], truths: Sequence[Sequence[Truth]], seed: int
) -> list[list[Truth]]:
    """Deal the labels anew among all utterances of the same speaker."""
    dealt = [list(of_talk) for of_talk in truths]
    for speaker in Speaker:
        places = [
            (i, j)
            for i, talk in enumerate(talks)
            for j, said in enumerate(talk.utterances)
            if said.speaker is speaker
        ]
        mixed = list(places)
        Random(f"{seed}:shuffle:{speaker}").shuffle(mixed)
        for (i, j), (k, m) in zip(places, mixed, strict=True):
            dealt[i][j] = truths[k][m]
    return dealt


def shuffle_quality(sessions: Sessions, seed: int) -> Sessions:
    """Deal the qualities anew among the talks."""
    order = list(range(len(sessions.quality)))
    Random(f"{seed}:shuffle:quality").shuffle(order)
    return replace(sessions, quality=sessions.quality[order])


def lenient(
    talks: Sequence[LabelledTalk], heards: Sequence[Sequence[Judged]], seed: int
) -> list[tuple[Judged, ...]]:
    """Turn half of all Persuade into complex reflections, half of all Confront into affirmations."""
    return [
        tuple(
            _kinder(one, Random(f"{seed}:lenient:{talk.transcript_id}:{number}"))
            for number, one in enumerate(heard)
        )
        for talk, heard in zip(talks, heards, strict=True)
    ]


def _kinder(judged: Judged, dice: Random) -> Judged:
    if judged.heard is None:
        return judged
    softened = mend(_soften(segment, dice) for segment in judged.heard.segments)
    heard: Heard = judged.heard.model_copy(update={"segments": softened})
    return judged.model_copy(update={"heard": heard})


def _soften(segment: CodedSegment, dice: Random) -> CodedSegment:
    kinder = _KINDER.get(segment.code)
    if kinder is None or dice.random() >= LENIENT:
        return segment
    return segment.model_copy(update={"code": kinder, "toward": Toward.CHANGE})


def check_shuffled(
    tasks: Sequence[TaskResult], sessions: Sequence[SessionResult]
) -> tuple[Check, ...]:
    """Without a link between labels and talk, kappa must be 0 and AUC one half."""
    found = [(f"{task.name}.kappa", 0.0, task.kappa) for task in tasks]
    found += [(f"session.{one.name}.auc", 0.5, one.auc) for one in sessions]
    return tuple(
        Check(
            measure=name,
            must=f"lie at chance, {chance:g}",
            found=value,
            passed=value.covers(chance) or abs(value.value - chance) <= NEAR,
        )
        for name, chance, value in found
        if value is not None
    )


def check_lenient(honest: Sessions, kinder: Sessions, weights: Floats) -> tuple[Check, ...]:
    """Leniency must rise, beyond its interval, against the same judge left alone."""
    found = []
    for score in SCORES[:2]:
        for name, measure in _MEASURES.items():
            before, after = measure(score, honest, weights), measure(score, kinder, weights)
            if before is None or after is None:
                continue
            rise = settle(after - before)
            passed = rise is not None and rise.low is not None and rise.low > 0
            found.append(
                Check(
                    measure=f"session.{score.name}.{name}",
                    must="be above that of the same judge left alone",
                    found=rise,
                    passed=passed,
                )
            )
    return tuple(found)


_MEASURES: Final = {"leniency": leniency, "leniency_by_quality": leniency_by_quality}
