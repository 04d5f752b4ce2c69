"""The client that any chat model makes of one prompt: who they are, and "stay sceptical".

The usual way to simulate a client, and what ours is laid beside. No planner, no state, no guard: the
model decides what the client does, from the whole persona.
"""

from collections.abc import AsyncIterator
from typing import Final

from chatbot.domain.dialogue import Speaker
from chatbot.domain.events import Spoken
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Brief, ChatModel
from chatbot.domain.prompt import Message, Prompt

#: How such a client is named where a voice is named: `plain:provider:model`.
PLAIN: Final = "plain:"

_SYSTEM: Final = """\
You are role-playing {name}, {age}. {about}

How you talk: {style}

You are talking with an advisor ({role}). They recommend: {recommendation}

What you know, think and feel about it:
{contents}

You are sceptical of the advice and question it. Stay in character, be realistic, and answer as \
{name} would, in one to four sentences. Say only what {name} says aloud."""


class PlainVoice:
    """`Voice` of a chat model that was told who to be, and no more."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """`plain:` and the model."""
        return f"{PLAIN}{self._model.name}"

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Yield the reply as the model gives it; the move in the brief is not used.

        Raises:
            ProviderError: the model failed.
        """
        messages = [Message(role="system", text=_system(brief.persona))]
        turns = brief.transcript.turns
        if turns and turns[0].speaker is Speaker.CLIENT:
            messages.append(Message(role="user", text="(You sit down together. You speak first.)"))
        roles = {Speaker.CLIENT: "assistant", Speaker.ADVISOR: "user"}
        messages += [
            Message.model_validate({"role": roles[turn.speaker], "text": turn.text or "(silence)"})
            for turn in turns
        ]
        completion = await self._model.complete(Prompt(messages=tuple(messages)))
        text = completion.text.strip()
        yield text
        yield Spoken(text=text, voice=self.name, usage=completion.usage)


def _system(persona: Persona) -> str:
    brief = persona.advisor_brief
    return _SYSTEM.format(
        name=persona.name,
        age=persona.age,
        about=persona.about,
        style=persona.speech.style,
        role=brief.role,
        recommendation=brief.recommendation,
        contents="\n".join(f"- {content.say}" for content in persona.contents()),
    )
