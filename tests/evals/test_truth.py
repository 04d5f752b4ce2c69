from typing import Any

import pytest

from chatbot.domain.codes import Behaviour, Code, Heard, Toward
from chatbot.domain.dialogue import Speaker
from evals.agreement.ceiling import ceilings
from evals.agreement.scoring import Sums
from evals.agreement.sessions import Sheet, adherence, combined, depth, listening, telling
from evals.agreement.tasks import main_behaviour
from evals.agreement.truth import leave_one_out, majority, plurality, truth_of
from evals.labelled import SETTLED, Annotation, LabelledTalk, Utterance
from evals.metrics.intervals import bootstrap_weights
from tests.kit import seg


def by(annotator: str = "", **labels: Any) -> Annotation:
    return Annotation.model_validate({"annotator": annotator} | labels)


def test_several_annotators_settle_on_what_most_say() -> None:
    assert plurality(["a", "b", "a", None]) == "a"
    assert plurality(["a", "b"]) is None
    assert plurality([None]) is None
    assert majority([{"SR", "AF"}, {"SR"}, None]) == {"SR"}
    assert majority([{"SR"}, set(), {"GI"}]) == set()
    assert majority([None, None]) is None
    truth = truth_of(
        [
            by("x", behaviour="question", question="open"),
            by("y", behaviour="question", question="open", reflection="simple"),
            by("z", behaviour="reflection", reflection="complex"),
        ]
    )
    assert (truth.behaviour, truth.question) == (Behaviour.QUESTION, "open")
    assert truth.reflection is None  # none, simple and complex: a tie
    assert truth.codes is None
    assert truth.tells is False


def test_miti_codes_also_say_what_kind_of_question_and_reflection_it_is() -> None:
    truth = truth_of([by(miti=("CR", "Q_closed"), toward=({"code": "CR", "toward": "change"},))])
    assert (truth.question, truth.reflection, truth.tells) == ("closed", "complex", False)
    assert truth.codes == {"CR", "Q"}
    assert truth.toward == ((Code.COMPLEX_REFLECTION, Toward.CHANGE),)
    assert truth_of([by(miti=())]).question == ""
    assert truth_of([by()]).question is None


def test_one_is_left_out_and_held_against_the_others() -> None:
    assert leave_one_out(["a", "a", "b"], plurality) == [("a", "b")]
    assert leave_one_out(["a", "b"], plurality) == [("b", "a"), ("a", "b")]
    assert leave_one_out(["a", None], plurality) == []


def test_the_ceiling_by_hand() -> None:
    """Three annotators, two turns: one of the three differs once.

    Turn 1: q q q, three pairs that agree. Turn 2: q r r. Held against the others: q against (r, r)
    differs; r against (q, r) is a tie, twice. So r: people 1, judge 0; q: people 3, judge 4, both 3.
    Fleiss: P = 1 and 1/3; shares 4/6 and 2/6, Pe = 5/9: (2/3 - 5/9) / (4/9) = 1/4.
    """
    marks = [("question", "question", "question"), ("question", "reflection", "reflection")]
    said = [
        {
            "utterance_id": number,
            "speaker": "advisor",
            "text": "Well?",
            "annotations": [by(who, behaviour=b) for who, b in zip("xyz", row, strict=True)],
        }
        for number, row in enumerate(marks)
    ]
    talk = LabelledTalk.model_validate({"transcript_id": "t", "utterances": said})
    (found,) = ceilings([talk, talk], Sums(bootstrap_weights(2, 100)))
    assert (found.name, found.annotators, found.pairs) == ("advisor4", 3, 8)
    assert found.macro_f1 is not None
    assert found.macro_f1.value == pytest.approx((6 / 7 + 0) / 2)
    assert found.fleiss_kappa is not None
    assert found.fleiss_kappa.value == pytest.approx(1 / 4)
    assert {one.label: one.both for one in found.per_label if one.human} == {
        "question": 6,
        "reflection": 0,
    }


def test_one_annotator_has_no_ceiling() -> None:
    said = {
        "utterance_id": 0,
        "speaker": "client",
        "text": "No.",
        "annotations": [by(talk="change")],
    }
    talk = LabelledTalk.model_validate({"transcript_id": "t", "utterances": [said]})
    assert ceilings([talk], Sums(bootstrap_weights(1, 10))) == ()


def test_the_dominant_class_is_the_longest_that_is_not_other() -> None:
    short = seg(Code.QUESTION, "Why?", start=40, confidence=0.8)
    long = seg(Code.AFFIRM, "You have stood up for him all along.", confidence=0.6)
    assert main_behaviour(Heard(segments=(long, short))) == (Behaviour.QUESTION, 0.8)
    assert main_behaviour(Heard(segments=(long,))) == (Behaviour.OTHER, 0.6)
    assert main_behaviour(Heard()) == (Behaviour.OTHER, None)
    equal = seg(Code.GI, "4 %.", start=0, confidence=0.7)
    assert main_behaviour(Heard(segments=(equal, short)))[0] is Behaviour.QUESTION


def test_session_scores_by_hand() -> None:
    sheet = Sheet(
        volleys=20, questions=10, simple=8, complex=2, telling=5, adherent=3, non_adherent=1
    )
    assert adherence(sheet) == pytest.approx(2 / 20)
    assert listening(sheet) == pytest.approx(1 / 2)
    assert depth(sheet) == pytest.approx(0.2)
    assert telling(sheet) == pytest.approx(0.25)
    # one step up of weight 2 on 20 cases; fair; two steps down on 10 cases; fair: over 5
    assert combined(sheet) == pytest.approx((2 * 1 * 20 / 25 - 2 * 10 / 15) / 5)
    empty = Sheet(*[0.0] * 7)
    assert all(str(score(empty)) == "nan" for score in (adherence, listening, depth, combined))


def test_settled_labels_are_the_truth_and_no_part_of_the_agreement_among_people() -> None:
    marks = (
        Annotation(annotator="L1", miti=("P",)),
        Annotation(annotator="L2", miti=("GI",)),
        Annotation(annotator=SETTLED, miti=("GI",)),
    )
    said = Utterance(utterance_id=0, speaker=Speaker.ADVISOR, text="x", annotations=marks)
    assert truth_of(said.binding).codes == frozenset({"GI"})
    assert [one.annotator for one in said.independent] == ["L1", "L2"]
    alone = said.model_copy(update={"annotations": marks[:2]})
    assert alone.binding == alone.independent == marks[:2]
