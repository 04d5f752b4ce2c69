"""What a persona is worth: what the check finds in clients that are good, mute, loose or loud."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from chatbot.adapters.resources import Library, shipped
from chatbot.domain.errors import InputError, NotFound, PersonaError
from chatbot.domain.moves import Act
from chatbot.domain.persona import Persona
from evals.advisors.script import GENERIC, ScriptError, load_script, script_for, scripted_personas
from evals.advisors.scripted import KINDS
from evals.metrics.intervals import Estimate
from evals.persona_check.cues import common_cues, unrelated_turns
from evals.persona_check.measuring import PersonaReport, Skill
from evals.persona_check.run import add_arguments, examine, run_persona
from evals.persona_check.verdict import discriminates, problems, to_text


@pytest.fixture(scope="module")
def client() -> Persona:
    return Library().gallery().get("tax-return")


@pytest.fixture(scope="module")
def found(client: Persona) -> PersonaReport:
    return examine(client, seeds=3)


@pytest.fixture(scope="module")
def mute() -> PersonaReport:
    """A client without lines, whose depths take more trust than there is.

    No cue of theirs is ever said, since each near-hit lowers what they take.
    """
    sound = Library().gallery().get("tax-return")
    deep = {"trust": 1.0, "cues": ("hypotenuse",)}
    concerns = [
        one.model_copy(update=deep if one.layer != "surface" else {"trust": 0.0})
        for one in sound.concerns
    ]
    plans = [plan.model_copy(update={"trust": 1.0}) for plan in sound.plans]
    changes = {"id": "mute", "concerns": tuple(concerns), "plans": tuple(plans), "lines": {}}
    return examine(sound.model_copy(update=changes), seeds=2)


def test_a_sound_client_tells_good_advisors_from_poor_ones(found: PersonaReport) -> None:
    assert found.own_script
    assert found.skill.trust.value > 0
    assert found.skill.auc > 0.5
    assert {one.kind: one.talks for one in found.kinds} == dict.fromkeys(
        ("adherent", "plain_honest", "lecturing", "pushy"), 3
    )
    assert found.words.own > 0.9
    assert "Does skill show?" in to_text(found)


def test_a_mute_client_is_exposed(mute: PersonaReport) -> None:
    assert not mute.own_script
    told = {one.concern: one.by_good for one in mute.concerns if one.layer != "surface"}
    assert told and not any(told.values())
    assert not any(one.by_good for one in mute.endings)
    assert all(one.own_lines == 0 for one in mute.acts)
    assert mute.words.borrowed > 0.5
    said = "\n".join(problems(mute))
    assert "Never told" in said
    assert "never reached" in said
    assert "runs out" in said
    assert "acts without lines of their own: doubt" in to_text(mute)
    assert "never (at most 75 % of talks)" in to_text(mute)


def test_the_same_seeds_say_the_same(client: Persona, found: PersonaReport) -> None:
    assert examine(client, seeds=3) == found


def test_a_loose_secret_is_named(found: PersonaReport) -> None:
    deep = [one.model_copy(update={"by_good": 0.5, "by_poor": 0.5}) for one in found.concerns]
    said = "\n".join(problems(found.model_copy(update={"concerns": tuple(deep)})))
    assert "Told to poor advisors as often: correcting-her" in said
    assert "only-hobby" not in said  # a surface concern is for anybody to hear


@pytest.mark.parametrize(
    ("good", "trust", "d", "says"),
    [
        ((0.4, 0.2, 0.6), (0.2, 0.1, 0.3), 1.5, "it discriminates: with good"),
        ((0.4, 0.2, 0.6), (0.0, -0.1, 0.1), 0.1, "by endings only"),
        ((0.0, -0.1, 0.1), (0.2, 0.1, 0.3), 1.5, "by trust only"),
        ((0.0, -0.1, 0.1), (0.2, 0.1, 0.3), 0.3, "does not discriminate"),
        ((0.0, None, None), (0.0, None, None), None, "one seed cannot tell"),
    ],
)
def test_the_verdict_follows_from_the_intervals(
    found: PersonaReport,
    good: tuple[float, float | None, float | None],
    trust: tuple[float, float | None, float | None],
    d: float | None,
    says: str,
) -> None:
    parts = [Estimate(value=v, low=low, high=high) for v, low, high in (good, trust)]
    skill = Skill(good=parts[0], trust=parts[1], cohens_d=d, auc=0.5)
    assert says in discriminates(found.model_copy(update={"skill": skill}))


def test_a_cue_that_fires_everywhere_is_named(client: Persona) -> None:
    turns = unrelated_turns(client.id)
    assert len(turns) > 1000
    assert not set(load_script(client.id).pushy) & set(turns)
    concern = client.concerns[0].model_copy(update={"cues": ("you", "hypotenuse")})
    loud = client.model_copy(update={"concerns": (concern, *client.concerns[1:])})
    named = common_cues(loud, turns)
    assert [(one.owner, one.cue) for one in named if one.cue in concern.cues] == [
        (concern.id, "you")
    ]
    share = sum("you" in turn.lower().split() for turn in turns) / len(turns)
    assert named[0].share > 0.10
    assert named[0].share >= share


def test_a_trigger_counts_too_and_the_limit_is_a_share(client: Persona) -> None:
    trigger = client.triggers[0].model_copy(update={"cues": ("sign",)})
    touchy = client.model_copy(update={"triggers": (trigger,)})
    turns = ["Sign here.", "Hello.", "Hello again.", "No."]
    assert [one.share for one in common_cues(touchy, turns) if one.cue == "sign"] == [0.25]
    assert not [one for one in common_cues(touchy, turns, limit=0.25) if one.cue == "sign"]


def test_the_generic_script_serves_whoever_has_none(tmp_path: Path) -> None:
    generic = script_for("nobody-wrote-one")
    assert generic == load_script(GENERIC)
    assert GENERIC not in scripted_personas()
    assert script_for("the-will").persona == "the-will"
    assert generic.adherent.after_content == {}
    acts = {act.value for act in Act} | {"change_talk"}
    assert generic.adherent.after_act.keys() <= acts
    pools = (generic.pushy, generic.lecturing, generic.closed_questions, generic.hostile)
    assert all(len(set(pool)) >= 12 for pool in pools)
    assert len(KINDS) == 13
    with pytest.raises(ScriptError, match="no advisor script"):
        script_for("anyone", tmp_path)


def test_the_command_prints_and_a_broken_file_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    template = shipped("personas") / "_template.yaml"
    assert run_persona(parser.parse_args([str(template), "--seeds", "1", "--cap", "4"])) == 0
    printed = capsys.readouterr().out
    assert "Verdict: one seed cannot tell" in printed
    broken = tmp_path / "broken.yaml"
    broken.write_text("schema_version: 1\nid: broken\n", "utf-8")
    with pytest.raises(PersonaError, match="name"):
        run_persona(parser.parse_args([str(broken)]))
    with pytest.raises(NotFound):
        run_persona(parser.parse_args([str(tmp_path / "none.yaml")]))
    with pytest.raises(InputError):
        run_persona(parser.parse_args([str(template), "--seeds", "0"]))
