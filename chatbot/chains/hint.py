"""A hint by a model: a direction for the advisor's next turn, never a line to read out."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.chains.talk_lines import bullets, principles_text, talk_lines
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.dialogue import Transcript
from chatbot.domain.errors import MalformedReply
from chatbot.domain.ports import ChatModel, Hint
from chatbot.domain.prompt import Message, Prompt, Template
from chatbot.domain.rubric import Rubric

#: A hint is a direction; what is longer is a lecture. Characters.
LONGEST: Final = 500


class _Reply(BaseModel):
    """The form of the reply: the reason first, so that the hint follows from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reasoning: str
    text: str
    principle: str


async def hint(
    model: ChatModel,
    template: Template,
    rubric: Rubric,
    transcript: Transcript,
    brief: AdvisorBrief,
) -> Hint:
    """Ask for a hint.

    Raises:
        MalformedReply: the reply is empty, too long, or of another form.
        ProviderError: the model failed.
    """
    prompt = hint_prompt(template, rubric, transcript, brief)
    ids = [principle.id for principle in rubric.principles]
    completion = await model.complete(prompt, _schema(ids))
    try:
        reply = _Reply.model_validate(completion.data)
    except ValidationError as error:
        raise MalformedReply("The hint was not of the agreed form.") from error
    text = " ".join(reply.text.split())
    if not text or len(text) > LONGEST:
        raise MalformedReply("The hint was empty or too long.")
    return Hint(text=text, principle=reply.principle if reply.principle in ids else None)


def hint_prompt(
    template: Template, rubric: Rubric, transcript: Transcript, brief: AdvisorBrief
) -> Prompt:
    """Render the prompt; all but the talk stays the same within a session."""
    system = template.fill(
        "system",
        principles=principles_text(rubric),
        role=brief.role,
        situation=brief.situation,
        recommendation=brief.recommendation,
        target_behaviour=brief.target_behaviour,
        must_tell=bullets(brief.must_tell),
        advisor_interest=brief.advisor_interest,
    )
    user = template.fill("user", talk=talk_lines(transcript))
    return Prompt(messages=(Message(role="system", text=system), Message(role="user", text=user)))


def _schema(ids: list[str]) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "properties": {
            "reasoning": text,
            "text": text,
            "principle": {"type": "string", "enum": ids},
        },
        "required": ["reasoning", "text", "principle"],
        "additionalProperties": False,
    }
