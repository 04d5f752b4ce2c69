"""An advisor whose part a model plays: it knows the brief and hears the talk, and no more."""

import re
from typing import Final

from chatbot.chains.talk_lines import bullets
from chatbot.chains.window import window
from chatbot.domain.dialogue import Speaker
from chatbot.domain.errors import MalformedReply, PromptError
from chatbot.domain.persona import Persona
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Message, Prompt, Role, Template
from chatbot.domain.talk import Talk
from chatbot.domain.words import sentences
from chatbot.session import MAX_CHARACTERS

MODEL: Final = "model:"
_PARTS: Final = frozenset(
    {"system", "stance_directional", "stance_equipoise", "arrives", "arrives_later"}
)
_LABEL: Final = re.compile(r"^\W*(?:advis[eo]r|me|you|assistant)\W*:\W*", re.IGNORECASE)
_QUOTES: Final = "\"“”'«»"


class ModelAdvisor:
    """`Advisor` on a language model, with its own prompt (`prompts/advisor.md`).

    Raises:
        PromptError: the prompt lacks a section.
    """

    def __init__(self, model: ChatModel, template: Template) -> None:
        if missing := sorted(_PARTS - template.sections.keys()):
            raise PromptError(f"prompt '{template.name}' lacks the section {', '.join(missing)}")
        self._model = model
        self._template = template

    @property
    def name(self) -> str:
        """`model:provider:model`."""
        return MODEL + self._model.name

    async def turn(self, talk: Talk) -> str:
        """Return what the model says next.

        Raises:
            MalformedReply: it says nothing.
            ProviderError: the model failed.
        """
        completion = await self._model.complete(advisor_prompt(self._template, talk))
        return spoken(completion.text, self.name)


def advisor_prompt(template: Template, talk: Talk) -> Prompt:
    """Render the prompt: the brief first, which stays the same within a talk, then the talk."""
    system = Message(role="system", text=_system(template, talk.started.persona))
    transcript = talk.transcript
    start = window(transcript)
    messages = [_message(turn.speaker, turn.text) for turn in transcript.turns[start:]]
    if messages[0].role == "assistant":
        messages.insert(0, Message(role="user", text=template.fill("arrives_later")))
    elif start == 0:
        first = messages[0]
        text = f"{template.fill('arrives')}\n\n{first.text}"
        messages[0] = first.model_copy(update={"text": text})
    return Prompt(messages=(system, *messages))


def _system(template: Template, persona: Persona) -> str:
    brief = persona.advisor_brief
    cite = brief.may_cite
    return template.fill(
        "system",
        stance=template.fill(f"stance_{persona.stance}"),
        role=brief.role,
        situation=brief.situation,
        recommendation=brief.recommendation,
        target_behaviour=brief.target_behaviour,
        may_cite=bullets((*cite.case_facts, *cite.evidence, *cite.fees, *cite.track_record)),
        must_tell=bullets(brief.must_tell),
        advisor_interest=brief.advisor_interest,
        language=persona.language,
    )


def _message(speaker: Speaker, text: str) -> Message:
    role: Role = "assistant" if speaker is Speaker.ADVISOR else "user"
    return Message(role=role, text=text)


def spoken(text: str, name: str) -> str:
    """Return the words without a name in front or quotation marks around, no longer than a turn.

    Raises:
        MalformedReply: there are none.
    """
    words = _LABEL.sub("", text.strip(), count=1).strip()
    if len(words) > 2 and words[0] in _QUOTES and words[-1] in _QUOTES:
        words = words[1:-1].strip()
    if not words:
        raise MalformedReply(f"{name} said nothing.")
    if len(words) <= MAX_CHARACTERS:
        return words
    kept = ""
    for sentence in sentences(words):
        if len(kept) + 1 + len(sentence) > MAX_CHARACTERS:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or words[:MAX_CHARACTERS]
