"""Which of the persona's contents the advisor's words reached."""

from functools import lru_cache
from typing import NamedTuple

from chatbot.coder.context import Context
from chatbot.coder.segments import MAX_HEARD
from chatbot.coder.words import Word, content_stems, stems_of, words
from chatbot.domain.codes import REFLECTIONS, Code, CodedSegment, Touch
from chatbot.domain.contents import Content
from chatbot.domain.ports import Volley


class CuePart(NamedTuple):
    """One word of a cue; `open_ended`: any ending fits."""

    form: str
    open_ended: bool


@lru_cache(maxsize=8192)
def parts_of(cue: str) -> tuple[CuePart, ...]:
    """Return the words of a cue; a trailing `*` opens the ending of the word it stands at."""
    parts: list[CuePart] = []
    for chunk in cue.split():
        forms = words(chunk)
        for i, word in enumerate(forms):
            last = i == len(forms) - 1
            parts.append(CuePart(word.form, open_ended=last and chunk.endswith("*")))
    return tuple(parts)


def _fits(part: CuePart, word: Word) -> bool:
    if word.form == part.form or (part.open_ended and word.form.startswith(part.form)):
        return True
    # "sister's" and "sisters'" lose their apostrophe in folding; the offsets still show it
    return word.form == part.form + "s" and word.end - word.start == len(part.form) + 2


class Spoken(NamedTuple):
    """The words of a turn, and the same as one line, to rule most cues out at a glance."""

    found: tuple[Word, ...]
    line: str


def spoken(found: tuple[Word, ...]) -> Spoken:
    """Make words ready for looking up cues."""
    return Spoken(found, " " + " ".join(word.form for word in found))


def find_cue(cue: str, turn: Spoken) -> tuple[int, int] | None:
    """Return the offsets of a cue's first place in a turn, or None."""
    parts = parts_of(cue)
    if not parts or f" {parts[0].form}" not in turn.line:
        return None
    found = turn.found
    for i in range(len(found) - len(parts) + 1):
        if all(_fits(part, found[i + j]) for j, part in enumerate(parts)):
            return found[i].start, found[i + len(parts) - 1].end
    return None


def cues_hit(cues: tuple[str, ...], turn: Spoken) -> tuple[int, int] | None:
    """Return the offsets of the first of `cues` that is found, or None."""
    for cue in cues:
        span = find_cue(cue, turn)
        if span is not None:
            return span
    return None


def touches_of(
    volley: Volley, coded: tuple[CodedSegment, ...], context: Context
) -> tuple[Touch, ...]:
    """Return what was touched: by a cue, or by reflecting what the client has just told."""
    text, persona = volley.text[:MAX_HEARD], volley.persona
    turn = spoken(words(text))
    touches: list[Touch] = []
    for content in persona.contents():
        span = cues_hit(content.cues, turn)
        if span is None and content.id in volley.just_told:
            span = _reflected(content, coded, context)
        if span is not None:
            touches.append(_touch(text, content.id, span, coded))
    for sensitivity in (*persona.triggers, *persona.softeners):
        span = cues_hit(sensitivity.cues, turn)
        if span is not None:
            touches.append(_touch(text, sensitivity.id, span, coded))
    return tuple(sorted(touches, key=lambda touch: (touch.start, touch.content_id)))


def _reflected(
    content: Content, coded: tuple[CodedSegment, ...], context: Context
) -> tuple[int, int] | None:
    """Return the reflection or affirmation that gives back a word of what was just told."""
    told = stems_of(content.say) | context.last_stems
    for segment in coded:
        listening = segment.code in REFLECTIONS or segment.code is Code.AFFIRM
        if listening and told & set(content_stems(words(segment.quote))):
            return segment.start, segment.end
    return None


def _touch(
    text: str, content_id: str, span: tuple[int, int], coded: tuple[CodedSegment, ...]
) -> Touch:
    start, end = span
    code: Code | None = next((s.code for s in coded if s.start <= start < s.end), None)
    return Touch(content_id=content_id, code=code, quote=text[start:end], start=start, end=end)
