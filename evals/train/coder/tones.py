"""Learning tones: from the tone corpus, and from turns of good advisors, which have none."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from chatbot.coder.context import context_of
from chatbot.coder.features import features_of
from chatbot.coder.lexicon_tone import tones_by_words
from chatbot.coder.linear import Floats, Network, Pair, softmax
from chatbot.coder.rule_coder import judge_all
from chatbot.coder.segments import segment
from chatbot.coder.signs import Signs, flow_of, signs_of
from chatbot.coder.tone import TONES, turn_signs
from chatbot.domain.codes import MI_NON_ADHERENT, Code, Tone
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Volley
from evals.agreement.judging import strip
from evals.corpora.tone.written import Toned
from evals.train.coder.examples import VolleyExample, codes_of
from evals.train.coder.fitting import best_limits, class_loss, cooled, frequent, matrix, rows_of
from evals.train.coder.network import Course, fit_network

HANDS: Final = Path(__file__).parents[2] / "corpora" / "tone" / "hands"
FOLDS: Final = 5
#: Few examples: more often through them, by one chance.
COURSE: Final = Course(rounds=10, seeds=(11,))
#: What a turn counts for as it stands, stripped of its marks, and of a talk of ours without a push.
PLAIN, STRIPPED, OTHERS = 1.0, 0.4, 0.5
#: To be taken for rude who is not costs more than rudeness passed over: recall counts so much.
WARY: Final = 0.8
#: Signs seen less often than this are left out.
COMMON: Final = 5
#: Hands whose brief was insults: who confronts there talks down.
INSULTS: Final = frozenset({"h45"})
_NONE: Final = 0


@dataclass(frozen=True, slots=True)
class ToneExample:
    """One turn; `label` is 0 for no tone, else 1 more than its place in `TONES`.

    A turn with two tones stands there twice, each time with half of its weight.
    """

    hand: str
    signs: Signs
    label: int
    weight: float
    plain: bool


def examples_of(turns: Sequence[Toned], clause: Pair) -> Iterator[ToneExample]:
    """Yield the turns as they stand, and stripped; `clause` hears what their clauses are."""
    for turn in turns:
        labels = [TONES.index(tone) + 1 for tone in turn.tones] or [_NONE]
        for text, weight in ((turn.text, PLAIN), (strip(turn.text), STRIPPED)):
            signs = _signs(turn, text, clause)
            for label in labels:
                share = weight / len(labels)
                yield ToneExample(turn.hand, signs, label, share, plain=weight == PLAIN)


def _signs(turn: Toned, text: str, clause: Pair) -> Signs:
    before = Transcript().advisor(turn.before) if turn.before else Transcript()
    persona = nobody(turn.target)
    volley = Volley(text=text, before=before.client(turn.client), persona=persona)
    context = context_of(volley)
    clauses = features_of(segment(text), context)
    verdicts = tuple(verdict for _, verdict in judge_all(clauses))
    signs = signs_of(clauses, verdicts, context, flow_of(volley, None))
    return turn_signs(tuple(tones_by_words(text)), signs, clause.shares(signs))


def other_turns(volleys: Sequence[VolleyExample], clause: Pair) -> Iterator[ToneExample]:
    """Yield turns of our talks: insults, and what neither persuades nor confronts.

    Of the latter as good as none has a tone.
    """
    for volley in volleys:
        each = [one.signs for one in volley.clauses]
        signs = turn_signs(tuple(tones_by_words(volley.text)), each, clause.shares(each))
        codes = codes_of(volley.pieces - {"-"})
        if not codes & MI_NON_ADHERENT:
            yield ToneExample(volley.group, signs, _NONE, OTHERS, plain=volley.plain)
        elif volley.group in INSULTS and Code.CONFRONT in codes:
            label = TONES.index(Tone.CONTEMPT) + 1
            yield ToneExample(volley.group, signs, label, PLAIN, plain=volley.plain)


def fit_tones(examples: Sequence[ToneExample], others: Sequence[ToneExample]) -> Network:
    """Fit no tone and each of `TONES`, one a turn, over the signs that the tone corpus shows."""
    taught = [*examples, *others]
    known = frequent([one.signs for one in examples], [one.plain for one in examples], COMMON)
    rows = rows_of(known)
    signs = matrix([one.signs for one in taught], rows)
    labels = [one.label for one in taught]
    weights = [one.weight for one in taught]
    return fit_network(signs, labels, weights, len(TONES) + 1, rows, COURSE)


def measure_tones(
    examples: Sequence[ToneExample], others: Sequence[ToneExample], tell: Callable[[str], None]
) -> tuple[Floats, float]:
    """Return from which probability on each tone counts, and how far scores are to be cooled.

    Both are set on hands that the network has not learned from; how well it hears them is told.
    """
    fold = {hand: i % FOLDS for i, hand in enumerate(sorted({one.hand for one in examples}))}
    fold |= {hand: i % FOLDS for i, hand in enumerate(sorted({one.hand for one in others}))}
    scores, labels = [], []
    for number in range(FOLDS):
        network = fit_tones(
            [one for one in examples if fold[one.hand] != number],
            [one for one in others if fold[one.hand] != number],
        )
        asked = [one for one in (*examples, *others) if fold[one.hand] == number and one.plain]
        scores += [network.scores(one.signs) for one in asked]
        labels += [one.label for one in asked]
    found = np.stack(scores)
    heat = cooled(found, class_loss(labels))
    true = np.array([[label == i + 1 for i in range(len(TONES))] for label in labels])
    shares = softmax(found / heat)[:, 1:]
    limits = best_limits(shares, true.astype(np.float32), beta=WARY)
    for i, tone in enumerate(TONES):
        heard, there = shares[:, i] >= limits[i], true[:, i]
        both = float((heard & there).sum())
        right, found = both / max(1, heard.sum()), both / max(1, there.sum())
        f1 = 2 * both / max(1, heard.sum() + there.sum())
        tell(f"{tone}, hands held out: precision {right:.2f}, recall {found:.2f}, F1 {f1:.2f}")
    return limits, heat


def counted(examples: Sequence[ToneExample]) -> dict[Tone, int]:
    """Return how many turns of each tone there are."""
    found = Counter(one.label for one in examples if one.plain)
    return {tone: found[i + 1] for i, tone in enumerate(TONES)}
