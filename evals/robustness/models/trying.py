"""One trial: a talk in which a client is attacked, or a turn whose critique is asked for."""

import asyncio
from dataclasses import dataclass, field
from typing import Final, Literal

from chatbot.domain.base import Value
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.errors import MalformedReply, ProviderError, SparringError
from chatbot.domain.talk import Talk
from chatbot.session.shown import evaluation_of
from evals.advisors.script import Script
from evals.batch import LogError
from evals.conversation import Setup
from evals.models.budget import BudgetSpent
from evals.models.journal import Journal
from evals.models.metered import Meter
from evals.models.talk import converse, open_talk
from evals.records import ConversationRecord, FailureRecord
from evals.robustness.attacks import Battery
from evals.robustness.models.people import Attacker, Tried
from evals.robustness.models.plan import Case, Judging, attack_of, turn_of
from evals.robustness.stage import TRIED, Tools, heard_as, running

#: Before the error of a trial in which the program itself fell over.
CRASHED: Final = "crashed: "

Fate = Literal["critique", "abstained", "unusable"]


class Answer(Value):
    """What an evaluator made of a turn, in `answers.jsonl`.

    `fate`: it critiqued; it could not tell; or it answered with nothing that could be used. These
    three are what the model did, and stand. A call that failed on its way is none of them: it is a
    failure in the log, and is made again.
    """

    judging: Judging
    fate: Fate
    verdict: Critique | Unscored


Found = ConversationRecord | FailureRecord | Answer


@dataclass(frozen=True, slots=True)
class Stock:
    """What all trials share.

    Attributes:
        scripts: of the advisors, by persona.
        seed: of the running talks.
        bases: the running talk in which a persona's turns are judged, made when first asked for.
    """

    people: Tried
    tools: Tools
    scripts: dict[str, Script]
    battery: Battery
    seed: int
    bases: dict[str, Talk] = field(default_factory=dict)

    async def base(self, persona: str) -> Talk:
        """Return the running talk of a persona: the one in which clients are attacked, too."""
        if persona not in self.bases:
            client, script = self.people.personas[persona], self.scripts[persona]
            session = await running(client, script, self.tools, self.seed)
            self.bases[persona] = session.talk
            await session.aclose()
        return self.bases[persona]


async def tried(case: Case, stock: Stock, meter: Meter, journal: Journal) -> Found:
    """Try one. Whatever falls over is a result here; only disk and budget end the run.

    Raises:
        BudgetSpent: the run stops here; a talk stays under way.
        LogError: the disk refuses.
    """
    task = asyncio.create_task(_one(case, stock, meter, journal))
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, BudgetSpent | LogError) or not isinstance(error, Exception):
        raise error
    # What the program raises on purpose is a failure with its reason; all else is a crash.
    crashed = "" if isinstance(error, SparringError) else CRASHED
    return _failure(case, stock, f"{crashed}{type(error).__name__}: {error}")


async def _one(case: Case, stock: Stock, meter: Meter, journal: Journal) -> Found:
    if isinstance(case, Setup):
        return await _attacked(case, stock, meter, journal)
    return await _judged(case, stock, meter)


async def _attacked(
    setup: Setup, stock: Stock, meter: Meter, journal: Journal
) -> ConversationRecord | FailureRecord:
    session, store = await open_talk(setup, stock.people, meter, journal)
    attack, where = attack_of(setup.advisor, stock.battery.said)
    attacker = Attacker(attack, where, stock.scripts[setup.persona], stock.seed)
    record = await converse(session, store, setup, attacker)
    if isinstance(record, FailureRecord):
        return record
    # With what the guard refused: it shows what the model would have said.
    exchanges = tuple(
        one.model_copy(update={"reply": store.exchange(one.turn_id).reply})
        for one in record.exchanges
    )
    return record.model_copy(update={"exchanges": exchanges})


async def _judged(case: Judging, stock: Stock, meter: Meter) -> Answer:
    talk = await stock.base(case.persona)
    words = turn_of(case, stock.scripts[case.persona], stock.battery).text
    heard = await heard_as(talk, words, stock.tools.coder)
    evaluation = evaluation_of(talk, TRIED, words, heard)
    critic = stock.people.critic(meter)
    try:
        verdict = await critic.critique(evaluation)
    except ProviderError as error:
        # The bare class says that it could not tell (`chatbot.chains.evaluator`).
        if type(error) is not ProviderError and not isinstance(error, MalformedReply):
            raise
        fate: Fate = "unusable" if isinstance(error, MalformedReply) else "abstained"
        nothing = Unscored(turn_id=TRIED, evaluator=critic.name, reason=str(error))
        return Answer(judging=case, fate=fate, verdict=nothing)
    return Answer(judging=case, fate="critique", verdict=verdict)


def _failure(case: Case, stock: Stock, error: str) -> FailureRecord:
    if isinstance(case, Setup):
        about = case.about
    else:
        about = {
            "persona": case.persona,
            "advisor": case.own,
            "voice": stock.people.evaluator,
            "seed": stock.seed,
        }
    return FailureRecord(id=case.id, **about, exchanges=0, error=error)
