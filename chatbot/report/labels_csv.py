"""What a person says of the codes, as labelled data in the column form that the evals read.

Whole talks, for codes are given in context; only turns that the person looked at carry labels. What
nobody was asked about (markers, directions, the client's turns) is not labelled. The tool's own
codes are left out: beside the person's they would count as a second opinion of equal weight.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from chatbot.domain.reviews import TurnReview
from chatbot.domain.talk import Talk
from chatbot.report.csv import COLUMNS, NOT_APPLICABLE, advisor_cells, guarded, transcript_id

LABEL_COLUMNS: Final = (*COLUMNS, "annotator_id")
_ABOUT: Final = frozenset(
    {
        "transcript_id",
        "topic",
        "utterance_id",
        "interlocutor",
        "utterance_text",
        "target_behaviour",
        "annotator_id",
        "spans",
    }
)
_UNLABELLED: Final = {name: NOT_APPLICABLE for name in LABEL_COLUMNS if name not in _ABOUT}


def labels_to_csv(talks: Iterable[Talk]) -> str:
    """Return the talks in which a person looked at a turn, one row an utterance, with a header."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, LABEL_COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for talk in talks:
        reviews = talk.branch_reviews
        if any(review.looked_at for review in reviews):
            for row in _rows(talk, reviews):
                writer.writerow({name: guarded(cell) for name, cell in row.items()})
    return out.getvalue()


def _rows(talk: Talk, reviews: tuple[TurnReview, ...]) -> Iterator[dict[str, str]]:
    persona = talk.started.persona
    shared = {
        "transcript_id": transcript_id(talk),
        "topic": persona.domain,
        "target_behaviour": persona.advisor_brief.target_behaviour,
        "annotator_id": talk.started.owner,
    }
    said = [("client", talk.started.opening, _UNLABELLED)]
    for review in reviews:
        exchange = review.exchange
        said.append(("advisor", exchange.advisor, _labels(review)))
        said.append(("client", exchange.reply.text, _UNLABELLED))
    for number, (who, text, labels) in enumerate(said):
        about = {"utterance_id": str(number), "interlocutor": who, "utterance_text": text}
        yield labels | shared | about


def _labels(review: TurnReview) -> dict[str, str]:
    """Return the labels of an advisor's turn, all of them the person's."""
    if not review.looked_at:
        return _UNLABELLED
    cells = advisor_cells(review.exchange.advisor, review.heard)
    unasked = dict.fromkeys(("markers", "toward", "client_codes"), NOT_APPLICABLE)
    if any(one.said is None for one in review.codes):
        # An added code may lie over the whole turn: which piece is the main one was not asked.
        unasked["main_therapist_behaviour"] = NOT_APPLICABLE
    return _UNLABELLED | cells | unasked
