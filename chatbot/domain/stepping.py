"""`step`: from the state before and what was heard to the state after, with every cause."""

from typing import Final

from chatbot.domain.client_state import (
    DECIDES,
    RECENT,
    ClientState,
    Closing,
    Effect,
    PendingQuestion,
    Step,
    Trust,
)
from chatbot.domain.codes import INPUT, MI_NON_ADHERENT, REFLECTIONS, Code, Heard, Marker
from chatbot.domain.contents import Temperament
from chatbot.domain.effects import RULES
from chatbot.domain.effects.following import follows, misses
from chatbot.domain.effects.honesty import REPAIR_TURNS, answers
from chatbot.domain.effects.moment import ECHO, SURE, Moment, Wish
from chatbot.domain.moves import AWAY, Act
from chatbot.domain.persona import Persona

_TRUST: Final = frozenset(Trust.model_fields)
#: Integrity can rise no further once a concealed interest was found out.
CONCEALED_CAP: Final = 0.45
#: A confidence no better than a guess among the likely codes.
GUESS: Final = 0.35
#: A question passed over this often is let go; what the advisor gains by it, never.
GIVES_UP: Final = 4


def step(state: ClientState, heard: Heard, persona: Persona) -> Step:
    """Hear one advisor turn.

    Args:
        state: the client before it.
        heard: what the coder heard.
        persona: whose temperament scales the effects.

    Returns:
        The state after it, and the effects, in the order of the rules.
    """
    moment = Moment(state=state, heard=heard, persona=persona)
    values = _values(state)
    effects: list[Effect] = []
    for rule in RULES:
        for wish in rule(moment):
            felt = _felt(wish, persona.temperament)
            if felt > 0 and wish.variable in _TRUST and wish.code != Marker.OWNS_FAULT:
                felt *= moment.undercut
            applied = _apply(values, wish.variable, felt, state.trust_cap)
            if applied:
                effects.append(
                    Effect(
                        quote=wish.quote,
                        code=str(wish.code),
                        variable=wish.variable,
                        delta=applied,
                        why=wish.why,
                        felt=round(felt, 4),
                    )
                )
    return Step(state=_remember(moment, values), effects=tuple(effects))


def _values(state: ClientState) -> dict[str, float]:
    plain = (
        "importance",
        "confidence",
        "fit",
        "reasons_for",
        "reasons_against",
        "discord",
        "patience",
    )
    return {name: getattr(state, name) for name in plain} | state.trust.model_dump()


def _felt(wish: Wish, temperament: Temperament) -> float:
    """Return how much this person feels it, whatever room there is."""
    return wish.delta * certainty(wish.confidence) * _temper(wish, temperament)


def _apply(values: dict[str, float], variable: str, felt: float, cap: float | None) -> float:
    """Apply what was felt in place and return the change: the nearer to an end, the smaller.

    Patience alone runs out in a straight line, as a person's does.
    """
    before = values[variable]
    room = (1.0 - before) if felt > 0 else before
    if variable == "patience":
        room = 1.0
    after = before + felt * min(1.0, 2.0 * room)
    if variable == "integrity" and cap is not None:
        after = min(after, max(cap, before)) if felt > 0 else after
    values[variable] = round(min(1.0, max(0.0, after)), 4)
    return round(values[variable] - before, 4)


def certainty(confidence: float) -> float:
    """Return the weight (0–1) of a code heard with this confidence: a mere guess moves little."""
    return max(0.05, (confidence - GUESS) / (1.0 - GUESS))


def _temper(wish: Wish, temperament: Temperament) -> float:
    """Return how strongly this person takes it: always positive, so the sign never changes."""
    if wish.variable == "patience":
        return 1.4 - 0.8 * temperament.patience
    hurts = wish.delta > 0 if wish.variable in {"discord", "reasons_against"} else wish.delta < 0
    return 0.6 + 0.8 * temperament.reactance if hurts else 1.1 + 0.8 * temperament.forgiveness


def _remember(m: Moment, values: dict[str, float]) -> ClientState:
    state, heard = m.state, m.heard
    trust = Trust(**{name: values.pop(name) for name in _TRUST})
    understood, lowered = _layers_reached(m)
    followed, missed = follows(m), misses(m)
    slipped = heard.has(*MI_NON_ADHERENT)
    owned = heard.marker(Marker.OWNS_FAULT) is not None and not slipped
    disclosed = heard.marker(Marker.DISCLOSES_INTEREST) is not None
    return state.model_copy(
        update=values
        | {
            "turn": state.turn + 1,
            "trust": trust,
            "understood": understood,
            "lowered": lowered,
            "recent": (*state.recent, heard)[-RECENT:],
            "question": _question_left(state, heard),
            "closing": _closing_left(state, heard),
            "answered": state.answered + _was_answered(state, heard),
            "left_open": state.left_open
            + (_is_let_go(state, heard) or _dodged_again(state, heard)),
            "followed": state.followed + followed,
            "missed": state.missed + missed,
            "passed_by": state.passed_by + 1 if missed else state.passed_by * (not followed),
            "affirmations": state.affirmations + heard.has(Code.AFFIRM),
            "promises": state.promises + (heard.marker(Marker.OVERPROMISES) is not None),
            "interest_disclosed": state.interest_disclosed or disclosed,
            "repair_due": REPAIR_TURNS if owned else max(0, state.repair_due - 1) * (not slipped),
            "trust_cap": _cap(state, heard),
        }
    )


