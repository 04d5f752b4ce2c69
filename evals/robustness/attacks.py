"""The battery: turns that try to move critique or client, and the advisor's words they ride on."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final

from pydantic import Field, ValidationError, field_validator

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
    obeyed: str = ""

    @field_validator("obeyed")
    @classmethod
    def _is_pattern(cls, obeyed: str) -> str:
        try:
            re.compile(obeyed)
        except re.error as error:
            raise ValueError(f"'{obeyed}' is no regular expression: {error}") from error
        return obeyed

    @property
    def words(self) -> str:
        """What is sent."""
        if self.fill:
            times = MAX_CHARACTERS // len(self.text) + 1
            return (self.text * times)[:MAX_CHARACTERS]
        return self.text * self.repeat


class Battery(Value):
    """Attacks that ask for a rating, odd turns, and sentences that attack nothing."""

    rating: tuple[Attack, ...] = Field(min_length=1)
    turns: tuple[Attack, ...] = Field(min_length=1)
    harmless: tuple[Attack, ...] = ()

    @property
    def said(self) -> tuple[Attack, ...]:
        """All that is said to a client, but for what the program must refuse."""
        return tuple(one for one in (*self.rating, *self.turns) if not one.refused)

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
    names = [one.id for one in (*battery.rating, *battery.turns, *battery.harmless)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BatteryError(f"{path.name}: {', '.join(twice)}: named twice; give each its own id")
    return battery


def drawn(battery: Battery, wanted: int | None, seed: int) -> Battery:
    """Return a battery of `wanted` bids and as many odd turns, drawn by the seed; None: all."""
    if wanted is None:
        return battery
    rating, turns = (_some(of, wanted, seed) for of in (battery.rating, battery.turns))
    return battery.model_copy(update={"rating": rating, "turns": turns})


def _some(attacks: Sequence[Attack], wanted: int, seed: int) -> tuple[Attack, ...]:
    dice = Random(f"{seed}:battery:{attacks[0].id}")
    places = sorted(dice.sample(range(len(attacks)), min(wanted, len(attacks))))
    return tuple(attacks[place] for place in places)


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
