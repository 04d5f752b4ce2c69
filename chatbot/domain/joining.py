"""Two sentences of the client's given back together, where one alone would hang in the air.

"It's got a heading and everything" is nothing without "I've started a clean page"; and half of what
somebody is torn between is not what they said.
"""

import re
from collections.abc import Sequence
from typing import Final

from chatbot.domain.attributing import lowered, plainly, theirs
from chatbot.domain.persons import STOPS, longest_run, tokens
from chatbot.domain.taking_up import TakenUp, taken_up, without_tags
from chatbot.domain.words import sentences

#: Words that are said in one breath.
_BREATH: Final = range(6, 27)
#: With fewer words a sentence is a sigh ("In Danish.").
_FEWEST: Final = 3
_TWO: Final = 2
#: A sentence of so many words at most says nothing new behind others.
_SIGH: Final = 4
#: "Well," and a stop may be left off.
_LEFT_OFF: Final = 2
_BUT: Final = re.compile(r"^but\b", re.IGNORECASE)


def place(back: str, client: str) -> tuple[int, int]:
    """Return which sentence of the client's is given back, counted from 0, and how many there are."""
    every = sentences(without_tags(client))
    return _place(theirs(back), every), len(every)


def well_placed(back: str, client: str) -> bool:
    """Say whether the point of a turn mostly lies there: in the first of two, in the last of more.

    Readers found the first of two sayable in 80 % (of 230), the second in 75 % (308) (`python -m
    evals.coach.minded docs/ratings/coach-{9..15} docs/ratings/coach-trial-{3..12}`).
    """
    every = sentences(without_tags(client))
    return _place(theirs(back), every) == (_point(every) if len(every) > _TWO else 0)


def leads_up(back: str, client: str) -> bool:
    """Say whether words given back only lead up to the point of a turn of three sentences and more.

    Readers found 55 % of 76 such sayable, of the last sentences 74 % of 141 (as in `well_placed`).
    """
    every = sentences(without_tags(client))
    return len(every) > _TWO and _place(theirs(back), every) < _point(every)


def _point(every: Sequence[str]) -> int:
    """Return which sentence is the last one that is no sigh ("I just can't.", "It's only longer.")."""
    return max(
        (i for i, one in enumerate(every) if len(one.split()) > _SIGH), default=len(every) - 1
    )


def alone(client: str) -> tuple[str, ...]:
    """Return the sentences of a client's turn that could be given back alone: of more than two one."""
    every = sentences(without_tags(client))
    if len(every) < _TWO:
        return ()
    could = every if len(every) == _TWO else [every[_point(every)]]
    return tuple(one for one in could if taken_up(one) is TakenUp.WORDS)


def neighbour(back: str, client: str) -> str | None:
    """Return the other one of two sentences, if both can be said in one breath.

    Readers found 84 % of 190 such sayable (as in `well_placed`).

    Args:
        back: one clause of the client's, given back.
        client: what the client said.
    """
    every = sentences(without_tags(client))
    if len(every) != _TWO:
        return None
    at = _place(theirs(back), every)
    one = every[1 - at]
    fits = (
        _is_one_of(back, every[at])
        and len(client.split()) in _BREATH
        and len(one.split()) >= _FEWEST
    )
    return one if fits and taken_up(one) in (TakenUp.WORDS, TakenUp.CRUMB) else None


def is_half(back: str, client: str) -> bool:
    """Say whether of two sentences only one is given back, and the other said something, too.

    Readers found 70 % of 283 such sayable (as in `well_placed`): "I'm sure it does that somewhere" is
    not what they said who go on "I'm just not sure it does it here".
    """
    every = sentences(without_tags(client))
    if len(every) != _TWO:
        return False
    given = tokens(theirs(back))
    other = every[1 - _place(theirs(back), every)]
    in_it = longest_run(tokens(other), given).size >= _FEWEST
    return not in_it and len(other.split()) >= _FEWEST


def _is_one_of(back: str, sentence: str) -> bool:
    """Say whether a sentence is given back (nearly) whole, and no other one with it."""
    given = tokens(theirs(back))
    within = longest_run(tokens(sentence), given).size >= len(given) - 1
    return within and given_whole(back, sentence)


def given_whole(back: str, sentence: str) -> bool:
    """Say whether (nearly) all of a sentence is given back."""
    return len(tokens(theirs(back))) >= len(tokens(sentence)) - _LEFT_OFF


def joined(back: str, other: str, client: str) -> str | None:
    """Return two sentences given back as one; None if one of them cannot go on in small letters.

    Args:
        back: one clause of the client's, given back.
        other: the sentence beside it, given back.
        client: what the client said; in its order they are joined.
    """
    every = sentences(without_tags(client))
    first, second = sorted((back, other), key=lambda one: _place(theirs(one), every))
    parts = [theirs(one).rstrip(".!…") for one in (first, second)]
    small = [lowered(part) for part in parts]
    if small[0] is None or small[1] is None:
        return None
    link = "but" if _BUT.match(every[_place(theirs(second), every)]) else "and"
    if all(plainly(part) for part in parts):
        return f"{parts[0][0].upper()}{parts[0][1:]}, {link} {small[1]}."
    return f"You say {small[0]}, {link} {small[1]}."


def _place(inner: str, every: Sequence[str]) -> int:
    given = [token for token in tokens(inner) if token not in STOPS]
    said = [[token for token in tokens(one) if token not in STOPS] for one in every]
    return max(range(len(every)), key=lambda i: longest_run(said[i], given).size)
