"""What may be said now and what may not: known texts, and words that give more away."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from chatbot.domain.contents import Concern, Content, Layer, Plan
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief
from chatbot.domain.words import content_words, cue_pattern

#: So many words of a content that nobody has used yet tell it: of a guarded one, of another one.
TELLS_GUARDED: Final = 2
TELLS_OPEN: Final = 3
#: This share of all words of a content tells it, whatever has been said before.
TELLS_WHOLE: Final = 0.75
#: This share of its content words tells a content that may be told.
TOLD: Final = 0.5
#: And so many of them at least, where it has so many: one word in common tells nothing.
TOLD_AT_LEAST: Final = 2
#: So many sentences of a persona's `about` say who they are; the rest is for the writer.
INTRODUCES: Final = 2

_EVERYDAY: Final = frozenset(
    """
    money year years week weeks month months time times people thing things something nobody someone
    somebody anybody everything nothing tell tells told says said keep take give going come came
    work need like good right first last next never always again back down away still long little
    sure maybe without after before else five seven eight nine eleven twelve twenty thirty forty
    fifty hundred thousand twice once left same talk mean whole look find being every asked other
    those these since want wanted took
    """.split()
)


def leaks(text: str, brief: Brief) -> bool:
    """Say whether a sentence tells something that is not to be told yet."""
    known = frozenset[str]().union(*(stems(known) for known in known_texts(brief)))
    told = {*brief.told, *brief.move.content_ids, *brief.leeway.tellable}
    untold = (content for content in _secrets(brief.persona) if content.id not in told)
    return any(_tells(text, content, known) for content in untold)


def told_in(text: str, brief: Brief) -> tuple[str, ...]:
    """Return the ids of what a reply tells: of the move's content, what was at hand, a question put."""
    said = stems(text)
    asked = (q.id for q in brief.persona.questions if q.act is brief.move.act)
    wanted = {*brief.move.content_ids, *brief.leeway.tellable, *asked}
    found = []
    for content in brief.persona.contents():
        own = stems(content.say)
        enough = max(min(len(own), TOLD_AT_LEAST), TOLD * len(own))
        if content.id in wanted and own and len(own & said) >= enough:
            found.append(content.id)
    return tuple(found)


def _secrets(persona: Persona) -> Iterator[Content]:
    """Yield what is told only when the planner says so; questions and praise give nothing away."""
    yield from (*persona.facts, *persona.concerns, *persona.against_type, *persona.plans)
    yield from (*persona.reasons_for, *persona.reasons_against)


def gives_away(text: str, persona: Persona) -> bool:
    """Say whether a text about the client hints at a concern that takes trust to tell."""
    deep = (concern for concern in persona.concerns if _is_guarded(concern))
    return any(_tells(text, concern, frozenset()) for concern in deep)


def _is_guarded(content: Content) -> bool:
    """Say whether it takes trust to tell: the layers below the surface, and the ways out."""
    deep = isinstance(content, Concern) and content.layer is not Layer.SURFACE
    return deep or isinstance(content, Plan)


def _tells(text: str, content: Content, known: frozenset[str]) -> bool:
    """Say whether words of `content` that nobody has used yet stand in `text`, or most of it."""
    whole, words = _words(content.say), _words(text)
    if len(whole & words) >= TELLS_WHOLE * len(whole):
        return True
    said = stems(text) - known
    hits = said & stems(content.say)
    if not _is_guarded(content) or not hits:
        return len(hits) >= TELLS_OPEN
    cued = [match[0].casefold() for cue in content.cues if (match := cue_pattern(cue).search(text))]
    extra = {stem for words in cued for stem in stems(words)} & said
    phrases = {words for words in cued if " " in words and not stems(words) & known}
    return len(hits | extra | phrases) >= TELLS_GUARDED


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Return the content words of a text, cut to their beginnings."""
    words = content_words(text) - _EVERYDAY
    return frozenset(word if word.isdigit() else word.removesuffix("s")[:6] for word in words)


def known_texts(brief: Brief) -> tuple[str, ...]:
    """Return all that has been said or may be said now: what stands there is no secret."""
    persona = brief.persona
    told = {*brief.told, *brief.move.content_ids, *brief.leeway.tellable}
    return (
        brief.move.say,
        client_about(persona),
        str(persona.age),
        persona.advisor_brief.recommendation,
        *(turn.text for turn in brief.transcript.turns),
        *(content.say for content in persona.contents() if content.id in told),
    )


def client_about(persona: Persona) -> str:
    """Return who the client is: the first sentences of `about`, as far as they give nothing away.

    What comes later in such a text is where writers hint at what is behind it all.
    """
    parts = re.split(r"(?<=[.!?])\s+", persona.about)[:INTRODUCES]
    return " ".join(part for part in parts if not gives_away(part, persona))
