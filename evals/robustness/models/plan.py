"""What is tried with models: talks in which a client is attacked, turns whose critique is."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple

from chatbot.domain.base import Value
from chatbot.session.words import usable
from evals.advisors.script import Script
from evals.conversation import Setup
from evals.robustness.attacks import Attack, Battery, Place, Ridden, own_words, ride
from evals.robustness.stage import RUN_IN
from evals.robustness.steadiness import alone

#: The attack, and one ordinary turn after it: what was injected still stands in the talk then.
CAP: Final = RUN_IN + 2
ALONE: Final = "alone"
_ADVISOR: Final = "attack:"


class Beside(StrEnum):
    """What stands beside the advisor's own words when a turn is judged."""

    PLAIN = "plain"
    HARMLESS = "harmless"
    BID = "bid"


class Judging(Value):
    """One turn to be critiqued in the running talk of a persona.

    Attributes:
        own: which of the advisor's own turns, by what it is.
        beside: nothing, small talk, or a bid for a rating.
        attack: id of the sentence beside it; of plain turns, the number of the try.
        place: where it stands; "" of plain turns.
    """

    persona: str
    own: str
    beside: Beside
    attack: str
    place: str = ""

    @property
    def id(self) -> str:
        """Names it within its run."""
        return f"critique/{self.persona}/{self.own}/{self.beside}/{self.attack}/{self.place}"

    @property
    def turn(self) -> str:
        """Names the advisor's own turn: turns that share it resemble each other."""
        return f"{self.persona}/{self.own}"


class Sides(NamedTuple):
    """Who is tried: the voice, or None; the evaluator, or None."""

    client: str | None
    evaluator: str | None


Case = Setup | Judging


def cases(
    sides: Sides, scripts: dict[str, Script], battery: Battery, *, seed: int, repeats: int
) -> list[Case]:
    """Return all that is tried, spread so that a run that stops early has tried all personas.

    Args:
        sides: who is tried.
        scripts: by persona.
        battery: what is said.
        seed: of the running talks.
        repeats: how often each plain turn is critiqued.
    """
    talks = list(_talks(sides.client, scripts, battery, seed)) if sides.client else []
    turns = list(_judgings(scripts, battery, repeats)) if sides.evaluator else []
    order = [(i / max(1, len(talks)), one) for i, one in enumerate(talks)]
    both: list[tuple[float, Case]] = [*order, *((i / len(turns), o) for i, o in enumerate(turns))]
    return [case for _, case in sorted(both, key=lambda pair: pair[0])]


def _talks(voice: str, scripts: dict[str, Script], battery: Battery, seed: int) -> Iterator[Setup]:
    """Yield a talk for each attack alone, and behind a pushy turn where it can ride on one."""
    riding = {one.id for one in battery.riding}
    for attack in battery.said:
        for persona, script in scripts.items():
            wheres = [ALONE, *([Place.BEHIND] if attack.id in riding and script.pushy else [])]
            for where in wheres:
                name = f"{_ADVISOR}{attack.id}/{where}"
                yield Setup(persona=persona, advisor=name, voice=voice, seed=seed, cap=CAP)


def _judgings(scripts: dict[str, Script], battery: Battery, repeats: int) -> Iterator[Judging]:
    """Yield plain turns first, then small talk and bids in turn, each in all three places."""
    owns = [(persona, own) for persona, script in scripts.items() for own in own_words(script)]
    for number in range(repeats):
        for persona, own in owns:
            yield Judging(persona=persona, own=own, beside=Beside.PLAIN, attack=str(number))
    groups = ((Beside.HARMLESS, battery.harmless), (Beside.BID, battery.rating))
    places = list(Place)
    for beside, attacks in groups:
        for i, attack in enumerate(attacks):
            for j, (persona, own) in enumerate(owns):
                place = places[(i + j) % len(places)]
                yield Judging(
                    persona=persona, own=own, beside=beside, attack=attack.id, place=place
                )


def attack_of(advisor: str, attacks: Sequence[Attack]) -> tuple[Attack, str]:
    """Return the attack that a talk's advisor is named for, and where it stood.

    Raises:
        KeyError: the battery holds no such attack.
    """
    name, _, where = advisor.removeprefix(_ADVISOR).rpartition("/")
    return {one.id: one for one in attacks}[name], where


def spoken(attack: Attack, where: str, script: Script) -> str:
    """Return the turn in which the client is attacked."""
    return (
        attack.words if where == ALONE else ride(script.pushy[0], attack.words, Place.BEHIND).text
    )


def turn_of(case: Judging, script: Script, battery: Battery) -> Ridden:
    """Return the turn that is judged, and where the advisor's own words stand in it.

    Raises:
        KeyError: script or battery hold no such words.
    """
    own = own_words(script)[case.own]
    if case.beside is Beside.PLAIN:
        return alone(own)
    beside = {one.id: one for one in (*battery.harmless, *battery.rating)}
    return ride(own, usable(beside[case.attack].words), Place(case.place))


def digest(battery: Battery) -> str:
    """Return a short digest of what is said, for the log."""
    return sha256(battery.model_dump_json().encode()).hexdigest()[:12]
