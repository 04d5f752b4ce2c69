"""A whole talk in a room whose evaluator is a model over real HTTP: critiques, ratings, the reason."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatbot.adapters.role import RoleSettings
from chatbot.domain.critique import Critique
from chatbot.domain.debrief import Debrief
from chatbot.domain.global_ratings import Dimension, GlobalRatings, NotRated
from chatbot.domain.moves import Act, Move
from chatbot.domain.scores import MIN_VOLLEYS
from chatbot.session import Session
from chatbot.settings import OWNER, Settings
from chatbot.wiring import Choice, open_room
from tests.fakes.openai_server import FakeServer
from tests.fakes.scenarios import asked_schema

TURN = "What would you need to see, turn {}?"
FINE: dict[str, Any] = {
    "reasoning": "An open question.",
    "codes": [],
    "verdict": "nothing_to_change",
    "findings": [],
    "done_well": None,
    "instead": None,
    "summary": "You asked.",
}
JUDGED = {"lowers": [], "raises": [], "reasoning": "Even.", "score": 3, "why": "You asked."}


def by_schema(body: dict[str, Any]) -> dict[str, Any]:
    """Answer as an evaluator or as a rater, by the schema that was asked for."""
    schema = asked_schema(body) or {}
    if "partnership" not in schema["properties"]:
        return FINE
    return dict.fromkeys(schema["properties"], JUDGED)


def stays(*_: object) -> Move:
    """Plan a client who never leaves: these talks have to last."""
    return Move(act=Act.DOUBT)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


async def debriefed(server: FakeServer, data: Path, scenario: str, turns: int) -> Debrief:
    model = RoleSettings(
        role="evaluator", model=f"openai:{scenario}", base_url=server.base_url, max_retries=0
    )
    room = await open_room(Settings(data=data, roles={"evaluator": model}))
    persona = room.library.gallery().get("retirement-money")
    begun = room.begin(persona, OWNER, Choice(voice="lines", seed=7))
    cast = replace(room.cast("lines", "auto"), plan=stays)
    session = Session(begun.talk, cast, logged=False)
    await hold(session, turns)
    made = await session.debrief()
    await session.aclose()
    await room.aclose()
    return made


async def hold(session: Session, turns: int) -> None:
    for number in range(turns):
        async for _ in session.advise(TURN.format(number)):
            pass
        await session.critique(session.talk.head or "")


async def test_a_talk_of_twenty_turns_is_rated_by_the_evaluators_model(
    server: FakeServer, tmp_path: Path
) -> None:
    server.reply("ok", *[by_schema] * (MIN_VOLLEYS + 1))
    made = await debriefed(server, tmp_path, "ok", MIN_VOLLEYS)
    assert isinstance(made.globals, GlobalRatings)
    assert [one.dimension for one in made.globals.ratings] == list(Dimension)
    assert made.globals.rater == made.evaluator == "openai:ok"
    assert made.unscored == 0
    last = server.requests[-1].body
    assert last["temperature"] == 0
    talk = last["messages"][1]["content"]
    assert all(TURN.format(number) in talk for number in range(MIN_VOLLEYS))


async def test_under_twenty_turns_no_rater_is_asked(server: FakeServer, tmp_path: Path) -> None:
    server.reply("ok", *[by_schema] * 3)
    made = await debriefed(server, tmp_path, "ok", 3)
    assert isinstance(made.globals, NotRated) and made.globals.cause == "too_short"
    assert len(server.requests) == 3


async def test_a_server_that_is_down_leaves_the_debrief_with_the_reason(
    server: FakeServer, tmp_path: Path
) -> None:
    made = await debriefed(server, tmp_path, "down", MIN_VOLLEYS)
    assert isinstance(made.globals, NotRated) and made.globals.cause == "failed"
    assert "The evaluator model down" in made.globals.reason
    assert made.unscored == MIN_VOLLEYS
    assert made.scores is not None


async def test_verdicts_of_a_model_are_critiques(server: FakeServer, tmp_path: Path) -> None:
    server.reply("ok", by_schema)
    model = RoleSettings(role="evaluator", model="openai:ok", base_url=server.base_url)
    room = await open_room(Settings(data=tmp_path, roles={"evaluator": model}))
    session = room.begin(room.library.gallery().get("the-will"), OWNER, Choice(seed=7))
    await hold(session, 1)
    verdict = session.talk.verdicts[session.talk.head or ""]
    assert isinstance(verdict, Critique) and verdict.summary == "You asked."
    await session.aclose()
    await room.aclose()
