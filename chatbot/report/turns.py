"""The turns of a talk as a debrief looks at them: each with what stood before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.domain.client_state import ClientState
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Heard
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.moves import ASKING, DISCORD, SUSTAIN_TALK, Move
from chatbot.domain.reviews import TurnReview
from chatbot.domain.talk import Talk


@dataclass(frozen=True, slots=True)
class TurnView:
    """An advisor turn of the current branch, with the client's turn before it.

    Attributes:
        exchange: the turn, the reply, and what it did.
        before: the client's state before the turn.
        client: the client's words before it.
        client_heard: what was heard in them, if they were coded.
        client_move: the move behind them; None for the opening.
        verdict: the critique, the reason why there is none, or None while it is still missing.
        last: it is the last turn of the talk.
        review: the codes and the critique as the person left them.
    """

    exchange: ExchangeCommitted
    before: ClientState
    client: str
    client_heard: ClientTalk | None
    client_move: Move | None
    verdict: Critique | Unscored | None
    last: bool
    review: TurnReview

    @property
    def heard(self) -> Heard:
        """What counts as heard: with the person's corrections."""
        return self.review.heard

    @property
    def critique(self) -> Critique | None:
        """The critique, if there is one."""
        return self.verdict if isinstance(self.verdict, Critique) else None

    @property
    def trust_change(self) -> float:
        """Change of the trust level in this turn, -1 to 1."""
        return self.exchange.state.trust.level - self.before.trust.level

    @property
    def discord_change(self) -> float:
        """Change of discord in this turn, -1 to 1."""
        return self.exchange.state.discord - self.before.discord

    @property
    def gain(self) -> float:
        """What the turn won (or lost): trust gained less discord gained, -2 to 2."""
        return self.trust_change - self.discord_change

    @property
    def resisted(self) -> bool:
        """Say whether the client's turn before it was hard to answer: doubt, attack or a question."""
        hard = SUSTAIN_TALK | DISCORD | ASKING
        return self.client_move is None or self.client_move.act in hard

    @property
    def missing(self) -> str | None:
        """Why this turn has no critique, in plain words; None if it has one."""
        if self.verdict is None:
            return "its critique had not come when the debrief was made"
        return self.verdict.reason if isinstance(self.verdict, Unscored) else None


def turns(talk: Talk, client_talks: Sequence[ClientTalk] = ()) -> tuple[TurnView, ...]:
    """Return the turns of the current branch, oldest first.

    Args:
        talk: the talk.
        client_talks: what was heard in the client's turns, the opening first; may be shorter.
    """
    views: list[TurnView] = []
    before, client, move = talk.started.state, talk.started.opening, None
    for index, exchange in enumerate(talk.branch):
        views.append(
            TurnView(
                exchange=exchange,
                before=before,
                client=client,
                client_heard=client_talks[index] if index < len(client_talks) else None,
                client_move=move,
                verdict=talk.verdicts.get(exchange.turn_id),
                last=exchange.turn_id == talk.head,
                review=talk.review(exchange.turn_id),
            )
        )
        before, client, move = exchange.state, exchange.reply.text, exchange.move
    return tuple(views)
