"""Session scores from codes, against the quality and the codes that people gave."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from chatbot.domain.codes import INPUT, MI_ADHERENT, MI_NON_ADHERENT, Code
from evals.agreement.judging import Judged
from evals.agreement.scoring import settle
from evals.agreement.truth import Truth
from evals.agreement.values import SessionResult
from evals.labelled import LabelledTalk, Quality
from evals.metrics import ranking

Floats = npt.NDArray[np.float64]
Measure = Callable[[Floats, Floats], Floats]


class Sheet(NamedTuple):
    """Counts of one session, in volleys that hold such a piece; nan: people did not label it."""

    volleys: float
    questions: float
    simple: float
    complex: float
    telling: float
    adherent: float
    non_adherent: float


def judged_sheet(heard: Iterable[Judged]) -> Sheet:
    """Count what the judge heard; volleys without an answer are left out."""
    codes = [one.heard.codes for one in heard if one.heard is not None]
    return Sheet(
        volleys=len(codes),
        questions=sum(Code.QUESTION in one for one in codes),
        simple=sum(Code.SIMPLE_REFLECTION in one for one in codes),
        complex=sum(Code.COMPLEX_REFLECTION in one for one in codes),
        telling=sum(bool(one & INPUT) for one in codes),
        adherent=sum(len(one & MI_ADHERENT) for one in codes),
        non_adherent=sum(len(one & MI_NON_ADHERENT) for one in codes),
    )


def labelled_sheet(truths: Iterable[Truth], heard: Iterable[Judged]) -> Sheet:
    """Count what people labelled, in the volleys that the judge answered."""
    pairs = zip(truths, heard, strict=True)
    asked = [truth for truth, one in pairs if one.heard is not None]
    pieces = [t for t in asked if t.question is not None and t.reflection is not None]
    coded = [t.codes for t in asked if t.codes is not None]
    unknown = float("nan")
    return Sheet(
        volleys=len(pieces) or unknown,
        questions=sum(bool(t.question) for t in pieces),
        simple=sum(t.reflection == "simple" for t in pieces),
        complex=sum(t.reflection == "complex" for t in pieces),
        telling=sum(bool(t.tells) for t in pieces),
        adherent=sum(len(codes & MI_ADHERENT) for codes in coded) if coded else unknown,
        non_adherent=sum(len(codes & MI_NON_ADHERENT) for codes in coded) if coded else unknown,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def adherence(sheet: Sheet) -> float:
    """MI-adherent minus MI-non-adherent codes a volley (MITI 4.2.1 counts, as a rate)."""
    return _share(sheet.adherent - sheet.non_adherent, sheet.volleys)


def listening(sheet: Sheet) -> float:
    """R:Q as the share R / (R + Q): the same order, bounded, and defined without questions."""
    reflections = sheet.simple + sheet.complex
    return _share(reflections, reflections + sheet.questions)


def depth(sheet: Sheet) -> float:
    """%CR as a share: CR / (SR + CR)."""
    return _share(sheet.complex, sheet.simple + sheet.complex)


def telling(sheet: Sheet) -> float:
    """Share of volleys that hold information, advice or persuasion."""
    return _share(sheet.telling, sheet.volleys)


class Part(NamedTuple):
    """A component of the combined score: fair value, what one step up is, weight."""

    of: Callable[[Sheet], float]
    cases: Callable[[Sheet], float]
    fair: float
    step: float
    weight: float


#: The weights were written down before this eval had given a figure. Fair and step of R:Q (1:1, 2:1) and
#: %CR (40 %, 50 %) are MITI's thresholds, fair and good. Adherence weighs double, for on poor
#: sessions R:Q hardly separates while Confront and Persuade do (MI.md); fair is as many for as
#: against, a step one volley in ten. For telling MITI has no threshold: fair is a quarter of the
#: volleys, one of four behaviours; a step half of that, downwards.
PARTS: Final = (
    Part(adherence, lambda s: s.volleys, fair=0.0, step=0.1, weight=2),
    Part(listening, lambda s: s.questions + s.simple + s.complex, 1 / 2, 2 / 3 - 1 / 2, 1),
    Part(depth, lambda s: s.simple + s.complex, 0.4, 0.1, 1),
    Part(telling, lambda s: s.volleys, 0.25, -0.125, 1),
)
#: Beyond this many steps from fair a component counts no further.
FURTHEST: Final = 2.0
#: With this many cases a component counts half: few cases say little.
HALF: Final = 5.0


def combined(sheet: Sheet) -> float:
    """Weighted mean of steps above fair (-2 to 2), each shrunk to 0 (fair) where cases are few."""
    if np.isnan(sum(sheet)) or not sheet.volleys:
        return float("nan")
    total = 0.0
    for part in PARTS:
        cases = part.cases(sheet)
        if cases:
            steps = (part.of(sheet) - part.fair) / part.step
            held = max(-FURTHEST, min(FURTHEST, steps))
            total += part.weight * held * cases / (cases + HALF)
    return total / sum(part.weight for part in PARTS)


@dataclass(frozen=True, slots=True)
class Score:
    """A session score; `fair` is the threshold fixed beforehand, if there is one."""

    name: str
    title: str
    of: Callable[[Sheet], float]
    fair: float | None
    better: Literal["more", "less"] = "more"

    @property
    def sign(self) -> float:
        """Turn the score so that more is better."""
        return 1.0 if self.better == "more" else -1.0


SCORES: Final = (
    Score("combined", "Combined (steps above fair)", combined, 0.0),
    Score("adherence", "MI-adherent minus non-adherent, a volley", adherence, 0.0),
    Score("listening", "R:Q, as R / (R + Q)", listening, 0.5),
    Score("depth", "%CR, as a share", depth, 0.4),
    Score("telling", "Share of volleys with input", telling, 0.25, better="less"),
)


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sheets of all talks; `quality` is 1 high, 0.5 average, 0 low, nan unknown."""

    judged: tuple[Sheet, ...]
    labelled: tuple[Sheet, ...]
    quality: Floats

    @classmethod
    def of(
        cls,
        talks: Sequence[LabelledTalk],
        truths: Sequence[Sequence[Truth]],
        heards: Sequence[Sequence[Judged]],
    ) -> "Sessions":
        """Count all talks."""
        known = {Quality.HIGH: 1.0, Quality.AVERAGE: 0.5, Quality.LOW: 0.0, None: np.nan}
        return cls(
            judged=tuple(judged_sheet(heard) for heard in heards),
            labelled=tuple(labelled_sheet(t, h) for t, h in zip(truths, heards, strict=True)),
            quality=np.array([known[talk.quality] for talk in talks]),
        )


