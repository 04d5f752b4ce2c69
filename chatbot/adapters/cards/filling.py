"""What a client says in the fields of a card, and what a card's maker says to its user."""

from collections.abc import Mapping
from typing import Any, Final

from chatbot.adapters.cards.mapping import shown
from chatbot.domain.contents import Line
from chatbot.domain.moves import Act
from chatbot.domain.persona import Persona

_SAMPLED: Final = (Act.DOUBT, Act.HESITATE, Act.CHALLENGE, Act.ACKNOWLEDGE)


def said_of(persona: Persona) -> dict[str, Any]:
    """Return what each mapped field of a card became in a client."""
    openings = tuple(line.text for line in persona.opening)
    return {
        "name": persona.name,
        "description": persona.about,
        "personality": persona.speech.style,
        "scenario": persona.advisor_brief.situation,
        "first_mes": openings[0],
        "alternate_greetings": openings[1:],
        "mes_example": persona.speech.habits,
    }


def told(persona: Persona) -> dict[str, Any]:
    """Return the mapped fields of a card as this client fills them."""
    openings = [line.text for line in persona.opening]
    return {
        "name": persona.name,
        "description": persona.about,
        "personality": persona.speech.style,
        "scenario": persona.advisor_brief.situation,
        "first_mes": openings[0],
        "alternate_greetings": openings[1:],
        "mes_example": _example(persona),
    }


def _example(persona: Persona) -> str:
    """Return lines that give nothing away, as example dialogue; empty if there are none."""
    found: list[Line] = []
    for act in _SAMPLED:
        found += [line for line in persona.lines.get(act, ()) if not line.about][:1]
    return "\n".join(["<START>", *(f"{{{{char}}}}: {one.text}" for one in found)]) if found else ""


def common(persona: Persona) -> dict[str, Any]:
    """Return the fields that every card has."""
    return told(persona) | {
        "creator_notes": f"A skeptical client to practise with: {persona.domain}, difficulty "
        f"{persona.difficulty} of 5. Written for Sparring.",
        "system_prompt": "",
        "post_history_instructions": "",
        "tags": ["Sparring", persona.domain],
        "creator": "",
        "character_version": "",
        "extensions": {},
    }


def third() -> dict[str, Any]:
    """Return what a V3 card must have besides."""
    return {"group_only_greetings": []}


def maker_notes(data: Mapping[str, Any]) -> list[str]:
    """Return what the card's maker says to whoever uses it, as plain words."""
    tags = data.get("tags")
    named = [shown(tag, 40) for tag in tags[:12]] if isinstance(tags, list) else []
    said = [
        ("Made by", shown(data.get("creator"), 80)),
        ("Tags", ", ".join(tag for tag in named if tag)),
        ("Its maker says", shown(data.get("creator_notes"), 600)),
    ]
    return [f"{title}: {text}" for title, text in said if text]