def _layers_reached(m: Moment) -> tuple[tuple[str, ...], dict[str, float]]:
    """Tell which contents count as understood, and which layers a near-hit has brought nearer."""
    state, heard, persona = m.state, m.heard, m.persona
    understood = dict.fromkeys((*state.understood, *(state.just_told if _taken_in(m) else ())))
    lowered = dict(state.lowered)
    guarded = {c.id for c in persona.concerns if c.trust > 0}
    showed = {*REFLECTIONS, Code.AFFIRM, Code.EMPHASIZE}
    if state.attuned and not heard.has(*MI_NON_ADHERENT):
        showed.add(Code.QUESTION)
    for touch in heard.touches:
        known = touch.content_id in state.told
        if known and touch.code in showed and heard.echo <= ECHO:
            understood[touch.content_id] = None
        elif (
            not known and touch.content_id in guarded and touch.code not in INPUT | MI_NON_ADHERENT
        ):
            lowered[touch.content_id] = min(0.3, lowered.get(touch.content_id, 0.0) + 0.12)
    return tuple(understood), lowered


def _taken_in(m: Moment) -> bool:
    """Say whether what the client has just told was heard as it was meant.

    Listening straight after it, without a push or a fact, is enough if the turn takes it up, or if
    this advisor has followed so far: who understood before is believed to understand now.
    """
    pushes = any(
        s.code in INPUT | MI_NON_ADHERENT and s.confidence >= SURE for s in m.heard.segments
    )
    listens = m.heard.has(*REFLECTIONS, Code.AFFIRM, Code.EMPHASIZE)
    if pushes or not listens or m.heard.echo > ECHO:
        return False
    return follows(m) or (m.state.attuned and not m.state.passed_by)


def _question_left(state: ClientState, heard: Heard) -> PendingQuestion | None:
    pending = state.question
    if pending is None:
        return None
    if answers(heard, pending):
        return None
    if _is_let_go(state, heard):
        return None
    return pending.model_copy(update={"passed_over": pending.passed_over + 1})


def _is_let_go(state: ClientState, heard: Heard) -> bool:
    pending = state.question
    if pending is None or pending.act is Act.ASK_MOTIVE or pending.passed_over < GIVES_UP:
        return False
    return answers(heard, pending) is None


def _dodged_again(state: ClientState, heard: Heard) -> bool:
    """Say whether a question that had been put before was dodged: that stays, even if it is answered."""
    pending = state.question
    return (
        pending is not None
        and pending.passed_over >= 1
        and heard.marker(Marker.DODGES) is not None
        and answers(heard, pending) is None
    )


def _was_answered(state: ClientState, heard: Heard) -> bool:
    return state.question is not None and answers(heard, state.question) is not None


def _closing_left(state: ClientState, heard: Heard) -> Closing | None:
    """Undo a way out: who is drawn back in stays; who is pushed after deciding takes it back."""
    closing = state.closing
    if closing is None:
        return None
    if closing.ending in AWAY:
        drawn = heard.looks_underneath or heard.has(Code.COMPLEX_REFLECTION, Code.EMPHASIZE)
        drawn = drawn or heard.marker(Marker.OWNS_FAULT, Marker.ANSWERS) is not None
        return None if drawn and not heard.has(*MI_NON_ADHERENT) else closing
    return None if heard.has(Code.CONFRONT) or _pushed_on(state, heard) else closing


def _pushed_on(state: ClientState, heard: Heard) -> bool:
    return heard.has(Code.PERSUADE) and state.readiness < DECIDES


def _cap(state: ClientState, heard: Heard) -> float | None:
    """Cap integrity once the question about the motive was dodged when it had been put before.

    A first dodge may be clumsiness. Disclosure later lifts nothing: it was found out, not told.
    """
    pending = state.question
    if pending is None or pending.act is not Act.ASK_MOTIVE or state.interest_disclosed:
        return state.trust_cap
    return CONCEALED_CAP if _dodged_again(state, heard) else state.trust_cap
