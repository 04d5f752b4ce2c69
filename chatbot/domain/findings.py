"""A volley to be judged, and what can be found in it."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import Code, CodedSegment, Heard, Quoted
from chatbot.domain.dialogue import Speaker
from chatbot.domain.ports import Evaluation
from chatbot.domain.words import content_words

#: A code heard with less confidence than this is no ground for a finding.
SURE: Final = 0.45
#: A duty counts as told when this share of its content words has been said.
TOLD: Final = 0.35


class Found(NamedTuple):
    """A kind of finding and the words that earned it; `times` scales its weight."""

    kind: str
    at: Quoted
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """A volley to be judged: what was heard, and the client's turns around it as coded."""

    evaluation: Evaluation
    client: ClientTalk
    earlier_client: tuple[ClientTalk, ...] = ()

    @property
    def heard(self) -> Heard:
        """The volley in question."""
        return self.evaluation.heard[-1]

    @property
    def earlier(self) -> tuple[Heard, ...]:
        """The volleys before it."""
        return self.evaluation.heard[:-1]

    @property
    def whole(self) -> Quoted:
        """The whole turn, or its first sentences if it is long."""
        text = self.evaluation.text
        end = len(text) if len(text) <= 160 else max(text.rfind(" ", 0, 150), 0) or 150
        return Quoted(quote=text[:end], start=0, end=end)

    def sure(self, *codes: Code) -> CodedSegment | None:
        """Return a segment of these codes that was heard with enough confidence."""
        found = self.heard.get(*codes)
        return found if found is not None and found.confidence >= SURE else None

    @property
    def client_resists(self) -> bool:
        """The client's last turn spoke against the advice or the advisor."""
        return self.client.discord or self.client.talk is Talk.SUSTAIN

    @property
    def untold_duties(self) -> tuple[str, ...]:
        """What the advisor must tell and has not said yet, as far as words show."""
        said = (*self.evaluation.before.said_by(Speaker.ADVISOR), self.evaluation.text)
        spoken = content_words(" ".join(said))
        return tuple(
            duty
            for duty in self.evaluation.brief.must_tell
            if len(content_words(duty) & spoken) < TOLD * len(content_words(duty))
        )
