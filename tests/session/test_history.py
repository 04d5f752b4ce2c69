"""What earlier talks say about what to practise."""

import logging

import pytest

from chatbot.domain.critique import Critique, Finding
from chatbot.domain.errors import StoreError
from chatbot.domain.events import LoggedEvent
from chatbot.domain.ports import Evaluation
from chatbot.session.history import last_tallies
from tests.kit import OWNER, Stage, say


class Strict:
    """An evaluator that finds the same fault each time."""

    name = "strict"

    async def critique(self, evaluation: Evaluation) -> Critique:
        part = Finding(
            quote=evaluation.text,
            start=0,
            end=len(evaluation.text),
            kind="model",
            principle="no_pressure",
            what="It pushes.",
            weight=0.6,
        )
        return Critique(
            turn_id=evaluation.turn_id, evaluator=self.name, summary="It pushes.", findings=(part,)
        )


async def held(stage: Stage, sid: str, turns: int) -> None:
    session = stage.begin(sid=sid)
    for number in range(turns):
        await say(session, f"You should move it, number {number}.")
        await session.critique(session.talk.head or "")


async def test_the_last_talks_come_latest_first_short_ones_and_the_present_one_left_out(
    stage: Stage,
) -> None:
    stage.evaluator = Strict()
    for sid, turns in (("a", 4), ("b", 2), ("c", 3), ("d", 5), ("e", 3)):
        await held(stage, sid, turns)
    found = await last_tallies(stage.store, OWNER, but="d")
    assert [(one.session_id, one.turns) for one in found] == [("e", 3), ("c", 3), ("a", 4)]
    assert found[2].by_principle["no_pressure"].times == 4
    assert found[2].by_principle["no_pressure"].cost == pytest.approx(2.4)
    assert len(await last_tallies(stage.store, OWNER, most=2)) == 2
    assert await last_tallies(stage.store, "somebody else") == ()


async def test_a_talk_that_cannot_be_read_counts_for_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage.evaluator = Strict()
    await held(stage, "a", 3)
    await held(stage, "b", 3)
    load = stage.store.load

    async def loads(session_id: str, owner: str) -> tuple[LoggedEvent, ...]:
        if session_id == "b":
            raise StoreError("written by another version")
        return await load(session_id, owner)

    monkeypatch.setattr(stage.store, "load", loads)
    with caplog.at_level(logging.WARNING):
        found = await last_tallies(stage.store, OWNER)
    assert [one.session_id for one in found] == ["a"]
    assert "talk b is left out" in caplog.text