def leniency(score: Score, sessions: Sessions, weights: Floats) -> Floats | None:
    """Mean of judged minus labelled score, better up; on the data, then on each resample."""
    judged, labelled = _values(score, sessions.judged), _values(score, sessions.labelled)
    known = np.isfinite(judged) & np.isfinite(labelled)
    if not known.any():
        return None
    return ranking.mean((judged - labelled)[known], with_data(weights)[:, known])


def leniency_by_quality(score: Score, sessions: Sessions, weights: Floats) -> Floats | None:
    """See `evals.metrics.ranking.kindness`; None without a threshold or without both qualities."""
    values = _values(score, sessions.judged)
    known = np.isfinite(values) & ((sessions.quality == 0) | (sessions.quality == 1))
    high = sessions.quality[known] == 1
    if score.fair is None or not (high.sum() > 1 and (~high).sum() > 1):
        return None
    drawn = with_data(weights)[:, known]
    return ranking.kindness(values[known], high, drawn, score.sign * score.fair)


def with_data(weights: Floats) -> Floats:
    """Put the data itself, each talk once, before the resamples."""
    return np.concatenate([np.ones((1, weights.shape[1])), weights])


def _values(score: Score, sheets: Sequence[Sheet]) -> Floats:
    return score.sign * np.array([score.of(sheet) for sheet in sheets])


def score_sessions(sessions: Sessions, weights: Floats) -> tuple[SessionResult, ...]:
    """Return the figures of all session scores that are defined for any talk."""
    found = (_score(score, sessions, weights) for score in SCORES)
    return tuple(result for result in found if result.talks)


def _score(score: Score, sessions: Sessions, weights: Floats) -> SessionResult:
    judged, labelled = _values(score, sessions.judged), _values(score, sessions.labelled)
    quality = sessions.quality
    defined = np.isfinite(judged)
    high, low = defined & (quality == 1), defined & (quality == 0)
    known, both = defined & np.isfinite(quality), defined & np.isfinite(labelled)
    rated = high | low
    lenient = leniency(score, sessions, weights)
    by_quality = leniency_by_quality(score, sessions, weights)
    drawn = with_data(weights)
    split = high.any() and low.any()
    of = drawn[:, rated]
    return SessionResult(
        name=score.name,
        title=score.title,
        better=score.better,
        talks=int(defined.sum()),
        auc=settle(ranking.auc(judged[rated], high[rated], of)) if split else None,
        rank_with_quality=(
            settle(ranking.spearman(judged[known], quality[known], drawn[:, known]))
            if split
            else None
        ),
        rank_with_labels=(
            settle(ranking.spearman(judged[both], labelled[both], drawn[:, both]))
            if both.any()
            else None
        ),
        leniency=None if lenient is None else settle(lenient),
        leniency_by_quality=None if by_quality is None else settle(by_quality),
        mean_high=score.sign * float(judged[high].mean()) if high.any() else None,
        mean_low=score.sign * float(judged[low].mean()) if low.any() else None,
    )
