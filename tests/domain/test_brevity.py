"""Three sentences, and what gives way."""

from chatbot.domain.brevity import Said, sentences_of, shortened
from chatbot.domain.critique import Finding
from chatbot.domain.words import whole_sentences


def says(what: str) -> Finding:
    return Finding(quote="x", start=0, end=1, kind="k", principle="p", what=what)


def whats(said: Said) -> list[str]:
    return [*(one.what for one in said.findings), said.done_well.what if said.done_well else ""]


def test_a_stop_within_quotation_marks_ends_no_sentence() -> None:
    text = "“Sign today. Now!” puts a clock on it. They asked for time."
    assert whole_sentences(text) == (
        "“Sign today. Now!” puts a clock on it.",
        "They asked for time.",
    )
    assert whole_sentences("They said “No.” You went on.") == ("They said “No.”", "You went on.")


def test_what_fits_is_left_as_it_is() -> None:
    said = Said((says("One. Two."),), says("Three."))
    assert shortened(said) == said
    assert sentences_of(said) == 3


def test_praise_gives_way_first_then_the_second_finding_then_the_first() -> None:
    said = Said((says("A. B."),), says("C. D."))
    assert whats(shortened(said)) == ["A. B.", "C."]
    said = Said((says("A."), says("B. C.")), says("D. E."))
    assert whats(shortened(said)) == ["A.", "B.", "D."]
    said = Said((says("A. B."), says("C. D.")), says("E. F."))
    assert whats(shortened(said)) == ["A. B.", "E."]
    said = Said((says("A. B. C. D."),), says("E."))
    assert whats(shortened(said)) == ["A. B.", "E."]
    said = Said((says("A. B. C. D."),), None)
    assert whats(shortened(said)) == ["A. B. C.", ""]
    assert shortened(Said((), None)) == Said((), None)
