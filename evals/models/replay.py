"""The advisor side of a labelled transcript, spoken again: does our client answer to it likewise?"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from chatbot.domain.dialogue import Speaker
from chatbot.domain.errors import InputError, SparringError
from chatbot.domain.talk import Talk
from evals.labels import LabelledTalk, read_labels

REPLAY: Final = "replay:"


class NothingLeft(SparringError):
    """The advisor has no turn left; the talk ends there, unresolved if the client left it open."""


@dataclass(frozen=True, slots=True)
class ReplayAdvisor:
    """`Advisor` that says a transcript's advisor volleys, in order, whatever the client says.

    Attributes:
        name: `replay:FILE#transcript_id`.
        volleys: rows of the advisor without a client row between them, joined.
    """

    name: str
    volleys: tuple[str, ...]

    async def turn(self, talk: Talk) -> str:
        """Return the next volley.

        Raises:
            NothingLeft: all have been said.
        """
        said = len(talk.branch)
        if said >= len(self.volleys):
            raise NothingLeft(f"{self.name} has no turn left.")
        return self.volleys[said]


def replay_advisor(name: str) -> ReplayAdvisor:
    """Return the advisor that `replay:FILE#transcript_id` names.

    Raises:
        InputError: the name has no such form, or the file no such transcript.
        LabelError: the file cannot be used.
    """
    file, mark, wanted = name.removeprefix(REPLAY).rpartition("#")
    if not mark or not file or not wanted:
        raise InputError(f"'{name}' names no transcript; write {REPLAY}FILE#transcript_id.")
    talks = _talks(file)
    if wanted not in talks:
        some = ", ".join(list(talks)[:8])
        raise InputError(f"{file} holds no transcript '{wanted}'. It holds {some} …")
    volleys = volleys_of(talks[wanted])
    if not volleys:
        raise InputError(f"{file}: transcript '{wanted}' holds no words of the advisor.")
    return ReplayAdvisor(name=name, volleys=volleys)


@lru_cache(maxsize=4)
def _talks(file: str) -> dict[str, LabelledTalk]:
    return {talk.transcript_id: talk for talk in read_labels(Path(file))}


def volleys_of(talk: LabelledTalk) -> tuple[str, ...]:
    """Join the advisor's rows into volleys: what is said between two client rows."""
    runs = groupby(talk.utterances, key=lambda one: one.speaker)
    texts = (
        " ".join(row.text.strip() for row in rows if row.text.strip())
        for speaker, rows in runs
        if speaker is Speaker.ADVISOR
    )
    return tuple(text for text in texts if any(c.isalnum() for c in text))
