"""An honest answer outside the role-play, given by a model that is told the facts."""

import json

from chatbot.domain.errors import MalformedReply
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Message, Prompt, Template


async def answer(model: ChatModel, template: Template, question: str, facts: dict[str, str]) -> str:
    """Answer a question asked in a time-out.

    Raises:
        MalformedReply: the reply is empty.
        ProviderError: the model failed.
    """
    completion = await model.complete(time_out_prompt(template, question, facts))
    text = completion.text.strip()
    if not text:
        raise MalformedReply("The answer was empty.")
    return text


def time_out_prompt(template: Template, question: str, facts: dict[str, str]) -> Prompt:
    """Render the prompt. `facts` say what is in use, such as "voice" and "evaluator"."""
    listed = "\n".join(f"- {name}: {fact}" for name, fact in facts.items())
    system = template.fill("system", facts=listed)
    user = template.fill("user", question=json.dumps(question, ensure_ascii=False))
    return Prompt(messages=(Message(role="system", text=system), Message(role="user", text=user)))
