"""Clients that somebody brings: how they look before they are played, and keeping them."""

import asyncio
from typing import Final

from chatbot.adapters.brought import Brought, Kept, keep
from chatbot.adapters.resources import Gallery
from chatbot.domain.errors import PersonaError
from chatbot.domain.introduction import introduction
from chatbot.domain.persona import Persona
from chatbot.ui import showing
from chatbot.ui.doorstep import Doorstep
from chatbot.ui.showing import Piece
from chatbot.wiring import Room

PREVIEW: Final = "preview"
#: Lines of a complaint that are shown; the terminal shows them all.
MOST_LINES: Final = 6
_NOBODY: Final = "This client cannot come in yet, and nothing has changed:"
_MORE: Final = "… and {} more. All of them: sparring personas check {}"


class Guests:
    """What can be done with a file on the doorstep, short of playing it."""

    def __init__(self, room: Room, door: Doorstep) -> None:
        self.room = room
        self.door = door

    def preview(self, token: str, kept: Kept | None = None) -> Piece:
        """Return the card of a client that was brought.

        Raises:
            SparringError: the file cannot be used; in few lines.
        """
        try:
            brought = self.door.look(token)
        except PersonaError as error:
            raise PersonaError(in_few_lines(str(error))) from error
        return preview(brought, token, kept)

    async def keep(self, token: str) -> Piece:
        """Put the file into the user's folder; returns its card, which says where.

        Raises:
            SparringError: it cannot be used or written.
        """
        brought = self.door.look(token)
        gallery = self.room.library.gallery()
        folder = self.room.settings.own_personas
        return self.preview(token, await asyncio.to_thread(keep, brought, folder, gallery))

    def persona(self, token: str) -> Persona:
        """Return the client in a file, ready to be played.

        Raises:
            SparringError: it cannot be used.
        """
        return as_guest(self.door.look(token).persona, self.room.library.gallery())


def preview(brought: Brought, token: str, kept: Kept | None = None) -> Piece:
    """Return the card: who comes, in two sentences, and the advisor's brief. Nothing hidden."""
    props = showing.told(brought.persona) | {
        "guest": token,
        "file": brought.name,
        "notes": list(brought.notes),
        "about": introduction(brought.persona),
        "kept": None if kept is None else kept.path.name,
        "renamed": kept is not None and kept.renamed,
    }
    return showing.element(f"{PREVIEW}-card", "Brief", props, PREVIEW)


def as_guest(persona: Persona, gallery: Gallery) -> Persona:
    """Return the client under an id that is not somebody else's, whose face the talk would show."""
    there = gallery.personas.get(persona.id)
    if there is None or there.name == persona.name:
        return persona
    return persona.model_copy(update={"id": f"{persona.id[:42]}-guest"})


def in_few_lines(complaint: str) -> str:
    """Return that nobody came in, the first lines of the reasons, and how many more there are."""
    lines = complaint.splitlines()
    more = len(lines) - MOST_LINES
    file = lines[0].split(":")[0]
    return "\n".join([_NOBODY, *lines[:MOST_LINES], *([_MORE.format(more, file)] * (more > 0))])
