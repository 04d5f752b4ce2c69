"""`sparring corrections`: what was said of the tool's codes in all talks, told and exported."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from chatbot.domain.errors import InputError, StoreError
from chatbot.domain.second_look import FEWEST_TURNS, SecondLook, second_look
from chatbot.domain.talk import Talk
from chatbot.report.labels_csv import labels_to_csv
from chatbot.session.contested import contested_cases
from chatbot.settings import OWNER, read_settings
from chatbot.wiring import Room, open_room

SELECTED = "Which turns were looked at was your choice, so this is no fair sample of the coder."


async def corrections(arguments: Namespace) -> int:
    """Tell how often the codes stood, or export what was said of them.

    Raises:
        InputError: there is nothing to export, or the file cannot be written.
        StoreError: the store cannot be read.
    """
    room = await open_room(read_settings())
    try:
        talks = await talks_of(room)
    finally:
        await room.aclose()
    match arguments.action:
        case "export":
            return export_labels(talks, Path(arguments.out))
        case "contested":
            return export_contested(talks, Path(arguments.out))
        case _:
            print("\n".join(told(talks)))
            return 0


async def talks_of(room: Room) -> list[Talk]:
    """Return all talks that can be read, oldest first; the others are named on standard error."""
    talks = []
    for summary in reversed(await room.store.list(OWNER)):
        try:
            talks.append(Talk.of(await room.store.load(summary.session_id, OWNER)))
        except StoreError as error:
            print(f"sparring: left out: {error}", file=sys.stderr)
    return talks


def told(talks: Iterable[Talk]) -> list[str]:
    """Return agreement between coder and person: one block for each coder, since versions differ."""
    by_coder: dict[str, list[Talk]] = {}
    for talk in talks:
        by_coder.setdefault(talk.started.coder, []).append(talk)
    lines = []
    for coder, theirs in by_coder.items():
        found = second_look(review for talk in theirs for review in talk.branch_reviews)
        if found.turns or found.contested:
            lines += [f"Coder {coder}", *_of_coder(found), ""]
    if not lines:
        return [
            "Nothing has been looked at yet. On the page, open a critique; or: sparring correct"
        ]
    return [*lines, SELECTED]


def _of_coder(found: SecondLook) -> Iterable[str]:
    yield f"  turns looked at      {found.turns}"
    yield f"  codes looked at      {found.said}, of which {found.stood} stood"
    yield f"  codes you added      {found.added}"
    yield f"  findings contested   {found.contested}"
    if found.kappa is None:
        yield f"  kappa                not told: it takes {FEWEST_TURNS} turns that are not all alike"
    else:
        yield f"  kappa                {found.kappa:.2f} (mean over codes; 1 is full agreement, 0 chance)"
    if found.codes:
        yield f"  {'code':<10} {'it said':>8} {'stood':>6} {'you say':>8} {'kappa':>6}"
    for code, one in found.codes.items():
        kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
        yield f"  {code:<10} {one.said:>8} {one.stood:>6} {one.person:>8} {kappa:>6}"


def export_labels(talks: Iterable[Talk], path: Path) -> int:
    """Write labelled data.

    Raises:
        InputError: no turn was looked at, or the file cannot be written.
    """
    looked_at = [talk for talk in talks if any(r.looked_at for r in talk.branch_reviews)]
    if not looked_at:
        raise InputError("No turn has been looked at yet, so there is nothing to export.")
    _write(path, labels_to_csv(looked_at))
    turns = sum(review.looked_at for talk in looked_at for review in talk.branch_reviews)
    print(f"{turns} labelled turns of {len(looked_at)} talks: {path}")
    print(f"Measure a coder on them: sparring-evals agreement --data {path} --out DIR")
    return 0


def export_contested(talks: Iterable[Talk], path: Path) -> int:
    """Write contested findings, one case a line.

    Raises:
        InputError: no finding was contested, or the file cannot be written.
    """
    cases = [case for talk in talks for case in contested_cases(talk)]
    if not cases:
        raise InputError("No finding has been contested yet, so there is nothing to export.")
    _write(path, "".join(case.model_dump_json() + "\n" for case in cases))
    print(f"{len(cases)} contested findings: {path}")
    print(f"Does it still say so? sparring-evals contested {path}")
    print(f"Have others judge: sparring-evals ratings make {path} --kind findings --out DIR")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}. Give another --out."
        ) from error
