"""Contested findings out of a talk, as cases for the evals."""

from collections.abc import Iterator

from chatbot.domain.contested import ContestedCase
from chatbot.domain.critique import Critique
from chatbot.domain.talk import Talk
from chatbot.session.shown import evaluation_of


def contested_cases(talk: Talk) -> Iterator[ContestedCase]:
    """Yield a case for each contested finding of the current branch, in the order of the turns."""
    started = talk.started
    for review in talk.branch_reviews:
        exchange = review.exchange
        verdict = talk.verdicts.get(exchange.turn_id)
        for contest in review.contested:
            critique = verdict if isinstance(verdict, Critique) else None
            yield ContestedCase(
                id=f"{started.session_id}:{contest.seq}",
                by=contest.by,
                at=contest.at,
                coder=started.coder,
                evaluator=contest.evaluator,
                evaluation=evaluation_of(talk, exchange.turn_id, exchange.advisor, exchange.heard),
                finding=contest.finding,
                praise=critique is not None and contest.finding == critique.done_well,
                instead=critique.instead if critique else None,
            )
