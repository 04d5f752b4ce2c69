"""The written form of our labelled talks, and its reading: braces around coded words.

    === t01 | quality: high | domain: smoking | target: stop by June | author: h01
    A: {Q_open>none|What brings you in?}
    C [R-]: My wife, mostly.
    A: {SR>sustain|So it's more her idea.} ## Answers, principle=reflective_listening

`python -m evals.corpora.talks FILE…` checks files and counts what is in them.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from chatbot.domain.base import Value
from chatbot.domain.codes import Marker, Toward
from chatbot.domain.errors import SparringError

CODES: Final = frozenset(
    {"GI", "P", "PwP", "Q_open", "Q_closed", "SR", "CR", "AF", "Seek", "Emphasize", "C"}
)
DIRECTED: Final = frozenset({"Q_open", "Q_closed", "SR", "CR", "AF"})
CLIENT_CODES: Final = frozenset(
    {f"{kind}{sign}" for kind in ("D", "AB", "R", "N", "C", "AC", "TS") for sign in "+-"}
    | {"discord"}
)
_HEAD: Final = re.compile(
    r"=== (?P<id>[\w-]+) \| quality: (?P<quality>high|average|low) \| domain: (?P<domain>[^|]+) "
    r"\| target: (?P<target>[^|]+) \| author: (?P<author>[\w-]+)\s*$"
)
_CLIENT: Final = re.compile(r"C \[(?P<codes>[^\]]*)\]: (?P<text>.+)$")
_SEGMENT: Final = re.compile(r"\{(?P<code>\w+)(?:>(?P<toward>\w+))?\|(?P<text>[^{}]*)\}")


class TalkError(SparringError):
    """A talk is not of the written form; the message names file and line."""


class Span(Value):
    """A coded piece of an advisor turn; offsets count in the text without braces."""

    code: str
    start: int
    end: int
    toward: Toward | None = None


class TalkTurn(Value):
    """One turn: the text as spoken, and its labels."""

    speaker: Literal["advisor", "client"]
    text: str
    spans: tuple[Span, ...] = ()
    markers: tuple[Marker, ...] = ()
    principle: str | None = None
    missed: str | None = None
    client_codes: tuple[str, ...] = ()


class WrittenTalk(Value):
    """One labelled talk."""

    id: str
    quality: str
    domain: str
    target: str
    author: str
    turns: tuple[TalkTurn, ...]


def read_talks(path: Path) -> Iterator[WrittenTalk]:
    """Yield the talks of a file.

    Raises:
        TalkError: a line is not of the written form.
    """
    head: dict[str, str] | None = None
    turns: list[TalkTurn] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        if line.startswith("==="):
            if head is not None:
                yield _talk(head, turns, where)
            match = _HEAD.match(line)
            if match is None:
                raise TalkError(f"{where}: the head of a talk is not of the written form")
            head, turns = {k: v.strip() for k, v in match.groupdict().items()}, []
        elif line.startswith("A: "):
            turns.append(_advisor(line[3:], where))
        elif (match := _CLIENT.match(line)) is not None:
            turns.append(_client(match, where))
        else:
            raise TalkError(f"{where}: neither 'A: …' nor 'C [codes]: …' nor a head")
    if head is not None:
        yield _talk(head, turns, path.name)


def _talk(head: dict[str, str], turns: list[TalkTurn], where: str) -> WrittenTalk:
    for first, second in pairwise(turns):
        if first.speaker == second.speaker:
            raise TalkError(
                f"{where}: talk {head['id']}: two turns of one speaker: {second.text[:50]!r}"
            )
    return WrittenTalk(**head, turns=tuple(turns))


def _advisor(line: str, where: str) -> TalkTurn:
    body, _, tail = line.partition(" ##")
    spans: list[Span] = []
    text, at = "", 0
    for match in _SEGMENT.finditer(body):
        text += body[at : match.start()]
        spans.append(_span(match, len(text), where))
        text += match["text"]
        at = match.end()
    text += body[at:]
    if "{" in text or "}" in text:
        raise TalkError(f"{where}: a brace stands alone")
    codes = [
        "Q" if s.code.startswith("Q_") else "R" if s.code in {"SR", "CR"} else s.code for s in spans
    ]
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise TalkError(f"{where}: more than one {', '.join(twice)} in a turn")
    return _tailed(text, spans, tail, where)


def _span(match: re.Match[str], start: int, where: str) -> Span:
    code, toward, words = match["code"], match["toward"], match["text"]
    if code not in CODES:
        raise TalkError(f"{where}: unknown code {code!r}; there are {', '.join(sorted(CODES))}")
    if (toward is None) == (code in DIRECTED) or (toward and toward not in set(Toward)):
        raise TalkError(f"{where}: {code} {'needs' if code in DIRECTED else 'takes no'} direction")
    if not words.strip():
        raise TalkError(f"{where}: {code} has no words")
    return Span(
        code=code, start=start, end=start + len(words), toward=Toward(toward) if toward else None
    )


def _tailed(text: str, spans: list[Span], tail: str, where: str) -> TalkTurn:
    markers: list[Marker] = []
    named: dict[str, str] = {}
    for part in (p.strip() for p in tail.split(",") if p.strip()):
        key, equals, value = part.partition("=")
        if equals and key in {"principle", "missed"}:
            named[key] = value
        elif part in set(Marker):
            markers.append(Marker(part))
        else:
            raise TalkError(f"{where}: unknown marker {part!r}")
    if not text.strip():
        raise TalkError(f"{where}: the turn has no words")
    return TalkTurn(
        speaker="advisor", text=text, spans=tuple(spans), markers=tuple(markers), **named
    )


def _client(match: re.Match[str], where: str) -> TalkTurn:
    codes = tuple(match["codes"].replace("−", "-").split())
    unknown = [code for code in codes if code not in CLIENT_CODES]
    if unknown:
        raise TalkError(f"{where}: unknown client code {', '.join(unknown)}")
    return TalkTurn(speaker="client", text=match["text"].strip(), client_codes=codes)


def main(paths: list[str]) -> int:
    """Check files and print what they hold; returns 1 if one cannot be read."""
    failed = 0
    for name in paths:
        try:
            talks = list(read_talks(Path(name)))
        except (TalkError, OSError, ValueError) as error:
            print(f"{error}")
            failed = 1
            continue
        said = [turn for talk in talks for turn in talk.turns if turn.speaker == "advisor"]
        codes = Counter(span.code for turn in said for span in turn.spans)
        client = Counter(
            code
            for t in talks
            for turn in t.turns
            for code in turn.client_codes or ("neutral",)
            if turn.speaker == "client"
        )
        several = sum(len(turn.spans) > 1 for turn in said) / max(1, len(said))
        print(
            f"{name}: {len(talks)} talks, {len(said)} advisor turns, {several:.0%} with several codes"
        )
        print(f"  {dict(codes)}\n  {dict(client)}")
        print(
            f"  {Counter(talk.quality for talk in talks)}, turns a talk: {[len(t.turns) for t in talks]}"
        )
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
