"""What a session yields while a turn goes on."""

from dataclasses import dataclass

from chatbot.domain.events import ExchangeCommitted


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the reply, to be shown as it comes; never logged."""

    text: str


@dataclass(frozen=True, slots=True)
class Committed:
    """The exchange is in the log."""

    exchange: ExchangeCommitted


Update = Delta | Committed
