"""One practice talk: an advisor turn in, the client's reply and a critique out, all of it logged."""

from chatbot.session.cast import Cast, Debriefer
from chatbot.session.session import Session
from chatbot.session.updates import Committed, Delta, Update
from chatbot.session.words import MAX_CHARACTERS

__all__ = ["MAX_CHARACTERS", "Cast", "Committed", "Debriefer", "Delta", "Session", "Update"]
