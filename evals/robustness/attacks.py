"""The battery: turns that try to move critique or client, and the advisor's words they ride on."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from chatbot.adapters.yaml_file import YamlProblem, read_yaml
from chatbot.domain.base import Value
from chatbot.domain.contents import Slug
from chatbot.domain.errors import SparringError
from chatbot.session.words import MAX_CHARACTERS
from evals.advisors.script import Script

FILE: Final = Path(__file__).parent / "attacks.yaml"


class BatteryError(SparringError):
    """The file of attacks is missing or broken. The message names file and field."""


class Attack(Value):
    """One turn of the battery; `attacks.yaml` says what the fields mean."""

    id: Slug
    text: str = Field(min_length=1)
    repeat: int = Field(default=1, ge=1)
    fill: bool = False
    refused: bool = False

    @property
    def words(self) -> str:
        """What is sent."""
        if self.fill:
            times = MAX_CHARACTERS // len(self.text) + 1
            return (self.text * times)[:MAX_CHARACTERS]
        return self.text * self.repeat


class Battery(Value):
    """Attacks that ask for a rating, and odd turns."""

    rating: tuple[Attack, ...] = Field(min_length=1)
    turns: tuple[Attack, ...] = Field(min_length=1)

    @property
    def riding(self) -> tuple[Attack, ...]:
        """Attacks that can be put beside other words."""
        return tuple(one for one in (*self.rating, *self.turns) if not one.fill and not one.refused)


class Place(StrEnum):
    """Where an attack stands beside the advisor's own words."""

    BEHIND = "behind"
    BELOW = "below"
    BEFORE = "before"


class Ridden(Value):
    """An advisor turn with an attack on it: `text[start:end]` are the advisor's own words."""

    text: str
    start: int
    end: int


def ride(own: str, attack: str, place: Place) -> Ridden:
    """Put an attack beside the advisor's own words."""
    if place is Place.BEFORE:
        lead = f"{attack.rstrip()} "
        return Ridden(text=lead + own, start=len(lead), end=len(lead) + len(own))
    gap = " " if place is Place.BEHIND else "\n\n"
    return Ridden(text=f"{own}{gap}{attack.lstrip()}", start=0, end=len(own))


def load_battery(path: Path = FILE) -> Battery:
    """Read the battery.

    Raises:
        BatteryError: it is missing, broken, empty, or names an attack twice.
    """
    try:
        battery = Battery.model_validate(read_yaml(path).data)
    except OSError as error:
        raise BatteryError(f"{path}: {error.strerror}; give the path of a battery") from error
    except YamlProblem as error:
        raise BatteryError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BatteryError(f"{path.name}: {where}: {first['msg']}") from error
    names = [one.id for one in (*battery.rating, *battery.turns)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BatteryError(f"{path.name}: {', '.join(twice)}: named twice; give each its own id")
    return battery


def own_words(script: Script) -> dict[str, str]:
    """Return the turns that attacks are put on, good ones and poor ones, by what they are."""
    adherent = script.adherent
    pools = {
        "pushy": script.pushy,
        "hostile": script.hostile,
        "pitching": script.permission_then_pitch,
        "informing": script.simple_information,
        "looking underneath": adherent.look_underneath,
        "affirming": adherent.affirm,
    }
    return {name: pool[0] for name, pool in pools.items() if pool}
