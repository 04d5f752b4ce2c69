"""`evals coach`: for how many findings of the offline critic the small model words something fit.

Writes what was offered as a sheet for blind readers, together with the written advice for as many
other findings, so that the two can be told apart only by the key.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from chatbot.adapters.box.completing import BoxModel
from chatbot.chains.offline import OfflineEvaluator
from chatbot.chains.rewording import RewordingEvaluator
from chatbot.coder import shipped_coder
from chatbot.domain.critique import Critique
from chatbot.domain.errors import InputError
from chatbot.domain.wording import BETTER
from chatbot.domain.wording_parts import OURS
from chatbot.settings import read_settings
from chatbot.wiring import find_box, make_library, make_rubric
from evals.metrics.intervals import Estimate
from evals.models.judged import evaluation_of
from evals.ratings.form import Kind
from evals.ratings.items import Item, conversations, places, source_of
from evals.ratings.sheet import FOR_RATERS, make_key, write_sheet
from evals.ratings.statistics import wilson
from evals.records import ConversationRecord


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals coach`."""
    parser.add_argument("run", type=Path, metavar="RUN", help="an --out folder of fidelity")
    parser.add_argument("--n", type=int, default=100, help="findings to be worded")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the sheet")


async def run_coach(options: Namespace) -> int:
    """Word findings, say how many were worded, and write the sheet; returns 0.

    Raises:
        InputError: the model in the box is not here, or the run holds no finding of such a kind.
        RatingError: the sheet cannot be written.
    """
    settings = read_settings()
    box = find_box(settings)
    if not isinstance(box, BoxModel) or "coach" not in box.adapters:
        raise InputError("The model in the box is not here; make box fetches it and its engine.")
    library, coder = make_library(settings), shipped_coder()
    personas = library.gallery().personas
    plain = OfflineEvaluator(coder, make_rubric(library))
    coach = RewordingEvaluator(plain, box, coder)
    items: list[Item] = []
    asked = offered = ours = 0
    try:
        for record, i in places(conversations(options.run), options.seed):
            evaluation = evaluation_of(record, i, personas[record.persona])
            found = await plain.critique(evaluation)
            if not found.findings or found.findings[0].kind not in BETTER:
                continue
            asked += 1
            worded = await coach.critique(evaluation)
            offered += worded.worded_by is not None
            ours += worded.worded_by is not None and _is_ours(worded)
            items.append(_item(record, i, worded))
            if asked == options.n:
                break
    finally:
        await box.aclose()
    if not items:
        raise InputError(f"{options.run}: no finding that the coach's voice could word.")
    write_sheet(make_key(Kind.WORDINGS, options.seed, (str(options.run),), items), options.out)
    print(f"findings worded by the model: {offered} of {asked} {_percent(wilson(offered, asked))}")
    print(f"of these with a first part of ours, chosen by the model: {ours}")
    print(f"Hand {options.out / FOR_RATERS} to the raters, and nothing else.")
    return 0


def _item(record: ConversationRecord, i: int, critique: Critique) -> Item:
    first = critique.findings[0]
    return Item(
        cells={
            "client_turn": record.exchanges[i - 1].reply.text if i else record.opening,
            "advisor_turn": record.exchanges[i].advisor,
            "wording": critique.instead or "",
        },
        source=source_of(record, i)
        | {"group": critique.worded_by or "written", "kind": first.kind},
    )


def _is_ours(critique: Critique) -> bool:
    """Say whether nothing of the client's is in a wording: its first part is one of ours."""
    said = critique.instead or ""
    return any(said.startswith(first) for firsts in OURS.values() for first in firsts)


def _percent(share: Estimate | None) -> str:
    if share is None:
        return ""
    return (
        f"({100 * share.value:.0f} % [{100 * (share.low or 0):.0f}, {100 * (share.high or 1):.0f}])"
    )
