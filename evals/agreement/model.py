"""A model-backed evaluator as the judge: every answer is logged, so that nothing is paid twice.

The evaluator codes advisor turns only, and blind to the coder's codes, which stand in for the
earlier volleys of the talk. The log holds codes and offsets, no text of the transcripts.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from chatbot.coder import shipped_coder
from chatbot.domain.base import Value
from chatbot.domain.codes import Heard
from chatbot.domain.critique import Critique
from chatbot.domain.errors import ProviderError, SparringError
from chatbot.domain.ports import Evaluation, Evaluator
from evals.agreement.judging import Judged, Progress, hear_talk, listener, volleys
from evals.labelled import LabelledTalk

LOG_VERSION: Final = 1


class JudgedLogError(SparringError):
    """The log of a model's answers cannot be used or written."""


class Header(Value):
    """What the answers of a log were given to, and by whom."""

    version: int = LOG_VERSION
    coder: str
    app_version: str
    prompts_digest: str
    data: tuple[str, ...]


class Answer(Value):
    """One answer. `text` says which form of the text was judged."""

    text: str
    talk: str
    utterance: int
    judged: Judged

    @property
    def key(self) -> tuple[str, str, int]:
        """What it is the answer to."""
        return self.text, self.talk, self.utterance


@dataclass(slots=True)
class AnswerLog:
    """The answers so far, and the file to which new ones are added. Open with `open_answers`."""

    file: IO[bytes]
    known: dict[tuple[str, str, int], Judged] = field(default_factory=dict)

    def add(self, answer: Answer) -> None:
        """Keep an answer and hand it to the system."""
        self.known[answer.key] = answer.judged
        try:
            self.file.write(answer.model_dump_json().encode() + b"\n")
            self.file.flush()
        except OSError as error:
            raise JudgedLogError(
                f"{self.file.name}: {error.strerror}. What is written is kept; start it again."
            ) from error


@contextmanager
def open_answers(path: Path, header: Header) -> Iterator[AnswerLog]:
    """Open the log of a run, with the answers that an earlier start of the same run has paid for.

    Raises:
        JudgedLogError: it is the log of another run, is broken, or the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]  # a last line cut short by a kill is asked for again
        known = _known(path, whole, header)
        with path.open("r+b" if path.exists() else "xb") as file:
            file.truncate(len(whole))
            file.seek(len(whole))
            if not whole:
                file.write(header.model_dump_json().encode() + b"\n")
            yield AnswerLog(file, known)
    except OSError as error:
        raise JudgedLogError(f"{path}: {error.strerror}; give another --out") from error


def _known(path: Path, data: bytes, header: Header) -> dict[tuple[str, str, int], Judged]:
    known: dict[tuple[str, str, int], Judged] = {}
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            if number > 1:
                answer = Answer.model_validate_json(line)
                known[answer.key] = answer.judged
            elif Header.model_validate_json(line) != header:
                raise JudgedLogError(
                    f"{path} holds the answers of another run (other model, prompts, version or "
                    "data); give another --out, or delete it"
                )
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
            raise JudgedLogError(
                f"{path}:{number}: no answer that this version reads ({problem})"
            ) from error
    return known


@asynccontextmanager
async def open_evaluator(name: str) -> AsyncIterator[Evaluator]:
    """Wire the model-backed evaluator that a user's settings give; no folder of theirs is touched.

    Raises:
        SettingsError: the model is not configured well enough to be called.
    """
    from chatbot import wiring  # noqa: PLC0415 - only where a model is called
    from chatbot.adapters.lines import line_bank  # noqa: PLC0415
    from chatbot.adapters.memory import MemoryStore  # noqa: PLC0415
    from chatbot.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    library = wiring.make_library(settings)
    room = wiring.Room(
        settings=settings,
        library=library,
        store=MemoryStore(),
        coder=shipped_coder(),
        rubric=wiring.make_rubric(library),
        bank=line_bank(library.reactions()),
    )
    try:
        yield room.evaluator(name)
    finally:
        await room.aclose()


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """Asks an evaluator about each advisor turn, a few at a time."""

    evaluator: Evaluator
    log: AnswerLog
    limit: asyncio.Semaphore

    async def hear(
        self, talks: Sequence[LabelledTalk], text: str, progress: Progress
    ) -> list[tuple[Judged, ...]]:
        """Return what the evaluator says of each utterance of each talk.

        Args:
            talks: what is to be judged.
            text: names the form of their text.
            progress: told of talks done and to be done.
        """
        done = 0

        async def one(talk: LabelledTalk) -> tuple[Judged, ...]:
            nonlocal done
            judged = await self._talk(talk, text)
            done += 1
            progress(done, len(talks))
            return judged

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(talk)) for talk in talks]
        return [task.result() for task in tasks]

    async def _talk(self, talk: LabelledTalk, text: str) -> tuple[Judged, ...]:
        coded = await hear_talk(talk, shipped_coder())
        heard: list[Heard] = []
        asked: dict[int, Evaluation] = {}
        turns = volleys(talk, listener(talk))
        for said, one in zip(talk.utterances, coded, strict=True):
            if one.heard is None:
                continue
            heard.append(one.heard)
            volley = turns[said.utterance_id]
            asked[said.utterance_id] = Evaluation(
                turn_id=f"{talk.transcript_id}:{said.utterance_id}",
                text=said.text,
                before=volley.before,
                brief=volley.persona.advisor_brief,
                stance=volley.persona.stance,
                heard=tuple(heard),
                seed=f"{talk.transcript_id}:{said.utterance_id}:evaluator",
            )
        answers = [self._ask(talk, text, said, asked.get(said)) for said in _ids(talk)]
        return tuple(await asyncio.gather(*answers))

    async def _ask(
        self, talk: LabelledTalk, text: str, utterance: int, evaluation: Evaluation | None
    ) -> Judged:
        """Ask about one turn, unless the log knows the answer; failures are asked anew next time."""
        if evaluation is None:
            return Judged()
        known = self.log.known.get((text, talk.transcript_id, utterance))
        if known is not None:
            return known
        async with self.limit:
            judged = await _critique(self.evaluator, evaluation)
        if judged.failed != "unscored":
            self.log.add(
                Answer(text=text, talk=talk.transcript_id, utterance=utterance, judged=judged)
            )
        return judged


def _ids(talk: LabelledTalk) -> list[int]:
    return [said.utterance_id for said in talk.utterances]


async def _critique(evaluator: Evaluator, evaluation: Evaluation) -> Judged:
    try:
        critique = await evaluator.critique(evaluation)
    except ProviderError as error:
        # The evaluator raises the bare class when it could not tell; failures have classes of
        # their own.
        failed = "abstained" if type(error) is ProviderError else "unscored"
        return Judged.model_validate({"failed": failed, "reason": f"{error}"})
    return Judged(heard=_without_text(critique))


def _without_text(critique: Critique) -> Heard:
    """Keep codes and places; the words stay in the transcript."""
    bare = tuple(segment.model_copy(update={"quote": ""}) for segment in critique.codes)
    return Heard(segments=bare)
