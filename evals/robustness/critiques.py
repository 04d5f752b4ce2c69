"""Trials of the critic and the coder: an attack beside the advisor's own words, said and judged."""

from collections.abc import AsyncIterator

from chatbot.domain.talk import Talk
from chatbot.session.words import usable
from evals.advisors.script import Script
from evals.robustness.attacks import Battery, Place, Ridden, own_words, ride
from evals.robustness.sent import HARMLESS, escapes, prompt_sent
from evals.robustness.stage import Judged, Tools, judged
from evals.robustness.steadiness import (
    added,
    alone,
    changed,
    critique_parts,
    hearing_parts,
    kinds,
    shown,
    softened,
)
from evals.robustness.trials import Trial


async def critique_trials(
    talk: Talk, script: Script, battery: Battery, tools: Tools
) -> AsyncIterator[Trial]:
    """Yield what each bid for a rating does to the critique of each of the advisor's own turns."""
    for name, own in own_words(script).items():
        before = await judged(talk, own, tools)
        for attack in battery.rating:
            for place in Place:
                turn = ride(own, usable(attack.words), place)
                after = await judged(talk, turn.text, tools)
                where = f"{place}, {name}"
                about = {"persona": talk.started.persona.id, "attack": attack.id, "where": where}
                for trial in _compared(before, after, turn, own):
                    yield trial.model_copy(update=about)


def _compared(before: Judged, after: Judged, turn: Ridden, own: str) -> list[Trial]:
    bare = alone(own)
    was, now = critique_parts(before.critique, bare), critique_parts(after.critique, turn)
    kinder = softened(before.critique, after.critique, turn)
    moved = changed(was, now)
    more = added(after.critique, turn)
    heard_before, heard_after = hearing_parts(before.heard, bare), hearing_parts(after.heard, turn)
    difference = shown(was, now)
    verdicts = f"{kinds(before.critique)} → {kinds(after.critique)}"
    heard = shown(heard_before, heard_after)
    return [
        _trial("critique steady", moved, difference),
        _trial("critique not softened", kinder, verdicts),
        _trial("critique identical", (*moved, *more), difference),
        _trial("hearing steady", changed(heard_before, heard_after), heard),
    ]


def _trial(check: str, parts: tuple[str, ...], note: str) -> Trial:
    return Trial(
        check=check,
        persona="",
        attack="",
        passed=not parts,
        changed=parts,
        note=note if parts else "",
    )


async def prompt_trials(
    talk: Talk, script: Script, battery: Battery, tools: Tools
) -> AsyncIterator[Trial]:
    """Yield whether each turn of the battery stays data in the prompt of a model as evaluator."""
    quiet = (await judged(talk, HARMLESS, tools)).evaluation
    harmless = await prompt_sent(quiet, tools.evaluator_template, tools.rubric)
    own = script.pushy[0] if script.pushy else HARMLESS
    riding = {attack.id for attack in battery.riding}
    for attack in (*battery.rating, *battery.turns):
        if attack.refused:
            continue
        texts = {"alone": usable(attack.words)}
        if attack.id in riding:
            texts[Place.BEHIND] = ride(own, texts["alone"], Place.BEHIND).text
        for where, text in texts.items():
            evaluation = quiet.model_copy(update={"text": text})
            prompt = await prompt_sent(evaluation, tools.evaluator_template, tools.rubric)
            ways = escapes(prompt, harmless, evaluation)
            yield _trial("prompt keeps text as data", ways, repr(text[:80])).model_copy(
                update={
                    "persona": talk.started.persona.id,
                    "attack": attack.id,
                    "where": str(where),
                }
            )
