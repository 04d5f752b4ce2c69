"""What the planner may look at: the state, what was heard, the person, and a seeded dice."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from chatbot.domain.client_state import IGNORED, ClientState
from chatbot.domain.codes import MI_NON_ADHERENT, Code, Heard, Tone
from chatbot.domain.contents import Concern, Content, Layer, Plan
from chatbot.domain.effects.moment import SURE
from chatbot.domain.moves import CHANGE_TALK, Act
from chatbot.domain.persona import Persona

TELLS_LAYER = {
    Layer.SURFACE: Act.DOUBT,
    Layer.UNDERNEATH: Act.DISCLOSE_FEELING,
    Layer.VALUE: Act.STATE_VALUE,
}

_PUSHES: Final = frozenset({Tone.PRESSURE, Tone.PRETENCE, Tone.CONTEMPT})
#: What grants the advisor a point.
CONCEDES: Final = CHANGE_TALK | {Act.ACKNOWLEDGE}


@dataclass(frozen=True, slots=True)
class Situation:
    """One moment of decision. `rng` is seeded for this turn and purpose alone."""

    state: ClientState
    heard: Heard
    persona: Persona
    rng: Random

    @property
    def openness(self) -> float:
        """How freely the client speaks: trust less strain, about −0.6 to 1."""
        return self.state.openness

    @property
    def pushed(self) -> bool:
        """Whether this turn surely pushes, corrects or talks down."""
        coded = any(x.code in MI_NON_ADHERENT and x.confidence >= SURE for x in self.heard.segments)
        return coded or any(x.tone in _PUSHES for x in self.heard.tones)

    @property
    def waits(self) -> bool:
        """Whether a question the client put has been passed over, and is not forgotten yet."""
        pending = self.state.question
        return pending is not None and 1 <= pending.passed_over <= IGNORED

    def chance(self, share: float) -> bool:
        """Roll the dice: true with this probability."""
        return self.rng.random() < share

    def pick(self, weights: dict[Act, float]) -> Act:
        """Choose an act by weight; an act made twice in a row already counts a fifth.

        Who waits for an answer grants nothing meanwhile: no point in favour, no "fair enough".
        """
        held = CONCEDES if self.waits else frozenset[Act]()
        acts = [act for act, weight in weights.items() if weight > 0 and act not in held]
        acts = acts or [act for act, weight in weights.items() if weight > 0]
        recent = self.state.acts[-2:]
        scaled = [weights[act] * (0.2 ** recent.count(act)) for act in acts]
        return self.rng.choices(acts, scaled)[0]

    def touched(self, contents: Iterable[Content]) -> list[Content]:
        """Return the contents that the advisor's words reached."""
        ids = {touch.content_id for touch in self.heard.touches}
        return [content for content in contents if content.id in ids]

    def untold(self, contents: Iterable[Content]) -> list[Content]:
        """Return the contents not yet told; those just touched come first."""
        ids = {touch.content_id for touch in self.heard.touches}
        left = [content for content in contents if content.id not in self.state.told]
        return sorted(left, key=lambda content: content.id not in ids)

    def safe(self, concern: Concern) -> bool:
        """Say whether trust suffices for telling this concern."""
        return self.state.threshold(concern.id, concern.trust) <= self.state.trust.level

    def next_concern(self) -> Concern | None:
        """Return the concern to tell next: surface before underneath before value, if it is safe."""
        for layer in Layer:
            for content in self.untold(self.persona.layer(layer)):
                if isinstance(content, Concern) and self.safe(content):
                    return content
        return None

    def near_hit(self) -> Concern | None:
        """Return a guarded concern that the advisor's question or reflection came close to."""
        listening = {Code.QUESTION, Code.SIMPLE_REFLECTION, Code.COMPLEX_REFLECTION, Code.SEEK}
        codes = {t.content_id: t.code for t in self.heard.touches}
        for concern in self.persona.concerns:
            hidden = concern.trust > 0 and concern.id not in self.state.told
            if hidden and codes.get(concern.id) in listening:
                return concern
        return None

    def reachable_plans(self) -> list[Plan]:
        """Return the plans this client can accept now, those just offered first."""
        trust, understood = self.state.trust.level, set(self.state.understood)
        plans = [p for p in self.persona.plans if p.trust <= trust and set(p.after) <= understood]
        offered = {touch.content_id for touch in self.heard.touches}
        best = self.persona.best_outcomes
        return sorted(plans, key=lambda p: (p.id not in offered, p.ending not in best))
