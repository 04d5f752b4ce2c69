"""Straight questions: which one of a client's turn waits for an answer, and whether words give one."""

import re
from typing import Final

from chatbot.domain.moments import meant
from chatbot.domain.words import roots, sentences

#: How a question begins that can stand alone.
_PUTS: Final = re.compile(
    r"\W*(?:\w+\W+){0,3}?(?:what|how|where|who|whose|which|why|when|is|are|was|were|do|does|did|"
    r"have|has|"
    r"can|could|would|will|may)\b(?:\W+\w+){2}",
    re.IGNORECASE,
)
#: How an answer begins that shares no word with its question.
_REPLIES: Final = re.compile(
    r"^\W*(?:(?:well|oh|honestly|um|uh|er|so|look|ah)\W+)*(?:yes|yeah|no|not|never|nobody|none|"
    r"both|"
    r"neither|nothing|maybe|perhaps|partly|usually|sometimes|it (?:depends|is|isn'?t)|because|"
    r"i (?:don'?t|would|can|could|have|am|never|had|know)|i'(?:m|ve|d)|mine|my)\b",
    re.IGNORECASE,
)
#: Fewer words than these ask only if there is a word in them that asks.
_FEW_ASKED: Final = 6
_ASKS: Final = re.compile(r"\b(?:what|how|where|who|whose|which|why|when)\b", re.IGNORECASE)
#: How a yes or a no can be said without either word.
_YES_OR_NO: Final = re.compile(
    r"(?:^|[.,;:!?]\s)\W*(?:it|they|that|this|he|she|you|we|there)\W*(?:\w+n't|do|does|did|can|"
    r"could|will|would|is|"
    r"are|has|have)\b",
    re.IGNORECASE,
)
_ASKS_YES_OR_NO: Final = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|was|were|do|does|did|have|has|can|could|would|will|may)\b",
    re.IGNORECASE,
)
#: Words for figures, which may be the answer that was not recognised.
_FIGURE: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|"
    r"thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|half|none|nobody|never|always|yes)\b",
    re.IGNORECASE,
)
#: Sentences at the end of a client's turn in which a question still waits for its answer.
_WAITING: Final = 3
#: Words of a question that can be held before somebody whole.
_LONGEST: Final = 18


def straight_question(heard: str | None, said: str) -> str | None:
    """Return the question at the end of a client's turn that waits for its answer, whole if it can be.

    Args:
        heard: the question as the coder heard it, or None.
        said: the client's turn.
    """
    last = sentences(said)[-_WAITING:]
    if heard is None or not last:
        return None
    put = [one for one in last if one.endswith("?") and _PUTS.match(one) and meant(one)]
    if put and len(put[0].split()) <= _LONGEST:
        return put[0]
    if len(heard.split()) < _FEW_ASKED and not _ASKS.search(heard):
        return None
    whole = next((one for one in last if heard.strip() in one or one in heard), None)
    if whole is None or not (meant(whole) and meant(heard)):
        return None
    return heard if len(whole.split()) > _LONGEST or not whole.endswith("?") else whole


def speaks_to(said: str, client: str, asked: str) -> bool:
    """Say whether words take up the client's, give a figure, or begin as an answer does."""
    if roots(said) & roots(client) or _FIGURE.search(said) or replies(said):
        return True
    return _ASKS_YES_OR_NO.match(asked) is not None and _YES_OR_NO.search(said) is not None


def gives_figure(said: str) -> bool:
    """Say whether there is a figure in it, in digits or in words."""
    return _FIGURE.search(said) is not None


def replies(said: str) -> bool:
    """Say whether words begin as an answer does that takes none from its question."""
    return _REPLIES.match(said) is not None
