"""`evals critic`: whom the offline critic criticises, and whether it finds what authors marked."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from textwrap import fill
from typing import Final, Literal

from chatbot.adapters.resources import Library
from chatbot.coder import shipped_coder
from chatbot.domain.base import Value
from chatbot.domain.errors import InputError
from chatbot.wiring import make_rubric
from evals.corpora.talks import read_talks
from evals.critic.judging import Ears, Hearing, Judged, Labels, judged
from evals.metrics.intervals import Estimate, bootstrap_mean

REPORT: Final = "critic.json"
QUALITIES: Final = ("high", "average", "low")
WIDTH: Final = 100


class QualityResult(Value):
    """What the critic says of the turns of talks of one quality.

    Attributes:
        quality: of the advisor, as the author meant it.
        turns, talks: how many.
        criticised: share of all turns with a finding.
        shown: the same, of turns whose author marked a principle as shown and none as missed.
        missed: the same, of turns whose author marked a principle as missed.
        shown_turns, missed_turns: how many of these there are.
        kinds: findings by kind, the commonest first.
    """

    quality: str
    turns: int
    talks: int
    criticised: Estimate | None
    shown: Estimate | None
    shown_turns: int
    missed: Estimate | None
    missed_turns: int
    kinds: dict[str, int]


class CriticReport(Value):
    """What `critic.json` holds."""

    version: Literal[1] = 1
    heard_by: str
    files: tuple[str, ...]
    results: tuple[QualityResult, ...]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals critic`."""
    parser.add_argument("talks", type=Path, nargs="+", metavar="FILE", help="talks as written")
    parser.add_argument(
        "--heard-by", choices=("labels", "coder"), default="labels", help="whose codes are used"
    )
    parser.add_argument("--read", type=int, default=0, metavar="N", help="print N critiques")
    parser.add_argument("--seed", type=int, default=1, help="draws what is printed")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for critic.json")


async def run_critic(options: Namespace) -> int:
    """Judge the talks, print what was found, and write it where a folder is named; returns 0.

    Raises:
        InputError: a file cannot be read.
        TalkError: a talk is not of the written form.
    """
    ears: Ears = Labels() if options.heard_by == "labels" else Hearing(shipped_coder())
    turns = await judged_all(options.talks, ears)
    report = CriticReport(
        heard_by=ears.name,
        files=tuple(path.name for path in options.talks),
        results=tuple(measured(turns)),
    )
    print(to_text(report))
    found = [one for one in turns if one.critique.findings]
    for one in Random(options.seed).sample(found, min(options.read, len(found))):
        print(told(one))
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / REPORT).write_text(report.model_dump_json(indent=1) + "\n", "utf-8")
    return 0


async def judged_all(paths: Sequence[Path], ears: Ears) -> list[Judged]:
    """Return every advisor turn of the talks in these files with its critique.

    Raises:
        InputError: a file cannot be read.
        TalkError: a talk is not of the written form.
    """
    rubric = make_rubric(Library())
    turns: list[Judged] = []
    for path in paths:
        try:
            talks = tuple(read_talks(path))
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error
        for talk in talks:
            turns += [one async for one in judged(talk, ears, rubric)]
    return turns


def measured(turns: Sequence[Judged]) -> Iterator[QualityResult]:
    """Yield the results of each quality that is there; intervals are over talks."""
    for quality in QUALITIES:
        these = [one for one in turns if one.talk.quality == quality]
        if not these:
            continue
        missed = [one for one in these if one.turn.missed]
        shown = [one for one in these if one.turn.principle and not one.turn.missed]
        kinds = Counter(f.kind for one in these for f in one.critique.findings)
        yield QualityResult(
            quality=quality,
            turns=len(these),
            talks=len({one.talk.id for one in these}),
            criticised=_share(these),
            shown=_share(shown),
            shown_turns=len(shown),
            missed=_share(missed),
            missed_turns=len(missed),
            kinds=dict(kinds.most_common()),
        )


def _share(turns: Sequence[Judged]) -> Estimate | None:
    values = [float(bool(one.critique.findings)) for one in turns]
    return bootstrap_mean(values, [one.talk.id for one in turns])


def to_text(report: CriticReport) -> str:
    """Return the report as Markdown."""
    lines = [
        f"Offline critic, turns heard by: {report.heard_by}",
        "",
        "| advisor | turns | criticised | marked as shown, criticised | marked as missed, found |",
        "|---|---|---|---|---|",
    ]
    for one in report.results:
        lines.append(
            f"| {one.quality} | {one.turns} | {one.criticised or '–'} "
            f"| {one.shown or '–'} of {one.shown_turns} | {one.missed or '–'} of {one.missed_turns} |"
        )
    for one in report.results:
        kinds = ", ".join(f"{kind} {number}" for kind, number in one.kinds.items())
        lines += ["", fill(f"{one.quality}: {kinds or 'nothing'}", WIDTH)]
    return "\n".join(lines)


def told(one: Judged) -> str:
    """Return a turn and its critique as they would be read aloud."""
    critique = one.critique
    lines = [f"\n--- {one.talk.id} ({one.talk.quality})", fill(f"Client: {one.client}", WIDTH)]
    lines.append(fill(f"Advisor: {one.turn.text}", WIDTH))
    if critique.done_well is not None:
        lines.append(fill(f"  + {critique.done_well.what}", WIDTH))
    lines += [fill(f"  - {f.what} [{f.kind}: “{f.quote}”]", WIDTH) for f in critique.findings]
    if critique.instead:
        lines.append(fill(f"  > {critique.instead}", WIDTH))
    return "\n".join(lines)
