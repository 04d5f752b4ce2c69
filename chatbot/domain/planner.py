"""What the client does next: state and what was just said in, one `Move` out. Pure and seeded.

The order of the deciders is the order in which a person decides: is this turn odd, have I had
enough, have I already decided, was my question answered, am I being pushed, did that hit home,
can I say yes; and only then, what do I answer to that?
"""

from collections.abc import Callable
from random import Random
from typing import Final

from chatbot.domain.client_state import DECIDES, ClientState
from chatbot.domain.codes import MI_NON_ADHERENT, Code, Heard, Toward
from chatbot.domain.contents import Content, Layer, Plan
from chatbot.domain.effects.moment import SURE
from chatbot.domain.moves import AWAY, Act, Ending, Move, Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.replying import reply, telling
from chatbot.domain.situation import TELLS_LAYER, Situation

_ODD_ACTS: Final[dict[Occasion, tuple[Act, ...]]] = {
    Occasion.EMPTY: (Act.MINIMAL, Act.HESITATE, Act.PUZZLED),
    Occasion.REPEATED: (Act.CHALLENGE, Act.DISCOUNT),
    Occasion.FOREIGN: (Act.PUZZLED,),
    Occasion.OFF_TOPIC: (Act.PUZZLED, Act.SET_BOUNDARY),
    Occasion.ASKED_IF_MACHINE: (Act.PUZZLED,),
    Occasion.ASKED_FOR_PROMPT: (Act.PUZZLED,),
    Occasion.PLAYS_CLIENT: (Act.PUZZLED,),
}
#: A decision that needs no pull towards the advice, only trust and being understood.
_STANDS_ALONE: Final = frozenset({Ending.INFORMED_NO, Ending.SECOND_OPINION, Ending.DATED_PAUSE})
#: So many things understood, or questions answered, stand before a yes.
SUBSTANCE: Final = 2
#: Endings that take the advice, whole or in part.
_TAKES_ADVICE: Final = frozenset({Ending.PLAN, Ending.SMALL_TEST})


def plan(state: ClientState, heard: Heard, persona: Persona, rng: Random) -> Move:
    """Return the client's next move.

    Args:
        state: after `step` has heard the advisor's turn.
        heard: that turn.
        persona: the client.
        rng: seeded for this turn and purpose (`Random(f"{seed}:{turn}:plan")`).
    """
    situation = Situation(state=state, heard=heard, persona=persona, rng=rng)
    for decide in DECIDERS:
        move = decide(situation)
        if move is not None:
            return move
    return reply(situation)


def leave(s: Situation) -> Move | None:
    """Had enough: most people slip away or say yes to be left alone; few storm out."""
    fed_up = s.state.discord >= 0.82 or s.state.patience <= 0.1
    if not fed_up or s.state.closing is not None:
        return None
    storming = s.state.discord * (0.15 + 0.45 * s.persona.temperament.reactance)
    if s.chance(storming):
        return Move(
            act=Act.WALK_OUT, max_words=25, closes=Ending.WALK_OUT, ends=True, why="had enough"
        )
    if s.chance(0.5):
        return Move(
            act=Act.FALSE_YES, max_words=15, closes=Ending.FALSE_YES, why="yes, to be left alone"
        )
    return Move(act=Act.EVADE, max_words=20, closes=Ending.EVASION, why="slips away")


def odd_turn(s: Situation) -> Move | None:
    """React to a turn outside the usual give and take, as a person would."""
    if s.heard.occasion is None:
        return None
    act = s.rng.choice(_ODD_ACTS[s.heard.occasion])
    return Move(
        act=act, max_words=20, occasion=s.heard.occasion, why=f"answers: {s.heard.occasion}"
    )


def see_it_through(s: Situation) -> Move | None:
    """A way out taken: a step or a word of agreement first, then goodbye."""
    closing = s.state.closing
    if closing is None:
        return None
    since = s.state.turn - closing.since
    if closing.ending in AWAY:
        return Move(
            act=Act.EVADE if closing.ending is Ending.EVASION else Act.FALSE_YES,
            max_words=12,
            closes=closing.ending,
            ends=True,
            occasion=Occasion.GOODBYE_COOL,
            why="is already half out of the door",
        )
    if since >= 2:
        return Move(
            act=Act.ACKNOWLEDGE,
            max_words=15,
            closes=closing.ending,
            ends=True,
            occasion=Occasion.GOODBYE,
            why="it is settled",
        )
    act = s.pick({Act.TAKING_STEP: 1.0, Act.ACKNOWLEDGE: 1.0})
    return Move(act=act, max_words=25, closes=closing.ending, why="stands by the decision")


def ask_again(s: Situation) -> Move | None:
    """A straight question left open is put again, more sharply each time."""
    pending = s.state.question
    if pending is None or not 1 <= pending.passed_over <= 2 or not s.chance(0.65):
        return None
    if pending.content_id is not None and pending.passed_over == 1:
        asked = s.persona.content(pending.content_id)
        return telling(s, pending.act, asked, why="the question is still open")
    return Move(act=Act.CHALLENGE, max_words=20, why="the question is still open")


