"""Codes of one turn, the list of talks, and a debrief."""

import sys
from textwrap import fill

from chatbot.cli.words import WIDTH
from chatbot.coder import shipped_coder
from chatbot.coder.track_record import read_reliability
from chatbot.domain.codes import CODE_NAMES, Code, Heard
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Volley
from chatbot.domain.reliability import TrackRecord
from chatbot.session.words import usable
from chatbot.settings import OWNER, read_settings
from chatbot.wiring import open_room


async def show_code(text: str, after: str, *, as_json: bool) -> int:
    """Print the codes of one advisor turn.

    Raises:
        InputError: the text is blank or too long.
    """
    before = Transcript().client(after) if after else Transcript()
    volley = Volley(text=usable(text), before=before, persona=nobody())
    coder = shipped_coder()
    heard = await coder.code(volley)
    record = TrackRecord(read_reliability(), coder.name)
    print(heard.model_dump_json(indent=2) if as_json else told_codes(heard, record))
    return 0


def told_codes(heard: Heard, record: TrackRecord) -> str:
    """Return codes and markers with their quotes, one a line, and how often that is right."""
    lines = []
    for segment in heard.segments:
        kind = CODE_NAMES[segment.code]
        if segment.code is Code.QUESTION:
            kind += ", open" if segment.open else ", closed"
        often = record.code(segment.code).right
        lines.append(
            f"{segment.code:<10} {segment.confidence:.2f}  {segment.quote!r}  ({kind}; {often})"
        )
    for hit in heard.markers:
        often = record.marker(hit.marker, hit.marker).right
        lines.append(f"{hit.marker:<18}  {hit.quote!r}  ({often})")
    if not lines:
        return "Nothing that carries a code."
    return "\n".join([*lines, fill(record.footnote(), WIDTH)])


async def show_sessions() -> int:
    """Print the talks, latest first; each line begins with the id."""
    room = await open_room(read_settings())
    try:
        for one in await room.store.list(OWNER):
            state = "ended" if one.ended else "open"
            print(
                f"{one.session_id}  {one.updated:%Y-%m-%d %H:%M}  {one.persona_name}, "
                f"{one.exchanges} exchanges, {state}"
            )
    finally:
        await room.aclose()
    return 0


async def show_debrief(session_id: str, kind: str) -> int:
    """Print the debrief of a talk, ending it if it was still open.

    Raises:
        NotFound: there is no such talk.
    """
    from chatbot.report import render  # noqa: PLC0415

    room = await open_room(read_settings())
    try:
        session = await room.resume(session_id, OWNER)
        debrief = await session.debrief()
        sys.stdout.write(render(session.talk, debrief, kind, read_reliability()))
        await session.aclose()
    finally:
        await room.aclose()
    return 0
