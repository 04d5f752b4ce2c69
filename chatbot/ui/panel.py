"""What the side panel shows: who plays the client, counts, on request the client's inside. Pure."""

from typing import Any, Final

from chatbot.domain.adjust import adjustment
from chatbot.domain.client_state import ClientState, Effect
from chatbot.domain.codes import Label
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.scores import count
from chatbot.domain.talk import Talk
from chatbot.report.corrected import corrections_note
from chatbot.ui.words import (
    BURDENS,
    COUNTED,
    LINES,
    VARIABLES,
    cause,
    critiqued_by,
    meaning_of,
    spoken_by,
)

Props = dict[str, Any]
#: Of a code that the coder did not give in this talk, how often it is right is not asked.
_UNSAID: Final[Props] = {"often": None, "whole": None}


def panel(talk: Talk, record: TrackRecord) -> Props:
    """Return the panel's props. Figures of the client's state are shares, 0–1."""
    started, branch, reviews = talk.started, talk.branch, talk.branch_reviews
    counts = count(review.heard for review in reviews)
    how = adjustment(started.persona)
    coders = {one.now for review in reviews for one in review.codes if one.by is None}
    return {
        "client": started.persona.name,
        "portrait": f"/avatars/{started.persona.id}",
        "adjusted": how.words if how else None,
        "voice": spoken_by(started.voice),
        "isLines": started.voice == LINES,
        "critic": critiqued_by(talk),
        "turns": len(branch),
        "counts": [
            {"label": label, "n": getattr(counts, field), "meaning": meaning_of(code)}
            | (_often(code, record) if code in coders else _UNSAID)
            for field, label, code in COUNTED
        ],
        "corrected": corrections_note(talk),
        "footnote": record.footnote(),
        "strip": [[meaning_of(s.label) for s in review.segments] for review in reviews],
        "state": _state(talk.state),
        "trust": [s.trust.level for s in (started.state, *(e.state for e in branch))],
        "trace": [_trace(exchange) for exchange in reversed(branch)],
    }


def _often(code: Label, record: TrackRecord) -> Props:
    """Return how often a code is right: in short where it was measured, and as a sentence."""
    told = record.code(code.code, code.open)
    return {"often": told.right if record.measured else None, "whole": told.whole}


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
