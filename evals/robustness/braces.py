"""A client whose every text looks like a template: it must come through as it was written."""

from collections.abc import AsyncIterator
from typing import Any, Final

from chatbot.adapters.lines import LinesVoice
from chatbot.adapters.scripted import ScriptedModel
from chatbot.chains.client import ModelVoice
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.dialogue import Transcript
from chatbot.domain.events import ExchangeCommitted
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief
from chatbot.session import Session
from chatbot.session.shown import evaluation_of
from evals.advisors.script import Script
from evals.advisors.scripted import Kind
from evals.robustness.sent import prompt_sent
from evals.robustness.stage import Tools, advisor, begin, tried
from evals.robustness.talks import own_texts
from evals.robustness.trials import Trial

#: What is put behind every text.
SYNTAX: Final = "{{x}} {{persona}} {quote} {0} ${HOME} %s %(name)s"
#: Texts are cut to so many characters, to leave room for it.
ROOM: Final = 180
NAME_ROOM: Final = 60 - 1 - len(SYNTAX)
#: Exchanges of each talk with such a client.
EXCHANGES: Final = 12
CHECK: Final = "persona texts verbatim"

_TEXTS: Final = frozenset(
    "say text about why style situation recommendation target_behaviour role advisor_interest".split()
)
_LISTS: Final = frozenset("case_facts evidence fees track_record must_tell habits".split())


def with_syntax(persona: Persona) -> Persona:
    """Return a copy of a client in which every text ends in template syntax."""
    data = _braced(persona.model_dump(mode="json"))
    data["name"] = f"{persona.name[:NAME_ROOM]} {SYNTAX}".strip()
    return Persona.model_validate(data)


def _braced(value: Any) -> Any:
    if isinstance(value, list):
        return [_braced(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, one in value.items():
        if key in _TEXTS and isinstance(one, str):
            found[key] = _suffixed(one)
        elif key in _LISTS:
            found[key] = [_suffixed(text) for text in one]
        else:
            found[key] = _braced(one)
    return found


def _suffixed(text: str) -> str:
    return f"{text[:ROOM].rstrip()} {SYNTAX}"


async def syntax_trials(persona: Persona, script: Script, tools: Tools) -> AsyncIterator[Trial]:
    """Yield whether the texts of such a client reach page and prompts as they were written."""
    braced = with_syntax(persona)
    for kind in (Kind.ADHERENT, Kind.PUSHY):
        session = begin(braced, tools, kind, seed=1)
        yield _trial(braced, "opening", SYNTAX in session.talk.started.opening, "")
        talker = advisor(script, kind, seed=1)
        known = own_texts(braced, tools.bank)
        while len(session.talk.branch) < EXCHANGES and not session.talk.state.ended:
            found = await tried(session, await talker.turn(session.talk))
            if not isinstance(found, ExchangeCommitted):
                yield _trial(braced, "talk goes on", False, f"{type(found).__name__}: {found}")
                break
            right = found.reply.text in known or not _long(found.reply.text)
            yield _trial(braced, "reply", right, found.reply.text)
            for trial in await _prompts(session, found, tools):
                yield trial
        await session.aclose()


def _long(text: str) -> bool:
    """The last resort of the written lines ("Hm.") belongs to no persona."""
    return len(text.split()) > 2


async def _prompts(session: Session, found: ExchangeCommitted, tools: Tools) -> list[Trial]:
    talk, persona = session.talk, session.talk.started.persona
    evaluation = evaluation_of(talk, found.turn_id, found.advisor, found.heard)
    critique = await prompt_sent(evaluation, tools.evaluator_template, tools.rubric)
    instructions = critique.messages[0].text
    lost = [text for text in brief_texts(persona.advisor_brief) if text not in instructions]
    verdict = await tools.evaluator.critique(evaluation)
    model = ScriptedModel(["I see."] * 2)
    voice = ModelVoice(model, tools.client_template, fallback=LinesVoice(tools.bank))
    before = Transcript(turns=talk.transcript.turns[:-1])
    brief = Brief(
        persona=persona, transcript=before, heard=found.heard, move=found.move, seed="1:1:voice"
    )
    async for _ in voice.speak(brief):
        pass
    system, last = model.prompts[0].messages[0].text, model.prompts[0].messages[-1].text
    missing = [text for text in (persona.name, persona.speech.style) if text not in system]
    missing += [found.move.say] if found.move.say not in last else []
    return [
        _trial(persona, "evaluator's prompt", not lost, "; ".join(lost)),
        _trial(persona, "client's prompt", not missing, "; ".join(missing)),
        _trial(persona, "critique", bool(verdict.summary.strip()), "no summary"),
    ]


def brief_texts(brief: AdvisorBrief) -> tuple[str, ...]:
    """Return all texts of a brief."""
    cite = brief.may_cite
    own = (brief.role, brief.situation, brief.recommendation, brief.target_behaviour)
    told = (*brief.must_tell, brief.advisor_interest)
    return (*own, *told, *cite.case_facts, *cite.evidence, *cite.fees, *cite.track_record)


def _trial(persona: Persona, where: str, passed: bool, note: str) -> Trial:
    return Trial(
        check=CHECK,
        persona=persona.id,
        attack="template-syntax",
        where=where,
        passed=passed,
        changed=() if passed else (where,),
        note="" if passed else note[:300],
    )
