import pytest

from chatbot.chains.agreement import NONE, differences, rule, settle
from chatbot.chains.quotes import find
from chatbot.domain.codes import Code, CodedSegment

TURN = "“Well,” I said,\n it’s   your call – isn't it… Really."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("it's your call", "it’s   your call"),
        ('"Well," I said, it\'s', "“Well,” I said,\n it’s"),
        ("your call - isn't it...", "your call – isn't it…"),
        ("REALLY.", "Really."),
        ('"Really"', "Really"),
        ("…isn't it…", "isn't it"),
        ("i said", "I said"),
    ],
)
def test_quotes_are_found_whatever_their_blanks_and_marks(quote: str, found: str) -> None:
    place = find(quote, TURN)
    assert place is not None
    assert place.quote == found
    assert TURN[place.start : place.end] == found


@pytest.mark.parametrize("quote", ["", " ", "…", "your calling", "ell", "it is your call", "?"])
def test_words_that_are_not_there_are_not_found(quote: str) -> None:
    assert find(quote, TURN) is None


def seg(code: Code, start: int, end: int) -> CodedSegment:
    return CodedSegment(code=code, quote="x" * (end - start), start=start, end=end)


def test_the_manuals_rules_settle_codes() -> None:
    confront, question = seg(Code.CONFRONT, 0, 9), seg(Code.QUESTION, 4, 9)
    assert settle([question, confront]) == (confront,)
    assert settle([seg(Code.QUESTION, 10, 12), confront])[1].code is Code.QUESTION
    assert settle([]) == ()


def test_agreement_leaves_no_difference() -> None:
    one = seg(Code.GI, 0, 5)
    assert differences((one,), (seg(Code.GI, 7, 9),)) == ()
    (missed,) = differences((), (one,))
    assert (missed.evaluator, missed.coder) == (NONE, "GI")
    (extra,) = differences((one,), ())
    assert (extra.evaluator, extra.coder) == ("GI", NONE)


def test_every_pair_of_codes_has_its_rule() -> None:
    for one in (*Code, None):
        for other in (*Code, None):
            if one is not other:
                assert rule(one, other)
                assert rule(one, other) == rule(other, one)
    assert "neither" in rule(Code.CONFRONT, Code.SIMPLE_REFLECTION)
    assert "lower" in rule(Code.SEEK, Code.AFFIRM)
