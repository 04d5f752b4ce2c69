"""What the client does next: state and what was just said in, one `Move` out. Pure and seeded.

The order of the deciders is the order in which a person decides: is this turn odd, have I had
enough, have I already decided, was my question answered, am I being pushed, did that hit home,
can I say yes; and only then, what do I answer to that?
"""

from collections.abc import Callable
from random import Random
from typing import Final

from chatbot.domain.client_state import IGNORED, ClientState
from chatbot.domain.codes import MI_NON_ADHERENT, Code, Heard, Marker
from chatbot.domain.contents import Content, Layer
from chatbot.domain.deciding import accept, in_the_end
from chatbot.domain.effects.following import NOTICED
from chatbot.domain.effects.moment import STRAINED, SURE
from chatbot.domain.moves import AWAY, CHANGE_TALK, Act, Ending, Move, Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.replying import reply
from chatbot.domain.situation import TELLS_LAYER, Situation
from chatbot.domain.telling import bearing, telling

#: So many pushes among the last few turns, and people say yes to something to be left alone.
PERSISTS: Final = 2
#: From this importance on, a client says unasked that something has to be done.
MATTERS: Final = 0.5
_ODD_ACTS: Final[dict[Occasion, tuple[Act, ...]]] = {
    Occasion.EMPTY: (Act.MINIMAL, Act.HESITATE, Act.PUZZLED),
    Occasion.REPEATED: (Act.CHALLENGE, Act.DISCOUNT),
    Occasion.FOREIGN: (Act.PUZZLED,),
    Occasion.OFF_TOPIC: (Act.PUZZLED, Act.SET_BOUNDARY, Act.CHALLENGE),
    Occasion.ASKED_IF_MACHINE: (Act.PUZZLED,),
    Occasion.ASKED_FOR_PROMPT: (Act.PUZZLED,),
    Occasion.PLAYS_CLIENT: (Act.PUZZLED,),
}


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
    """Had enough: most people slip away or say yes to be left alone; few storm out.

    Nobody gets up in the middle of the answer they had asked for.
    """
    fed_up = s.state.discord >= 0.82 or s.state.patience <= 0.1
    if not fed_up or s.state.closing is not None or (was_answered(s) and s.state.patience > 0):
        return None
    if s.state.discord < STRAINED and (settled := in_the_end(s)) is not None:
        return settled
    storming = s.state.discord * (0.1 + 0.28 * s.persona.temperament.reactance)
    if s.chance(storming):
        return Move(
            act=Act.WALK_OUT, max_words=25, closes=Ending.WALK_OUT, ends=True, why="had enough"
        )
    if s.chance(0.5):
        return Move(
            act=Act.FALSE_YES, max_words=15, closes=Ending.FALSE_YES, why="yes, to be left alone"
        )
    return Move(act=Act.EVADE, max_words=20, closes=Ending.EVASION, why="slips away")


def was_answered(s: Situation) -> bool:
    """Say whether this turn gave an answer, without a push in it."""
    given = s.heard.marker(Marker.ANSWERS, Marker.DISCLOSES_INTEREST, Marker.OWNS_FAULT)
    return given is not None and given.confidence >= SURE and not s.pushed


def odd_turn(s: Situation) -> Move | None:
    """React to a turn outside the usual give and take, as a person would."""
    if s.heard.occasion is None:
        return None
    if s.heard.occasion is Occasion.OFF_TOPIC and s.chance(0.6):
        return back_to_it(s)
    act = s.rng.choice(_ODD_ACTS[s.heard.occasion])
    return Move(
        act=act, max_words=20, occasion=s.heard.occasion, why=f"answers: {s.heard.occasion}"
    )


def back_to_it(s: Situation) -> Move:
    """Come back to one's own matter when the other chats of something else."""
    why = "comes back to their own matter"
    pending = s.state.question
    if pending is not None and pending.content_id is not None and s.chance(0.5):
        return telling(s, pending.act, s.persona.content(pending.content_id), why=why)
    weights = {
        Act.ASK_INFORMATION: 1.0,
        Act.ASK_PROOF: 0.6,
        Act.DOUBT: 0.5,
        Act.SUSTAIN_REASON: 0.5,
    }
    return telling(s, s.pick(weights), why=why)


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
    """A straight question left open is put again, more sharply each time, until it is answered."""
    pending = s.state.question
    if pending is None or pending.passed_over < 1:
        return None
    if not s.chance(0.65 if pending.passed_over <= IGNORED else 0.25):
        return None
    if pending.content_id is not None and pending.passed_over == 1:
        asked = s.persona.content(pending.content_id)
        return telling(s, pending.act, asked, why="the question is still open")
    return Move(act=Act.CHALLENGE, max_words=20, why="the question is still open")


