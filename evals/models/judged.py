"""Critiques of the turns of a log: those recorded beside it, or made anew without a model."""

import asyncio
from pathlib import Path

from chatbot.adapters.resources import Library
from chatbot.chains.offline import OfflineEvaluator
from chatbot.coder import RuleCoder
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.dialogue import Transcript
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Evaluation
from chatbot.wiring import make_rubric
from evals.models.journal import CRITIQUES, Judged
from evals.models.side_log import read_side_log
from evals.records import ConversationRecord


def evaluation_of(record: ConversationRecord, index: int, persona: Persona) -> Evaluation:
    """Show an evaluator exchange `index` of a record (from 0) as it would have seen it in the talk."""
    before = Transcript().client(record.opening)
    for exchange in record.exchanges[:index]:
        before = before.advisor(exchange.advisor).client(exchange.reply.text)
    exchange = record.exchanges[index]
    heard = (e.heard.model_copy(update={"touches": ()}) for e in record.exchanges[: index + 1])
    return Evaluation(
        turn_id=exchange.turn_id,
        text=exchange.advisor,
        before=before,
        brief=persona.advisor_brief,
        stance=persona.stance,
        heard=tuple(heard),
        seed=f"{record.seed}:{exchange.number}:critique",
    )


class OfflineCritic:
    """Critiques turns of records as the offline evaluator does in a talk."""

    def __init__(self, library: Library) -> None:
        self._personas = library.gallery().personas
        self._evaluator = OfflineEvaluator(RuleCoder(), make_rubric(library))

    def critique(self, record: ConversationRecord, index: int) -> Critique:
        """Critique exchange `index` (from 0).

        Raises:
            InputError: the persona of the record is not at hand.
        """
        persona = self._personas.get(record.persona)
        if persona is None:
            raise InputError(
                f"The client '{record.persona}' of {record.id} is not at hand any more; "
                "its file is needed for the critique."
            )
        return asyncio.run(self._evaluator.critique(evaluation_of(record, index, persona)))


def recorded_critiques(folder: Path) -> dict[tuple[str, str], Critique | Unscored]:
    """Return the critiques that a run recorded, by conversation and turn.

    Raises:
        InputError: the run recorded none.
        LogError: the file cannot be read.
    """
    path = folder / CRITIQUES
    found = {(one.id, one.turn_id): one.verdict for one in read_side_log(path, Judged)}
    if not found:
        raise InputError(f"{path}: there are no critiques; hold the run with an evaluator.")
    return found
