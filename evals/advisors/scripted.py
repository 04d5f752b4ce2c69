"""Scripted advisors: thirteen kinds, reacting to the client's last act, never saying a turn twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.moves import ASKING, CHANGE_TALK, Act
from chatbot.domain.talk import Talk
from evals.advisors.script import Script


class Kind(StrEnum):
    """The kinds of advisors; what each does is said in `KINDS`."""

    ADHERENT = "adherent"
    AVERAGE = "average"
    LECTURING = "lecturing"
    PUSHY = "pushy"
    EVASIVE = "evasive"
    HOSTILE = "hostile"
    OFF_TOPIC = "off_topic"
    PARROT = "parrot"
    WRONG_CONTENT = "wrong_content"
    FLATTERER = "flatterer"
    PERMISSION_THEN_PITCH = "permission_then_pitch"
    FEE_DODGER = "fee_dodger"
    PLAIN_HONEST = "plain_honest"


KINDS: Final[dict[Kind, str]] = {
    Kind.ADHERENT: "listens, asks, affirms, informs with permission, answers straight",
    Kind.AVERAGE: "a mix: 30 % closed questions, 25 % information, 25 % adherent, 10 % lecture, 10 % push",
    Kind.LECTURING: "explains and corrects at length",
    Kind.PUSHY: "pushes, warns, hurries, closes",
    Kind.EVASIVE: "never says anything definite",
    Kind.HOSTILE: "belittles and blames",
    Kind.OFF_TOPIC: "talks of other things",
    Kind.PARROT: "gives back every line as it came",
    Kind.WRONG_CONTENT: "fine reflections and questions about somebody else's case",
    Kind.FLATTERER: "praises whatever is said",
    Kind.PERMISSION_THEN_PITCH: "asks permission and pitches in the same breath",
    Kind.FEE_DODGER: "as adherent, but never answers about fees, interest or proof",
    Kind.PLAIN_HONEST: "decent and straight, without any technique",
}

#: The stated mix of the average advisor.
AVERAGE_MIX: Final = {
    "closed": 0.30,
    "information": 0.25,
    "adherent": 0.25,
    "lecture": 0.10,
    "push": 0.10,
}

_AFTER: Final[dict[Act, str]] = {
    Act.DISCLOSE_FACT: "acknowledge",
    Act.DISCLOSE_FEELING: "touched",
    Act.STATE_VALUE: "acknowledge",
    Act.TAKING_STEP: "commitment",
    Act.WALK_OUT: "challenge",
} | dict.fromkeys(CHANGE_TALK - {Act.COMMITMENT, Act.TAKING_STEP}, "change_talk")


@dataclass(frozen=True, slots=True)
class ScriptedAdvisor:
    """An advisor of one kind for one client.

    Attributes:
        kind: how it behaves.
        script: its turns.
        foreign: another client's script, for right form and wrong content.
        off_topic: turns about other things.
        seed: with the turn's number it seeds each choice.
    """

    kind: Kind
    script: Script
    foreign: Script
    off_topic: Sequence[str]
    seed: int

    @property
    def name(self) -> str:
        """The kind's name."""
        return self.kind.value

    async def turn(self, talk: Talk) -> str:
        """Return what the advisor says next."""
        used = frozenset(exchange.advisor for exchange in talk.branch)
        dice = Random(f"{self.seed}:{len(talk.branch)}:{self.kind}:advisor")
        return _Turn(self, talk, used, dice).choose()


