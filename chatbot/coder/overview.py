"""A volley as one plain vector: what its clauses look like, and how the talk went so far."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from chatbot.coder.context import Context
from chatbot.coder.linear import Floats
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Code

#: What a clause can be: nothing, or a MITI code with open and closed questions apart.
PIECES: Final = (
    "-", "GI", "P", "PwP", "Q_open", "Q_closed", "SR", "CR", "AF", "Seek", "Emphasize", "C",
)  # fmt: skip
_CODES: Final = tuple(Code)
_TALKS: Final = tuple(Talk)
#: Volleys of no code at all that are reckoned in, so that a young talk says little of its style.
_PRIOR: Final = 3
_SETTLED: Final = 8
_LEAST: Final = 1e-4

Heards = Sequence[frozenset[Code]]


def style_of(earlier: Heards) -> Floats:
    """Return the share (0–1) of earlier volleys that held each code, and how far that can be told.

    An advisor who has reflected is likelier to reflect again; what is unclear is heard in that
    light. Shape (11,): the ten codes, then 0–1 for the number of volleys.
    """
    shares = np.zeros(len(_CODES) + 1, dtype=np.float32)
    for codes in earlier:
        shares[[_CODES.index(code) for code in codes]] += 1
    shares /= len(earlier) + _PRIOR
    shares[-1] = min(len(earlier), _SETTLED) / _SETTLED
    return shares


def overview(
    probabilities: Floats, lengths: Sequence[int], context: Context, earlier: Heards
) -> Floats:
    """Return the vector of a volley.

    Args:
        probabilities: of each clause being each of `PIECES`, shape (clauses, 12).
        lengths: of the clauses, in characters.
        context: what stands before.
        earlier: the codes of the advisor's volleys before, oldest first.
    """
    around = np.concatenate([_standing(context), style_of(earlier)])
    if not len(lengths):
        none = np.zeros(6 * len(PIECES) + 2, dtype=np.float32)
        return np.concatenate([none, around]).astype(np.float32)
    size = np.asarray(lengths, dtype=np.float32)
    surest = np.zeros((len(lengths), len(PIECES)), dtype=np.float32)
    surest[np.arange(len(lengths)), probabilities.argmax(1)] = size
    parts = (
        size @ probabilities / size.sum(),
        np.log(np.clip(probabilities, _LEAST, 1)).max(0),
        1 - np.prod(1 - np.clip(probabilities, 0, 0.999), axis=0),
        probabilities[0],
        probabilities[-1],
        surest.sum(0) / size.sum(),
        [np.log1p(len(lengths)), np.log1p(size.sum()) / 3],
        around,
    )
    return np.concatenate(parts).astype(np.float32)


def as_first(seen: Floats) -> Floats:
    """Return the same vector as if the volley were the first of its talk, whatever its style so far."""
    alone = seen.copy()
    alone[..., -len(_CODES) - 1 :] = 0
    return alone


def _standing(context: Context) -> Floats:
    """What the client's last turn was, and whether advice was asked for."""
    talk = context.talk
    flags = [talk.talk is one for one in _TALKS]
    flags += [talk.question is not None, talk.discord, context.permission, context.advice_wanted]
    return np.asarray(flags, dtype=np.float32)
