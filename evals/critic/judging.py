"""The critic judges every advisor turn of a written talk, heard by its labels or by a coder.

By the labels, the critic is measured apart from the coder: what it then gets wrong is its own. The
authors also marked, where one stood out, the principle that a turn shows and the one that it passes
over; the critic sees neither. A written talk has no brief, so duties to inform and the advisor's
interest are left out, and so is equipoise.
"""

from collections.abc import AsyncIterator
from typing import Final, NamedTuple, Protocol

from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import Code, CodedSegment, Heard, MarkerHit, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.critic import criticise
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Transcript
from chatbot.domain.findings import Case
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Coder, Evaluation, Volley
from chatbot.domain.rubric import Rubric
from chatbot.domain.words import content_words, sentences
from evals.corpora.talks import TalkTurn, WrittenTalk

#: How many earlier client turns the critic looks back on, as in a session.
LOOKS_BACK: Final = 4
#: Confidence given to labels; they count as sure.
LABELLED: Final = 0.9


class Judged(NamedTuple):
    """An advisor turn with its labels, what the client had just said, and its critique."""

    talk: WrittenTalk
    turn: TalkTurn
    client: str
    critique: Critique


class Ears(Protocol):
    """Hears both sides of a written talk."""

    name: str

    async def client(self, turn: TalkTurn, target: str, to: str) -> ClientTalk:
        """Hear a client's turn."""

    async def advisor(
        self, turn: TalkTurn, before: Transcript, earlier: tuple[Heard, ...]
    ) -> Heard:
        """Hear an advisor's turn."""


class Labels:
    """`Ears` that read the author's labels."""

    name = "labels"

    async def client(self, turn: TalkTurn, target: str, to: str) -> ClientTalk:
        """Return the labels; a question is what ends like one."""
        del target
        sides = [code[-1] for code in turn.client_codes if code != "discord"]
        asked = [s for s in sentences(turn.text) if s.endswith("?") and len(s.split()) > 3]
        return ClientTalk(
            talk={"+": Talk.CHANGE, "-": Talk.SUSTAIN}.get(sides[0] if sides else "", Talk.NEUTRAL),
            types=tuple(code for code in turn.client_codes if code != "discord"),
            confidence=LABELLED,
            question=asked[-1] if asked else None,
            discord="discord" in turn.client_codes,
            commitment=bool({"C+", "TS+"} & set(turn.client_codes)),
        )

    async def advisor(
        self, turn: TalkTurn, before: Transcript, earlier: tuple[Heard, ...]
    ) -> Heard:
        """Return the labels; a marker has no words of its own, so it stands for the whole turn."""
        del earlier
        whole = {"quote": turn.text, "start": 0, "end": len(turn.text)}
        mine, theirs = content_words(turn.text), content_words(before.last_client)
        return Heard(
            segments=tuple(_segments(turn)),
            markers=tuple(MarkerHit(marker=marker, **whole) for marker in turn.markers),
            echo=len(mine & theirs) / len(mine) if mine else 0.0,
            words=len(turn.text.split()),
        )


def _segments(turn: TalkTurn) -> list[CodedSegment]:
    return [
        CodedSegment(
            code=Code.QUESTION if span.code.startswith("Q_") else Code(span.code),
            open=span.code == "Q_open" if span.code.startswith("Q_") else None,
            toward=span.toward or Toward.NONE,
            quote=turn.text[span.start : span.end],
            start=span.start,
            end=span.end,
            confidence=LABELLED,
        )
        for span in sorted(turn.spans, key=lambda span: span.start)
    ]


class Hearing:
    """`Ears` with a coder."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder
        self.name = coder.name

    async def client(self, turn: TalkTurn, target: str, to: str) -> ClientTalk:
        """Return what the coder hears."""
        return await self._coder.code_client(turn.text, target, to)

    async def advisor(
        self, turn: TalkTurn, before: Transcript, earlier: tuple[Heard, ...]
    ) -> Heard:
        """Return what the coder hears, of nobody in particular."""
        volley = Volley(text=turn.text, before=before, persona=nobody(), heard=earlier)
        return await self._coder.code(volley)


async def judged(talk: WrittenTalk, ears: Ears, rubric: Rubric) -> AsyncIterator[Judged]:
    """Yield every advisor turn of a talk with its critique."""
    before = Transcript()
    volleys: list[Heard] = []
    clients: list[ClientTalk] = []
    for turn in talk.turns:
        if turn.speaker == "client":
            before = before.client(turn.text)
            clients.append(await ears.client(turn, talk.target, before.answered()[-1][1]))
            continue
        heard = await ears.advisor(turn, before, tuple(volleys))
        volleys.append(heard.model_copy(update={"touches": (), "occasion": None}))
        evaluation = Evaluation(
            turn_id=f"{talk.id}:{len(volleys)}",
            text=turn.text,
            before=before,
            brief=nobody(talk.target).advisor_brief,
            stance=Stance.DIRECTIONAL,
            heard=tuple(volleys),
            seed=f"{talk.id}:{len(volleys)}:critique",
        )
        recent = clients[-LOOKS_BACK:] or [ClientTalk()]
        case = Case(evaluation, recent[-1], tuple(recent[:-1]))
        yield Judged(talk, turn, before.last_client, criticise(case, rubric, ears.name))
        before = before.advisor(turn.text)
