"""All rules by which an advisor turn moves the client, in the order in which they apply."""

from typing import Final

from chatbot.domain.effects import following, honesty, listening, pressure, sharing, timing, tone
from chatbot.domain.effects.moment import Rule

RULES: Final[tuple[Rule, ...]] = (
    listening.reflection,
    following.spoken_past,
    listening.layers,
    listening.question,
    listening.affirmation,
    sharing.autonomy,
    sharing.collaboration,
    sharing.information,
    sharing.advice,
    tone.contempt,
    tone.flattery,
    tone.vagueness,
    tone.pretence,
    tone.not_there,
    tone.parroting,
    pressure.pressure,
    pressure.confrontation,
    pressure.sensitivities,
    timing.evocation,
    timing.lingering,
    timing.readiness_ignored,
    timing.oddity,
    timing.passing_time,
    honesty.answering,
    honesty.interest,
    honesty.fault,
    honesty.repair,
    honesty.promises,
    honesty.limits,
)
