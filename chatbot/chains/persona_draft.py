"""A client drafted by a model from a paragraph: render → call → parse, with one repair.

The model says what it makes of the paragraph; ids, thresholds and endings are derived by plain
code, so that what it writes either is a whole client or nothing.
"""

import json
from typing import Any, Final

from pydantic import ValidationError

from chatbot.chains.asking import Wanted, ask, bare
from chatbot.domain.drafting import Drafted, draft
from chatbot.domain.errors import InputError, MalformedReply
from chatbot.domain.foreign_text import harmless, harmless_all
from chatbot.domain.ports import ChatModel
from chatbot.domain.prompt import Message, Prompt, Template
from chatbot.domain.sketch import Sketch

#: Characters of a paragraph.
LONGEST: Final = 8000
SHORTEST: Final = 20

#: What no client can do without; nobody but the writer knows it if the model does not say it.
_NEEDED: Final = ("name", "about", "style", "domain", "recommendation")
_NEEDED_LISTS: Final = (
    *("objections", "underneath", "values", "strengths", "likes", "reasons_for"),
    *("reasons_against", "questions", "plans", "openings"),
)
_SURPRISES: Final = 2


async def draft_persona(
    model: ChatModel, template: Template, paragraph: str, persona_id: str
) -> Drafted:
    """Return a client drafted from a paragraph, with what is still to be told.

    Args:
        model: who drafts.
        template: `prompts/persona_draft.md`.
        paragraph: of `SHORTEST` to `LONGEST` characters; data, whatever it says.
        persona_id: of the client.

    Raises:
        InputError: the paragraph is too short or too long.
        MalformedReply: the draft cannot be used, even after one repair.
        ProviderError: the model failed.
    """
    wanted = Wanted(
        form=Sketch,
        schema=schema(),
        problems=problems,
        mend=lambda said: template.fill(
            "repair", problems=said or "- it is not of the agreed form"
        ),
    )
    reply = await ask(model, draft_prompt(template, paragraph), wanted)
    if wrong := problems(reply):
        raise MalformedReply(f"The draft of {model.name} could not be used: {wrong[0]}")
    return draft(_cleaned(reply), persona_id)


def draft_prompt(template: Template, paragraph: str) -> Prompt:
    """Render the prompt; the paragraph stands in it as one JSON string.

    Raises:
        InputError: the paragraph is too short or too long.
    """
    if len(paragraph) > LONGEST:
        raise InputError(
            f"The paragraph has {len(paragraph)} characters; at most {LONGEST} are read. Say in "
            "a few sentences who the client is and what they doubt."
        )
    plain = harmless(paragraph)
    if len(plain) < SHORTEST:
        raise InputError("The paragraph is empty or too short; tell in a few sentences who it is.")
    said = json.dumps(plain, ensure_ascii=False)
    return Prompt(
        messages=(
            Message(role="system", text=template.sections["system"]),
            Message(role="user", text=template.fill("user", paragraph=said)),
        )
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a reply: closed, and every field has to be named."""
    made: dict[str, Any] = bare(Sketch.model_json_schema())
    for form in (made, *made.get("$defs", {}).values()):
        if "properties" in form:
            form["required"] = list(form["properties"])
    return made


def problems(reply: Sketch) -> list[str]:
    """Return what is wrong with a draft, in words for the model."""
    found = [f"{name}: is missing" for name in _NEEDED if getattr(reply, name) is None]
    found += [f"{name}: give at least one" for name in _NEEDED_LISTS if not getattr(reply, name)]
    if len(reply.against_type) < _SURPRISES:
        found.append("against_type: give two facts")
    if not found:
        try:
            draft(_cleaned(reply), "draft")
        except ValidationError as error:
            found = [f"{_place(dict(one))}: {one['msg']}" for one in error.errors()]
    return found


def _cleaned(reply: Sketch) -> Sketch:
    """Return the draft with every text made harmless: what a model says is foreign text, too.

    Raises:
        ValidationError: nothing is left of a text.
    """
    return Sketch.model_validate(harmless_all(reply.model_dump(mode="json")))


def _place(error: dict[str, Any]) -> str:
    return ".".join(str(part) for part in error["loc"]) or "the draft"
