"""The best and the costliest moment: where trust less strain moved most, and by which words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from chatbot.domain.client_state import Effect, Trust
from chatbot.domain.debrief import Moment
from chatbot.report.quoting import (
    AFTERWARDS,
    REPEATED,
    WILLING_BEFORE,
    Claim,
    Texts,
    shorten,
    slots_of,
    whole,
)
from chatbot.report.turns import TurnView
from chatbot.report.wording import CAUSES, PRIVATE, listed

#: A turn that moved less than this is no moment. What only eased the strain is no best one.
NOTABLE: Final = 0.01
BEST: Final = 0.02
#: An effect much smaller than the largest one is not named as a cause.
MINOR: Final = 0.4
#: With more strain than this before the turn, the client had hardly "still been willing".
STRAINED: Final = 0.4

_TRUST: Final = frozenset(Trust.model_fields)
_PASSING: Final = frozenset({"time", "repair"})


def best_moment(views: Sequence[TurnView], texts: Texts, name: str) -> Moment | None:
    """Return the turn with the largest gain of trust less strain, if any gained."""
    rising = [view for view in views if view.trust_change >= NOTABLE and view.gain >= BEST]
    best = max(rising, key=lambda view: view.gain, default=None)
    if best is None:
        return None
    done = best.critique.done_well if best.critique else None
    return _moment(best, 1, texts, name, done.principle if done else None)


def costliest_moment(views: Sequence[TurnView], texts: Texts, name: str) -> Moment | None:
    """Return the turn with the largest loss, if any lost, with a better wording if there is one."""
    worst = min(views, key=lambda view: view.gain, default=None)
    if worst is None or worst.gain > -NOTABLE:
        return None
    critique = worst.critique
    findings = critique.findings if critique else ()
    moment = _moment(worst, -1, texts, name, findings[0].principle if findings else None)
    return moment.model_copy(update={"instead": critique.instead if critique else None})


def _moment(view: TurnView, sign: int, texts: Texts, name: str, principle: str | None) -> Moment:
    causes = _causes(view.exchange.effects, sign)
    said = view.exchange.advisor
    quote = whole(next((e.quote for e in causes if e.quote), said), said)
    bank = "best_moment" if sign > 0 else "costliest_moment"
    slots = slots_of(view, quote) | texts.principle_slot(principle)
    words = texts.pick(texts.bank(bank), _true_of(view, slots), _untrue_of(view))
    return Moment(
        turn_id=view.exchange.turn_id,
        number=view.exchange.number,
        quote=quote,
        words=words or f"“{shorten(quote)}”",
        cause=_sentence(causes, name),
        trust_change=round(view.trust_change, 4),
        discord_change=round(view.discord_change, 4),
    )


def _true_of(view: TurnView, slots: dict[str, str]) -> dict[str, str]:
    """Leave out the client's words where they were not hard to answer: the texts say they were."""
    return {k: v for k, v in slots.items() if k != "client" or view.resisted}


def _untrue_of(view: TurnView) -> Iterator[Claim]:
    yield REPEATED
    if view.last:
        yield AFTERWARDS
    if view.exchange.number == 1 or view.before.discord > STRAINED:
        yield WILLING_BEFORE


def _causes(effects: Sequence[Effect], sign: int) -> list[Effect]:
    """Return the one or two effects that did most in this direction, one for each cause."""
    worth: dict[str, float] = defaultdict(float)
    first: dict[str, Effect] = {}
    for effect in effects:
        moved = sign * _worth(effect)
        if moved > 0 and effect.code not in _PASSING:
            worth[effect.why] += moved
            first.setdefault(effect.why, effect)
    ranked = sorted(worth, key=lambda why: -worth[why])[:2]
    return [first[why] for why in ranked if worth[why] >= MINOR * worth[ranked[0]]]


def _worth(effect: Effect) -> float:
    """Return what an effect did for trust less strain; trust is the mean of its three parts."""
    if effect.variable in _TRUST:
        return effect.delta / len(_TRUST)
    return -effect.delta if effect.variable == "discord" else 0.0


def effects_words(effects: Sequence[Effect]) -> str:
    """Return, in plain words, what a turn did to trust and strain; said of the client."""
    moving = [e for e in effects if _worth(e) and e.code not in _PASSING]
    return "; ".join(_said(moving)) or "little"


def _said(effects: Sequence[Effect]) -> list[str]:
    words = [said for e in effects if (said := PRIVATE.get(e.code) or CAUSES.get(e.why))]
    return list(dict.fromkeys(words))


def _sentence(causes: Sequence[Effect], name: str) -> str:
    said = _said(causes)
    if not said:
        return f"This is where things between you and {name} moved most."
    return f"{name} {listed(said)}."
