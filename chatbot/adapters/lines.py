"""The voice that needs no model: the persona's own lines speak."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from chatbot.domain.errors import PersonaError
from chatbot.domain.events import Candidate, Spoken
from chatbot.domain.lines import LineBank, choose
from chatbot.domain.moves import Act, Occasion
from chatbot.domain.ports import Brief

KEPT: Final = 3


class LinesVoice:
    """`Voice` by written lines: deterministic for a seed, no network, under a millisecond."""

    name = "lines"

    def __init__(self, bank: LineBank) -> None:
        self._bank = bank

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Yield the line, then how it was chosen. See `Voice.speak`."""
        ranked = choose(brief, self._bank)
        best = max(0.01, ranked[0].score)
        candidates = tuple(
            Candidate(text=one.text, score=round(min(1.0, max(0.0, one.score / best)), 3))
            for one in ranked[:KEPT]
        )
        yield ranked[0].text
        yield Spoken(text=ranked[0].text, voice=self.name, candidates=candidates)


def line_bank(table: Mapping[str, Any]) -> LineBank:
    """Make the shared bank of `personas/_reactions.yaml`.

    Raises:
        PersonaError: a line in it is not of the documented form.
    """
    acts = {act: table[act] for act in Act if act in table}
    occasions = {occasion: table[occasion] for occasion in Occasion if occasion in table}
    try:
        return LineBank.model_validate({"acts": acts, "occasions": occasions})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PersonaError(f"_reactions.yaml: {where}: {first['msg']}") from error
