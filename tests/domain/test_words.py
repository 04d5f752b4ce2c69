"""Words, sentences and cues."""

import pytest

from chatbot.domain.words import as_sentence, content_words, cue_pattern, sentences


@pytest.mark.parametrize(
    ("cue", "said", "found"),
    [
        ("fee", "The FEE is high.", True),
        ("fee", "I feel it.", False),
        ("commission*", "about commissions", True),
        ("in writing", "put it in\nwriting", True),
        ("in writing", "within writing", False),
        ("4,200", "of 4,200 labels", True),
        ("a.b", "a b and aXb", False),
    ],
)
def test_a_cue_matches_whole_words_in_any_case(cue: str, said: str, found: bool) -> None:
    assert bool(cue_pattern(cue).search(said)) is found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I pay 0.65 percent. Why?", ("I pay 0.65 percent.", "Why?")),
        ("Well... no!", ("Well...", "no!")),
        ('"Yes." He left', ('"Yes."', "He left")),
        ("one\ntwo. three", ("one\ntwo.", "three")),
        ("  \n ", ()),
    ],
)
def test_a_text_falls_into_sentences(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop() -> None:
    assert as_sentence("the fee ate it") == "The fee ate it."
    assert as_sentence("who says so?") == "Who says so?"


def test_content_words_are_long_or_figures_and_never_the_common_ones() -> None:
    assert content_words("What would 40 Labels cost, just about?") == {"40", "labels", "cost"}
