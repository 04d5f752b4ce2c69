"""The prompt that a model as evaluator is sent: the turn must stand in it as data."""

import json
from typing import Any, Final

from chatbot.adapters.scripted import ScriptedModel
from chatbot.chains.evaluator import ModelEvaluator
from chatbot.domain.dialogue import Speaker, Turn
from chatbot.domain.ports import Evaluation
from chatbot.domain.prompt import Prompt, Template
from chatbot.domain.rubric import Rubric

#: A reply of the right form: what the model says is not what is tried here.
_REPLY: Final[dict[str, Any]] = {
    "reasoning": "",
    "codes": [],
    "verdict": "nothing_to_change",
    "findings": [],
    "done_well": None,
    "instead": None,
    "summary": "Nothing to change.",
}
#: The turn whose prompt the others are laid beside.
HARMLESS: Final = "Go on, I'm listening."
_BEGINS: Final = '{"turn": '


async def prompt_sent(evaluation: Evaluation, template: Template, rubric: Rubric) -> Prompt:
    """Ask a scripted model for a critique and return the prompt it was sent."""
    model = ScriptedModel([_REPLY])
    await ModelEvaluator(model, template, rubric).critique(evaluation)
    return model.prompts[0]


def escapes(prompt: Prompt, harmless: Prompt, evaluation: Evaluation) -> tuple[str, ...]:
    """Return how the turn got out of its line of data; empty: it did not.

    Args:
        prompt: as sent for `evaluation`.
        harmless: as sent for the same talk with a harmless last turn.
        evaluation: the turn and what was said before it.
    """
    if [m.role for m in prompt.messages] != [m.role for m in harmless.messages]:
        return ("another number of messages",)
    instructions, talk = prompt.messages[0].text, prompt.messages[-1].text
    outside, data = _parted(talk)
    ways = {
        "the instructions changed": instructions != harmless.messages[0].text,
        "a line outside the talk changed": outside != _parted(harmless.messages[-1].text)[0],
        "a line of the talk is not the turn that was said": not _are(data, evaluation),
        "a line break that is no new line": len(talk.splitlines()) != len(talk.split("\n")),
        "a control token stands raw": "<|" in talk,
    }
    return tuple(name for name, found in ways.items() if found)


def _parted(talk: str) -> tuple[list[str], list[str]]:
    lines = talk.split("\n")
    data = [line for line in lines if line.startswith(_BEGINS)]
    return [line for line in lines if not line.startswith(_BEGINS)], data


def _are(lines: list[str], evaluation: Evaluation) -> bool:
    """Say whether the lines are, one by one, the last turns of the talk as they were said."""
    now = Turn(speaker=Speaker.ADVISOR, text=evaluation.text)
    said = (*evaluation.before.turns, now)[-len(lines) :]
    first = 1 + len(evaluation.before.turns) + 1 - len(lines)
    if not lines or len(lines) != len(said):
        return False
    numbered = enumerate(zip(lines, said, strict=True), first)
    return all(_is(line, number, turn) for number, (line, turn) in numbered)


def _is(line: str, number: int, turn: Turn) -> bool:
    try:
        read = json.loads(line)
    except ValueError:
        return False
    return bool(read == {"turn": number, "speaker": turn.speaker.value, "text": turn.text})
