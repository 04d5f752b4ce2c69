"""How much of a long talk goes into a prompt: whole blocks, so that its start seldom changes."""

from typing import Final

from chatbot.domain.dialogue import Transcript

#: Characters of talk in a prompt, about 8,000 tokens of English.
BUDGET: Final = 32_000
#: Turns that are left out together: a prefix that a provider has cached lasts this long. Even, so
#: that what is left begins with the same speaker.
BLOCK: Final = 20


def window(transcript: Transcript, budget: int = BUDGET) -> int:
    """Return the index of the first turn to show: a multiple of `BLOCK`, 0 as long as all fits."""
    left = sum(len(turn.text) for turn in transcript.turns)
    start = 0
    while left > budget and start + BLOCK < len(transcript.turns):
        left -= sum(len(turn.text) for turn in transcript.turns[start : start + BLOCK])
        start += BLOCK
    return start
