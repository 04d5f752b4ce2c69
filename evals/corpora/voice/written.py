"""The written form of the voice corpus, its reading, and what a reader can check by rule.

    @ Petra, 58, school caretaker, sees a pension adviser | gives short answers | pensions
    A: What would you like that money to do?
    desire: I'd like to mend my mother's roof with it. => Mend my mother's roof. That's all.
    B: I've seen what happens to funds.
    A: It was back within the year.
    doubt: => Was it.

`python -m evals.corpora.voice.written FILE…` reads files, counts, and names what to mend.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError
from chatbot.domain.moves import Act
from evals.corpora.checking import check_files
from evals.corpora.numbered import read_numbered

MOST_WORDS: Final = 38
_REPLY: Final = re.compile(r"(?P<act>[a-z_]+):\s*(?P<say>.*?)\s*=>\s*(?P<reply>.+)$")
_NUMBER: Final = re.compile(r"\d[\d,.:]*\d|\d")
_OPENERS: Final = 6


class VoiceCorpusError(SparringError):
    """A line is not of the written form; the message names file and line."""


class Example(Value):
    """One move and how one person said it.

    Attributes:
        hand: who wrote it.
        person: name, age, who they are and why they are here, in the third person.
        manner: how they talk.
        domain: what the talk is about.
        before: what the client had said before the advisor's turn; may be empty.
        advisor: the advisor's turn.
        act: what the client does.
        say: what must be told, in the client's first person; may be empty.
        reply: what the client says.
    """

    hand: str
    person: str
    manner: str
    domain: str
    before: str = ""
    advisor: str
    act: Act
    say: str = ""
    reply: str


def read_hand(path: Path) -> tuple[Example, ...]:
    """Read the examples of one hand.

    Raises:
        VoiceCorpusError: a line is not of the written form.
    """
    return tuple(_examples(path))


def _examples(path: Path) -> Iterator[Example]:
    head: tuple[str, str, str] | None = None
    before = advisor = first = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("@"):
            parts = tuple(part.strip() for part in line[1:].split("|"))
            if len(parts) != 3 or not all(parts):
                raise _wrong(path, number, "a person is '@ who | how they talk | domain'")
            head, before, advisor, first = (parts[0], parts[1], parts[2]), "", "", ""
        elif head is None:
            raise _wrong(path, number, "before the first line '@ who | how they talk | domain'")
        elif line.startswith("B:"):
            first = line[2:].strip()
        elif line.startswith("A:"):
            before, advisor, first = first, line[2:].strip(), ""
        else:
            found = _REPLY.match(line)
            if found is None or found["act"] not in set(Act):
                raise _wrong(path, number, "a reply is 'act: say => reply' with a known act")
            if not advisor:
                raise _wrong(path, number, "a reply stands below the advisor's turn 'A:'")
            first = first or found["reply"]
            yield Example(
                hand=path.stem,
                person=head[0],
                manner=head[1],
                domain=head[2],
                before=before,
                advisor=advisor,
                act=Act(found["act"]),
                say=found["say"],
                reply=found["reply"],
            )


def read_plain(path: Path, hand: Path) -> tuple[Example, ...]:
    """Read the plain replies (`NUMBER: reply`) to the moves of a hand, in the hand's order.

    Raises:
        VoiceCorpusError: a line of the hand is not of the written form.
        NumberedError: a plain reply is not, or is missing, or there twice.
    """
    examples = read_hand(hand)
    replies = read_numbered(path, len(examples))
    return tuple(
        example.model_copy(update={"reply": reply})
        for example, reply in zip(examples, replies, strict=True)
    )


def _wrong(path: Path, number: int, mend: str) -> VoiceCorpusError:
    return VoiceCorpusError(f"{path}:{number}: {mend}")


def complaints(example: Example) -> Iterator[str]:
    """Yield what is wrong with an example, as far as a rule can tell."""
    count = len(example.reply.split())
    if count > MOST_WORDS:
        yield f"{count} words"
    if example.act is Act.MINIMAL and (count > 6 or "?" in example.reply):
        yield "minimal is 1 to 5 words and asks nothing"
    if example.act is Act.TOUCHED and example.say:
        yield "touched says nothing"
    if count > 6 and _bare(example.reply) == _bare(example.say):
        yield "the reply copies 'say'"
    known = set(_NUMBER.findall(f"{example.say} {example.advisor} {example.before}"))
    new = {found for found in _NUMBER.findall(example.reply) if found not in known}
    if new and not _in_words(example):
        yield f"figures from nowhere: {', '.join(sorted(new))}"


def _in_words(example: Example) -> bool:
    """Say whether a figure may have been spelled out where it came from."""
    source = f"{example.say} {example.advisor} {example.before}".casefold()
    return bool(
        re.search(
            r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|"
            r"\w+ty-\w+|hundred|thousand|half|quarter|dozen|million|third|once|twice)\b",
            source,
        )
    )


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.casefold()))


def report(path: Path) -> tuple[str, ...]:
    """Return what there is to mend in a hand's file, line by line, and the counts."""
    examples = read_hand(path)
    found = [
        f"{path.name}: {problem}: {example.reply}"
        for example in examples
        for problem in complaints(example)
    ]
    twice = Counter(_bare(example.reply) for example in examples if len(example.reply.split()) > 3)
    found += [f"{path.name}: said {n} times: {text}" for text, n in twice.items() if n > 1]
    openers = Counter(" ".join(_bare(example.reply).split()[:3]) for example in examples)
    found += [
        f"{path.name}: {n} replies begin with '{text}'"
        for text, n in openers.items()
        if n > _OPENERS and len(text.split()) == 3
    ]
    acts = Counter(str(example.act) for example in examples)
    found += [f"{path.name}: only {acts[a]} of {a}" for a in Act if acts[a] < 15]
    lengths = sorted(len(example.reply.split()) for example in examples)
    empty = sum(not example.say for example in examples)
    found.append(
        f"{path.name}: {len(examples)} replies of {len({e.person for e in examples})} people; "
        f"median {lengths[len(lengths) // 2]} words; 'say' empty in {empty}; "
        + ", ".join(f"{act} {n}" for act, n in acts.most_common())
    )
    return tuple(found)


if __name__ == "__main__":
    raise SystemExit(check_files(report, VoiceCorpusError))
