"""The written form of the tone corpus, its reading, and what a reader can check by rule.

    @ pension savings | move 20,000 into the index fund by June
    P: Shall we look at the fund, then?
    C: My brother lost the lot in 2008.
    vagueness: Well, these things go one way and then they go another, don't they.
    none/listening: You saw at your own table what losing it all does.

`python -m evals.corpora.tone.written FILE…` reads files, counts, and names what to mend.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.codes import Tone
from chatbot.domain.errors import SparringError
from evals.corpora.checking import check_files

#: What a turn without a tone is, for the balance of a file only.
KINDS: Final = frozenset(
    "answer blunt limit listening leave choice affirm apology deadline question humour their_life "
    "short lecture suggestion small_step".split()
)
WORDS: Final = range(1, 56)
_NONE: Final = "none"
_REPLY: Final = re.compile(r"(?P<label>[a-z_+/]+):\s*(?P<text>\S.*)$")
#: So many replies of one tone may open with the same two words, or share a run of four.
_OPENERS: Final = 2


class ToneCorpusError(SparringError):
    """A line is not of the written form; the message names file and line."""


class Toned(Value):
    """One advisor turn in its place.

    Attributes:
        hand: who wrote it.
        domain: what the talk is about.
        target: the step that the advice is about.
        before: what the advisor had said before the client, or empty.
        client: what the client said.
        text: the advisor's turn.
        tones: how it is meant; empty if it is none of them.
        kind: of a turn without a tone, one of `KINDS`; else empty.
    """

    hand: str
    domain: str
    target: str
    before: str
    client: str
    text: str
    tones: frozenset[Tone]
    kind: str


def read_hand(path: Path) -> tuple[Toned, ...]:
    """Read the turns of one hand.

    Raises:
        ToneCorpusError: a line is not of the written form.
    """
    return tuple(_turns(path))


def _turns(path: Path) -> Iterator[Toned]:
    domain = target = before = client = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("@"):
            domain, _, target = (part.strip() for part in line[1:].partition("|"))
            if not domain or not target:
                raise _wrong(path, number, "a scene is '@ domain | the step'")
            before = client = ""
        elif line.startswith("P:"):
            before = line[2:].strip()
        elif line.startswith("C:"):
            client = line[2:].strip()
        else:
            found = _REPLY.match(line)
            if found is None:
                raise _wrong(path, number, "a reply is 'tone: words' or 'none/kind: words'")
            if not domain or not client:
                raise _wrong(path, number, "a reply stands below '@' and 'C:'")
            tones, kind = _label(found["label"], path, number)
            yield Toned(
                hand=path.stem,
                domain=domain,
                target=target,
                before=before,
                client=client,
                text=found["text"],
                tones=tones,
                kind=kind,
            )


def _label(label: str, path: Path, number: int) -> tuple[frozenset[Tone], str]:
    first, _, kind = label.partition("/")
    if first == _NONE:
        if kind not in KINDS:
            raise _wrong(path, number, f"'none' names its kind, one of {', '.join(sorted(KINDS))}")
        return frozenset(), kind
    names = first.split("+")
    if kind or not set(names) <= set(Tone):
        raise _wrong(path, number, f"a tone is one of {', '.join(Tone)}")
    return frozenset(Tone(name) for name in names), ""


def _wrong(path: Path, number: int, mend: str) -> ToneCorpusError:
    return ToneCorpusError(f"{path}:{number}: {mend}")


def report(path: Path) -> tuple[str, ...]:
    """Return what there is to mend in a hand's file, line by line, and the counts."""
    turns = read_hand(path)
    found = [f"{path.name}: {len(t.text.split())} words: {t.text}" for t in turns if _odd(t)]
    for tone in Tone:
        texts = [re.findall(r"[\w']+", t.text.casefold()) for t in turns if tone in t.tones]
        openers = Counter(" ".join(words[:2]) for words in texts)
        runs = Counter(run for words in texts for run in _runs(words))
        for what, counted in (("begin with", openers), ("hold", runs)):
            found += [
                f"{path.name}: {n} turns of {tone} {what} '{text}'"
                for text, n in counted.items()
                if n > _OPENERS
            ]
    twice = Counter(t.text.casefold() for t in turns)
    found += [f"{path.name}: said {n} times: {text}" for text, n in twice.items() if n > 1]
    scenes = len({(t.target, t.client) for t in turns})
    labels = Counter("+".join(sorted(t.tones)) or f"none/{t.kind}" for t in turns)
    counts = ", ".join(f"{label} {n}" for label, n in labels.most_common())
    found.append(f"{path.name}: {len(turns)} turns in {scenes} scenes; {counts}")
    return tuple(found)


def _odd(turn: Toned) -> bool:
    return len(turn.text.split()) not in WORDS


def _runs(words: list[str]) -> set[str]:
    fours = zip(pairwise(words), pairwise(words[2:]), strict=False)
    return {" ".join((*first, *second)) for first, second in fours}


if __name__ == "__main__":
    raise SystemExit(check_files(report, ToneCorpusError))
