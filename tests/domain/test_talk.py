"""A log folded into what is on the table now."""

from typing import Any

import pytest

from chatbot.domain.client_state import ClientState
from chatbot.domain.critique import Unscored
from chatbot.domain.dialogue import Speaker, Transcript
from chatbot.domain.events import (
    EVENT,
    CoachingChanged,
    CritiqueRecorded,
    DraftSaved,
    Ended,
    ExchangeCommitted,
    LoggedEvent,
    Rewound,
    SessionStarted,
    Spoken,
)
from chatbot.domain.moves import Act, Ending, Move
from chatbot.domain.talk import Talk
from tests.kit import Clock, client, hear

NOW = Clock()
ADA = client()
START = SessionStarted(
    seq=0,
    at=NOW(),
    session_id="s1",
    owner="local",
    persona=ADA,
    voice="lines",
    coder="stub",
    evaluator="stub",
    rules_version="1",
    app_version="0",
    prompts_digest="0",
    seed=7,
    opening="Hello.",
    state=ClientState.start(ADA),
)


def said(turn_id: str, parent: str | None = None, **more: Any) -> ExchangeCommitted:
    given = {"number": 1, "advisor": f"a-{turn_id}", "state": ClientState(turn=1)} | more
    return ExchangeCommitted(
        seq=0,
        at=NOW(),
        turn_id=turn_id,
        parent=parent,
        heard=hear(),
        effects=(),
        move=Move(act=Act.DOUBT),
        reply=Spoken(text=f"c-{turn_id}", voice="lines"),
        **given,
    )


def draft(turn_id: str, text: str = "words") -> DraftSaved:
    return DraftSaved(seq=0, at=NOW(), turn_id=turn_id, text=text)


def back(to: str | None) -> Rewound:
    return Rewound(seq=0, at=NOW(), to=to)


def fold(*events: LoggedEvent) -> Talk:
    numbered = [e.model_copy(update={"seq": i}) for i, e in enumerate((START, *events))]
    return Talk.of(tuple(numbered))


def test_a_log_begins_with_its_start() -> None:
    with pytest.raises(ValueError, match="session_started"):
        Talk.of(())
    with pytest.raises(ValueError, match="session_started"):
        Talk.of((draft("t1"),))


def test_adding_returns_a_new_talk_and_leaves_the_old_one() -> None:
    before = fold(said("t1"))
    after = before.add(said("t2", "t1"))
    assert [e.turn_id for e in before.branch] == ["t1"]
    assert [e.turn_id for e in after.branch] == ["t1", "t2"]


def test_the_transcript_is_the_branch() -> None:
    talk = fold(said("t1"), said("t2", "t1"))
    assert [t.text for t in talk.transcript.turns] == ["Hello.", "a-t1", "c-t1", "a-t2", "c-t2"]
    assert [t.text for t in talk.transcript_before("t2").turns] == ["Hello.", "a-t1", "c-t1"]


def test_going_back_and_on_makes_a_branch_and_the_first_one_stays() -> None:
    talk = fold(said("t1"), said("t2", "t1"), back("t1"), said("t3", "t1"))
    assert [e.turn_id for e in talk.branch] == ["t1", "t3"]
    assert set(talk.exchanges) == {"t1", "t2", "t3"}
    assert [e.turn_id for e in talk.add(back("t2")).branch] == ["t1", "t2"]


def test_going_back_to_the_opening_restores_the_state_of_the_start() -> None:
    talk = fold(said("t1"), back(None))
    assert talk.branch == ()
    assert talk.state == START.state


def test_a_draft_stands_until_its_exchange_and_not_for_another_s() -> None:
    assert fold(draft("t1")).draft is not None
    assert fold(draft("t1"), said("t1")).draft is None
    assert fold(draft("t2"), said("t1")).draft is not None
    assert fold(draft("t1"), draft("t1", "")).draft is None
    assert fold(draft("t1"), back(None)).draft is None


def test_a_critique_finds_its_turn_whenever_it_comes() -> None:
    verdict = Unscored(turn_id="t1", evaluator="stub", reason="late")
    recorded = CritiqueRecorded(seq=0, at=NOW(), turn_id="t1", verdict=verdict)
    talk = fold(said("t1"), said("t2", "t1"), recorded)
    assert talk.verdicts == {"t1": verdict}
    assert [e.turn_id for e in talk.unscored] == ["t2"]


def test_taking_a_turn_back_reopens_an_ended_talk() -> None:
    ended = Ended(seq=0, at=NOW(), ending=Ending.UNRESOLVED)
    assert fold(said("t1"), ended).ended is not None
    assert fold(said("t1"), ended, back(None)).ended is None


def test_the_way_of_coaching_is_the_last_one_chosen() -> None:
    assert fold().coaching == "live"
    assert fold(CoachingChanged(seq=0, at=NOW(), coaching="off")).coaching == "off"


def test_every_event_survives_the_log_unchanged() -> None:
    for event in fold(draft("t1"), said("t1"), back(None)).events:
        assert EVENT.validate_json(event.model_dump_json()) == event


def test_a_transcript_grows_by_returning_a_new_one() -> None:
    empty = Transcript()
    full = empty.client("Hello.").advisor("Good day.")
    assert empty.turns == ()
    assert full.said_by(Speaker.ADVISOR) == ("Good day.",)
    assert (full.last_client, empty.last_client) == ("Hello.", "")
