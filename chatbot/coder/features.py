"""What is noticed about one clause of a volley: the input of any decision, by rule or by model."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from chatbot.coder.context import Context
from chatbot.coder.lexicon import Cue
from chatbot.coder.lexicon_asking import ASKING
from chatbot.coder.lexicon_hearing import HEARING
from chatbot.coder.lexicon_leaving import ASIDE, LEAVING, STRUCTURING
from chatbot.coder.lexicon_telling import OPPOSING, TELLING
from chatbot.coder.segments import Segment
from chatbot.coder.words import FILLERS, compiled, content_stems, words

CUES: Final[tuple[Cue, ...]] = (
    *ASKING,
    *HEARING,
    *ASIDE,
    *LEAVING,
    *TELLING,
    *OPPOSING,
    *STRUCTURING,
)
_SECOND: Final = frozenset(
    "you your yours yourself youre youve youd youll youd ya yourselves".split()
)


@dataclass(frozen=True, slots=True)
class Features:
    """A clause in context.

    Attributes:
        segment: the clause itself.
        cues: names of the cues that were found.
        words: number of words.
        content: content stems, in order.
        shared: how many of them stand in the client's last turn.
        taken_up: those stems.
        overlap: 0–1, share of them that stand there.
        asks: closed by a question mark.
        second: speaks of "you".
        starts_with: the first word that is no filler, folded.
        filler: made of acknowledgements alone.
        index: which clause of the volley, from 0; `of` how many.
        client_words: length of the client's last turn.
    """

    segment: Segment
    cues: frozenset[str]
    words: int
    content: tuple[str, ...]
    shared: int
    taken_up: frozenset[str]
    overlap: float
    asks: bool
    second: bool
    starts_with: str
    filler: bool
    index: int
    of: int
    client_words: int


def features_of(segments: tuple[Segment, ...], context: Context) -> tuple[Features, ...]:
    """Notice what there is to notice about every clause."""
    return tuple(_notice(s, i, len(segments), context) for i, s in enumerate(segments))


@cache
def _searches() -> tuple[tuple[str, Callable[[str], object]], ...]:
    return tuple((cue.name, compiled(cue.pattern).search) for cue in CUES)


def _notice(segment: Segment, index: int, of: int, context: Context) -> Features:
    found = words(segment.text)
    forms = [word.form for word in found]
    content = content_stems(found)
    shared = sum(stem in context.last_stems for stem in content)
    return Features(
        segment=segment,
        cues=frozenset(name for name, search in _searches() if search(segment.folded)),
        words=len(forms),
        content=content,
        shared=shared,
        taken_up=frozenset(content) & context.last_stems,
        overlap=shared / len(content) if content else 0.0,
        asks=segment.ends == "?",
        second=not _SECOND.isdisjoint(forms),
        starts_with=next((f for f in forms if f not in FILLERS or f in _SECOND), ""),
        filler=all(form in FILLERS for form in forms),
        index=index,
        of=of,
        client_words=len(context.last.split()),
    )
