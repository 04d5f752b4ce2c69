"""What the client answers to a question, and what they say when the talk is of change."""

from typing import Final

from chatbot.domain.codes import Code, Toward
from chatbot.domain.moves import ASKING, CHANGE_TALK, Act, Move
from chatbot.domain.situation import TELLS_LAYER, Situation
from chatbot.domain.telling import bearing, sources, telling

#: Up to this turn a client tells about themselves unasked.
INTRODUCES: Final = 5
#: The kinds of preparatory change talk (DARN).
KINDS: Final = (Act.DESIRE, Act.ABILITY, Act.REASON, Act.NEED)


def to_question(s: Situation) -> Move:
    """Answer a question: the fact asked for, the layer it goes to, or the talk it invites."""
    question = s.heard.get(Code.QUESTION)
    assert question is not None
    facts = s.touched(s.untold(sources(s.persona, Act.DISCLOSE_FACT)))
    if facts:
        return telling(s, Act.DISCLOSE_FACT, facts[0], why="was asked for it")
    if not question.open and s.chance(0.4):
        return telling(s, Act.MINIMAL, why="a closed question gets a short answer")
    if question.toward is Toward.CHANGE:
        return change_or_doubt(s, "was asked what would speak for it")
    if s.heard.looks_underneath or question.open:
        deeper = next_layer(s)
        if deeper is not None and s.chance(0.75):
            return deeper
    why = "answers the question"
    if not question.open:
        act = s.pick(_briefly(s))
        return telling(s, act, why=why) if act in ASKING else bearing(s, act, why)
    return telling(s, s.pick(_plainly(s, question.toward)), why=why)


def _briefly(s: Situation) -> dict[Act, float]:
    """Weigh answers to a closed question: it asks for a fact, and gets that, or a question back."""
    return {
        Act.MINIMAL: 1.0,
        Act.DISCLOSE_FACT: unasked_fact(s, 0.6),
        Act.REASON: 0.8 * max(0.0, s.state.readiness),
        Act.NEED: 0.5 * max(0.0, s.state.readiness),
        Act.ASK_INFORMATION: 0.4,
        Act.EVADE: 0.3 * s.state.discord,
        Act.ASK_MOTIVE: 0.3 if s.state.trust.level < 0.45 else 0.1,
    }


def _plainly(s: Situation, toward: Toward) -> dict[Act, float]:
    """Weigh answers to a question that goes nowhere in particular: how it is, before what is against it."""
    ready = max(0.0, s.state.readiness)
    return {
        Act.DISCLOSE_FACT: unasked_fact(s, 0.8),
        Act.SUSTAIN_REASON: 0.9 if toward is Toward.SUSTAIN else 0.3,
        Act.HESITATE: 0.6,
        Act.ASK_INFORMATION: 0.3,
        Act.REASON: 0.5 * ready,
        Act.DESIRE: 0.4 * ready,
        Act.NEED: 0.3 * ready,
        Act.MINIMAL: 0.3 + 0.4 * s.state.discord,
        Act.EVADE: 0.3 * s.state.discord,
        Act.ASK_MOTIVE: 0.3 if s.state.trust.level < 0.45 else 0.0,
    }


def change_or_doubt(s: Situation, why: str) -> Move:
    """Speak for change as far as readiness goes; the other voice answers in the next breath."""
    ready = max(0.05, s.state.readiness + 0.3 * s.openness)
    against = max(0.05, s.state.reasons_against + 0.4 * s.state.discord)
    weights: dict[Act, float] = {}
    for kind in KINDS:
        left = bool(s.untold(sources(s.persona, kind)))
        weights[kind] = ready * (0.5 if left else 0.12)
    weights |= {
        Act.SUSTAIN_REASON: 0.7 * against,
        Act.HESITATE: 0.5 * against,
        Act.DOUBT: 0.3 * against,
    }
    if s.state.acts[-1:] and s.state.acts[-1] in CHANGE_TALK:
        weights[Act.HESITATE] *= 1.6
    return telling(s, s.pick(weights), why=why)


def next_layer(s: Situation) -> Move | None:
    """Tell the next concern that is safe to tell, surface before what lies below."""
    concern = s.next_concern()
    if concern is None:
        return None
    return telling(s, TELLS_LAYER[concern.layer], concern, why="says the next true thing")


def unasked_fact(s: Situation, weight: float) -> float:
    """Weigh a fact nobody asked for: people introduce themselves first, and answer to the point later."""
    left = s.untold(sources(s.persona, Act.DISCLOSE_FACT))
    return weight if left and s.state.turn <= INTRODUCES else 0.0
