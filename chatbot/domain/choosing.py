"""Which of several fit wordings speaks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from chatbot.domain.guard_leaks import known_texts, stems
from chatbot.domain.moves import Act
from chatbot.domain.ports import Brief
from chatbot.domain.words import bare

if TYPE_CHECKING:
    from chatbot.domain.conveying import Judged

#: Acts that are statements; a question in them is mostly another act.
_STATES: Final = frozenset(
    {Act.DISCLOSE_FACT, Act.DISCLOSE_FEELING, Act.STATE_VALUE, Act.COMMITMENT, Act.TAKING_STEP}
    | {Act.SUSTAIN_REASON, Act.DESIRE, Act.ABILITY, Act.REASON, Act.NEED, Act.ACKNOWLEDGE}
)


def best(fit: Sequence["Judged"], brief: Brief) -> "Judged":
    """Return the wording that speaks, out of those without a fault.

    Where something is told, the one that tells it best. Where nothing is, a rule sees little of what
    is good; then the one that has most in common with the others (minimum Bayes risk; Kumar and
    Byrne, 2004): what a model says again and again it means.
    """
    if brief.move.say:
        return max(fit, key=lambda one: one.score)
    words = [frozenset(bare(one.text)) for one in fit]

    def common(place: int) -> float:
        mine = words[place]
        others = (w for i, w in enumerate(words) if i != place)
        return sum(len(mine & other) / len(mine | other) for other in others)

    return fit[max(range(len(fit)), key=lambda i: common(i) + 0.2 * fit[i].score)]


def score(text: str, brief: Brief) -> float:
    """Return how good a wording is, faults aside: all told, little else, about as long as planned.

    The weights are judgement; see docs/evals.md for what readers made of what was chosen.
    """
    move = brief.move
    wanted, said = stems(move.say), stems(text)
    told = len(wanted & said) / len(wanted) if wanted else 1.0
    known = frozenset[str]().union(*(stems(known) for known in known_texts(brief)))
    new = min(1.0, len(said - known) / 4)
    count = len(text.split())
    over = min(1.0, max(0.0, count / max(1, move.max_words) - 1))
    copied = 1.0 if move.say and bare(text) == bare(move.say) else 0.0
    turns = brief.transcript.turns
    taken_up = bool(turns) and bool(said & stems(turns[-1].text) - wanted)
    asks = move.act in _STATES and "?" in text
    merits = (
        0.55 * told
        + (0.15 if move.say else 0.0) * taken_up
        - 0.3 * new
        - 0.2 * over
        - 0.15 * copied
        - 0.2 * asks
    )
    return max(0.0, min(1.0, 0.4 + merits))
