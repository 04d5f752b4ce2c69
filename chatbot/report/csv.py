"""The transcript as CSV, in the column form that the evals read and write.

One row per utterance, the client's opening first. A cell that a spreadsheet would take for a
formula gets a leading apostrophe; the offsets in `spans` count in the cell as it is written.
"""

import csv
import io
import json
import zlib
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.client_talk import Talk as TalkKind
from chatbot.domain.codes import (
    INPUT,
    REFLECTIONS,
    Behaviour,
    Code,
    Heard,
    behaviour_of,
)
from chatbot.domain.debrief import Debrief
from chatbot.domain.moves import CHANGE_TALK, SUSTAIN_TALK, Act
from chatbot.domain.talk import Talk

COLUMNS: Final = (
    "transcript_id",
    "mi_quality",
    "topic",
    "utterance_id",
    "interlocutor",
    "utterance_text",
    "main_therapist_behaviour",
    "client_talk_type",
    "question_subtype",
    "reflection_subtype",
    "therapist_input_subtype",
    "miti_codes",
    "markers",
    "toward",
    "spans",
    "client_codes",
    "target_behaviour",
)
NOT_APPLICABLE: Final = "n/a"

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_DIRECTED: Final = frozenset({Code.QUESTION, Code.AFFIRM, *REFLECTIONS})


def to_csv(talk: Talk, debrief: Debrief) -> str:
    """Return the rows with a header; `transcript_id` is a checksum of the session's id."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    shared = {
        "transcript_id": transcript_id(talk),
        "topic": talk.started.persona.domain,
        "target_behaviour": talk.started.persona.advisor_brief.target_behaviour,
    }
    for number, row in enumerate(_rows(talk, debrief)):
        cells = shared | {"utterance_id": str(number)} | row
        writer.writerow({key: guarded(value) for key, value in cells.items()})
    return out.getvalue()


def transcript_id(talk: Talk) -> str:
    """Return the number by which a talk goes in a table: a checksum of the session's id."""
    return str(zlib.crc32(talk.started.session_id.encode()))


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _rows(talk: Talk, debrief: Debrief) -> Iterator[dict[str, str]]:
    heard = debrief.client
    yield _client(talk.started.opening, heard[0] if heard else None, None)
    for index, exchange in enumerate(talk.branch, start=1):
        yield advisor_cells(exchange.advisor, talk.review(exchange.turn_id).heard)
        talked = heard[index] if index < len(heard) else None
        yield _client(exchange.reply.text, talked, exchange.move.act)


def _client(text: str, heard: ClientTalk | None, act: Act | None) -> dict[str, str]:
    """Return a client's row: as heard, else as planned."""
    kind = heard.talk if heard else _planned(act)
    codes = [*heard.types, *(["discord"] if heard.discord else [])] if heard else []
    advisor_columns = (
        "main_therapist_behaviour",
        "question_subtype",
        "reflection_subtype",
        "therapist_input_subtype",
    )
    return {
        "interlocutor": "client",
        "utterance_text": text,
        "client_talk_type": kind,
        "client_codes": " ".join(codes),
    } | dict.fromkeys(advisor_columns, NOT_APPLICABLE)


def _planned(act: Act | None) -> TalkKind:
    if act in CHANGE_TALK:
        return TalkKind.CHANGE
    return TalkKind.SUSTAIN if act in SUSTAIN_TALK else TalkKind.NEUTRAL


def advisor_cells(text: str, heard: Heard) -> dict[str, str]:
    """Return an advisor's row: what was said, and how it is coded."""
    shift = len(guarded(text)) - len(text)
    spans = [
        {"code": s.label, "start": s.start + shift, "end": s.end + shift} for s in heard.segments
    ]
    directed = [f"{s.label}={s.toward}" for s in heard.segments if s.code in _DIRECTED]
    return {
        "interlocutor": "advisor",
        "utterance_text": text,
        "client_talk_type": NOT_APPLICABLE,
        "main_therapist_behaviour": main_behaviour(heard),
        "miti_codes": " ".join(s.label for s in heard.segments),
        "markers": " ".join(hit.marker for hit in heard.markers),
        "toward": " ".join(directed),
        "spans": json.dumps(spans, separators=(",", ":")) if spans else "",
    } | _subtypes(heard)


def main_behaviour(heard: Heard) -> Behaviour:
    """Return the main behaviour: the longest question, reflection or input, else `other`."""
    named = [s for s in heard.segments if behaviour_of(s.code) is not Behaviour.OTHER]
    if not named:
        return Behaviour.OTHER
    return behaviour_of(max(named, key=lambda s: (s.end - s.start, s.start)).code)


def _subtypes(heard: Heard) -> dict[str, str]:
    question = heard.get(Code.QUESTION)
    reflection, given = heard.get(*REFLECTIONS), heard.get(*INPUT)
    deep = reflection is not None and reflection.code is Code.COMPLEX_REFLECTION
    told = given is not None and given.code is Code.GI
    return {
        "question_subtype": ("open" if question.open else "closed") if question else NOT_APPLICABLE,
        "reflection_subtype": ("complex" if deep else "simple") if reflection else NOT_APPLICABLE,
        "therapist_input_subtype": ("information" if told else "advice")
        if given
        else NOT_APPLICABLE,
    }