def talked_past(s: Situation) -> Move | None:
    """Say so, or come back to one's own matter, when for the third time running it was about another."""
    if s.state.passed_by < NOTICED or not s.chance(0.75):
        return None
    if s.chance(0.6):
        return back_to_it(s)
    act = s.pick({Act.PUZZLED: 1.0, Act.SET_BOUNDARY: s.state.discord, Act.CHALLENGE: 0.4})
    return Move(act=act, max_words=20, occasion=Occasion.OFF_TOPIC, why="is being talked past")


def under_pressure(s: Situation) -> Move | None:
    """Pushed, corrected or warned: doubt at first, then the gloves come off."""
    triggers = {t.id for t in s.persona.triggers}
    if not (s.pushed or triggers & {t.content_id for t in s.heard.touches}):
        return None
    heat = s.state.discord
    if heat > 0.6 and s.chance(0.12):
        hidden = s.untold(c for c in s.persona.concerns if c.layer is Layer.UNDERNEATH)
        if hidden:
            return telling(s, Act.DISCLOSE_FEELING, hidden[0], why="blurts it out in anger")
    asked = 0.5 if s.heard.has(Code.QUESTION) else 1.0
    act = s.pick(
        {
            Act.DOUBT: (0.8 - 0.4 * heat) * asked,
            Act.SUSTAIN_REASON: (0.8 - 0.3 * heat) * asked,
            Act.DISCOUNT: 0.4,
            Act.ASK_PROOF: 0.7,
            Act.ASK_INFORMATION: 0.3,
            Act.ASK_MOTIVE: 0.2 + 0.6 * heat,
            Act.CHALLENGE: 0.2 + 1.2 * heat,
            Act.SET_BOUNDARY: max(0.0, heat - 0.3) * 1.5,
            Act.MINIMAL: 0.3 + 0.6 * heat,
            Act.NEED: (0.9 - 0.4 * heat) * granted(s),
            Act.REASON: (0.6 - 0.3 * heat) * granted(s),
            Act.HESITATE: 0.4 * (1.0 - heat),
        }
    )
    return pressed(s, act)


def granted(s: Situation) -> float:
    """Return how freely a pushed client grants a point (0–1.3).

    Pressure wins none by itself. What people grant is what they think anyway, that something has to
    be done (never that it has to be this), or what they are asked; or, to be left alone, something
    once the pushing goes on.
    """
    if s.heard.has(Code.QUESTION) or s.state.importance >= MATTERS:
        return 1.3
    pushes = sum(bool(h.codes & MI_NON_ADHERENT) for h in s.state.recent)
    return 1.0 if pushes >= PERSISTS or set(s.state.acts) & CHANGE_TALK else 0.0


def pressed(s: Situation, act: Act) -> Move:
    """Answer a push with what it was about: nobody opens a new subject while being pushed.

    What the advisor gains by it is on everybody's mind then. A point conceded ("I know I should")
    is the usual way to be left alone with the rest, and tells nothing.
    """
    why = "is being pushed"
    if act is Act.ASK_MOTIVE:
        return telling(s, act, why=why)
    if act in CHANGE_TALK:
        return Move(act=act, max_words=s.rng.randint(8, 24), why=why)
    return bearing(s, act, why)


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


DECIDERS: Final[tuple[Callable[[Situation], Move | None], ...]] = (
    leave,
    odd_turn,
    see_it_through,
    ask_again,
    talked_past,
    under_pressure,
    hit_home,
    accept,
)


def opening_told(persona: Persona, index: int) -> tuple[str, ...]:
    """Return the ids of what the opening line `index` tells; by default the first surface concern."""
    about = persona.opening[index].about
    surface: tuple[Content, ...] = persona.layer(Layer.SURFACE)
    return about or tuple(content.id for content in surface[:1])
