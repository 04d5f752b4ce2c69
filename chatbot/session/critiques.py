"""Critiques under way: each in its own task beside the reply, never before it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.errors import SparringError
from chatbot.domain.ports import Evaluation, Evaluator

_LOG: Final = logging.getLogger(__name__)

Record = Callable[[str, Critique | Unscored], Awaitable[None]]


class Critiques:
    """Runs the evaluator and hands each verdict to `record`, once its exchange is committed."""

    def __init__(self, evaluator: Evaluator, record: Record) -> None:
        self._evaluator = evaluator
        self._record = record
        self._tasks: dict[str, asyncio.Task[Critique | Unscored]] = {}

    def start(self, evaluation: Evaluation, committed: asyncio.Event) -> None:
        """Begin a critique; it is recorded only after `committed` is set."""
        task = asyncio.create_task(self._run(evaluation, committed))
        self._tasks[evaluation.turn_id] = task

    async def _run(self, evaluation: Evaluation, committed: asyncio.Event) -> Critique | Unscored:
        verdict: Critique | Unscored
        try:
            verdict = await self._evaluator.critique(evaluation)
        except SparringError as error:
            verdict = self.unscored(evaluation.turn_id, str(error))
        except Exception as error:  # noqa: BLE001 - the edge of the task: nobody else would hear it
            _LOG.exception("the critique of turn %s failed", evaluation.turn_id)
            kind = type(error).__name__
            verdict = self.unscored(
                evaluation.turn_id, f"The critique broke off ({kind}); see the log."
            )
        await committed.wait()
        await self._record(evaluation.turn_id, verdict)
        return verdict

    def unscored(self, turn_id: str, reason: str) -> Unscored:
        """Return the absence of a critique, with its reason."""
        return Unscored(turn_id=turn_id, evaluator=self._evaluator.name, reason=reason)

    def running(self, turn_id: str) -> asyncio.Task[Critique | Unscored] | None:
        """Return the task of a turn, if one was started."""
        return self._tasks.get(turn_id)

    def cancel(self, turn_id: str) -> None:
        """Stop the critique of a turn; nothing is recorded."""
        task = self._tasks.pop(turn_id, None)
        if task is not None:
            task.cancel()

    async def aclose(self) -> None:
        """Stop all; what is missing is made up when the talk is opened again."""
        tasks = [task for task in self._tasks.values() if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
