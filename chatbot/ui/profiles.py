"""The clients to choose from. Asked at every load of the page, so a new file is there at once."""

from pathlib import Path
from typing import Final

import chainlit as cl

from chatbot.adapters.resources import Broken, Gallery
from chatbot.domain.persona import Persona
from chatbot.report.wording import HARDNESS
from chatbot.ui.words import plain

#: Before the file's name, in the profile of a file that cannot be used; no persona's id holds it.
BROKEN: Final = "broken:"


def profiles(gallery: Gallery) -> list[cl.ChatProfile]:
    """Return one profile per persona, easier ones first; files that failed to load come last."""
    ordered = sorted(gallery.personas.values(), key=lambda one: (one.difficulty, one.name))
    good = [_profile(persona) for persona in ordered]
    return good + [_broken(broken) for broken in gallery.broken]


def complaint(gallery: Gallery, profile: str) -> str | None:
    """Return what is wrong with the file behind a profile, or None if it stands for a client."""
    for broken in gallery.broken:
        if profile == _name(broken.path):
            return broken.message
    return None


def _name(path: Path) -> str:
    return f"{BROKEN}{path}"


def _broken(broken: Broken) -> cl.ChatProfile:
    return cl.ChatProfile(
        name=_name(broken.path),
        display_name=f"{broken.path.name} (cannot be used)",
        markdown_description=f"**This file cannot be used.**\n\n{plain(broken.message)}",
        icon="/public/broken.svg",
    )


def _profile(persona: Persona) -> cl.ChatProfile:
    brief = persona.advisor_brief
    return cl.ChatProfile(
        name=persona.id,
        display_name=f"{persona.name} · {persona.domain}",
        markdown_description=(
            f"**{plain(persona.name)}, {persona.age}** · {plain(persona.domain)} · "
            f"{HARDNESS[persona.difficulty]}\n\n**You:** {plain(brief.role)}\n\n"
            f"**So far:** {plain(brief.situation)}\n\n"
            f"**You advise:** {plain(brief.recommendation)}"
        ),
        icon=f"/avatars/{persona.id}",
    )
