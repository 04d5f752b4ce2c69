"""Cues that fire where nobody meant them: in turns that were written for other clients."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from chatbot.adapters.yaml_file import read_yaml
from chatbot.coder.touches import find_cue, spoken
from chatbot.coder.words import words
from chatbot.domain.base import Value
from chatbot.domain.persona import Persona
from evals.advisors.script import FOLDER, load_script, scripted_personas

#: A cue that is found in a larger share of unrelated turns says nothing.
TOO_COMMON: Final = 0.10


class CommonCue(Value):
    """A cue, whose it is, and the share (0–1) of unrelated turns in which it fires."""

    owner: str
    cue: str
    share: float
    example: str


def unrelated_turns(persona_id: str) -> tuple[str, ...]:
    """Return all advisor turns that were written for other clients, and small talk.

    Raises:
        ScriptError: one of the scripts is broken.
    """
    others = [one for one in scripted_personas() if one != persona_id]
    said = [
        text for one in others for text in _texts(load_script(one).model_dump(exclude={"persona"}))
    ]
    return tuple(dict.fromkeys((*said, *read_yaml(FOLDER / "_off_topic.yaml").data["turns"])))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    else:
        for one in value:
            yield from _texts(one)


def common_cues(
    persona: Persona, turns: Sequence[str], limit: float = TOO_COMMON
) -> tuple[CommonCue, ...]:
    """Return the cues that fire in more than `limit` of the turns, the commonest first."""
    heard = [(text, spoken(words(text))) for text in turns]
    owned = [(one.id, cue) for one in persona.contents() for cue in one.cues]
    sore = (*persona.triggers, *persona.softeners)
    owned += [(one.id, cue) for one in sore for cue in one.cues]
    found = []
    for owner, cue in owned:
        hit = [text for text, turn in heard if find_cue(cue, turn) is not None]
        if heard and len(hit) > limit * len(heard):
            share = len(hit) / len(heard)
            found.append(CommonCue(owner=owner, cue=cue, share=share, example=hit[0]))
    return tuple(sorted(found, key=lambda one: (-one.share, one.owner, one.cue)))
