"""The judge under test hears every labelled utterance, in its context, as in a session.

Rows stay as in the file, for labels belong to rows; two rows of one speaker are two turns of the
transcript. The client is `nobody`, whose target behaviour is the talk's; where a talk names none,
its topic. Earlier volleys are passed on as the coder heard them.
"""

import asyncio
import multiprocessing
import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final, Literal

from chatbot.coder import shipped_coder
from chatbot.domain.base import Value
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Heard
from chatbot.domain.dialogue import Speaker, Transcript
from chatbot.domain.persona import Persona, nobody
from chatbot.domain.ports import Coder, Volley
from evals.labelled import LabelledTalk

#: Below this many utterances worker processes take longer to start than they save.
ALONE: Final = 800
_MOST_WORDS: Final = 600

Progress = Callable[[int, int], None]


class Judged(Value):
    """What the judge said of one utterance.

    Attributes:
        heard: of an advisor's turn.
        talk: of a client's turn.
        failed: abstained (the judge could not tell) or unscored (no usable answer); never a label.
        reason: why.
    """

    heard: Heard | None = None
    talk: ClientTalk | None = None
    failed: Literal["abstained", "unscored"] | None = None
    reason: str = ""

    @property
    def asked(self) -> bool:
        """Say whether this judge speaks to such an utterance at all."""
        return self.failed is not None or self.heard is not None or self.talk is not None


def strip(text: str) -> str:
    """Return the text as hurried people type: lower case, no punctuation.

    Dashes and slashes become blanks, every other mark of the Unicode classes P and S goes without
    a trace (apostrophes too: "don't" → "dont"), runs of blanks become one.
    """
    kept = []
    for char in text.lower():
        kind = unicodedata.category(char)
        if kind == "Pd" or char in "/\\":
            kept.append(" ")
        elif kind[0] not in "PS":
            kept.append(char)
    return " ".join("".join(kept).split())


def stripped(talk: LabelledTalk) -> LabelledTalk:
    """Return the talk with every utterance stripped, so that the context is stripped too."""
    said = tuple(u.model_copy(update={"text": strip(u.text)}) for u in talk.utterances)
    return talk.model_copy(update={"utterances": said})


def listener(talk: LabelledTalk) -> Persona:
    """Return the client of whom only the target behaviour is known."""
    target = (talk.target_behaviour.strip() or talk.topic.strip())[:_MOST_WORDS]
    return nobody(target) if len(target) > 1 else nobody()


def volleys(talk: LabelledTalk, persona: Persona) -> dict[int, Volley]:
    """Return the advisor's turns by utterance id, in context, nothing heard yet."""
    before = Transcript()
    found: dict[int, Volley] = {}
    for said in talk.utterances:
        if said.speaker is Speaker.ADVISOR:
            found[said.utterance_id] = Volley(text=said.text, before=before, persona=persona)
            before = before.advisor(said.text)
        else:
            before = before.client(said.text)
    return found


async def hear_talk(talk: LabelledTalk, coder: Coder) -> tuple[Judged, ...]:
    """Return what a coder hears in each utterance of a talk."""
    persona = listener(talk)
    target = persona.advisor_brief.target_behaviour
    waiting = volleys(talk, persona)
    heard: tuple[Heard, ...] = ()
    judged = []
    before = ""
    for said in talk.utterances:
        volley = waiting.get(said.utterance_id)
        if volley is None:
            judged.append(Judged(talk=await coder.code_client(said.text, target, before)))
            continue
        before = said.text
        now = await coder.code(volley.model_copy(update={"heard": heard}))
        heard = (*heard, now)
        judged.append(Judged(heard=now))
    return tuple(judged)


def _hear(talk: LabelledTalk) -> tuple[Judged, ...]:
    return asyncio.run(hear_talk(talk, shipped_coder()))


async def hear_offline(
    talks: Sequence[LabelledTalk], progress: Progress
) -> list[tuple[Judged, ...]]:
    """Return what the offline coder hears in each talk, on all processors where that pays.

    Args:
        talks: what is to be heard.
        progress: told of talks done and to be done.
    """
    total = len(talks)
    if sum(len(talk.utterances) for talk in talks) < ALONE:
        few = []
        for talk in talks:
            few.append(await hear_talk(talk, shipped_coder()))
            progress(len(few), total)
        return few
    loop = asyncio.get_running_loop()
    longest = sorted(range(total), key=lambda i: -len(talks[i].utterances))
    heard: list[tuple[Judged, ...]] = [()] * total
    done = 0

    async def one(index: int) -> None:
        nonlocal done
        heard[index] = await loop.run_in_executor(workers, _hear, talks[index])
        done += 1
        progress(done, total)

    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=fresh) as workers:
        await asyncio.gather(*(one(index) for index in longest))
    return heard
