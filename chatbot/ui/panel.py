"""What the side panel shows: who plays the client, counts, on request the client's inside. Pure."""

from typing import Any

from chatbot.domain.client_state import ClientState, Effect
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.scores import count
from chatbot.domain.talk import Talk
from chatbot.ui.words import (
    BURDENS,
    COUNTED,
    LINES,
    VARIABLES,
    cause,
    critiqued_by,
    meaning,
    spoken_by,
)

Props = dict[str, Any]


def panel(talk: Talk) -> Props:
    """Return the panel's props. Figures of the client's state are shares, 0–1."""
    started, branch = talk.started, talk.branch
    counts = count(exchange.heard for exchange in branch)
    return {
        "client": started.persona.name,
        "portrait": f"/avatars/{started.persona.id}",
        "voice": spoken_by(started.voice),
        "isLines": started.voice == LINES,
        "critic": critiqued_by(started),
        "turns": len(branch),
        "counts": [
            {"label": label, "n": getattr(counts, field), "meaning": worth}
            for field, label, worth in COUNTED
        ],
        "strip": [[meaning(s) for s in exchange.heard.segments] for exchange in branch],
        "state": _state(talk.state),
        "trust": [s.trust.level for s in (started.state, *(e.state for e in branch))],
        "trace": [_trace(exchange) for exchange in reversed(branch)],
    }


def _state(state: ClientState) -> list[Props]:
    figures = dict(state) | dict(state.trust)
    return [
        {"label": label, "value": figures[name], "burden": name in BURDENS}
        for name, label in VARIABLES.items()
    ]


def _trace(exchange: ExchangeCommitted) -> Props:
    return {
        "number": exchange.number,
        "why": exchange.move.why,
        "act": exchange.move.act.replace("_", " "),
        "effects": [_effect(effect) for effect in exchange.effects],
    }


def _effect(effect: Effect) -> Props:
    return {
        "quote": effect.quote,
        "code": cause(effect.code),
        "variable": VARIABLES.get(effect.variable, effect.variable),
        "delta": effect.delta,
        "good": (effect.delta > 0) != (effect.variable in BURDENS),
        "why": effect.why,
    }
