"""From examples to token ids: what the model reads, and the reply it learns to give."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, Final

from chatbot.chains.box_prompt import END, VoiceTask, voice_prompt
from evals.corpora.voice.written import Example, read_hand

HANDS: Final = Path(__file__).parents[2] / "corpora" / "voice" / "hands"
#: Every tenth person is kept for the choice of settings; no reply of theirs is learned from.
HELD_OUT: Final = 10


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


def read_examples(folder: Path = HANDS) -> tuple[Example, ...]:
    """Read all hands, in the order of their names."""
    return tuple(example for path in sorted(folder.glob("v*.txt")) for example in read_hand(path))


def split(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Part the examples by person: those to learn from, and those held out."""
    learn: list[Example] = []
    held: list[Example] = []
    for example in examples:
        digest = hashlib.sha256(f"{example.hand}|{example.person}".encode()).digest()
        (held if digest[0] % HELD_OUT == 0 else learn).append(example)
    return learn, held


def task(example: Example, *, context: bool = True) -> VoiceTask:
    """Return what the model is told of an example; without `context`, not what was said before."""
    return VoiceTask(
        person=example.person,
        manner=example.manner,
        before=example.before if context else "",
        advisor=example.advisor,
        act=example.act,
        say=example.say,
        words=len(example.reply.split()),
    )


def rows(tokenizer: Any, examples: Sequence[Example], *, context: bool = True) -> list[Row]:
    """Tokenize examples, those that answer the same turn together."""
    found = []
    for _, group in groupby(examples, key=lambda e: (e.hand, e.person, e.before, e.advisor)):
        pairs = []
        for example in group:
            prompt = tokenizer(
                voice_prompt(task(example, context=context)), add_special_tokens=False
            )
            reply = tokenizer(example.reply + END, add_special_tokens=False)
            pairs.append((tuple(prompt["input_ids"]), tuple(reply["input_ids"])))
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
