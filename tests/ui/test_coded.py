"""Codes as the page shows them: how often they are right, what can be said, what was said."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.domain.codes import Label
from chatbot.domain.critique import Critique, Difference, Unscored
from chatbot.domain.errors import InputError
from chatbot.domain.events import SessionStarted
from chatbot.domain.reliability import NOT_MEASURED
from chatbot.session import Session
from chatbot.ui import closing, showing
from chatbot.ui.coded import CHOICES, coded
from chatbot.ui.home import prepare
from chatbot.ui.panel import panel
from chatbot.wiring import Room
from tests.ui.conftest import say

PUSH = "You should really move it now, everybody does. How do you feel about that?"


async def test_each_code_carries_how_often_it_is_right(room: Room, session: Session) -> None:
    turn = await say(session, PUSH)
    props = coded(session.talk.review(turn), room.record(session.talk))
    assert [chip["now"] for chip in props["codes"]] == ["P", "Q_open"]
    for chip in props["codes"]:
        assert chip["whole"].startswith("When it says")
        assert chip["state"] == "said"
        assert PUSH[chip["start"] : chip["end"]] == chip["quote"]
    assert [choice["id"] for choice in CHOICES] == list(Label)
    assert {choice["meaning"] for choice in CHOICES} == {"good", "neutral", "costly"}


async def test_an_older_coder_is_not_measured(room: Room, session: Session) -> None:
    turn = await say(session, PUSH)
    older = session.talk.started.model_copy(update={"coder": "rules-0"})
    assert isinstance(older, SessionStarted)
    talk = session.talk.model_copy(update={"started": older})
    chips = coded(talk.review(turn), room.record(talk))["codes"]
    assert {chip["often"] for chip in chips} == {NOT_MEASURED}
    side = panel(talk, room.record(talk))
    assert {one["often"] for one in side["counts"]} == {None}
    assert "was not measured" in side["footnote"]


async def test_what_a_person_said_is_shown_with_what_it_was(room: Room, session: Session) -> None:
    turn = await say(session, PUSH)
    first = session.talk.review(turn).codes[0]
    await session.reviews.correct(turn, first, Label.PERSUADE, None)
    await session.reviews.add(turn, 0, 10, Label.GI)
    props = coded(session.talk.review(turn), room.record(session.talk))
    added, removed, kept = props["codes"]
    assert (added["state"], added["name"], added["was"]) == ("added", "Giving information", None)
    assert (removed["state"], removed["name"], removed["was"]) == ("changed", "No code", "Persuade")
    assert kept["undo"] is None
    assert removed["undo"] == session.talk.seq - 1
    assert removed["whole"] is None  # how often the coder is right says nothing of a person's code
    side = panel(session.talk, room.record(session.talk))
    counts = {one["label"]: one for one in side["counts"]}
    assert (counts["Persuading"]["n"], counts["Information given"]["n"]) == (0, 1)
    assert counts["Information given"]["often"] is None
    assert counts["Open questions"]["often"]
    assert side["corrected"].startswith("2 codes corrected by you")
    assert len(side["strip"][0]) == 2


async def test_a_code_can_be_added_to_a_sentence_or_the_whole_turn(
    room: Room, session: Session
) -> None:
    turn = await say(session, PUSH)
    words = coded(session.talk.review(turn), room.record(session.talk))["words"]
    assert [PUSH[one["start"] : one["end"]] for one in words] == [
        PUSH,
        "You should really move it now, everybody does.",
        "How do you feel about that?",
    ]
    alone = await say(session, "How do you feel about that?")
    assert len(coded(session.talk.review(alone), room.record(session.talk))["words"]) == 1


async def test_points_are_numbered_and_contested(room: Room, session: Session) -> None:
    turn = await say(session, PUSH)
    record = room.record(session.talk)
    before = showing.critique(session.talk, turn, room.rubric, record)["props"]
    points = [*before["findings"], *([before["well"]] if before["well"] else [])]
    assert [one["number"] for one in points] == list(range(len(points)))
    assert {one["contested"] for one in points} == {None}
    await session.reviews.contest(turn, 0)
    after = showing.critique(session.talk, turn, room.rubric, record)["props"]
    assert after["findings"][0]["contested"] == session.talk.seq


async def test_a_debrief_says_what_was_corrected_even_afterwards(
    room: Room, session: Session
) -> None:
    turn = await say(session, PUSH)
    made = await session.debrief()
    record = room.record(session.talk)
    before = closing.debrief(session.talk, made, record)[0]["output"]
    assert "| Persuading without it | P | 1 |" in before
    assert "Readers agreed" in before
    assert "corrected by you" not in before
    first = session.talk.review(turn).codes[0]
    await session.reviews.correct(turn, first, Label.PERSUADE, Label.GI)
    after = closing.debrief(session.talk, made, record)[0]["output"]
    assert "| Persuading without it | P | 0 |" in after
    assert "1 code corrected by you; your codes are counted." in after
    await session.reviews.undo(session.talk.seq)
    assert closing.debrief(session.talk, made, record)[0]["output"] == before


async def test_where_the_critique_hears_otherwise_it_is_said(room: Room, session: Session) -> None:
    turn = await say(session, PUSH)
    verdict = session.talk.verdicts[turn]
    assert isinstance(verdict, Critique)
    other = Difference(
        quote="everybody does", start=31, end=45, evaluator="C", coder="P", rule="R."
    )
    differing = {turn: verdict.model_copy(update={"differences": (other,)})}
    talk = session.talk.model_copy(update={"verdicts": differing})
    props = showing.critique(talk, turn, room.rubric, room.record(talk))["props"]
    assert props["differences"] == ["“everybody does”: the critique hears C, the coder P. R."]
    assert [chip["now"] for chip in props["heard"]["codes"]] == ["P", "Q_open"]


async def test_codes_can_be_looked_at_without_a_critique(room: Room, session: Session) -> None:
    turn = await say(session, PUSH)
    missing = Unscored(turn_id=turn, evaluator="x", reason="No answer in time.")
    talk = session.talk.model_copy(update={"verdicts": {turn: missing}})
    props = showing.critique(talk, turn, room.rubric, room.record(talk))["props"]
    assert len(props["heard"]["codes"]) == 2


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("code_correct", {"start": 0, "end": 5, "was": "Nonsense", "now": "GI"}),
        ("code_correct", {"start": 0, "end": 5, "was": "P", "now": "nonsense"}),
        ("code_correct", {"start": -1, "end": 5, "was": "P", "now": "GI"}),
        ("code_correct", {"was": "P", "now": None}),
        ("code_add", {"start": "x", "end": 5, "now": "GI"}),
        ("code_add", {"start": 0, "end": 5, "now": None}),
        ("contest", {"point": "x"}),
        ("contest", {"point": 99}),
        ("review_undo", {}),
        ("review_undo", {"seq": 0}),
    ],
)
async def test_what_this_page_would_never_send_is_refused(
    room: Room,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    payload: dict[str, Any],
) -> None:
    monkeypatch.setenv("CHAINLIT_APP_ROOT", str(prepare(tmp_path / "page")))
    from chatbot.ui.reviews import REVIEWS  # noqa: PLC0415 - imports Chainlit
    from chatbot.ui.tab import Tab  # noqa: PLC0415

    turn = await say(session, PUSH)
    tab = Tab(session, room.rubric, room.record(session.talk))
    seq = session.talk.seq
    with pytest.raises(InputError):
        await REVIEWS[action](tab, {"turn": turn} | payload)
    with pytest.raises(InputError):
        await REVIEWS[action](tab, payload)  # no turn
    assert session.talk.seq == seq
