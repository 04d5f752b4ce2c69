"""Critiques of the turns of a log: those recorded beside it, or made anew without a model."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from chatbot.adapters.resources import Library
from chatbot.chains.offline import OfflineEvaluator
from chatbot.coder import shipped_coder
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.dialogue import Transcript
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Evaluation
from chatbot.wiring import make_rubric
from evals.models.journal import CRITIQUES, Judged
from evals.models.side_log import read_side_log
from evals.records import ConversationRecord

#: Critiques exchange `index` (from 0) of a record.
Critic = Callable[[ConversationRecord, int], Critique | Unscored]


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
        self._evaluator = OfflineEvaluator(shipped_coder(), make_rubric(library))

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


def recorded_critic(*folders: Path) -> Critic:
    """Return a critic that looks up what runs recorded; a turn without a critique is unscored.

    Raises:
        InputError: a run recorded none.
        LogError: a file cannot be read.
    """
    recorded: dict[tuple[str, str], Critique | Unscored] = {}
    for folder in folders:
        path = folder / CRITIQUES
        judged = read_side_log(path, Judged)
        if not judged:
            raise InputError(f"{path}: there are no critiques; hold the run with an evaluator.")
        recorded |= {(one.id, one.turn_id): one.verdict for one in judged}

    def look_up(record: ConversationRecord, index: int) -> Critique | Unscored:
        turn_id = record.exchanges[index].turn_id
        missing = Unscored(turn_id=turn_id, evaluator="", reason="no critique was recorded")
        return recorded.get((record.id, turn_id), missing)

    return look_up
