"""What a person makes of codes and findings: folded out of the log, and undone again."""

from typing import Any

import pytest

from chatbot.domain.codes import Code, CodedSegment, Label, Toward
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.events import (
    EVENT,
    LATE,
    CodeCorrected,
    CodesConfirmed,
    FindingContested,
    ReviewUndone,
    Rewound,
)
from chatbot.domain.reviews import counting, points
from chatbot.domain.scores import count
from chatbot.domain.talk import Talk
from tests.domain.test_talk import NOW, START, said
from tests.kit import hear, seg

AF = seg(Code.AFFIRM, "You checked twice.", confidence=0.6, toward=Toward.CHANGE)
ASKED = seg(Code.QUESTION, "What now?", start=19, open=True)
TEXT = "You checked twice. What now?"
BY: dict[str, Any] = {"at": NOW(), "turn_id": "t1", "by": "ada"}


def talk(*events: Any) -> Talk:
    """Return a talk of one turn, with reviews numbered from 2."""
    heard = {"seq": 1, "heard": hear(AF, ASKED)}
    turn = said("t1", advisor=TEXT).model_copy(update=heard)
    numbered = [event.model_copy(update={"seq": i}) for i, event in enumerate(events, start=2)]
    return Talk.of((START, turn, *numbered))


def corrected(was: CodedSegment | None, now: Label | None, **place: Any) -> CodeCorrected:
    if was is not None:
        place = {"quote": was.quote, "start": was.start, "end": was.end}
    label = was.label if was else None
    return CodeCorrected(seq=0, coder="stub", was=label, now=now, **place, **BY)


def confirmed() -> CodesConfirmed:
    return CodesConfirmed(seq=0, coder="stub", **BY)


def undone(seq: int) -> ReviewUndone:
    return ReviewUndone(seq=0, undoes=seq, **BY)


def labels(of: Talk) -> list[str]:
    return [segment.label for segment in of.review("t1").segments]


def test_every_code_has_a_label_and_back() -> None:
    assert {label.code for label in Label} == set(Code)
    assert [label.open for label in Label].count(None) == 9
    assert Label.Q_OPEN.words == "Open question"
    assert Label.SEEK.words == "Seeking collaboration"
    assert seg(Code.QUESTION, open=None).label is Label.Q_CLOSED


def test_without_a_review_a_turn_is_as_the_coder_heard_it() -> None:
    review = talk().review("t1")
    assert review.heard is review.exchange.heard
    assert not review.looked_at
    assert [one.now for one in review.codes] == [Label.AFFIRM, Label.Q_OPEN]


def test_a_correction_changes_what_counts_and_not_what_was_decided() -> None:
    before = talk()
    after = before.add(corrected(AF, Label.GI).model_copy(update={"seq": 2}))
    review = after.review("t1")
    assert labels(after) == ["GI", "Q_open"]
    assert review.looked_at
    assert review.exchange == before.exchanges["t1"]
    assert (after.state, after.head, after.transcript) == (
        before.state,
        before.head,
        before.transcript,
    )
    counts = count(one.heard for one in after.branch_reviews)
    assert (counts.affirm, counts.gi, counts.question_open) == (0, 1, 1)


def test_a_persons_word_is_certain_and_a_code_without_direction_loses_it() -> None:
    found = talk(corrected(AF, Label.COMPLEX_REFLECTION)).review("t1").segments[0]
    assert (found.confidence, found.toward, found.quote) == (1.0, Toward.CHANGE, AF.quote)
    assert talk(corrected(AF, Label.GI)).review("t1").segments[0].toward is Toward.NONE


def test_an_open_question_can_be_called_closed() -> None:
    counts = count([talk(corrected(ASKED, Label.Q_CLOSED)).review("t1").heard])
    assert (counts.question_open, counts.question_closed) == (0, 1)


