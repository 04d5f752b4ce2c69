"""A running talk with one client, and ways to try a turn in it."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from chatbot.adapters.lines import LinesVoice, line_bank
from chatbot.adapters.resources import Library
from chatbot.chains.offline import OfflineEvaluator
from chatbot.coder import shipped_coder
from chatbot.domain.codes import Heard
from chatbot.domain.critique import Critique
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.lines import LineBank
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Coder, Evaluation
from chatbot.domain.prompt import Template
from chatbot.domain.rubric import Rubric
from chatbot.domain.talk import Talk
from chatbot.session import Session
from chatbot.session.shown import evaluation_of, volley_of
from chatbot.wiring import make_rubric
from evals.advisors.script import Script
from evals.advisors.scripted import Kind, ScriptedAdvisor
from evals.conversation import Setup, new_session

#: Exchanges held before anything is tried.
RUN_IN: Final = 3
#: Id of a turn that is judged but never said.
TRIED: Final = "tried"


@dataclass(frozen=True, slots=True)
class Tools:
    """What is the same for every client."""

    coder: Coder
    bank: LineBank
    rubric: Rubric
    evaluator_template: Template
    client_template: Template

    @property
    def voice(self) -> LinesVoice:
        """The voice that is tried."""
        return LinesVoice(self.bank)

    @property
    def evaluator(self) -> OfflineEvaluator:
        """The critic that is tried."""
        return OfflineEvaluator(self.coder, self.rubric)


def make_tools(library: Library) -> Tools:
    """Return the tools with what is shipped.

    Raises:
        SparringError: one of the shipped tables is broken.
    """
    return Tools(
        coder=shipped_coder(),
        bank=line_bank(library.reactions()),
        rubric=make_rubric(library),
        evaluator_template=library.template("evaluator"),
        client_template=library.template("client"),
    )


def begin(persona: Persona, tools: Tools, kind: Kind, seed: int) -> Session:
    """Begin a talk of which nothing outlives the process."""
    setup = Setup(persona=persona.id, advisor=kind, voice="lines", seed=seed)
    return new_session(setup, persona, tools.coder, tools.voice)


def advisor(script: Script, kind: Kind, seed: int) -> ScriptedAdvisor:
    """Return an advisor with this script."""
    return ScriptedAdvisor(kind=kind, script=script, foreign=script, off_topic=(), seed=seed)


async def running(persona: Persona, script: Script, tools: Tools, seed: int) -> Session:
    """Return a talk in which a good advisor has said a few turns."""
    session = begin(persona, tools, Kind.ADHERENT, seed)
    skilled = advisor(script, Kind.ADHERENT, seed)
    while len(session.talk.branch) < RUN_IN and not session.talk.state.ended:
        await said(session, await skilled.turn(session.talk))
    return session


async def said(session: Session, text: str) -> ExchangeCommitted:
    """Say something and return the exchange.

    Raises:
        SparringError: the turn was refused.
    """
    async for _ in session.advise(text):
        pass
    return session.talk.branch[-1]


async def tried(session: Session, text: str) -> ExchangeCommitted | BaseException:
    """Say something and return the exchange, or whatever was raised: a crash is a result here."""
    task = asyncio.create_task(said(session, text))
    await asyncio.wait({task})
    return task.exception() or task.result()


class Judged(NamedTuple):
    """A turn as it was heard and judged."""

    heard: Heard
    evaluation: Evaluation
    critique: Critique


async def heard_as(talk: Talk, words: str, coder: Coder) -> Heard:
    """Return what the coder would hear if the advisor said `words` next."""
    return await coder.code(volley_of(talk, words))


async def judged(talk: Talk, words: str, tools: Tools) -> Judged:
    """Return what would be heard and said of `words`, offline."""
    heard = await heard_as(talk, words, tools.coder)
    evaluation = evaluation_of(talk, TRIED, words, heard)
    return Judged(heard, evaluation, await tools.evaluator.critique(evaluation))


def shuffled(names: list[str], seed: int, purpose: str) -> list[str]:
    """Return names in an order of this seed."""
    order = list(names)
    Random(f"{seed}:{purpose}").shuffle(order)
    return order
