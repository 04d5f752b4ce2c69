"""From examples to token ids: what the model reads, and the reply it learns to give."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from chatbot.chains.box_prompt import END, VoiceTask, WordingTask, voice_prompt, wording_prompt
from evals.corpora.coach.written import PLAIN, first_part, read_hand, refusal
from evals.corpora.voice.written import read_plain as read_replies

CORPORA: Final = Path(__file__).parents[2] / "corpora"
#: Every tenth person, or scene, is kept for the choice of settings; nothing of theirs is learned.
HELD_OUT: Final = 10


class Lesson(NamedTuple):
    """One reply to be learned.

    Attributes:
        whose: the person or scene it belongs to; lessons are parted by it.
        turn: what is answered; lessons of the same turn are learned together.
        prompt: what the model reads.
        reply: what it learns to say.
    """

    whose: str
    turn: str
    prompt: str
    reply: str


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows a shared beginning: the rest of the prompt, then the reply, which is learned."""

    rest: tuple[int, ...]
    reply: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The replies to one turn of the advisor, as token ids: the shared beginning is read once."""

    shared: tuple[int, ...]
    branches: tuple[Branch, ...]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.shared) + sum(len(b.rest) + len(b.reply) for b in self.branches)


def voice_lessons(folder: Path = CORPORA / "voice", *, context: bool = True) -> list[Lesson]:
    """Read the plain replies of all hands: what the client's voice learns from.

    Without `context` the model is not told what was said before the advisor's turn.
    """
    found = []
    for path in sorted((folder / "plain").glob("v*.txt")):
        for example in read_replies(path, folder / "hands" / path.name):
            task = VoiceTask(
                person=example.person,
                manner=example.manner,
                before=example.before if context else "",
                advisor=example.advisor,
                act=example.act,
                say=example.say,
                words=len(example.reply.split()),
            )
            whose = f"{path.stem}|{example.person}"
            turn = f"{whose}|{example.before}|{example.advisor}"
            found.append(Lesson(whose, turn, voice_prompt(task), example.reply))
    return found


def coach_lessons(folder: Path = CORPORA / "coach") -> list[Lesson]:
    """Read the first parts of the plain wordings of all hands: what the coach's voice learns from.

    What would be refused if the model said it is left out: it is not to learn that.
    """
    found: dict[tuple[str, str], Lesson] = {}
    for path in sorted((folder / PLAIN).glob("c*.txt")):
        for one in read_hand(path):
            if refusal(one) is not None:
                continue
            task = WordingTask(
                domain=one.domain,
                target=one.target,
                client=one.client,
                advisor=one.advisor,
                kind=one.kind,
            )
            scene = f"{path.stem}|{one.client}|{one.advisor}"
            prompt, reply = wording_prompt(task), first_part(one)
            found[prompt, reply] = Lesson(scene, scene, prompt, reply)
    return list(found.values())


def split(lessons: Iterable[Lesson]) -> tuple[list[Lesson], list[Lesson]]:
    """Part the lessons by whose they are: those to learn from, and those held out."""
    learn: list[Lesson] = []
    held: list[Lesson] = []
    for lesson in lessons:
        digest = hashlib.sha256(lesson.whose.encode()).digest()
        (held if digest[0] % HELD_OUT == 0 else learn).append(lesson)
    return learn, held


def rows(tokenizer: Any, lessons: Sequence[Lesson]) -> list[Row]:
    """Tokenize lessons, those that answer the same turn together."""
    found = []
    for _, group in groupby(lessons, key=lambda lesson: lesson.turn):
        pairs = []
        for lesson in group:
            prompt = tokenizer(lesson.prompt, add_special_tokens=False)["input_ids"]
            reply = tokenizer(lesson.reply + END, add_special_tokens=False)["input_ids"]
            pairs.append((tuple(prompt), tuple(reply)))
        same = _shared([prompt for prompt, _ in pairs])
        branches = tuple(Branch(prompt[same:], reply) for prompt, reply in pairs)
        found.append(Row(shared=pairs[0][0][:same], branches=branches))
    return found


def _shared(prompts: Sequence[tuple[int, ...]]) -> int:
    """Return how many tokens all prompts begin with; at least one is left to each."""
    most = min(len(prompt) for prompt in prompts) - 1
    for place in range(most):
        if len({prompt[place] for prompt in prompts}) > 1:
            return place
    return most


def batches(rows: Sequence[Row], tokens: int, rng: Random) -> list[list[Row]]:
    """Shuffle into batches of about `tokens` tokens, of rows of like length."""
    order = list(rows)
    rng.shuffle(order)
    found = []
    for start in range(0, len(order), 128):
        chunk = sorted(order[start : start + 128], key=len)
        batch: list[Row] = []
        for row in chunk:
            if batch and (len(batch) + 1) * len(row) > tokens:
                found.append(batch)
                batch = []
            batch.append(row)
        found.append(batch)
    rng.shuffle(found)
    return found
