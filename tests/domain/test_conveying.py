import pytest

from chatbot.domain.conveying import Fault, judge
from tests.chains.room import brief

SAY = "I'd signed nothing for Paul since 2019, and he owes me forty pounds."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("Since 2019 I'd signed nothing for Paul, and he owes me forty", Fault.CUT),
        ("Since 2018 I'd signed nothing for Paul, and he owes me forty pounds.", Fault.NUMBER),
        ("I'd signed nothing for Paul since 2019, he owes me pounds.", Fault.NUMBER),
        ("I'd signed nothing for him since 2019, and he owes me forty pounds.", Fault.NAME),
        ("Paul and Edgar owes me forty pounds, I'd signed nothing since 2019.", Fault.NAME),
        ("Since 2019 I'd signed for Paul, and he owes me forty pounds.", Fault.NEGATION),
        ("Nothing from 2019 on. Paul, forty.", Fault.MISSING),
        ("Since 2019 you'd signed nothing for Paul, he owes me forty pounds.", Fault.FLIPPED),
        (
            "I'd signed nothing for Paul since 2019, he owes me forty pounds and a lawnmower, "
            "a bicycle, a hammock.",
            Fault.MADE_UP,
        ),
        (
            "I'd signed nothing for Paul since 2019, he owes me forty pounds, you should try it.",
            Fault.ADVISES,
        ),
        (
            "Forty pounds he owes me. Since 2019 for Paul I'd signed nothing, and.",
            Fault.MISSING,
        ),
        (
            "He owes me forty pounds, owes me forty pounds, Paul. I'd signed nothing since 2019.",
            Fault.REPEATED,
        ),
        ("As an AI, I'd signed nothing for Paul since 2019, he owes me forty.", Fault.GUARD),
    ],
)
def test_each_fault_is_found(text: str, fault: Fault | None) -> None:
    faults = judge(text, brief(act="disclose_fact", say=SAY, max_words=40)).faults
    assert fault in faults if fault else not faults


@pytest.mark.parametrize(
    "text",
    [
        "No. I'd signed nothing for Paul since 2019. And he owes me forty pounds.",
        "No, I'd signed nothing for Paul since twenty nineteen, and he owes me 40 pounds.",
    ],
)
def test_what_is_put_anew_passes(text: str) -> None:
    judged = judge(text, brief(act="disclose_fact", say=SAY, max_words=40))
    assert judged.faults == (), judged.detail


def test_a_move_that_tells_nothing_new_may_not_tell_a_story() -> None:
    moment = brief(act="hesitate")
    assert judge("Part of me says yes. Ask me on Monday.", moment).faults == ()
    told = judge("My daughter Lucy drowned in Portugal, at a campsite near Lagos.", moment)
    assert {Fault.NAME, Fault.MADE_UP} <= set(told.faults)


def test_the_advisors_words_and_an_earlier_line_are_not_said_again() -> None:
    asked = "What is it that worries you most about the fund, if I may ask?"
    moment = brief(asked, act="hesitate").model_copy(
        update={"lines_used": ("Ask me that again when the leaves are down.",)}
    )
    assert Fault.ECHO in judge("What is it that worries you most about it.", moment).faults
    again = judge("Well, ask me that again when the leaves are down.", moment)
    assert Fault.REPEATED in again.faults


def test_the_score_prefers_all_of_it_in_other_words_to_a_copy() -> None:
    moment = brief(act="disclose_fact", say=SAY, max_words=20)
    anew = judge("No. I'd signed nothing for Paul since 2019. And he owes me forty pounds.", moment)
    copy = judge(SAY, moment)
    less = judge("I'd signed nothing since 2019, Paul owes forty.", moment)
    assert anew.score > copy.score
    assert anew.score > less.score


def test_quotation_marks_around_a_wording_are_taken_off() -> None:
    assert judge('"Part of me\nsays yes."', brief(act="hesitate")).text == "Part of me says yes."


def test_a_name_is_the_same_with_a_possessive_ending() -> None:
    moment = brief(
        act="disclose_fact", say="I put nine letters through Lovelock's door.", max_words=20
    )
    assert judge("Yes, I put nine letters through Lovelock's door.", moment).faults == ()
    assert Fault.NAME in judge("Yes, I put nine letters through Larkin's door.", moment).faults