@dataclass(frozen=True, slots=True)
class _Turn:
    """One decision: the talk so far, the turns said already, and a dice."""

    advisor: ScriptedAdvisor
    talk: Talk
    used: frozenset[str]
    dice: Random

    @property
    def last(self) -> ExchangeCommitted | None:
        return self.talk.branch[-1] if self.talk.branch else None

    def choose(self) -> str:
        script = self.advisor.script
        ways: dict[Kind, Callable[[], str]] = {
            Kind.ADHERENT: lambda: self.adherent(script),
            Kind.AVERAGE: self.average,
            Kind.LECTURING: lambda: self.fresh(script.lecturing),
            Kind.PUSHY: lambda: self.fresh(script.pushy),
            Kind.EVASIVE: lambda: self.fresh(script.evasive),
            Kind.HOSTILE: lambda: self.fresh(script.hostile),
            Kind.OFF_TOPIC: lambda: self.fresh(self.advisor.off_topic),
            Kind.PARROT: self.parrot,
            Kind.WRONG_CONTENT: lambda: self.adherent(self.advisor.foreign, by_content=False),
            Kind.FLATTERER: lambda: self.fresh(script.flatterer),
            Kind.PERMISSION_THEN_PITCH: lambda: self.fresh(script.permission_then_pitch),
            Kind.FEE_DODGER: self.fee_dodger,
            Kind.PLAIN_HONEST: self.plain_honest,
        }
        return ways[self.advisor.kind]()

    def fresh(self, *pools: Sequence[str]) -> str:
        """Return a turn not said before out of the first pool that has one; else any of the last."""
        for pool in pools:
            left = [text for text in pool if text not in self.used]
            if left:
                return self.dice.choice(left)
        return self.dice.choice(pools[-1])

    def adherent(self, script: Script, *, by_content: bool = True) -> str:
        """Answer what was said; now and then affirm, evoke, offer or go underneath instead."""
        own = script.adherent
        spare = (*own.look_underneath, *own.evoke, *own.affirm)
        if self.last is None:
            return self.fresh(own.opening)
        move = self.last.move
        told = (
            own.after_content.get(move.content_ids[0], ())
            if move.content_ids and by_content
            else ()
        )
        reaction = own.after_act.get(_AFTER.get(move.act, move.act.value), ())
        if move.act in ASKING or move.act in {
            Act.COMMITMENT,
            Act.FALSE_YES,
            Act.EVADE,
            Act.TOUCHED,
        }:
            return self.fresh(told, reaction, spare)
        if told and self.dice.random() < 0.8:
            return self.fresh(told, reaction, spare)
        turn = len(self.talk.branch)
        if (
            turn >= 7
            and move.act in CHANGE_TALK | {Act.ACKNOWLEDGE, Act.HESITATE}
            and self.dice.random() < 0.4
        ):
            return self.fresh(own.offer, own.evoke, spare)
        extra = self.dice.choices(
            (reaction, own.look_underneath, own.affirm, own.evoke, own.disclose), (5, 2, 1, 2, 0.5)
        )[0]
        return self.fresh(extra, reaction, spare)

    def average(self) -> str:
        """Draw from the stated mix."""
        script = self.advisor.script
        way = self.dice.choices(list(AVERAGE_MIX), list(AVERAGE_MIX.values()))[0]
        pools = {
            "closed": script.closed_questions,
            "information": script.simple_information,
            "lecture": script.lecturing,
            "push": script.pushy,
        }
        if way in pools:
            return self.fresh(pools[way], script.simple_information)
        return self.adherent(script)

    def parrot(self) -> str:
        """Give back the client's last words."""
        said = self.last.reply.text if self.last else self.talk.started.opening
        return self.dice.choice(("{}", "So: {}", "{} I see.")).format(said)

    def fee_dodger(self) -> str:
        """Dodge what is asked, kindly; else be adherent, but disclose nothing."""
        if self.last is not None and (self.last.move.act in ASKING or self.last.state.question):
            return self.fresh(self.advisor.script.fee_dodge)
        said = self.adherent(self.advisor.script)
        disclosing = said in self.advisor.script.adherent.disclose
        return self.fresh(self.advisor.script.adherent.look_underneath) if disclosing else said

    def plain_honest(self) -> str:
        """Listen, answer straight, ask normal questions, leave the choice."""
        own = self.advisor.script.plain_honest
        if self.last is None:
            return self.fresh(own.opening)
        move = self.last.move
        told = own.after_content.get(move.content_ids[0], ()) if move.content_ids else ()
        if told and (move.act in ASKING or self.dice.random() < 0.7):
            return self.fresh(told, own.any)
        if len(self.talk.branch) >= 8 and self.dice.random() < 0.25:
            return self.fresh(own.offer, own.any)
        return self.fresh(own.any)
