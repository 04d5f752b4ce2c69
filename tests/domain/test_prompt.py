"""Prompts as values: declared variables, filled in one pass."""

import pytest

from chatbot.domain.errors import PromptError
from chatbot.domain.prompt import parse_template

BODY = "## system\nYou are {{name}}. {{about}}\n## turn\n{{name}} hears: {{said}}\n"
META = {"version": 2, "variables": ["name", "about", "said"]}


def test_sections_are_filled_with_their_variables() -> None:
    template = parse_template("client", META, BODY)
    assert template.fill("turn", name="Ada", said="Hello.") == "Ada hears: Hello."
    assert template.version == 2


def test_what_is_put_in_is_never_looked_at_again() -> None:
    template = parse_template("client", META, BODY)
    filled = template.fill("turn", name="{{said}}", said="{{about}} {name} \\1")
    assert filled == "{{said}} hears: {{about}} {name} \\1"


def test_a_variable_missing_or_not_used_is_refused_by_name() -> None:
    template = parse_template("client", META, BODY)
    with pytest.raises(PromptError, match="'client', turn: no value for said"):
        template.fill("turn", name="Ada")
    with pytest.raises(PromptError, match="about is not used"):
        template.fill("turn", name="Ada", said="Hello.", about="x")


@pytest.mark.parametrize(
    ("meta", "body", "why"),
    [
        (META | {"variables": ["name", "about"]}, BODY, "differ: said"),
        (META | {"variables": ["name", "about", "said", "odd"]}, BODY, "differ: odd"),
        ({"variables": []}, "## system\nHello.\n", "needs 'version'"),
        ({"version": 1}, "Hello.", "has no section"),
    ],
)
def test_a_file_that_declares_one_thing_and_uses_another_is_refused(
    meta: dict[str, object], body: str, why: str
) -> None:
    with pytest.raises(PromptError, match=why):
        parse_template("client", meta, body)
