"""MITI counts and scores (Moyers, Manuel & Ernst 2014/2015)."""

from chatbot.domain.codes import Code
from chatbot.domain.scores import MIN_VOLLEYS, count, score
from tests.kit import asked, hear


def test_each_code_counts_once_a_volley_and_questions_by_their_kind() -> None:
    counts = count(
        [
            hear(asked(), Code.COMPLEX_REFLECTION),
            hear(asked(is_open=False), Code.PERSUADE, Code.PERSUADE),
            hear(),
        ]
    )
    assert (counts.volleys, counts.question_open, counts.question_closed) == (3, 1, 1)
    assert (counts.complex_reflection, counts.persuade, counts.gi) == (1, 1, 0)


def test_below_twenty_volleys_there_is_no_score() -> None:
    assert score(count([hear(asked())] * (MIN_VOLLEYS - 1))) is None
    assert score(count([hear(asked())] * MIN_VOLLEYS)) is not None


def test_the_scores_follow_their_formulas() -> None:
    talk = [hear(Code.COMPLEX_REFLECTION, asked())] * 3 + [hear(Code.SIMPLE_REFLECTION)] * 9
    talk += [hear(Code.SEEK, Code.AFFIRM), hear(Code.EMPHASIZE), hear(Code.CONFRONT, Code.PERSUADE)]
    talk += [hear(asked(is_open=False))] * 5
    found = score(count(talk))
    assert found is not None
    assert found.percent_complex == 25
    assert found.reflections_to_questions == 12 / 8
    assert (found.mi_adherent, found.mi_non_adherent) == (3, 2)


def test_a_ratio_without_denominator_is_none_and_not_zero() -> None:
    found = score(count([hear()] * MIN_VOLLEYS))
    assert found is not None
    assert found.percent_complex is None
    assert found.reflections_to_questions is None
