"""Files that were brought to the page, in memory until the page asks what is in them."""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final

from chatbot.adapters.brought import Brought, read_brought
from chatbot.domain.errors import NotFound

#: Files that are held at a time; whoever brings more has the first ones forgotten.
HELD: Final = 8


@dataclass
class Doorstep:
    """One per process. A file is known by a token that only its page gets."""

    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> str:
        """Hold a file; returns its token."""
        token = token_hex(8)
        self.files[token] = (name, content)
        for old in tuple(self.files)[:-HELD]:
            del self.files[old]
        return token

    def look(self, token: str) -> Brought:
        """Return the client in a file.

        Raises:
            NotFound: the file is not held any more.
            PersonaError: it cannot be used; the message names file, line, field and mend.
        """
        if token not in self.files:
            raise NotFound("That file is not here any more. Bring it once more, please.")
        return read_brought(*self.files[token])
