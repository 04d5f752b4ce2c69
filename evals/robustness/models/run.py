"""Trials with models: many at once in one event loop, resumable, within limits."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from chatbot.adapters.role import RoleSettings
from evals.batch import LogError, open_log, write
from evals.conversation import Setup
from evals.models.budget import Budget, BudgetSpent, check_prices
from evals.models.journal import Journal
from evals.models.metered import Meter
from evals.models.people import role_settings
from evals.models.run import ModelRun, collecting_seldom
from evals.models.side_log import SideLog
from evals.models.spending import SPENDING, Spent
from evals.records import FailureRecord, RunRecord
from evals.robustness.models.plan import Case
from evals.robustness.models.trying import Answer, Found, Stock, tried

LOG: Final = "log.jsonl"
ANSWERS: Final = "answers.jsonl"
#: So many trials in a row that got nothing end the run. A server that fails half of its calls does
#: not reach it: ten in a row would happen now and then.
HOPELESS: Final = 25

Progress = Callable[[int, int, str], None]


def check(wanted: Sequence[Case], stock: Stock) -> None:
    """Make sure, before anything is paid, that the models can be called.

    Raises:
        SettingsError: a model cannot be called as configured, or has no price.
    """
    people = stock.people
    models = list(people.models_of(_talks(wanted)))
    for role, name in models:
        # A role that is configured already is copied for another model, and not looked at again.
        RoleSettings.model_validate(role_settings(people.settings, role, name).model_dump())
    check_prices(people.limits, (name for _, name in models))


def _talks(wanted: Sequence[Case]) -> list[Setup]:
    return [one for one in wanted if isinstance(one, Setup)]


def run_trials(
    wanted: Sequence[Case], stock: Stock, out: Path, record: RunRecord, progress: Progress
) -> ModelRun:
    """Try all that the folder does not hold yet; talks under way are taken up again.

    Args:
        wanted: what is to be tried.
        stock: with what.
        out: folder for `log.jsonl` (talks and failures), `answers.jsonl` (critiques),
            `spending.jsonl` and, until all is tried, `under-way.jsonl`.
        record: what the log must say produced it. Limits are no part of it.
        progress: told of trials done and to be done, and of failures, tokens and cost.

    Raises:
        LogError: a file belongs to another run or cannot be read, or the disk refuses.
    """
    people, talks = stock.people, _talks(wanted)
    with (
        open_log(out / LOG, record) as (log, held),
        SideLog(out / SPENDING, Spent) as spending,
        SideLog(out / ANSWERS, Answer) as answers,
    ):
        journal = Journal(out, held)
        done = held | {one.judging.id for one in answers.found}
        budget = Budget(people.limits, spending.found)
        files = _Files(log, journal, spending, answers)
        runner = _Runner(stock, budget, files, progress, wanted, done)
        try:
            asyncio.run(runner.run(talks))
        finally:
            journal.close(finished=runner.result.complete)
    return runner.result


@dataclass(frozen=True, slots=True)
class _Files:
    log: IO[bytes]
    journal: Journal
    spending: SideLog[Spent]
    answers: SideLog[Answer]


@dataclass
class _Runner:
    """One start: workers take trials off one list until it, or the budget, ends."""

    stock: Stock
    budget: Budget
    files: _Files
    progress: Progress
    wanted: Sequence[Case]
    done: frozenset[str]
    held: int = 0
    failed: int = 0
    in_vain: int = 0
    stopped: str | None = None
    left: Iterator[Case] = field(init=False)

    def __post_init__(self) -> None:
        self.left = iter([case for case in self.wanted if case.id not in self.done])
        self.held = sum(case.id in self.done for case in self.wanted)

    @property
    def result(self) -> ModelRun:
        return ModelRun(
            wanted=len(self.wanted),
            held=self.held,
            failed=self.failed,
            bill=self.budget.total,
            stopped=self.stopped or self.budget.stopped,
        )

    async def run(self, talks: Sequence[Setup]) -> None:
        self._tell()
        people = self.stock.people
        try:
            await people.warm_up(talks)
            with collecting_seldom():
                async with asyncio.TaskGroup() as group:
                    for _ in range(people.limits.conversations):
                        group.create_task(self._work())
        except* LogError as errors:
            raise errors.exceptions[0] from None
        finally:
            await people.aclose()

    async def _work(self) -> None:
        for case in self.left:
            try:
                meter = Meter(
                    case.id, self.budget, self.files.spending.write, self.files.journal.thinner
                )
                found = await tried(case, self.stock, meter, self.files.journal)
            except BudgetSpent:
                return
            self._keep(found)
            if self.stopped:
                return

    def _keep(self, found: Found) -> None:
        failed = isinstance(found, FailureRecord)
        if isinstance(found, Answer):
            self.files.answers.write(found)
        else:
            write(self.files.log, found)
        self.held += not failed
        self.failed += failed
        self.in_vain = self.in_vain + 1 if failed else 0
        if isinstance(found, FailureRecord) and self.in_vain >= HOPELESS:
            self.stopped = f"{HOPELESS} trials in a row got nothing ({found.error})"
        self._tell()

    def _tell(self) -> None:
        total = self.budget.total
        cost = "" if total.cost is None else f", {total.cost:.2f} {total.currency}"
        note = f"{self.failed} failed, {total.tokens:,} tokens{cost}"
        self.progress(self.held + self.failed, len(self.wanted), note)
