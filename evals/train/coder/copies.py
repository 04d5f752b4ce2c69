"""Copies of the corpus as other hands would have written it down: labels stay, marks change.

People type in haste, and transcribers put question marks behind a voice that rises. A coder that
leans on marks would fail with both.
"""

import re
from collections.abc import Mapping
from random import Random
from typing import Final

from evals.agreement.judging import strip
from evals.corpora.talks import TalkTurn, WrittenTalk

#: Share of the turns whose marks are changed, and of their reflections and questions.
_TURNS, _REFLECTIONS, _QUESTIONS = 0.5, 0.6, 0.3
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s")
_REFLECTED: Final = ("SR", "CR")
_ASKED: Final = ("Q_open", "Q_closed")


def turned(talk: WrittenTalk) -> WrittenTalk:
    """Return the talk with question marks behind some reflections, and off some questions."""
    chance = Random(talk.id)
    turns = tuple(
        _turned(turn, chance) if turn.spans and chance.random() < _TURNS else turn
        for turn in talk.turns
    )
    return talk.model_copy(update={"turns": turns})


def _turned(turn: TalkTurn, chance: Random) -> TalkTurn:
    text = list(turn.text)
    for span in turn.spans:
        last = span.end - 1
        if span.code in _ASKED and text[last] == "?" and chance.random() < _QUESTIONS:
            text[last] = chance.choice(".-")
        elif span.code in _REFLECTED and chance.random() < _REFLECTIONS:
            while last > span.start and not text[last].isalnum():
                last -= 1
            if last + 1 < len(text) and text[last + 1] in ".,!":
                text[last + 1] = "?"
    return turn.model_copy(update={"text": "".join(text)})


def alone(talk: WrittenTalk) -> WrittenTalk:
    """Return the talk with one coded piece, or one sentence, left of each advisor turn.

    People also say one thing at a time; most turns of the corpus say two or three. Markers belong
    to whole turns and go.
    """
    chance = Random(f"{talk.id}:alone")
    turns = tuple(
        _alone(turn, chance) if turn.speaker == "advisor" else turn for turn in talk.turns
    )
    return talk.model_copy(update={"turns": turns})


def _alone(turn: TalkTurn, chance: Random) -> TalkTurn:
    if not turn.spans:
        return turn.model_copy(update={"text": _SENTENCE.split(turn.text)[0], "markers": ()})
    span = chance.choice(turn.spans)
    text = turn.text[span.start : span.end]
    moved = span.model_copy(update={"start": 0, "end": len(text)})
    return turn.model_copy(update={"text": text, "spans": (moved,), "markers": ()})


def stripped(talk: WrittenTalk) -> WrittenTalk:
    """Return the talk in lower case without punctuation, spans moved along."""
    turns = tuple(_stripped(turn) for turn in talk.turns)
    return talk.model_copy(update={"turns": turns})


def _stripped(turn: TalkTurn) -> TalkTurn:
    text = strip(turn.text)
    places = _places(turn.text, text)
    spans = []
    for span in turn.spans:
        kept = [places[i] for i in range(span.start, span.end) if i in places]
        if kept:
            spans.append(span.model_copy(update={"start": kept[0], "end": kept[-1] + 1}))
    return turn.model_copy(update={"text": text, "spans": tuple(spans)})


def _places(before: str, after: str) -> Mapping[int, int]:
    """Return where each letter and figure of a text stands once it is stripped."""
    old = [i for i, character in enumerate(before) if character.isalnum()]
    new = [i for i, character in enumerate(after) if character.isalnum()]
    return dict(zip(old, new, strict=True)) if len(old) == len(new) else {}
