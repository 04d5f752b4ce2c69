"""Wordings of the coach corpus as labelled turns: their kind says how they are to be heard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chatbot.domain.wording_parts import WordingKind
from evals.corpora.coach.written import Wording, read_hand
from evals.corpora.talks import Span, TalkTurn, WrittenTalk

HANDS: Final = Path(__file__).parents[2] / "corpora" / "coach" / "hands"
_CODES: Final = {
    WordingKind.OPEN_QUESTION: "Q_open",
    WordingKind.COMPLEX_REFLECTION: "CR",
    WordingKind.AUTONOMY: "Emphasize",
    WordingKind.ADVICE_WITH_PERMISSION: "Seek",
}


def coach_lines(folder: Path = HANDS) -> Iterator[WrittenTalk]:
    """Yield each wording as a talk of two turns; the whole wording has one code.

    The client's turn is context only: nobody has labelled it.

    Raises:
        CoachCorpusError: a line is not of the written form.
    """
    for path in sorted(folder.glob("c*.txt")):
        for number, wording in enumerate(read_hand(path), start=1):
            yield _talk(f"{path.stem}-{number}", wording)


def _talk(name: str, wording: Wording) -> WrittenTalk:
    text = wording.wording
    span = Span(code=_CODES[wording.kind], start=0, end=len(text))
    return WrittenTalk(
        id=name,
        quality="high",
        domain=wording.domain,
        target=wording.target,
        author=wording.hand,
        turns=(
            TalkTurn(speaker="client", text=wording.client),
            TalkTurn(speaker="advisor", text=text, spans=(span,)),
        ),
    )
