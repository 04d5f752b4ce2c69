"""What was said, as an observer in the room would have it."""

from enum import StrEnum

from chatbot.domain.base import Value


class Speaker(StrEnum):
    """The two people in the room."""

    ADVISOR = "advisor"
    CLIENT = "client"


class Turn(Value):
    """One uninterrupted turn of one speaker (a volley, on the advisor's side)."""

    speaker: Speaker
    text: str


class Transcript(Value):
    """The turns of a talk, in order. Adding to it returns a new one."""

    turns: tuple[Turn, ...] = ()

    def advisor(self, text: str) -> "Transcript":
        """Return the transcript with an advisor turn added."""
        return Transcript(turns=(*self.turns, Turn(speaker=Speaker.ADVISOR, text=text)))

    def client(self, text: str) -> "Transcript":
        """Return the transcript with a client turn added."""
        return Transcript(turns=(*self.turns, Turn(speaker=Speaker.CLIENT, text=text)))

    def said_by(self, speaker: Speaker) -> tuple[str, ...]:
        """Return the texts of one speaker, in order."""
        return tuple(turn.text for turn in self.turns if turn.speaker is speaker)

    def answered(self) -> tuple[tuple[str, str], ...]:
        """Return each client turn with the advisor's turn it answers ("" for none), in order."""
        before, found = "", []
        for turn in self.turns:
            if turn.speaker is Speaker.CLIENT:
                found.append((turn.text, before))
            before = turn.text if turn.speaker is Speaker.ADVISOR else ""
        return tuple(found)

    @property
    def last_client(self) -> str:
        """The client's last words, or an empty string."""
        said = self.said_by(Speaker.CLIENT)
        return said[-1] if said else ""