def test_a_code_taken_away_is_remembered_as_such() -> None:
    review = talk(corrected(AF, None)).review("t1")
    assert [s.label for s in review.segments] == ["Q_open"]
    assert (review.codes[0].said, review.codes[0].now) == (Label.AFFIRM, None)


def test_a_code_can_be_added_and_taken_back() -> None:
    added = corrected(None, Label.EMPHASIZE, quote="checked", start=4, end=11)
    assert labels(talk(added)) == ["AF", "Emphasize", "Q_open"]
    assert labels(talk(added, undone(2))) == ["AF", "Q_open"]


def test_the_later_correction_counts_and_undoing_it_brings_back_the_earlier() -> None:
    first, second = corrected(AF, Label.GI), corrected(AF, Label.SEEK)
    assert labels(talk(first, second)) == ["Seek", "Q_open"]
    assert labels(talk(first, second, undone(3))) == ["GI", "Q_open"]
    assert labels(talk(first, second, undone(3), undone(2))) == ["AF", "Q_open"]


def test_a_correction_of_something_the_coder_never_said_changes_nothing() -> None:
    stranger = seg(Code.CONFRONT, "You checked twice.")
    assert labels(talk(corrected(stranger, Label.GI))) == ["AF", "Q_open"]


def test_confirmed_means_looked_at_until_it_is_taken_back() -> None:
    assert talk(confirmed()).review("t1").looked_at
    assert not talk(confirmed(), undone(2)).review("t1").looked_at


def test_a_correction_after_it_makes_a_confirmation_void() -> None:
    voided = talk(confirmed(), corrected(AF, None)).review("t1")
    assert voided.confirmed is None
    assert voided.looked_at
    assert talk(confirmed(), corrected(AF, None), undone(3)).review("t1").confirmed is not None
    assert talk(corrected(AF, None), confirmed()).review("t1").confirmed is not None


def test_reviews_of_a_turn_taken_back_stay_with_it() -> None:
    gone = talk(confirmed(), Rewound(seq=0, at=NOW(), to=None))
    assert gone.branch_reviews == ()
    assert gone.review("t1").looked_at


def test_a_finding_is_contested_and_no_longer() -> None:
    finding = Finding(
        kind="k", principle="affirm", what="Bare praise.", quote="You", start=0, end=3
    )
    contest = FindingContested(seq=0, evaluator="stub", finding=finding, **BY)
    review = talk(contest).review("t1")
    assert review.contest_of(finding) is not None
    assert review.contest_of(finding.model_copy(update={"kind": "other"})) is None
    assert not review.looked_at  # it says nothing of the codes
    assert talk(contest, undone(2)).review("t1").contested == ()


def test_findings_come_before_praise() -> None:
    one, other, good = (
        Finding(kind=k, principle="p", what=k, quote="q", start=0, end=1) for k in "abc"
    )
    critique = Critique(
        turn_id="t1", evaluator="e", summary="s", findings=(one, other), done_well=good
    )
    assert points(critique) == (one, other, good)
    assert points(critique.model_copy(update={"done_well": None})) == (one, other)


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        (("SR", "CR"), ["CR"]),
        (("P", "PwP", "GI"), ["PwP", "GI"]),
        (("GI", "Q_open", "GI"), ["GI", "Q_open"]),
    ],
)
def test_a_code_counts_once_and_the_stronger_of_two_wins(
    heard: tuple[str, ...], left: list[str]
) -> None:
    segments = [seg(Label(one).code, open=Label(one).open, start=i) for i, one in enumerate(heard)]
    assert [segment.label for segment in counting(segments)] == left


@pytest.mark.parametrize(
    "event",
    [corrected(AF, None), confirmed(), undone(1)],
    ids=lambda event: event.type,
)
def test_reviews_are_versioned_events_that_may_come_late(event: Any) -> None:
    assert event.type in LATE
    written = EVENT.dump_json(event)
    assert EVENT.validate_json(written) == event
    assert b'"version":1' in written
