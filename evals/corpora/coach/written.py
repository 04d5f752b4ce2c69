"""The written form of the coach corpus, its reading, and what a reader can check by rule.

    @ pension savings | move 20,000 into the index fund by June
    C: My brother lost the lot in 2008.
    A: That was a completely different product.
    open_question: => What happened to his money, as far as you know?

`python -m evals.corpora.coach.written FILE…` reads files, counts, and names what to mend.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.errors import SparringError
from chatbot.domain.giving_back import misgiven
from chatbot.domain.reporting import reports
from chatbot.domain.taking_up import TakenUp, asked, taken_up, without_tags
from chatbot.domain.wording import as_given_back
from chatbot.domain.wording_parts import WordingKind
from chatbot.domain.words import sentences
from evals.corpora.checking import check_files

WORDS: Final = range(4, 36)
#: The folder of plain wordings, from which the coach's voice learns.
PLAIN: Final = "plain"
_LINE: Final = re.compile(r"(?P<kind>[a-z_]+):\s*=>\s*(?P<wording>.+)$")
_FORMULAS: Final = re.compile(
    r"\b(?:it sounds like|sounds like|i hear|what i'm hearing|i understand|i appreciate)\b",
    re.IGNORECASE,
)
_OPENERS: Final = 5


class CoachCorpusError(SparringError):
    """A line is not of the written form; the message names file and line."""


class Wording(Value):
    """One wording for one scene.

    Attributes:
        hand: who wrote it.
        domain: what the talk is about.
        target: the step that the advice is about.
        client: what the client said.
        advisor: what the advisor said then.
        kind: what the wording is.
        wording: what could have been said instead.
    """

    hand: str
    domain: str
    target: str
    client: str
    advisor: str
    kind: WordingKind
    wording: str


def read_hand(path: Path) -> tuple[Wording, ...]:
    """Read the wordings of one hand.

    Raises:
        CoachCorpusError: a line is not of the written form.
    """
    return tuple(_wordings(path))


def _wordings(path: Path) -> Iterator[Wording]:
    head: tuple[str, str] | None = None
    client = advisor = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("@"):
            domain, _, target = (part.strip() for part in line[1:].partition("|"))
            if not domain or not target:
                raise _wrong(path, number, "a scene is '@ domain | the step'")
            head, client, advisor = (domain, target), "", ""
        elif line.startswith("C:"):
            client = line[2:].strip()
        elif line.startswith("A:"):
            advisor = line[2:].strip()
        else:
            found = _LINE.match(line)
            if found is None or found["kind"] not in set(WordingKind):
                raise _wrong(path, number, "a wording is 'kind: => words' with a known kind")
            if head is None or not client or not advisor:
                raise _wrong(path, number, "a wording stands below '@', 'C:' and 'A:'")
            yield Wording(
                hand=path.stem,
                domain=head[0],
                target=head[1],
                client=client,
                advisor=advisor,
                kind=WordingKind(found["kind"]),
                wording=found["wording"],
            )


def _wrong(path: Path, number: int, mend: str) -> CoachCorpusError:
    return CoachCorpusError(f"{path}:{number}: {mend}")


def complaints(wording: Wording) -> Iterator[str]:
    """Yield what is wrong with a wording, as far as a rule can tell."""
    text = wording.wording
    count = len(text.split())
    if count not in WORDS:
        yield f"{count} words"
    if _FORMULAS.search(text):
        yield "a formula"
    if wording.kind is WordingKind.OPEN_QUESTION and text.count("?") != 1:
        yield "an open question is one question"
    if wording.kind is WordingKind.COMPLEX_REFLECTION and "?" in text:
        yield "a reflection asks nothing"
    if wording.kind is WordingKind.AUTONOMY and re.search(r"\bbut\b", text):
        yield "a 'but' takes the freedom back"


def first_part(wording: Wording) -> str:
    """Return the client's words as a wording gives them back: what is learned of it."""
    first = sentences(wording.wording)[0]
    return as_given_back(first, wording.client)


def refusal(wording: Wording) -> str | None:
    """Say why nothing is learned from a wording; None if its first part is such as is offered."""
    back, client = first_part(wording), wording.client
    match taken_up(client):
        case TakenUp.WORDS:
            return misgiven(back, without_tags(client))
        case TakenUp.QUESTION:
            return None if reports(back, asked(client)) else "does not report what they asked"
        case _:
            return "gives back what is hardly said"


def report(path: Path) -> tuple[str, ...]:
    """Return what there is to mend in a hand's file, line by line, and the counts."""
    wordings = read_hand(path)
    found = [f"{path.name}: {p}: {w.wording}" for w in wordings for p in complaints(w)]
    if path.parent.name == PLAIN:
        refused = ((refusal(w), w.wording) for w in wordings)
        found += [f"{path.name}: {why}: {text}" for why, text in refused if why]
    else:
        openers = Counter(" ".join(w.wording.casefold().split()[:3]) for w in wordings)
        found += [
            f"{path.name}: {n} wordings begin with '{text}'"
            for text, n in openers.items()
            if n > _OPENERS
        ]
    twice = Counter(w.wording.casefold() for w in wordings)
    found += [f"{path.name}: said {n} times: {text}" for text, n in twice.items() if n > 1]
    scenes = len({(w.client, w.advisor) for w in wordings})
    kinds = Counter(str(w.kind) for w in wordings)
    counts = ", ".join(f"{kind} {n}" for kind, n in kinds.most_common())
    found.append(f"{path.name}: {len(wordings)} wordings in {scenes} scenes; {counts}")
    return tuple(found)


if __name__ == "__main__":
    raise SystemExit(check_files(report, CoachCorpusError))
