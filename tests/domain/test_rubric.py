"""The one rubric: principles and coaching texts, checked when they are read."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from chatbot.adapters.resources import Library
from chatbot.domain.errors import PromptError
from chatbot.domain.rubric import Rubric, rubric_of

#: Every row of the table of good practice that the evaluator must know.
ROWS = """open_question reflective_listening look_underneath name_it_openly respect_hesitation
own_the_fault affirm support_autonomy collaborate explore_values curiosity work_through_block
evoke_change_talk ask_permission address_hesitation summarise""".split()
KNOWN_SLOTS = {
    "request",
    *("quote", "client", "doubt", "wish", "mirror", "question", "ask", "duty"),
    "principle",
}


def tables(library: Library) -> tuple[dict[str, Any], dict[str, Any]]:
    return copy.deepcopy(library.table("principles")), copy.deepcopy(library.table("coaching"))


def texts(rubric: Rubric) -> list[str]:
    found = []
    for text in (*rubric.kinds.values(), *rubric.strengths.values(), rubric.missed_opening):
        found += [*text.what, *text.wordings]
    return found + [one for bank in rubric.banks.values() for one in bank]


def test_it_holds_every_row_of_good_practice(rubric: Rubric) -> None:
    assert {principle.id for principle in rubric.principles} >= set(ROWS)
    ids = [principle.id for principle in rubric.principles]
    assert sorted(set(ids)) == sorted(ids)


def test_each_principle_says_why_and_how_it_sounds(rubric: Rubric) -> None:
    for principle in rubric.principles:
        assert principle.why
        assert principle.good
        assert principle.poor
        assert principle.drill


def test_no_text_has_a_slot_that_nobody_fills(rubric: Rubric) -> None:
    for text in texts(rubric):
        assert set(re.findall(r"\{([^}]*)\}", text)) <= KNOWN_SLOTS, text
        assert text.count("{") == text.count("}")


def test_no_text_stands_twice(rubric: Rubric) -> None:
    found = texts(rubric)
    assert sorted(set(found)) == sorted(found)


def test_each_kind_has_enough_variants_for_a_long_talk(rubric: Rubric) -> None:
    for kind, text in (rubric.kinds | rubric.strengths).items():
        assert len(text.what) >= 5, kind
    for kind, text in rubric.kinds.items():
        assert len(text.wordings) >= 5, kind


def test_wordings_hold_no_figure_of_their_own(rubric: Rubric) -> None:
    for text in rubric.kinds.values():
        for wording in text.wordings:
            assert not re.search(r"\d", wording), wording


def test_every_principle_named_is_there(rubric: Rubric) -> None:
    known = {principle.id for principle in rubric.principles}
    named = {text.principle for text in (*rubric.kinds.values(), *rubric.strengths.values())}
    named |= {hint.principle for hints in rubric.hints.values() for hint in hints}
    assert named | {rubric.missed_opening.principle} <= known
    with pytest.raises(KeyError):
        rubric.principle("no_such_thing")


def unknown_principle(_: dict[str, Any], coaching: dict[str, Any]) -> None:
    coaching["kinds"]["confront"]["principle"] = "shout"


def missing_part(_: dict[str, Any], coaching: dict[str, Any]) -> None:
    del coaching["kinds"]["confront"]["what"]


def no_principles(principles: dict[str, Any], _: dict[str, Any]) -> None:
    principles.clear()


def never_fillable(_: dict[str, Any], coaching: dict[str, Any]) -> None:
    coaching["kinds"]["confront"]["wordings"] = ["You say “{client}”."]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (unknown_principle, "confront names the unknown principle 'shout'"),
        (missing_part, "kinds.confront.what: Field required"),
        (no_principles, "principles: Input should be"),
        (never_fillable, "confront.wordings needs a variant with no slot but"),
    ],
)
def test_a_broken_table_is_refused_with_the_place(
    library: Library, spoil: Callable[[dict[str, Any], dict[str, Any]], None], why: str
) -> None:
    principles, coaching = tables(library)
    spoil(principles, coaching)
    with pytest.raises(PromptError, match=why):
        rubric_of(principles, coaching)
