"""One conversation of a run with models: opened or taken up again, held, judged."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from chatbot.domain.errors import SparringError
from chatbot.domain.talk import Talk
from chatbot.session import Cast, Session
from evals.batch import LogError
from evals.controls import planner_of
from evals.conversation import Advisor, Setup, Silent, new_session, record_of
from evals.models.budget import BudgetSpent
from evals.models.journal import Journal, JournalStore, Judged
from evals.models.metered import Meter
from evals.models.people import NO_EVALUATOR, People
from evals.models.replay import NothingLeft
from evals.records import ConversationRecord, FailureRecord, lean


async def open_talk(
    setup: Setup, people: People, meter: Meter, journal: Journal
) -> tuple[Session, JournalStore]:
    """Return the session of a setup, as far as the journal has it, and its store.

    Raises:
        LogError: the journal does not fit the setup.
    """
    persona = people.personas[setup.persona]
    voice, judge = people.voice(setup.voice, meter), people.judge(meter)
    planner = planner_of(setup.voice)
    started = new_session(setup, persona, people.coder, voice, planner).talk.started
    store = JournalStore(setup.id, journal)
    events = await store.restore(started.model_copy(update={"evaluator": judge.name}))
    talk = Talk.of(events)
    ids = count(len(talk.exchanges) + 1 + (talk.draft is not None))
    silent = Silent()
    cast = Cast(
        coder=people.coder,
        voice=voice,
        evaluator=judge,
        coach=silent,
        debriefer=silent,
        store=store,
        now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        new_id=lambda: f"t{next(ids)}",
        plan=planner,
    )
    return Session(talk, cast, logged=len(events) > 1), store


async def converse(
    session: Session, store: JournalStore, setup: Setup, advisor: Advisor
) -> ConversationRecord | FailureRecord:
    """Hold the conversation until the client ends it, the advisor runs dry, or the cap is reached.

    Raises:
        BudgetSpent: the run stops here; the talk stays under way.
        LogError: the disk refuses.
    """
    try:
        while not session.talk.state.ended and len(session.talk.branch) < setup.cap:
            draft = session.talk.draft
            words = draft.text if draft is not None else await advisor.turn(session.talk)
            async for _ in session.advise(words):
                pass
        await _judge(session)
    except NothingLeft:
        await _judge(session)
    except (BudgetSpent, LogError):
        raise
    except SparringError as error:
        return FailureRecord(
            id=setup.id,
            **setup.about,
            exchanges=len(session.talk.branch),
            error=f"{type(error).__name__}: {error}",
        )
    finally:
        await session.aclose()
    record = record_of(setup, session.talk)
    whole = (lean(store.exchange(exchange.turn_id)) for exchange in record.exchanges)
    # Events that were logged anew after a kill must not tell a resumed run from an unbroken one.
    exchanges = tuple(e.model_copy(update={"seq": e.number}) for e in whole)
    return record.model_copy(update={"exchanges": exchanges})


async def _judge(session: Session) -> None:
    """Wait for the critiques under way, and ask for those that an earlier start did not get."""
    if session.talk.started.evaluator == NO_EVALUATOR:
        return
    for exchange in session.talk.branch:
        await session.critique(exchange.turn_id)


def verdicts(session: Session, conversation: str) -> Iterator[Judged]:
    """Yield the critiques of a talk's turns, in order; none where nobody judged."""
    if session.talk.started.evaluator == NO_EVALUATOR:
        return
    for exchange in session.talk.branch:
        verdict = session.talk.verdicts[exchange.turn_id]
        yield Judged(id=conversation, turn_id=exchange.turn_id, verdict=verdict)
