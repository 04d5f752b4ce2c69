"""Advisor scripts: one file a persona, written by hands that saw the client's words and no rules."""

from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from chatbot.adapters.yaml_file import YamlProblem, read_yaml
from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError

FOLDER: Final = Path(__file__).parent / "scripts"

#: The script for clients that have none of their own; it answers no content in particular.
GENERIC: Final = "_any"

Lines = tuple[str, ...]


class ScriptError(SparringError):
    """An advisor script is missing or broken."""


class Adherent(Value):
    """A skilled, honest advisor's turns, by what the client just did."""

    opening: Lines = Field(min_length=1)
    after_content: dict[str, Lines]
    after_act: dict[str, Lines]
    look_underneath: Lines
    affirm: Lines
    evoke: Lines
    offer: Lines
    disclose: Lines


class PlainHonest(Value):
    """A decent person's turns, without any vocabulary of motivational interviewing."""

    opening: Lines = Field(min_length=1)
    after_content: dict[str, Lines]
    any: Lines
    offer: Lines


class Script(Value):
    """All turns that simulated advisors may say to one client."""

    persona: str
    adherent: Adherent
    closed_questions: Lines
    simple_information: Lines
    lecturing: Lines
    pushy: Lines
    hostile: Lines
    evasive: Lines
    permission_then_pitch: Lines
    flatterer: Lines
    fee_dodge: Lines
    plain_honest: PlainHonest


def load_script(persona_id: str, folder: Path = FOLDER) -> Script:
    """Return the script for a persona.

    Raises:
        ScriptError: there is none, or it is not of the documented form.
    """
    path = folder / f"{persona_id}.yaml"
    try:
        return Script.model_validate(read_yaml(path).data)
    except OSError as error:
        raise ScriptError(f"There is no advisor script for '{persona_id}' ({path}).") from error
    except YamlProblem as error:
        raise ScriptError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ScriptError(f"{path.name}: {where}: {first['msg']}") from error


def script_for(persona_id: str, folder: Path = FOLDER) -> Script:
    """Return the persona's own script, or the generic one whose turns fit any client.

    Raises:
        ScriptError: the script is not of the documented form.
    """
    own = persona_id in scripted_personas(folder)
    return load_script(persona_id if own else GENERIC, folder)


def scripted_personas(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the ids of personas that have a script."""
    return tuple(sorted(p.stem for p in folder.glob("*.yaml") if not p.stem.startswith("_")))
