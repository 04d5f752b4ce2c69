"""Conversations in which models speak: many at once in one event loop, resumable, within limits."""

import asyncio
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from chatbot.domain.base import Value
from chatbot.domain.critique import Unscored
from chatbot.settings import Settings, read_settings
from evals.batch import LogError, open_log, write
from evals.conversation import Setup
from evals.models.budget import Budget, BudgetSpent, check_prices
from evals.models.journal import CRITIQUES, Journal, Judged
from evals.models.limits import Limits
from evals.models.metered import Meter
from evals.models.people import NO_EVALUATOR, MakeModel, People, open_model
from evals.models.side_log import SideLog
from evals.models.spending import SPENDING, Bill, Spent
from evals.models.talk import converse, open_talk, verdicts
from evals.records import ConversationRecord, FailureRecord, RunRecord

#: So many conversations in a row that fail without a single reply end the run.
HOPELESS: Final = 10
#: When to look for garbage: objects left over between two looks, and how many looks at the young
#: ones go before one at the older ones, and at all (Python: 700, 10, 10). A finished talk is a
#: cycle among the oldest.
COLLECT: Final = (5_000, 5, 2)

Progress = Callable[[int, int, str], None]


class ModelRun(Value):
    """What a run came to.

    Attributes:
        wanted: conversations asked for.
        held: of these, those in the log, earlier starts included.
        failed: those that failed in this start; a new start tries them again.
        bill: what was spent, earlier starts included.
        stopped: why the run ended early, or None.
    """

    wanted: int
    held: int
    failed: int
    bill: Bill
    stopped: str | None = None

    @property
    def complete(self) -> bool:
        """Whether every conversation was held to its end."""
        return self.held == self.wanted

    def __str__(self) -> str:
        lines = [f"{self.held} of {self.wanted} conversations held; {self.bill}."]
        if self.failed:
            lines.append(f"{self.failed} failed and are in no mean; start again to try them again.")
        if self.stopped:
            lines.append(f"Stopped: {self.stopped}. What is held is kept; start again to go on.")
        return "\n".join(lines)


def run_with_models(  # noqa: PLR0913 (the last three by keyword)
    setups: Iterable[Setup],
    log_path: Path,
    run_record: RunRecord,
    limits: Limits,
    progress: Progress,
    *,
    settings: Settings | None = None,
    evaluator: str = NO_EVALUATOR,
    make_model: MakeModel = open_model,
) -> ModelRun:
    """Hold all conversations that the log does not hold yet; talks under way are taken up again.

    Beside the log stand `spending.jsonl` (one line a call), `critiques.jsonl` (with an evaluator)
    and, until all is held, `under-way.jsonl`.

    Args:
        setups: what is to be held: any voice, any advisor.
        log_path: the log.
        run_record: what the log must say produced it. Limits are not part of it: a run that
            stopped at its budget goes on with a larger one.
        limits: how fast and how far.
        progress: told of conversations done and to be done, and of failures, tokens and cost.
        settings: how models are reached; from the environment if not given.
        evaluator: `none`, `offline`, or a model that critiques each advisor turn.
        make_model: makes the client of a model.

    Raises:
        InputError: a setup names an unknown persona or advisor, or there is none.
        SettingsError: a model cannot be called as configured, or has no price.
        LogError: a file belongs to another run or cannot be read, or the disk refuses.
    """
    wanted = tuple({setup.id: setup for setup in setups}.values())
    people = People(settings or read_settings(), limits, evaluator, make_model)
    people.check(wanted)
    check_prices(limits, (name for _, name in people.models_of(wanted)))
    folder = log_path.parent
    with open_log(log_path, run_record) as (log, done):
        journal = Journal(folder, done)
        with (
            SideLog(folder / SPENDING, Spent) as spending,
            SideLog(folder / CRITIQUES, Judged) as critiques,
        ):
            budget = Budget(limits, spending.found)
            files = _Files(log, journal, spending, critiques)
            runner = _Runner(people, budget, files, progress, wanted, done)
            try:
                asyncio.run(runner.run())
            finally:
                journal.close(finished=runner.result.complete)
    return runner.result


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage less often, and not among what is there already.

    With libraries loaded and hundreds of talks in memory, looking takes a fifth of the time.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@dataclass(frozen=True, slots=True)
class _Files:
    log: IO[bytes]
    journal: Journal
    spending: SideLog[Spent]
    critiques: SideLog[Judged]


@dataclass
class _Runner:
    """One start of a run: workers take conversations off one list until it, or the budget, ends."""

    people: People
    budget: Budget
    files: _Files
    progress: Progress
    wanted: Sequence[Setup]
    done: frozenset[str]
    held: int = 0
    failed: int = 0
    in_vain: int = 0
    stopped: str | None = None
    left: Iterator[Setup] = field(init=False)

    def __post_init__(self) -> None:
        self.left = iter([setup for setup in self.wanted if setup.id not in self.done])
        self.held = sum(setup.id in self.done for setup in self.wanted)

    @property
    def result(self) -> ModelRun:
        return ModelRun(
            wanted=len(self.wanted),
            held=self.held,
            failed=self.failed,
            bill=self.budget.total,
            stopped=self.stopped or self.budget.stopped,
        )

    async def run(self) -> None:
        self._tell()
        try:
            await self.people.warm_up(self.wanted)
            with collecting_seldom():
                await self._all()
        except* LogError as errors:
            raise errors.exceptions[0] from None
        finally:
            await self.people.aclose()

    async def _all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(self.people.limits.conversations):
                group.create_task(self._work())

    async def _work(self) -> None:
        for setup in self.left:
            try:
                record = await self._hold(setup)
            except BudgetSpent:
                return
            self._keep(record)
            if self.stopped:
                return

    async def _hold(self, setup: Setup) -> ConversationRecord | FailureRecord:
        meter = Meter(setup.id, self.budget, self.files.spending.write, self.files.journal.thinner)
        session, store = await open_talk(setup, self.people, meter, self.files.journal)
        before = len(session.talk.branch)
        record = await converse(session, store, setup, self.people.advisor(setup, meter))
        if isinstance(record, FailureRecord):
            hopeless = record.exchanges == before
            self.in_vain = self.in_vain + 1 if hopeless else 0
            if self.in_vain >= HOPELESS:
                self.stopped = f"{HOPELESS} conversations in a row got no reply ({record.error})"
            return record
        judged = tuple(verdicts(session, setup.id))
        if self.budget.stopped and any(isinstance(one.verdict, Unscored) for one in judged):
            raise BudgetSpent(self.budget.stopped)
        for one in judged:
            self.files.critiques.write(one)
        self.in_vain = 0
        return record

    def _keep(self, record: ConversationRecord | FailureRecord) -> None:
        write(self.files.log, record)
        self.held += isinstance(record, ConversationRecord)
        self.failed += isinstance(record, FailureRecord)
        self._tell()

    def _tell(self) -> None:
        total = self.budget.total
        cost = "" if total.cost is None else f", {total.cost:.2f} {total.currency}"
        note = f"{self.failed} failed, {total.tokens:,} tokens{cost}"
        self.progress(self.held + self.failed, len(self.wanted), note)
