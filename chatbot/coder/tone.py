"""In what tone a turn is said: talking down, flattery, fog, pressure, courtesy for show, small talk.

A client hears it whatever the sentence is made of: a question can be an insult ("Were you even
listening?") and a reflection a sneer. Tones stand beside the codes, and off MITI's sheet. What they
sound like is learned (`evals/corpora/tone`): a small network over the signs of all clauses together.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from chatbot.coder.features import Features
from chatbot.coder.lexicon_tone import tones_by_words
from chatbot.coder.linear import Floats, Known, look_up, softmax, together
from chatbot.coder.overview import PIECES
from chatbot.coder.signs import Signs
from chatbot.coder.weights import Weights
from chatbot.domain.codes import Tone, ToneHit

#: What a turn may be: the network's labels behind the first, which is none of them.
TONES: Final = tuple(Tone)
_LIKELY: Final = tuple(f"likely:{piece}" for piece in PIECES)


def turn_signs(by_words: Sequence[ToneHit], clauses: Sequence[Signs], likely: Floats) -> Signs:
    """Return the signs of a whole turn: those of its clauses, each with its highest value.

    Args:
        by_words: the tones that show in its words.
        clauses: signs of each clause.
        likely: how likely each clause is each of `PIECES`, shape (clauses, 12).
    """
    found: Signs = {}
    for clause in clauses:
        for name, value in clause.items():
            found[name] = max(value, found.get(name, value))
    return found | _of_turn(by_words, likely)


def _of_turn(by_words: Sequence[ToneHit], likely: Floats) -> Signs:
    """Return the signs that stand in no clause."""
    found: Signs = {f"tone:{hit.tone}": 1.0 for hit in by_words}
    if len(likely):
        found |= dict(zip(_LIKELY, likely.max(0).tolist(), strict=True))
    return found


def tones_of(
    text: str,
    clauses: Sequence[Features],
    known: Sequence[Known],
    likely: Floats,
    weights: Weights,
) -> tuple[ToneHit, ...]:
    """Return the tones of a turn, each at most once: by its words or as learned, whichever is surer.

    Args:
        text: the turn.
        clauses: of the turn, one or more.
        known: signs of each clause, looked up in the vocabulary of `weights.tones`.
        likely: how likely each clause is each of `PIECES`, shape (clauses, 12).
        weights: what was learned.
    """
    by_words = tuple(tones_by_words(text))
    hits = [*by_words, *_learned(by_words, clauses, known, likely, weights)]
    surest = {hit.tone: hit for hit in sorted(hits, key=lambda hit: hit.confidence)}
    return tuple(sorted(surest.values(), key=lambda hit: hit.start))


def _learned(
    by_words: Sequence[ToneHit],
    clauses: Sequence[Features],
    known: Sequence[Known],
    likely: Floats,
    weights: Weights,
) -> Iterator[ToneHit]:
    """Yield the likeliest tone, if there is one, with the clause in which it shows most."""
    shares = _shares(by_words, known, likely, weights)
    best = int(shares.argmax())
    limit = float(weights.limits["tones"][best])
    if shares[best] < limit:
        return
    each = [_shares((), [one], likely[[i]], weights)[best] for i, one in enumerate(known)]
    clause = clauses[int(np.argmax(each))]
    yield _hit(TONES[best], clause, _sure(float(shares[best]), limit))


def _shares(
    by_words: Sequence[ToneHit], known: Sequence[Known], likely: Floats, weights: Weights
) -> Floats:
    """Return how likely each tone is, shape (tones,)."""
    of_turn = look_up(weights.tones.inner.rows, _of_turn(by_words, likely))
    scores = weights.tones.of(together([*known, of_turn]))
    return softmax(scores / weights.cooling["tones"])[1:]


def _sure(share: float, limit: float) -> float:
    """Return a confidence (0.5–1): at the limit a tone is as likely there as not."""
    return round(0.5 + 0.5 * (share - limit) / (1 - limit), 3)


def _hit(tone: Tone, clause: Features, sure: float) -> ToneHit:
    piece = clause.segment
    return ToneHit(tone=tone, quote=piece.text, start=piece.start, end=piece.end, confidence=sure)
