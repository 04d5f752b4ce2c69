"""What is said of a coder's codes: what was measured, and not a word more."""

from typing import Any

import pytest
from pydantic import ValidationError

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Code, Marker
from chatbot.domain.reliability import (
    NOT_MEASURED,
    TOO_FEW,
    DataSet,
    Kind,
    Measured,
    Reliability,
    Share,
    TrackRecord,
    tenths,
    times_of_ten,
)


def measured(right: int, of: int, readers: int, low: float = 0.0, high: float = 0.0) -> Measured:
    """Return counts with their shares; the interval is narrow unless it is given."""
    found = right / of if of else None
    return Measured(
        right=right,
        of=of,
        readers=readers,
        precision=None
        if found is None
        else Share(value=found, low=low or found, high=high or found),
        recall=Share(value=right / readers) if readers else None,
    )


def reliability(readers: int = 2, **labels: dict[str, Measured]) -> Reliability:
    data = (DataSet(name="test.csv", sha256="0" * 64, talks=48, annotators=readers),)
    kinds = {Kind(kind): found for kind, found in labels.items()}
    return Reliability(coder="rules-1", app_version="0", data=data, labels=kinds)


def test_a_code_is_told_by_how_often_readers_agreed() -> None:
    record = TrackRecord(reliability(codes={"AF": measured(25, 31, 50)}), "rules-1")
    told = record.code(Code.AFFIRM)
    assert told.short == "8 of 10"
    assert told.whole == (
        "When it says “Affirm”, readers agreed 8 times out of 10 (48 test talks, 31 cases). "
        "Of those that the readers heard, it heard 5 of 10."
    )
    assert record.measured


def test_a_wide_interval_is_said() -> None:
    found = reliability(codes={"AF": measured(6, 12, 8, low=0.2, high=0.78)})
    told = TrackRecord(found, "rules-1").code(Code.AFFIRM)
    assert told.whole == (
        "When it says “Affirm”, readers agreed 5 times out of 10 "
        "(48 test talks, 12 cases; anything from 2 to 8 is likely)."
    )


@pytest.mark.parametrize(("right", "of"), [(9, 9), (0, 1), (0, 0)])
def test_with_few_cases_nothing_is_claimed(right: int, of: int) -> None:
    told = TrackRecord(reliability(codes={"AF": measured(right, of, 20)}), "rules-1").code(
        Code.AFFIRM
    )
    assert told.short == TOO_FEW
    assert "of 10" not in told.whole
    assert f"{of} case" in told.whole


def test_of_another_version_or_a_missing_label_nothing_is_claimed() -> None:
    found = reliability(codes={"AF": measured(25, 31, 50)})
    other = TrackRecord(found, "rules-2")
    assert other.code(Code.AFFIRM).short == NOT_MEASURED
    assert not other.measured
    assert "was not measured" in other.footnote()
    here = TrackRecord(found, "rules-1")
    assert here.code(Code.SEEK).short == NOT_MEASURED
    assert here.marker(Marker.DODGES, "dodges").short == NOT_MEASURED
    assert TrackRecord(None, "rules-1").code(Code.AFFIRM).short == NOT_MEASURED


def test_a_question_is_told_with_its_kind() -> None:
    found = reliability(
        codes={"Q": measured(90, 100, 100)},
        questions={"open": measured(40, 50, 40), "closed": measured(3, 4, 9)},
    )
    record = TrackRecord(found, "rules-1")
    assert (
        "That it was open: 8 times out of 10 (50 cases)." in record.code(Code.QUESTION, True).whole
    )
    assert "closed" not in record.code(Code.QUESTION, False).whole  # too few to tell
    assert record.code(Code.QUESTION).short == "9 of 10"


def test_markers_and_client_classes_have_records_of_their_own() -> None:
    found = reliability(
        markers={"Dodges": measured(7, 10, 7)}, client={"change": measured(5, 10, 20)}
    )
    record = TrackRecord(found, "rules-1")
    assert record.marker(Marker.DODGES, "dodges").whole.startswith("When it says “dodges”")
    assert record.client(Talk.CHANGE, "for the change").short == "5 of 10"


@pytest.mark.parametrize(
    ("readers", "said"),
    [
        (1, "by one reader."),
        (2, "by two readers; a code stands where both gave it."),
        (3, "by three readers; a code stands where most of them gave it."),
        (12, "by 12 readers; a code stands where most of them gave it."),
    ],
)
def test_the_footnote_says_on_what_it_rests(readers: int, said: str) -> None:
    footnote = TrackRecord(reliability(readers), "rules-1").footnote()
    assert "48 test talks" in footnote
    assert footnote.endswith(said)


def test_settled_disputes_are_said() -> None:
    found = reliability(2)
    settled = tuple(one.model_copy(update={"settled": True}) for one in found.data)
    told = TrackRecord(found.model_copy(update={"data": settled}), "rules-1").footnote()
    assert told.endswith("two readers; where they differed, it was settled by the written rules.")


@pytest.mark.parametrize(
    ("share", "short", "times"),
    [
        (1.0, "10 of 10", "10 times out of 10"),
        (0.97, "over 9 of 10", "more than 9 times out of 10"),
        (0.849, "8 of 10", "8 times out of 10"),
        (0.25, "3 of 10", "3 times out of 10"),
        (0.1, "1 of 10", "once in 10 times"),
        (0.02, "under 1 of 10", "less than once in 10 times"),
        (0.0, "0 of 10", "0 times out of 10"),
    ],
)
def test_shares_in_words_never_promise_more(share: float, short: str, times: str) -> None:
    assert (tenths(share), times_of_ten(share)) == (short, times)


@pytest.mark.parametrize(
    "changes",
    [
        {"right": 11},
        {"precision": {"value": 0.9}},
        {"precision": None},
        {"recall": {"value": 1.5}},
        {"of": 0},
    ],
)
def test_figures_that_do_not_add_up_are_refused(changes: dict[str, Any]) -> None:
    fair = {"right": 5, "of": 10, "readers": 5, "precision": {"value": 0.5}}
    Measured.model_validate(fair | {"recall": {"value": 1.0}})
    with pytest.raises(ValidationError):
        Measured.model_validate(fair | {"recall": {"value": 1.0}} | changes)
