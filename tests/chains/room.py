"""A small room for the chains' tests: personas, templates, and a second voice that is no model."""

from collections.abc import AsyncIterator, Iterable

from chatbot.adapters.resources import Library
from chatbot.domain.codes import CodedSegment, Heard
from chatbot.domain.dialogue import Transcript
from chatbot.domain.events import Spoken
from chatbot.domain.leeway import Leeway
from chatbot.domain.moves import Act, Move
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief, Evaluation, Voice
from chatbot.domain.rubric import rubric_of

LIBRARY = Library()
PERSONAS = LIBRARY.gallery().personas
CLIENT = LIBRARY.template("client")
EVALUATOR = LIBRARY.template("evaluator")
HINT = LIBRARY.template("hint")
TIME_OUT = LIBRARY.template("time_out")
RUBRIC = rubric_of(LIBRARY.table("principles"), LIBRARY.table("coaching"))
THEA = PERSONAS["retirement-money"]


class OwnLine:
    """A voice that always says the same line."""

    name = "lines"

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        text = "Well, there it is."
        yield text
        yield Spoken(text=text, voice=self.name)


def talk(persona: Persona, *turns: str) -> Transcript:
    """Return a talk: the persona's first opening, then `turns` in alternation, advisor first."""
    said = Transcript().client(persona.opening[0].text)
    for number, turn in enumerate(turns):
        said = said.client(turn) if number % 2 else said.advisor(turn)
    return said


def brief(
    *turns: str,
    persona: Persona = THEA,
    told: tuple[str, ...] = (),
    leeway: Leeway | None = None,
    **move: object,
) -> Brief:
    """Return a brief; `move` are fields of the move."""
    said = talk(persona, *(turns or ("What worries you about it?",)))
    return Brief(
        persona=persona,
        transcript=said,
        heard=Heard(),
        move=Move.model_validate({"act": Act.DOUBT} | move),
        told=told,
        leeway=leeway or Leeway(),
        seed="7:1:voice",
    )


def evaluation(
    text: str,
    *turns: str,
    persona: Persona = THEA,
    heard: tuple[CodedSegment, ...] = (),
) -> Evaluation:
    """Return an evaluation of `text` after the alternating `turns`."""
    return Evaluation(
        turn_id="t1",
        text=text,
        before=talk(persona, *turns),
        brief=persona.advisor_brief,
        stance=persona.stance,
        heard=(Heard(segments=heard),),
        seed="7:1:critique",
    )


async def said(voice: Voice, moment: Brief) -> tuple[list[str], Spoken]:
    """Return the deltas and the end of a reply."""
    deltas: list[str] = []
    async for piece in voice.speak(moment):
        if isinstance(piece, Spoken):
            return deltas, piece
        deltas.append(piece)
    raise AssertionError("the reply has no end")


def secrets(persona: Persona) -> Iterable[str]:
    """Yield what no prompt may hold before it is told."""
    for content in persona.contents():
        yield content.say
    yield from (persona.advisor_brief.advisor_interest, persona.advisor_brief.situation)
    yield from persona.advisor_brief.must_tell
    yield from (one.why for one in (*persona.triggers, *persona.softeners))
