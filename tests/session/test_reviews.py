"""A person corrects, confirms and disagrees: logged late, and in nobody's way."""

from collections.abc import AsyncIterator

import pytest

from chatbot.domain.codes import Code, Label, Quoted
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.errors import Conflict, InputError
from chatbot.domain.events import CodeCorrected
from chatbot.domain.ports import Evaluation
from chatbot.session import Session
from tests.kit import OWNER, Stage, StubCoder, StubEvaluator, hear, say, seg, types

TEXT = "You checked twice. What now?"
AF = seg(Code.AFFIRM, "You checked twice.")
HEARD = hear(AF, seg(Code.QUESTION, "What now?", start=19, open=True))
FOUND = Finding(kind="praise", principle="affirm", what="Bare.", quote="You", start=0, end=3)


class Critic(StubEvaluator):
    async def critique(self, evaluation: Evaluation) -> Critique:
        fine = await super().critique(evaluation)
        return fine.model_copy(update={"findings": (FOUND,), "done_well": FOUND})


@pytest.fixture
async def session(stage: Stage) -> AsyncIterator[Session]:
    stage.coder, stage.evaluator = StubCoder(HEARD), Critic()
    made = stage.begin()
    await say(made, TEXT)
    await made.critique("t1")
    yield made


def labels(session: Session) -> list[str]:
    return [segment.label for segment in session.talk.review("t1").segments]


async def test_a_correction_says_who_what_where_and_of_whom(session: Session, stage: Stage) -> None:
    before = session.talk
    await session.reviews.correct("t1", AF, Label.AFFIRM, Label.GI)
    event = session.talk.events[-1]
    assert isinstance(event, CodeCorrected)
    assert (event.turn_id, event.by, event.coder) == ("t1", OWNER, "stub")
    assert (event.quote, event.was, event.now) == (AF.quote, Label.AFFIRM, Label.GI)
    assert session.talk.state == before.state
    assert session.talk.exchanges == before.exchanges
    assert labels(session) == ["GI", "Q_open"]
    again = await stage.resume()
    assert labels(again) == ["GI", "Q_open"]


async def test_saying_it_twice_logs_it_once(session: Session) -> None:
    for _ in range(2):
        await session.reviews.correct("t1", AF, Label.AFFIRM, None)
        await session.reviews.confirm("t1")
        await session.reviews.contest("t1", 0)
    assert types(session)[-3:] == ["code_corrected", "codes_confirmed", "finding_contested"]
    assert len(session.talk.events) == 7


async def test_choosing_what_the_coder_said_takes_the_corrections_back(session: Session) -> None:
    reviews = session.reviews
    await reviews.correct("t1", AF, Label.AFFIRM, Label.GI)
    await reviews.correct("t1", AF, Label.AFFIRM, Label.SEEK)
    await reviews.correct("t1", AF, Label.AFFIRM, Label.AFFIRM)
    assert labels(session) == ["AF", "Q_open"]
    assert session.talk.reviews == {}
    assert not session.talk.review("t1").looked_at


async def test_a_missing_code_is_added_to_words_of_the_turn(session: Session) -> None:
    await session.reviews.add("t1", 4, 11, Label.EMPHASIZE)
    assert session.talk.review("t1").segments[1].quote == "checked"
    with pytest.raises(InputError, match="there already"):
        await session.reviews.add("t1", 0, 3, Label.EMPHASIZE)


async def test_each_can_be_undone_once(session: Session) -> None:
    await session.reviews.correct("t1", AF, Label.AFFIRM, None)
    seq = session.talk.seq
    await session.reviews.undo(seq)
    assert labels(session) == ["AF", "Q_open"]
    with pytest.raises(InputError, match="nothing to take back"):
        await session.reviews.undo(seq)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-3, 4), (18, 19), (5, 400), (400, 410)])
async def test_words_that_are_not_there_carry_no_code(
    session: Session, start: int, end: int
) -> None:
    with pytest.raises(InputError, match="no such words"):
        await session.reviews.add("t1", start, end, Label.SEEK)
    assert session.talk.reviews == {}


async def test_what_was_never_said_cannot_be_reviewed(session: Session) -> None:
    reviews = session.reviews
    elsewhere = Quoted(quote="You", start=0, end=3)
    with pytest.raises(InputError, match="did not say “Affirm”"):
        await reviews.correct("t1", elsewhere, Label.AFFIRM, Label.GI)
    with pytest.raises(InputError, match="no such turn"):
        await reviews.confirm("t9")
    with pytest.raises(InputError, match="says no such thing"):
        await reviews.contest("t1", 2)
    with pytest.raises(InputError, match="says no such thing"):
        await reviews.contest("t1", -1)


async def test_a_review_in_one_tab_stops_no_turn_in_another(stage: Stage, session: Session) -> None:
    other = await stage.resume()
    await session.reviews.correct("t1", AF, Label.AFFIRM, None)
    await session.reviews.confirm("t1")
    await say(other, "And what else?")
    with pytest.raises(Conflict):  # a tab that only reviewed is still told
        await say(session, "Meanwhile, here.")
    whole = await stage.resume()
    assert len(whole.talk.branch) == 2
    assert whole.talk.review("t1").looked_at


async def test_turns_can_be_reviewed_after_the_debrief(session: Session) -> None:
    await session.debrief()
    await session.reviews.correct("t1", AF, Label.AFFIRM, Label.GI)
    assert labels(session) == ["GI", "Q_open"]
    assert session.talk.debrief is not None
