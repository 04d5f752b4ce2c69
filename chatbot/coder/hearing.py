"""Hearing a volley: all that every local coder does alike around the judgement of its codes."""

from collections.abc import Callable
from typing import Final, NamedTuple

from chatbot.coder.asides import Aside, spoken_part
from chatbot.coder.context import Context, context_of
from chatbot.coder.features import Features, features_of
from chatbot.coder.occasions import Held, occasion_of
from chatbot.coder.segments import MAX_HEARD, segment
from chatbot.coder.touches import touches_of
from chatbot.coder.underneath import looks_underneath
from chatbot.coder.words import compiled, content_stems, words
from chatbot.domain.codes import (
    MI_ADHERENT,
    MI_NON_ADHERENT,
    REFLECTIONS,
    Behaviour,
    Code,
    CodedSegment,
    Dominant,
    Heard,
    Marker,
    MarkerHit,
    Tone,
    ToneHit,
)
from chatbot.domain.moves import Occasion
from chatbot.domain.ports import Volley
from chatbot.domain.words import fold

#: Turns in which nobody speaks to the client carry no codes.
_SILENT: Final = frozenset({Occasion.EMPTY, Occasion.FOREIGN, Occasion.PLAYS_CLIENT})
#: What a turn is of which nothing is said to the client; the first kind there is decides.
_BESIDE: Final = {
    Aside.BID: Occasion.ASKED_FOR_PROMPT,
    Aside.MARKUP: Occasion.ASKED_FOR_PROMPT,
    Aside.ROLE: Occasion.PLAYS_CLIENT,
    Aside.SCRIPT: Occasion.FOREIGN,
}
_STEM: Final = (
    r"\b(?:so )?(?:it sounds (?:like|as if)|what i(?:'m| am) hearing is"
    r"|i hear (?:that )?you|if i (?:understand|hear) you(?: right| correctly)?"
    r"|you(?:'re| are) (?:saying|telling me)|you (?:said|mentioned|told me))\b"
)


#: What a turn about something else altogether may still hold, and from which confidence on (0–1)
#: another code says that it is about the client after all.
_BESIDE_THE_POINT: Final = frozenset({Code.GI, Code.QUESTION})
_SURE: Final = 0.5
#: Markers that say something to the client, whatever the words.
_TELLING: Final = frozenset(Marker) - {Marker.ANSWERS, Marker.DODGES}
_LISTENS: Final = REFLECTIONS | MI_ADHERENT
#: Markers of somebody who does not press, whatever their words.
_OPEN_HANDED: Final = frozenset({Marker.DISCLOSES_INTEREST, Marker.OWNS_FAULT})
#: Tones that come with a push or an insult, and from which confidence (0–1) on they stand alone.
_HARSH: Final = frozenset({Tone.CONTEMPT, Tone.PRESSURE})
_PLAIN: Final = 0.7


class Coded(NamedTuple):
    """What a judge makes of a volley: its codes, markers, and main class and tones if it tells them."""

    segments: tuple[CodedSegment, ...]
    markers: tuple[MarkerHit, ...]
    dominant: Dominant | None = None
    tones: tuple[ToneHit, ...] = ()


#: Judges a volley (text as spoken to the client) by its clauses in context.
Judge = Callable[[Volley, tuple[Features, ...], Context], Coded]


def hear(volley: Volley, judge: Judge) -> Heard:
    """Hear one volley. A turn longer than `MAX_HEARD` characters is heard up to there."""
    part = spoken_part(volley.text[:MAX_HEARD])
    if part.asides and not any(c.isalnum() for c in part.text):
        beside = _BESIDE[min(part.asides)]
        return Heard(occasion=beside, words=len(volley.text.split()), beside=part.beside)
    text = part.text
    volley = volley.model_copy(update={"text": text})
    context = context_of(volley)
    segments = segment(text)
    coded = judge(volley, features_of(segments, context), context)
    occasion = occasion_of(text, words(text), context, volley.persona, _held(coded))
    if occasion in _SILENT:
        main = coded.dominant
        quiet = main if main and main.behaviour is Behaviour.OTHER else None
        words_said = len(text.split())
        return Heard(occasion=occasion, dominant=quiet, words=words_said, beside=part.beside)
    if occasion is Occasion.OFF_TOPIC:
        kept = tuple(s for s in coded.segments if s.code in _BESIDE_THE_POINT)
        coded = coded._replace(segments=kept, markers=())
    touches = touches_of(volley, coded.segments, context)
    return Heard(
        segments=coded.segments,
        dominant=coded.dominant,
        markers=coded.markers,
        tones=tuple(hit for hit in coded.tones if not _softened(hit, coded)),
        touches=touches,
        permission=context.permission,
        looks_underneath=looks_underneath(coded.segments, touches, volley.persona),
        echo=echo(text, context),
        occasion=occasion,
        words=len(volley.text.split()),
        matter=len(set(content_stems(words(text)))),
        beside=part.beside,
    )


def _softened(hit: ToneHit, coded: Coded) -> bool:
    """Say whether what could press or talk down is said by somebody who does neither.

    "Where have you got to with it yourself?", "All the way up, and no excuses on the second landing.",
    "358 if you sign today, hold that against anything I tell you" have the words of pressure only. Where
    no code pushes, the tone alone has to be plain.
    """
    if hit.tone not in _HARSH or any(s.code in MI_NON_ADHERENT for s in coded.segments):
        return False
    if hit.confidence < _PLAIN:
        return True
    if hit.tone is Tone.CONTEMPT:
        return False
    if any(marker.marker in _OPEN_HANDED for marker in coded.markers):
        return True
    over = (s for s in coded.segments if s.start < hit.end and hit.start < s.end)
    return any(s.code in _LISTENS or (s.code is Code.QUESTION and s.open) for s in over)


def _held(coded: Coded) -> Held:
    sure = {s.code for s in coded.segments if s.confidence > _SURE}
    honest = any(hit.marker in _TELLING for hit in coded.markers)
    tones = {hit.tone for hit in coded.tones}
    return Held(
        tells=honest or bool(sure - _BESIDE_THE_POINT),
        listens=bool(sure & _LISTENS),
        chats=Tone.SMALL_TALK in tones,
        evades=Tone.VAGUENESS in tones,
    )


def echo(text: str, context: Context) -> float:
    """Return the share (0–1) of the volley's content words that stand in the client's last turn.

    Their words given back whole are an echo, whatever they are made of ("Hm, dunno.").
    """
    said = [word.form for word in words(text)]
    if said and said == [word.form for word in words(context.last)]:
        return 1.0
    own = compiled(_STEM).sub(" ", fold(text))
    content = content_stems(words(own))
    if not content or not context.last_stems:
        return 0.0
    return round(sum(stem in context.last_stems for stem in content) / len(content), 3)
