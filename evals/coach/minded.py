"""`python -m evals.coach.minded SHEET…`: what readers find sayable, by what a wording is like.

A wording counts as sayable where all readers of its sheet say so. What was written for the finding,
not worded by the model, is left out. From these counts come the second parts, and which words of
the client's are given back, and how (`chatbot.domain.wording`, `giving_back`).
"""

import re
import sys
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from chatbot.domain.attributing import attributed, theirs
from chatbot.domain.joining import is_half, place
from chatbot.domain.taking_up import TakenUp, taken_up, without_tags
from chatbot.domain.wording_parts import OURS
from chatbot.domain.words import sentences
from evals.ratings.filled import read_filled, read_key
from evals.ratings.sheet import RatingError
from evals.ratings.statistics import wilson

_QUOTED: Final = re.compile(r"(?<!\w)['\"]")
#: Of so few nothing is said.
_FEWEST: Final = 3
_SHORT: Final = 6
_MANY: Final = 3
_SHARE: Final = 0.4
_TWO: Final = 2
_FEW_WORDS: Final = 3


def read_minded(folder: Path, readers: int | None = None) -> Iterator[tuple[str, str, bool]]:
    """Yield what each client said, what was offered, and whether all readers found it sayable.

    Args:
        folder: a filled sheet.
        readers: so many of its readers count, in the order of their names; None: all.

    Raises:
        RatingError: the sheet or an answer cannot be read.
    """
    key = read_key(folder)
    sheets = read_filled(folder, key)[:readers]
    for name, item in key.items.items():
        said = [s.answers.get(name, {}).get("sayable") for s in sheets]
        if all(said) and item.source.get("group") != "written":
            yield item.cells["client_turn"], item.cells["wording"], set(said) == {"yes"}


def likenesses(client: str, wording: str) -> Iterator[str]:
    """Yield what a wording is like, each as a heading and a name."""
    back, *rest = sentences(wording)
    up = taken_up(client)
    yield f"takes up / {up}"
    yield f"goes on / {' '.join(rest)}"
    ours = any(back in firsts for firsts in OURS.values())
    yield f"first part / {'ours' if ours else 'their words, question or request'}"
    if up is not TakenUp.WORDS:
        yield f"begins / {back}"
        return
    inner = theirs(back).split()
    few = len(inner) < _SHORT and len(inner) < _SHARE * len(client.split())
    yield f"gives back / {'next to nothing' if few else 'enough'}"
    at, of = place(back, client)
    if of > 1:
        yield f"goes on, behind two sentences and more / {' '.join(rest)}"
    where = "the first" if at == 0 else "the last" if at == of - 1 else "amid"
    yield f"which sentence / {where} of {of if of < _MANY else 'more'}"
    if of == _TWO:
        yield f"of two sentences / {_of_two(back, client)}"
    if _QUOTED.search(back):
        yield "as theirs / in quotation marks"
    elif attributed(back) == back:
        yield f"as theirs / {'said to be' if theirs(back) != back else 'plainly'}"
    else:
        yield "as theirs / could be the advisor's own"


def _of_two(back: str, client: str) -> str:
    if is_half(back, client):
        return "one, and not the other"
    other = sentences(without_tags(client))[1 - place(back, client)[0]]
    return "one, beside a word or two" if len(other.split()) < _FEW_WORDS else "both given back"


def counted(found: Iterable[tuple[str, str, bool]]) -> dict[str, list[bool]]:
    """Return for each likeness whether the wordings of it were sayable."""
    counts: defaultdict[str, list[bool]] = defaultdict(list)
    for client, wording, sayable in found:
        for likeness in ("all", *likenesses(client, wording)):
            counts[likeness].append(sayable)
    return dict(sorted(counts.items(), key=lambda one: (one[0].split(" / ")[0], -len(one[1]))))


def main(argv: list[str]) -> int:
    """Print the counts of the sheets together; returns 0, or 2 if one cannot be read."""
    parser = ArgumentParser(prog="python -m evals.coach.minded", description=__doc__)
    parser.add_argument("sheets", type=Path, nargs="+", metavar="SHEET")
    parser.add_argument("--readers", type=int, help="count only so many readers of each sheet")
    options = parser.parse_args(argv)
    try:
        found = [one for sheet in options.sheets for one in read_minded(sheet, options.readers)]
    except RatingError as error:
        print(error, file=sys.stderr)
        return 2
    for likeness, sayable in counted(found).items():
        share = wilson(sum(sayable), len(sayable))
        if share is not None and len(sayable) >= _FEWEST:
            between = f"[{100 * (share.low or 0):.0f}, {100 * (share.high or 1):.0f}]"
            print(
                f"{sum(sayable):4} of {len(sayable):4} {100 * share.value:4.0f} % {between:9} {likeness}"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
