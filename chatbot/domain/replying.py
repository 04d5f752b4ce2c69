"""What the client answers, once nothing more urgent decides: by what the advisor just did."""

from collections.abc import Callable
from typing import Final

from chatbot.domain.answering import KINDS, change_or_doubt, next_layer, to_question, unasked_fact
from chatbot.domain.codes import INPUT, REFLECTIONS, Code, Toward
from chatbot.domain.contents import Concern
from chatbot.domain.effects.moment import ECHO
from chatbot.domain.moves import ASKING, Act, Move
from chatbot.domain.situation import Situation
from chatbot.domain.telling import bearing, sources, telling

#: How often what was touched comes out, where it can.
ON_TOPIC: Final = 0.6
#: From this openness on, a client lets show what speaks for the advice.
WILLING: Final = 0.2
#: Turns in a row that pass a client by, before they say that they are lost.
TWICE: Final = 2


def reply(s: Situation) -> Move:
    """Answer what the advisor's turn mainly did; what it touched comes out first."""
    touched = on_topic(s)
    if touched is not None:
        return touched
    main = s.heard.main
    if s.heard.has(Code.QUESTION):
        return to_question(s)
    if main is None:
        return to_nothing_much(s)
    return _REPLIES[main.code](s)


def on_topic(s: Situation) -> Move | None:
    """Tell what the advisor's words have just touched, if it can be told: talk follows talk."""
    kinds = KINDS if s.openness > WILLING and not s.waits else ()
    acts = (Act.DISCLOSE_FACT, Act.SUSTAIN_REASON, Act.DOUBT, *kinds)
    found = [
        (act, content)
        for act in acts
        for content in s.touched(s.untold(sources(s.persona, act)))
        if not isinstance(content, Concern) or s.safe(content)
    ]
    if not found or not s.chance(ON_TOPIC):
        return None
    act, content = s.rng.choice(found)
    return telling(s, act, content, why="that was just touched")


def to_reflection(s: Situation) -> Move:
    """Answer a reflection: go on and deeper where it landed, correct it where it did not.

    Of who follows them, people take other words than their own as meant for them; at a loss they
    are only with somebody who has talked past them before.
    """
    segment = s.heard.get(*REFLECTIONS)
    if s.heard.echo > ECHO:
        return to_echo(s)
    landed = s.heard.echo >= 0.1 or bool(s.heard.touches) or _takes_it_up(s)
    if not landed:
        lost = 0.6 if s.state.passed_by >= TWICE else 0.0
        weights = {Act.PUZZLED: lost, Act.HESITATE: 0.5, Act.MINIMAL: 0.5, Act.DOUBT: 0.4}
        return telling(s, s.pick(weights), why="that is not what was said")
    if segment is not None and segment.toward is Toward.CHANGE:
        return change_or_doubt(s, "heard their own reasons")
    deeper = next_layer(s)
    if deeper is not None and s.chance(0.3 + 0.5 * max(0.0, s.openness)):
        return deeper
    return telling(s, s.pick(_softened(s)), why="felt heard")


def _takes_it_up(s: Situation) -> bool:
    """Say whether other words than the client's own are taken as meant for them."""
    return s.state.attuned and not s.state.passed_by


def to_echo(s: Situation) -> Move:
    """Answer one's own words: a nod at first; when it goes on, say so or carry on by oneself."""
    again = sum(h.echo > ECHO for h in s.state.recent) > 1
    weights = {
        Act.MINIMAL: 0.35 if again else 0.8,
        Act.ACKNOWLEDGE: 0.1 if again else 0.3,
        Act.CHALLENGE: 0.4 if again else 0.2,
        Act.HESITATE: 0.4,
        Act.DOUBT: 0.3 if again else 0.0,
        Act.SUSTAIN_REASON: 0.3 if again else 0.1,
        Act.ASK_INFORMATION: 0.3 if again else 0.0,
    }
    return telling(s, s.pick(weights), why="hears an echo")


