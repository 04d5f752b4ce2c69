"""The debrief, the transcript and the critiques as JSON."""

import json
from typing import Any, Final

from chatbot.domain.codes import Code
from chatbot.domain.debrief import Debrief
from chatbot.domain.events import CodeCorrected
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report.facts import provenance
from chatbot.report.turns import TurnView, turns

FORMAT: Final = "sparring.debrief"
#: Raised when a field changes its meaning or goes; new fields may come without it.
VERSION: Final = 1


def to_json(talk: Talk, debrief: Debrief, record: TrackRecord) -> str:
    """Return one JSON object, indented; `log_version` is the version of the talk's event log."""
    started = talk.started
    data = {
        "format": FORMAT,
        "version": VERSION,
        "log_version": started.log_version,
        "started": started.at.isoformat(),
        "made_by": dict(provenance(talk, debrief)),
        "target_behaviour": started.persona.advisor_brief.target_behaviour,
        "stance": started.persona.stance,
        "debrief": debrief.model_dump(mode="json"),
        "how_often_right": {code: record.code(code).whole for code in Code},
        "measured_on": record.footnote(),
        "opening": started.opening,
        "turns": [_turn(view) for view in turns(talk, debrief.client)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _correction(one: CodeCorrected) -> dict[str, Any]:
    return one.model_dump(mode="json", include={"quote", "start", "end", "was", "now", "by", "at"})


def _turn(view: TurnView) -> dict[str, Any]:
    """Return one exchange; ids of what the persona holds back stay out."""
    exchange = view.exchange
    heard = exchange.heard.model_dump(mode="json", include={"segments", "markers", "permission"})
    state = exchange.state
    return {
        "turn_id": exchange.turn_id,
        "number": exchange.number,
        "advisor": exchange.advisor,
        "heard": heard,
        "looked_at": view.review.looked_at,
        "corrected": [_correction(one) for one in view.review.corrections],
        "contested": [one.finding.model_dump(mode="json") for one in view.review.contested],
        "critique": view.verdict.model_dump(mode="json") if view.verdict else None,
        "no_critique": view.missing,
        "reply": exchange.reply.text,
        "act": exchange.move.act,
        "trust": round(state.trust.level, 4),
        "discord": state.discord,
        "readiness": round(state.readiness, 4),
    }
