"""Which written line speaks a move: by act, content, what it answers, and the words just said.

The talk's long lines never come twice; short ones may, but not within five turns.
"""

from collections.abc import Iterable, Sequence
from random import Random
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.codes import MI_NON_ADHERENT, REFLECTIONS, Code, Heard, Marker
from chatbot.domain.contents import After, Line
from chatbot.domain.moves import Act, Occasion
from chatbot.domain.ports import Brief
from chatbot.domain.words import as_sentence, content_words, cue_pattern

SHORT: Final = 4
REST: Final = 5
#: Spoken where nothing else is left; one more than `REST`, so that one is always rested.
_LAST: Final = ("Hm.", "Well.", "Right.", "Mm.", "I see.", "Okay.")

#: Acts close enough to lend a line when an act has none left.
_LENDERS: Final[dict[Act, tuple[Act, ...]]] = {
    Act.CHALLENGE: (Act.DISCOUNT, Act.DOUBT),
    Act.DISCOUNT: (Act.DOUBT,),
    Act.ASK_PROOF: (Act.DOUBT,),
    Act.ASK_MOTIVE: (Act.CHALLENGE, Act.DOUBT),
    Act.ASK_INFORMATION: (Act.HESITATE,),
    Act.SUSTAIN_REASON: (Act.HESITATE, Act.DOUBT),
    Act.DISCLOSE_FEELING: (Act.TOUCHED, Act.HESITATE),
    Act.DISCLOSE_FACT: (Act.MINIMAL,),
    Act.STATE_VALUE: (Act.ACKNOWLEDGE,),
    Act.DESIRE: (Act.HESITATE,),
    Act.ABILITY: (Act.HESITATE,),
    Act.REASON: (Act.HESITATE,),
    Act.NEED: (Act.HESITATE,),
    Act.TAKING_STEP: (Act.ACKNOWLEDGE,),
    Act.FALSE_YES: (Act.EVADE,),
    Act.WALK_OUT: (Act.SET_BOUNDARY,),
}


class LineBank(Value):
    """Connective reactions any client could say, by act and by occasion."""

    acts: dict[Act, tuple[Line, ...]] = Field(default_factory=dict)
    occasions: dict[Occasion, tuple[Line, ...]] = Field(default_factory=dict)


class Chosen(Value):
    """A line with its score; higher is apter. Scores are relative, not probabilities."""

    text: str
    score: float


def answers(heard: Heard) -> frozenset[After]:
    """Return what a reply to this volley answers."""
    found: set[After] = set()
    question = heard.get(Code.QUESTION)
    if question is not None:
        found.add(After.OPEN_QUESTION if question.open else After.CLOSED_QUESTION)
    if heard.has(*REFLECTIONS):
        found.add(After.REFLECTION)
    if heard.has(Code.GI, Code.PERSUADE_WITH_PERMISSION):
        found.add(After.INFORMATION)
    if heard.has(*MI_NON_ADHERENT):
        found.add(After.PRESSURE)
    if heard.has(Code.AFFIRM):
        found.add(After.PRAISE)
    if heard.has(Code.EMPHASIZE):
        found.add(After.AUTONOMY)
    if heard.has(Code.SEEK):
        found.add(After.PERMISSION_ASKED)
    if heard.marker(Marker.OWNS_FAULT):
        found.add(After.APOLOGY)
    return frozenset(found)


def choose(brief: Brief, bank: LineBank) -> tuple[Chosen, ...]:
    """Return the lines that could speak the move, best first.

    The persona's own lines come first, then the move's `say`, then the bank's lines.
    """
    rng = Random(brief.seed)
    for lines in _pools(brief, bank):
        fresh = [line for line in lines if _may_speak(line.text, brief.lines_used)]
        fitting = [line for line in fresh if _fits(line, brief.heard)]
        if fitting:
            scored = [Chosen(text=line.text, score=_score(line, brief, rng)) for line in fitting]
            return tuple(sorted(scored, key=lambda one: -one.score))
    left = [text for text in _LAST if _may_speak(text, brief.lines_used)]
    return (Chosen(text=rng.choice(left), score=0.0),)


def _pools(brief: Brief, bank: LineBank) -> Iterable[Sequence[Line]]:
    """Yield pools of lines, the most apt first. No line tells more than was told, or is now."""
    persona, move = brief.persona, brief.move
    if move.occasion is not None:
        yield bank.occasions.get(move.occasion, ())
    own = persona.lines.get(move.act, ())
    if move.content_ids:
        told = set(move.content_ids)
        may_tell = told | set(brief.told)
        everywhere = [line for lines in persona.lines.values() for line in lines]
        yield [line for line in own if told & set(line.about) and set(line.about) <= may_tell]
        yield [line for line in everywhere if told <= set(line.about) <= may_tell]
        if move.say:
            yield [Line(text=as_sentence(move.say))]
    if move.near is not None:
        yield [line for line in own if move.near in line.about]
    yield [line for line in own if not line.about]
    yield bank.acts.get(move.act, ())
    for act in _LENDERS.get(move.act, ()):
        lent = [line for line in persona.lines.get(act, ()) if not line.about]
        yield [*lent, *bank.acts.get(act, ())]
    yield bank.acts.get(Act.MINIMAL, ())


def _may_speak(text: str, used: Sequence[str]) -> bool:
    if text not in used:
        return True
    return len(text.split()) <= SHORT and text not in used[-REST:]


def _fits(line: Line, heard: Heard) -> bool:
    return not line.after or bool(set(line.after) & answers(heard))


def _score(line: Line, brief: Brief, rng: Random) -> float:
    said = brief.transcript.turns[-1].text if brief.transcript.turns else ""
    score = rng.random()
    if line.after:
        score += 0.6
    if line.cues:
        score += 1.5 if any(cue_pattern(cue).search(said) for cue in line.cues) else -1.0
    shared = content_words(line.text) & content_words(said)
    score += 0.35 * min(2, len(shared))
    over = len(line.text.split()) - 1.3 * brief.move.max_words
    return score - max(0.0, over) * 0.05