def to_input(s: Situation) -> Move:
    """Answer information or advice that came with leave, or unasked."""
    wanted = s.heard.permission or s.state.question is None
    ready = max(0.0, s.state.readiness)
    weights = {
        Act.ACKNOWLEDGE: 0.7 + max(0.0, s.openness) if wanted else 0.2,
        Act.ASK_INFORMATION: 0.8,
        Act.ASK_PROOF: 0.7,
        Act.DOUBT: 0.45 - 0.3 * s.openness,
        Act.SUSTAIN_REASON: 0.35,
        Act.REASON: 0.9 * ready,
        Act.NEED: 0.6 * ready,
        Act.DESIRE: 0.3 * ready,
        Act.ASK_MOTIVE: 0.5 if s.state.trust.level < 0.5 else 0.2,
        Act.DISCOUNT: 0.4 * s.state.discord,
        Act.HESITATE: 0.4,
        Act.MINIMAL: 0.3,
        Act.PUZZLED: 0.2 if s.heard.words > 60 else 0.0,
    }
    act, why = s.pick(weights), "weighs what was said"
    return telling(s, act, why=why) if act in ASKING else bearing(s, act, why)


def to_affirmation(s: Situation) -> Move:
    """Answer praise: warmed by the specific, unmoved by the rest."""
    strengths = {content.id for content in s.persona.strengths}
    real = any(touch.content_id in strengths for touch in s.heard.touches)
    weights = {
        Act.ACKNOWLEDGE: 1.0 if real else 0.4,
        Act.ABILITY: 0.6 if real else 0.0,
        Act.MINIMAL: 0.5,
        Act.DISCOUNT: 0.1 if real else 0.6,
        Act.ASK_MOTIVE: 0.0 if real else 0.15,
        Act.HESITATE: 0.3,
    }
    return telling(s, s.pick(weights), why="was praised")


def to_autonomy(s: Situation) -> Move:
    """Answer the choice handed back: relief, and often the next true thing."""
    deeper = next_layer(s)
    if deeper is not None and s.chance(0.25 + 0.3 * max(0.0, s.openness)):
        return deeper
    ready = max(0.0, s.state.readiness)
    weights = {
        Act.ACKNOWLEDGE: 1.0,
        Act.HESITATE: 0.6,
        Act.DESIRE: max(0.0, s.openness) + 0.4 * ready,
        Act.NEED: 0.4 * ready,
    }
    return telling(s, s.pick(weights), why="the choice was left with them")


def to_collaboration(s: Situation) -> Move:
    """Answer an invitation: yes, go on; or a condition."""
    weights = {
        Act.ACKNOWLEDGE: 1.0,
        Act.MINIMAL: 0.6,
        Act.ASK_INFORMATION: 0.3,
        Act.SET_BOUNDARY: 0.6 * s.state.discord,
        Act.HESITATE: 0.3,
    }
    return telling(s, s.pick(weights), why="was asked first")


def to_nothing_much(s: Situation) -> Move:
    """Answer a turn without a code: what is on their mind comes up by itself."""
    deeper = next_layer(s) if s.heard.looks_underneath else None
    if deeper is not None and s.chance(0.6):
        return deeper
    ready = max(0.0, s.state.readiness)
    weights = {
        Act.DOUBT: 0.35,
        Act.SUSTAIN_REASON: 0.35,
        Act.DISCLOSE_FACT: unasked_fact(s, 0.4),
        Act.ASK_PROOF: 0.5,
        Act.ASK_INFORMATION: 0.4,
        Act.ASK_MOTIVE: 0.4 if s.state.trust.level < 0.5 else 0.15,
        Act.REASON: 0.5 * ready,
        Act.DESIRE: 0.4 * ready,
        Act.MINIMAL: 0.6,
        Act.HESITATE: 0.5,
        Act.ACKNOWLEDGE: 0.5,
    }
    return telling(s, s.pick(weights), why="says what is on their mind")


def _softened(s: Situation) -> dict[Act, float]:
    ready = max(0.0, s.state.readiness)
    return {
        Act.ACKNOWLEDGE: 0.8,
        Act.HESITATE: 0.6,
        Act.SUSTAIN_REASON: 0.4 * s.state.reasons_against + 0.1,
        Act.DISCLOSE_FACT: unasked_fact(s, 0.6),
        Act.REASON: 0.6 * ready,
        Act.DESIRE: 0.5 * ready,
        Act.NEED: 0.4 * ready,
        Act.ABILITY: 0.4 * ready,
        Act.ASK_INFORMATION: 0.4,
        Act.ASK_PROOF: 0.35,
        Act.MINIMAL: 0.4,
    }


_REPLIES: Final[dict[Code, Callable[[Situation], Move]]] = {
    **dict.fromkeys(REFLECTIONS, to_reflection),
    **dict.fromkeys(INPUT, to_input),
    Code.QUESTION: to_question,
    Code.AFFIRM: to_affirmation,
    Code.EMPHASIZE: to_autonomy,
    Code.SEEK: to_collaboration,
    Code.CONFRONT: to_nothing_much,
}
