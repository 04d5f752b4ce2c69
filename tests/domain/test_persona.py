"""A client as a value."""

from typing import Any

import pytest
from pydantic import ValidationError

from chatbot.domain.contents import Layer
from chatbot.domain.mirror import client_words
from chatbot.domain.moves import DECIDED, Act, Ending
from chatbot.domain.persona import Persona, nobody
from tests.kit import client, client_data


def test_each_shipped_client_has_sixty_lines_of_its_own_and_none_of_the_long_ones_twice(
    each_persona: Persona,
) -> None:
    lines = [line.text for own in each_persona.lines.values() for line in own]
    lines += [line.text for line in each_persona.opening]
    assert len(lines) >= 60
    long = [line for line in lines if len(line.split()) > 4]
    assert sorted(set(long)) == sorted(long)


def test_each_shipped_client_has_lines_for_every_act(each_persona: Persona) -> None:
    assert [act for act in Act if not each_persona.lines.get(act)] == []


def test_everything_a_shipped_client_may_come_to_tell_has_a_line(each_persona: Persona) -> None:
    spoken = {i for own in each_persona.lines.values() for line in own for i in line.about}
    noticed = {content.id for content in (*each_persona.strengths, *each_persona.likes)}
    tellable = {content.id for content in each_persona.contents()} - noticed
    assert tellable - spoken == set()


def test_each_shipped_client_has_depth(each_persona: Persona) -> None:
    for layer in Layer:
        assert each_persona.layer(layer), layer
    assert any(concern.trust > 0 for concern in each_persona.concerns)
    assert len(each_persona.opening) >= 2
    assert all(content.cues for content in each_persona.contents())
    assert each_persona.advisor_brief.must_tell


def test_every_best_outcome_can_be_reached_with_trust_that_can_be_won(
    each_persona: Persona,
) -> None:
    for ending in each_persona.best_outcomes:
        assert min(p.trust for p in each_persona.plans if p.ending is ending) <= 0.75


def test_among_the_eight_two_or_more_are_right_and_one_choice_is_open(
    personas: dict[str, Persona],
) -> None:
    assert len(personas) >= 8
    assert sum(persona.client_is_right for persona in personas.values()) >= 2
    assert any(persona.stance == "equipoise" for persona in personas.values())
    assert len({persona.domain for persona in personas.values()}) == len(personas)


def test_most_shipped_lines_that_feel_something_can_be_quoted_back(each_persona: Persona) -> None:
    told = [line.text for line in each_persona.lines[Act.DISCLOSE_FEELING] if line.about]
    assert any(client_words(line).fragment for line in told)


def test_a_persona_survives_the_log_unchanged(each_persona: Persona) -> None:
    assert Persona.model_validate_json(each_persona.model_dump_json()) == each_persona


def test_a_client_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        client().name = "Eve"  # type: ignore[misc]


def test_contents_are_found_by_id() -> None:
    assert client().content("poker").say == "I play poker on Thursdays."
    with pytest.raises(KeyError):
        client().content("chess")


def test_extensions_are_kept_verbatim() -> None:
    kept = {"my": {"own": ["{{name}}", 1, None]}}
    assert client(extensions=kept).extensions == kept


def test_a_client_is_right_if_any_concern_holds_in_part() -> None:
    assert not client().client_is_right
    data = client_data()
    data["concerns"][0]["valid"] = "partly"
    assert Persona.model_validate(data).client_is_right


def changed(**changes: Any) -> dict[str, Any]:
    return client_data() | changes


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (changed(likes=[{"id": "poker", "say": "Twice."}]), ("against_type", 0, "id")),
        (changed(softeners=[{"id": "fees", "why": "Oh.", "cues": ["ah"]}]), ("softeners", 0, "id")),
        (
            changed(lines={"doubt": ["Hm.", {"text": "Oh.", "about": ["nowhere"]}]}),
            ("lines", "doubt", 1, "about"),
        ),
        (changed(opening=[{"text": "So.", "about": ["nowhere"]}]), ("opening", 0, "about")),
        (
            changed(plans=[{"id": "p-one", "say": "Well.", "ending": "plan", "after": ["reads"]}]),
            ("plans", 0, "after"),
        ),
        (changed(best_outcomes=["small_test", "plan"]), ("best_outcomes", 1)),
        (changed(best_outcomes=["walk_out"]), ("best_outcomes", 0)),
    ],
)
def test_what_does_not_fit_together_is_refused_and_the_field_named(
    data: dict[str, Any], where: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        Persona.model_validate(data)
    assert [error["ctx"]["where"] for error in caught.value.errors()] == [where]


@pytest.mark.parametrize("ending", [e for e in Ending if e not in DECIDED])
def test_a_plan_ends_in_a_decision(ending: Ending) -> None:
    with pytest.raises(ValidationError, match="a plan ends in one of"):
        client(plans=[{"id": "p-one", "say": "Well.", "ending": ending}])


def test_nobody_is_a_client_without_traits() -> None:
    assert nobody("sign by May").advisor_brief.target_behaviour == "sign by May"
    assert nobody().lines == {}