def under_pressure(s: Situation) -> Move | None:
    """Pushed, corrected or warned: doubt at first, then the gloves come off."""
    triggers = {t.id for t in s.persona.triggers}
    pushed = any(x.code in MI_NON_ADHERENT and x.confidence >= SURE for x in s.heard.segments)
    pushed = pushed or bool(triggers & {t.content_id for t in s.heard.touches})
    if not pushed:
        return None
    heat = s.state.discord
    if heat > 0.6 and s.chance(0.12):
        hidden = s.untold(c for c in s.persona.concerns if c.layer is Layer.UNDERNEATH)
        if hidden:
            return telling(s, Act.DISCLOSE_FEELING, hidden[0], why="blurts it out in anger")
    act = s.pick(
        {
            Act.DOUBT: 1.1 - heat,
            Act.SUSTAIN_REASON: 1.0 - 0.5 * heat,
            Act.DISCOUNT: 0.8,
            Act.ASK_PROOF: 0.6,
            Act.ASK_MOTIVE: 0.2 + 0.6 * heat,
            Act.CHALLENGE: 0.2 + 1.2 * heat,
            Act.SET_BOUNDARY: max(0.0, heat - 0.3) * 1.5,
            Act.MINIMAL: max(0.0, heat - 0.3),
        }
    )
    return telling(s, act, why="is being pushed")


def hit_home(s: Situation) -> Move | None:
    """A near-hit on a layer: told if it is safe by now; else a pause, half admitted, never denied."""
    concern = s.near_hit()
    if concern is None:
        return None
    if s.safe(concern):
        return telling(
            s, TELLS_LAYER[concern.layer], concern, why="it was named, and it is safe to tell"
        )
    if concern.layer is Layer.SURFACE:
        return None
    return Move(act=Act.TOUCHED, near=concern.id, max_words=18, why="that came close")


def accept(s: Situation) -> Move | None:
    """Decide, if there is a plan this client can accept and the moment invites it."""
    pending = s.state.question
    if s.heard.has(*MI_NON_ADHERENT) or (pending is not None and pending.passed_over <= 1):
        return None
    offered = {touch.content_id for touch in s.heard.touches if touch.code is not None}
    question = s.heard.get(Code.QUESTION)
    invited = question is not None and question.open and question.toward is Toward.CHANGE
    for way in s.reachable_plans():
        share = 0.6 if way.id in offered else 0.3 if invited else _unasked(s.state)
        share *= 1.0 if way.ending in s.persona.best_outcomes else 0.3
        if _ready_for(s, way) and s.chance(share):
            return _last_question(s, way) or _settle(way)
    return None


def _last_question(s: Situation, way: Plan) -> Move | None:
    """Ask what the advisor gains by it before taking the advice: nobody signs blind.

    Asked before and not answered, it is asked again.
    """
    pending = s.state.question
    motives = [q for q in s.persona.questions if q.act is Act.ASK_MOTIVE]
    if way.ending not in _TAKES_ADVICE or s.state.interest_disclosed or not motives:
        return None
    why = "wants to know before deciding"
    if pending is not None and pending.act is Act.ASK_MOTIVE:
        again = [q for q in motives if q.id == pending.content_id] or motives
        return telling(s, Act.ASK_MOTIVE, again[0], why=why)
    if any(q.id in s.state.told for q in motives):
        return None
    return telling(s, Act.ASK_MOTIVE, motives[0], why=why)


def _ready_for(s: Situation, way: Plan) -> bool:
    """Say whether the client can take this way now; ways that are not its best want more time.

    Nobody takes the advice of someone who kept quiet about what they gain by it, or who has
    neither understood nor answered anything.
    """
    patient = s.state.turn >= (8 if way.ending in s.persona.best_outcomes else 14)
    if way.ending in _STANDS_ALONE:
        settled = s.state.reasons_against > s.state.reasons_for
        return settled and patient and s.openness > 0.3
    if way.ending is Ending.ADVICE_REVISED:
        return patient and s.openness > 0.3
    substance = len(s.state.understood) + s.state.answered
    if s.state.trust_cap is not None or substance < SUBSTANCE:
        return False
    return s.state.readiness >= DECIDES and s.openness > 0.25


def _unasked(state: ClientState) -> float:
    """Return how likely a client decides unasked: the riper, the likelier, but never as if asked."""
    return min(0.25, 0.1 + max(0.0, state.readiness - DECIDES))


def _settle(way: Plan) -> Move:
    return Move(
        act=Act.COMMITMENT,
        say=way.say,
        content_ids=(way.id,),
        closes=way.ending,
        max_words=35,
        why="can live with this",
    )


DECIDERS: Final[tuple[Callable[[Situation], Move | None], ...]] = (
    leave,
    odd_turn,
    see_it_through,
    ask_again,
    under_pressure,
    hit_home,
    accept,
)


def opening_told(persona: Persona, index: int) -> tuple[str, ...]:
    """Return the ids of what the opening line `index` tells; by default the first surface concern."""
    about = persona.opening[index].about
    surface: tuple[Content, ...] = persona.layer(Layer.SURFACE)
    return about or tuple(content.id for content in surface[:1])
