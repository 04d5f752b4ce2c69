"""The right thing at the wrong moment: what only the turns before can show."""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import REFLECTIONS, Code, CodedSegment, Marker, Toward
from chatbot.domain.findings import Case, Found

#: Turns before which a yes is no end of the talk.
EARLY: Final = 3
#: Looking ahead to what could get in the way is planning, and no dwelling on doubt.
_OBSTACLE: Final = re.compile(
    r"\b(?:in the way|go wrong|stop you|make it (?:hard|difficult)|if it (?:doesn'?t|goes)|"
    r"obstacle|what then|trip you up)\b",
    re.IGNORECASE,
)


def timing(case: Case) -> Iterator[Found]:
    """Yield what came at the wrong moment."""
    mended = case.heard.marker(Marker.OWNS_FAULT) is not None
    lead = case.sure(Code.QUESTION)
    if case.client.discord and not mended and lead and lead.toward is Toward.CHANGE:
        yield Found("evoking_during_discord", case.narrowed(lead))
    newly = case.client.commitment and not (
        case.earlier_client and case.earlier_client[-1].commitment
    )
    if newly and len(case.earlier) >= EARLY and case.untold_duties:
        yield Found("must_tell_missing", case.whole)
    push = case.sure(Code.CONFRONT)
    if case.client_ready and push is not None:
        yield Found("pushing_after_readiness", case.narrowed(push))
    doubt = _doubt(case)
    if doubt is not None and not mended and (case.client_ready or _turned_before(case)):
        yield Found("dwelling_on_doubt", case.narrowed(doubt))


def _doubt(case: Case) -> CodedSegment | None:
    """Return the question or reflection that goes towards the doubt, if nothing here goes on."""
    pieces = [s for s in case.heard.segments if s.code in {Code.QUESTION, *REFLECTIONS}]
    if case.heard.has(Code.AFFIRM) or any(piece.toward is Toward.CHANGE for piece in pieces):
        return None
    found = next((piece for piece in pieces if piece.toward is Toward.SUSTAIN), None)
    return None if found is None or _OBSTACLE.search(found.quote) else found


def _turned_before(case: Case) -> bool:
    """Say whether the client spoke for the step twice running, and was led back both times."""
    if not (case.earlier and case.earlier_client):
        return False
    before = case.earlier_client[-1].talk is Talk.CHANGE
    back = any(segment.toward is Toward.SUSTAIN for segment in case.earlier[-1].segments)
    return case.speaks_for_it and before and back
