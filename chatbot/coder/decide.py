"""From the features of a clause to what the rules take it for: a sign of the learned judge.

`judge` adds the hand-set log-odds of the cues and of the clause's shape per kind, and returns the
strongest with its probability. `RuleCoder` codes by it alone, for comparison.
"""

import math
from typing import Final, NamedTuple

from chatbot.coder.features import CUES, Features
from chatbot.coder.lexicon import Kind

Scores = dict[Kind, float]

_WEIGHTS: Final = {cue.name: cue.weights for cue in CUES}
_PRIOR: Final[Scores] = {
    Kind.UNCODED: 0.9,
    Kind.QUESTION: -0.6,
    Kind.REFLECTION: 0.0,
    Kind.INFORMATION: 0.2,
    Kind.ADVICE: -0.8,
    Kind.AFFIRM: -1.0,
    Kind.SEEK: -1.0,
    Kind.EMPHASIZE: -1.0,
    Kind.CONFRONT: -1.2,
}
#: Confidence never leaves this range: rules are never sure, and never quite ignorant.
LOWEST, HIGHEST = 0.4, 0.95
#: Cues that mark a clause as given back, whoever its subject is.
_GIVING_BACK: Final = frozenset(
    {"hearing_stem", "you_said", "so_you", "you_state", "two_sides", "reported", "gets_at"}
)
#: From this share of the client's own words on, a clause gives back rather than adds.
_ECHOES: Final = 0.5


class Judgement(NamedTuple):
    """What a clause is, with its probability (0–1)."""

    kind: Kind
    confidence: float


def judge(features: Features, before: Kind | None) -> Judgement:
    """Judge one clause.

    Args:
        features: the clause.
        before: what the clause before it was, None at the start of the volley.
    """
    if features.filler:
        return Judgement(Kind.UNCODED, HIGHEST)
    scores = dict(_PRIOR)
    for cue in features.cues:
        for kind, weight in _WEIGHTS[cue].items():
            scores[kind] += weight
    for adjust in (_asking, _listening, _telling, _length):
        for kind, weight in adjust(features).items():
            scores[kind] += weight
    _continue(features, before, scores)
    _resolve(features, scores)
    return _strongest(scores)


def _asking(f: Features) -> Scores:
    """A question mark asks, unless the clause states something about the client."""
    asked = bool(f.cues & {"open_stem", "measure_stem", "verb_first", "invites", "asks_permission"})
    if not f.asks:
        return {Kind.QUESTION: 0.6, Kind.UNCODED: -1.0} if asked else {Kind.QUESTION: -2.0}
    if asked:
        return {Kind.QUESTION: 3.2}
    stating = f.second and bool(f.cues & {"so_you", "you_state", "hearing_stem", "you_said"})
    return {Kind.QUESTION: 1.2 if stating else 2.8, Kind.REFLECTION: 0.3, Kind.INFORMATION: -1.0}


def _listening(f: Features) -> Scores:
    """A statement about the client, in words near the client's own, gives back."""
    scores: Scores = {Kind.REFLECTION: 0.0, Kind.INFORMATION: 0.0}
    if f.second and f.starts_with in {"you", "your", "youre", "youve", "youd", "youll"}:
        scores[Kind.REFLECTION] += 1.3
    elif f.second and (f.cues & _GIVING_BACK or f.overlap >= _ECHOES):
        scores[Kind.REFLECTION] += 0.5
    elif f.second:
        scores[Kind.REFLECTION] -= 0.9
    else:
        scores[Kind.REFLECTION] -= 0.3
    if f.shared:
        scores[Kind.REFLECTION] += 0.5 + 1.2 * f.overlap
        scores[Kind.INFORMATION] -= 0.6 * f.overlap
        scores[Kind.UNCODED] = -0.4
    return scores


def _telling(f: Features) -> Scores:
    """Long statements without "you" inform."""
    if f.second or f.asks:
        return {Kind.INFORMATION: -0.5}
    return {Kind.INFORMATION: 0.4}


def _length(f: Features) -> Scores:
    """Short pieces without content are facilitation; long ones are not."""
    if len(f.content) == 0:
        return {Kind.UNCODED: 1.5}
    if f.words <= 3:
        return {Kind.UNCODED: 0.6}
    return {
        Kind.UNCODED: -0.25 * min(4, len(f.content)),
        Kind.INFORMATION: 0.05 * min(12, len(f.content)),
    }


def _continue(f: Features, before: Kind | None, scores: Scores) -> None:
    """What follows a piece is often more of the same."""
    if before in {Kind.INFORMATION, Kind.ADVICE} and not f.asks:
        scores[Kind.INFORMATION] += 0.7
    elif before is Kind.REFLECTION and not f.asks and (f.second or f.shared):
        scores[Kind.REFLECTION] += 0.7


def _resolve(f: Features, scores: Scores) -> None:
    """Apply the manual's preferences where two readings compete."""
    echoes = f.overlap >= _ECHOES and f.second and not f.asks
    gives_back = echoes or bool(f.cues & {"hearing_stem", "reported"})
    if "confronts" in f.cues and gives_back:
        scores[Kind.CONFRONT] -= 2.5
    elif "confronts" in f.cues:
        scores[Kind.QUESTION] = min(scores[Kind.QUESTION], scores[Kind.CONFRONT] - 1.0)
        scores[Kind.REFLECTION] -= 2.2
        scores[Kind.INFORMATION] -= 1.0
        scores[Kind.AFFIRM] -= 2.5
    if f.cues & {"advises", "suggests", "argues", "commands"}:
        if gives_back:
            scores[Kind.ADVICE] -= 2.0
        else:
            scores[Kind.REFLECTION] -= 2.0
            scores[Kind.INFORMATION] -= 0.8
    if f.cues & {"open_stem", "measure_stem", "verb_first"} and "suggests" not in f.cues:
        scores[Kind.ADVICE] -= 1.5
        scores[Kind.AFFIRM] -= 2.0
    if "possible" in f.cues and not gives_back:
        scores[Kind.REFLECTION] -= 1.8
    if "affirms" in f.cues:
        scores[Kind.REFLECTION] = min(scores[Kind.REFLECTION], scores[Kind.AFFIRM] - 0.5)
    if "suggests" in f.cues:
        scores[Kind.QUESTION] = min(scores[Kind.QUESTION], scores[Kind.ADVICE] - 1.0)
    if f.cues & {"asks_permission", "shares_power"}:
        scores[Kind.UNCODED] -= 1.5
        scores[Kind.QUESTION] = min(scores[Kind.QUESTION], scores[Kind.SEEK] - 0.5)


def _strongest(scores: Scores) -> Judgement:
    kind = max(scores, key=lambda k: scores[k])
    top = scores[kind]
    total = sum(math.exp(score - top) for score in scores.values())
    return Judgement(kind, round(min(HIGHEST, max(LOWEST, 1.0 / total)), 3))
