"""The one composition root: from `Settings` to a room in which sessions begin and go on."""

from chatbot.wiring.opening import (
    find_box,
    make_box,
    make_drafter,
    make_library,
    make_rubric,
    make_shelf,
    open_room,
)
from chatbot.wiring.room import AUTO, BOX, LINES, OFFLINE, Choice, Offer, Room

__all__ = [
    "AUTO",
    "BOX",
    "LINES",
    "OFFLINE",
    "Choice",
    "Offer",
    "Room",
    "find_box",
    "make_box",
    "make_drafter",
    "make_library",
    "make_rubric",
    "make_shelf",
    "open_room",
]
