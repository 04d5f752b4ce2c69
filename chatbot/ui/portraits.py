"""Faces: the picture that a persona file names, else initials; coach and house have their own."""

import html
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from chatbot.adapters.resources import Gallery

# Names in the talk that are no persona's: ids of personas begin with a small letter.
COACH: Final = "Coach"
HOUSE: Final = "Room"

_DRAWN: Final = {COACH: "coach.svg", HOUSE: "favicon.svg"}
_KINDS: Final = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
_LARGEST_BYTES: Final = 2_000_000
_GROUNDS: Final = ("#8a5a44", "#4f6b5d", "#5a6480", "#8a4f44", "#6b5a78", "#44585c", "#77663c")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image and its media type."""

    content: bytes
    kind: str


def picture(name: str, gallery: Gallery, public: Path) -> Picture:
    """Return the face for a persona's id, for `COACH`, or for `HOUSE`; never fails."""
    if name in _DRAWN:
        return Picture((public / _DRAWN[name]).read_bytes(), _KINDS[".svg"])
    persona = gallery.personas.get(name)
    if persona is None:  # its file is gone; an old talk still shows it
        return _initials(name.replace("-", " "))
    path = portrait_path(gallery, name)
    if path is None:
        return _initials(persona.name)
    return Picture(path.read_bytes(), _KINDS[path.suffix])


def portrait_path(gallery: Gallery, persona_id: str) -> Path | None:
    """Return the picture that lies beside the persona's file, or None.

    A name that leads out of that folder (a link, a path) is treated as no picture.
    """
    named = gallery.personas[persona_id].portrait
    if named is None:
        return None
    folder = gallery.paths[persona_id].parent.resolve()
    try:
        path = (folder / named).resolve()
        usable = path.parent == folder and path.is_file() and path.suffix in _KINDS
        return path if usable and path.stat().st_size <= _LARGEST_BYTES else None
    except OSError:
        return None


def _initials(name: str) -> Picture:
    letters = "".join(word[0] for word in name.split()[:2] if word).upper() or "?"
    ground = _GROUNDS[sha256(name.encode()).digest()[0] % len(_GROUNDS)]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" fill="{ground}"/>'
        '<text x="50" y="52" fill="#fbf3e7" font-family="Georgia, serif" font-size="40" '
        f'text-anchor="middle" dominant-baseline="central">{html.escape(letters)}</text></svg>'
    )
    return Picture(svg.encode(), _KINDS[".svg"])
