"""Missed openings: doors the client opened and the advisor's next turn did not go through.

Unlike the live critique, the debrief may know the move behind a client turn. In doubt the advisor
is not blamed: any question, reflection or affirmation that takes up the client's words counts.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from chatbot.domain.client_talk import Talk as TalkKind
from chatbot.domain.codes import Code, Marker
from chatbot.domain.contents import Stance
from chatbot.domain.debrief import MissedOpening
from chatbot.domain.moves import ASKING, CHANGE_TALK, Act
from chatbot.domain.words import content_words, sentences
from chatbot.report.quoting import Texts, client_slots, clipped, shorten
from chatbot.report.turns import TurnView

MOST: Final = 2
#: Words of the client's line that are quoted.
LONGEST_LINE: Final = 45
#: Confidence from which change talk heard in the words counts although it was not the plan.
SURE: Final = 0.75
#: Share of words taken from the client from which a turn has taken them up.
TAKEN_UP: Final = 0.1
SHORT_QUESTION: Final = 8


class Door(StrEnum):
    """What the client opened, and the finding whose wordings fit it."""

    HALF_SAID = "half_said"
    FEELING = "feeling"
    MOTIVE = "concealed_interest"
    QUESTION = "dodge"
    COMMITMENT = "pushing_after_readiness"
    CHANGE = "dwelling_on_doubt"


_WORTH: Final = {
    Door.HALF_SAID: 3.0,
    Door.FEELING: 3.0,
    Door.MOTIVE: 2.5,
    Door.COMMITMENT: 2.2,
    Door.QUESTION: 2.0,
    Door.CHANGE: 1.8,
}
_LISTENING: Final = (
    Code.SIMPLE_REFLECTION,
    Code.COMPLEX_REFLECTION,
    Code.QUESTION,
    Code.AFFIRM,
    Code.SEEK,
    Code.EMPHASIZE,
)
_ANSWERING: Final = (Marker.ANSWERS, Marker.ADMITS_LIMIT, Marker.DISCLOSES_INTEREST)


class _Missed(NamedTuple):
    door: Door
    view: TurnView


def missed_openings(
    views: Sequence[TurnView], texts: Texts, stance: Stance
) -> tuple[MissedOpening, ...]:
    """Return at most two missed openings, in the order of the talk; the weightier come first in.

    Args:
        views: the turns.
        texts: coaching texts.
        stance: in equipoise, passing by talk of change is no miss.
    """
    found: list[_Missed] = []
    for index, view in enumerate(views):
        door = _door(view, stance)
        following = views[index + 1] if index + 1 < len(views) else None
        if door is not None and not _went_through(door, view, following):
            found.append(_Missed(door, view))
    kept: list[_Missed] = []
    for one in sorted(found, key=lambda m: -_WORTH[m.door]):
        if one.door not in {k.door for k in kept} and len(kept) < MOST:
            kept.append(one)
    kept.sort(key=lambda m: m.view.exchange.number)
    return _told(kept, texts)


def _door(view: TurnView, stance: Stance) -> Door | None:
    act = view.client_move.act if view.client_move else None
    heard = view.client_heard
    opening = view.client_move is None
    if view.client_move is not None and (view.client_move.occasion or view.client_move.ends):
        return None
    if act is Act.TOUCHED:
        return Door.HALF_SAID
    if act in {Act.DISCLOSE_FEELING, Act.STATE_VALUE} or (opening and heard and heard.feeling):
        return Door.FEELING
    if act is Act.ASK_MOTIVE or (opening and heard and heard.motive):
        return Door.MOTIVE
    if act in ASKING or (opening and heard and heard.question):
        return Door.QUESTION
    if act in {Act.COMMITMENT, Act.TAKING_STEP}:
        return Door.COMMITMENT
    spoke = heard is not None and heard.talk is TalkKind.CHANGE and heard.confidence >= SURE
    if stance is Stance.DIRECTIONAL and (act in CHANGE_TALK or spoke):
        return Door.CHANGE
    return None


def _went_through(door: Door, view: TurnView, following: TurnView | None) -> bool:
    heard = view.exchange.heard
    if door in {Door.MOTIVE, Door.QUESTION} and view.client_move is not None:
        later = following is not None and following.exchange.heard.marker(*_ANSWERING) is not None
        return later or heard.marker(*_ANSWERING) is not None
    if heard.marker(Marker.OWNS_FAULT) and not heard.has(Code.CONFRONT, Code.PERSUADE):
        return True
    listening = [s for s in heard.segments if s.code in _LISTENING]
    if not listening:
        return False
    if heard.has(Code.COMPLEX_REFLECTION) or heard.looks_underneath or heard.echo >= TAKEN_UP:
        return True
    return _touches(view) or any(
        content_words(s.quote) & content_words(view.client)
        or (s.code is Code.QUESTION and s.open and len(s.quote.split()) <= SHORT_QUESTION)
        or (s.code is Code.EMPHASIZE and door is Door.COMMITMENT)
        for s in listening
    )


def _touches(view: TurnView) -> bool:
    move = view.client_move
    if move is None:
        return False
    ids = {*move.content_ids, move.near}
    return any(t.content_id in ids and t.code in _LISTENING for t in view.exchange.heard.touches)


def _told(missed: Sequence[_Missed], texts: Texts) -> tuple[MissedOpening, ...]:
    """Put them into words, no text twice."""
    used: set[str] = set()
    told: list[MissedOpening] = []
    for door, view in missed:
        asked = _asked(view) if door in {Door.MOTIVE, Door.QUESTION} else None
        slots = {"client": asked, "question": asked} if asked else client_slots(view.client)
        kind = texts.rubric.kinds.get(door)
        wordings = kind.wordings if kind and kind.wordings else texts.rubric.missed_opening.wordings
        answering = tuple(text for text in wordings if asked and "{question}" in text)
        bank = (asked and texts.bank("missed_question")) or texts.rubric.missed_opening.what
        whats = [text for text in bank if text not in used]
        index = texts.rng.randrange(len(whats)) if whats else 0
        chosen = whats[index : index + 1] or list(bank)
        used.update(chosen)
        told.append(
            MissedOpening(
                turn_id=view.exchange.turn_id,
                number=view.exchange.number,
                client=clipped(view.client, LONGEST_LINE),
                what=texts.pick(chosen, slots) or "That was a door, and it stood open.",
                instead=texts.pick(answering or wordings, slots) or "Tell me more about that.",
            )
        )
    return tuple(told)


def _asked(view: TurnView) -> str | None:
    """Return the question in the client's turn, if it can be found."""
    heard = view.client_heard.question if view.client_heard else None
    plain = (s for s in sentences(view.client) if s.endswith("?"))
    found = next(plain, heard)
    return shorten(found) if found else None
