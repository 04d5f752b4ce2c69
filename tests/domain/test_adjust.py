"""Difficulty and mood: monotone, bounded, and nothing but start, temperament and thresholds."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from chatbot.domain.adjust import EXTENSION, Adjusted, Mood, adjusted, adjustment
from chatbot.domain.client_state import ClientState
from chatbot.domain.persona import Persona

LEVELS = range(1, 6)


def burdens(persona: Persona) -> Iterator[tuple[str, float]]:
    """Yield every adjusted figure so that more is harder."""
    nature = persona.temperament
    yield "trust", -nature.start.trust
    yield "discord", nature.start.discord
    yield "patience", -nature.patience
    yield "reactance", nature.reactance
    yield "forgiveness", -nature.forgiveness
    for one in (*persona.concerns, *persona.plans):
        yield one.id, one.trust


@pytest.mark.parametrize("mood", Mood)
def test_harder_is_harder_in_every_figure(each_persona: Persona, mood: Mood) -> None:
    played = [adjusted(each_persona, level, mood) for level in LEVELS]
    for easier, harder in pairwise(played):
        before, after = dict(burdens(easier)), dict(burdens(harder))
        assert all(after[name] >= before[name] for name in before)
        assert sum(after.values()) > sum(before.values())
        assert harder.difficulty == easier.difficulty + 1


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("level", LEVELS)
def test_it_stays_a_persona_and_the_same_one(each_persona: Persona, level: int, mood: Mood) -> None:
    played = adjusted(each_persona, level, mood)
    assert Persona.model_validate(played.model_dump()) == played
    for field in Persona.model_fields:
        if field not in {"difficulty", "temperament", "concerns", "plans", "extensions"}:
            assert getattr(played, field) == getattr(each_persona, field)
    for now, then in zip(played.concerns, each_persona.concerns, strict=True):
        assert now.model_copy(update={"trust": then.trust}) == then
        assert (now.trust > 0) == (then.trust > 0)  # what is said at once still is
    order = [one.id for one in sorted(each_persona.concerns, key=lambda one: one.trust)]
    assert order == [one.id for one in sorted(played.concerns, key=lambda one: one.trust)]


def test_as_written_changes_nothing(each_persona: Persona) -> None:
    assert adjusted(each_persona) is each_persona
    assert adjusted(each_persona, each_persona.difficulty, Mood.USUAL) is each_persona
    assert adjustment(each_persona) is None


def test_the_snapshot_says_how_it_was_adjusted(each_persona: Persona) -> None:
    level = 5 if each_persona.difficulty < 5 else 1
    played = adjusted(each_persona, level, Mood.WARY)
    how = adjustment(played)
    assert how == Adjusted(written=each_persona.difficulty, played=level, mood=Mood.WARY)
    assert how.words.endswith(f"({level} instead of {each_persona.difficulty}), wary")
    assert how.words.startswith("harder than" if level == 5 else "easier than")
    assert ClientState.start(played).trust.level < ClientState.start(each_persona).trust.level or (
        level == 1
    )


def test_moods_pull_the_way_their_name_says(personas: dict[str, Persona]) -> None:
    persona = personas["retirement-money"]
    usual = dict(burdens(persona))
    mood = {one: dict(burdens(adjusted(persona, mood=one))) for one in Mood}
    assert all(mood[Mood.RESTED][name] <= usual[name] for name in usual)
    for hard in (Mood.HURRIED, Mood.UPSET, Mood.WARY):
        assert all(mood[hard][name] >= usual[name] for name in usual)
    assert mood[Mood.HURRIED]["patience"] == max(one["patience"] for one in mood.values())
    assert mood[Mood.UPSET]["discord"] == max(one["discord"] for one in mood.values())
    assert mood[Mood.WARY]["trust"] == max(one["trust"] for one in mood.values())


def test_a_figure_beyond_the_bounds_is_not_pulled_back(personas: dict[str, Persona]) -> None:
    persona = personas["retirement-money"]
    plan = persona.plans[0].model_copy(update={"trust": 0.95})
    wild = persona.model_copy(update={"plans": (plan, *persona.plans[1:]), "difficulty": 1})
    assert adjusted(wild, 5).plans[0].trust == 0.95
    assert adjusted(wild.model_copy(update={"difficulty": 5}), 1).plans[0].trust < 0.95


@pytest.mark.parametrize("difficulty", [0, 6, -1])
def test_there_are_five_difficulties(personas: dict[str, Persona], difficulty: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        adjusted(personas["the-will"], difficulty)


@pytest.mark.parametrize("said", ["yes", 3, None, {"written": 9}, {"written": 1, "played": 2}])
def test_what_a_file_says_there_is_not_trusted(personas: dict[str, Persona], said: object) -> None:
    """A dropped file may hold anything under `extensions`."""
    persona = personas["retirement-money"].model_copy(update={"extensions": {EXTENSION: said}})
    assert adjustment(persona) is None
