"""The right thing at the wrong moment: what only the turns before can show."""

import re
from collections.abc import Iterator
from typing import Final

from chatbot.domain.codes import INPUT, REFLECTIONS, Code, CodedSegment, Marker, Toward
from chatbot.domain.findings import Case, Found
from chatbot.domain.moments import crosses, settles

#: Turns before which a yes is no end of the talk.
EARLY: Final = 3
#: Words that ask for the doubt.
_AGAINST: Final = re.compile(
    r"\b(?:against|worr\w+|doubt\w*|concern\w*|afraid|fear\w*|put\w* you off|hold\w* you back|"
    r"hesita\w+|risk\w*)\b",
    re.IGNORECASE,
)
#: What stays with the client under strain.
_STAYING: Final = (*REFLECTIONS, Code.AFFIRM, Code.EMPHASIZE)
#: Looking ahead to what could get in the way is planning, and no dwelling on doubt.
_OBSTACLE: Final = re.compile(
    r"\b(?:in the way|go wrong|stop you|make it (?:hard|difficult)|if it (?:doesn'?t|goes)|"
    r"obstacle|what then|trip you up)\b",
    re.IGNORECASE,
)


def timing(case: Case) -> Iterator[Found]:
    """Yield what came at the wrong moment."""
    said = case.evaluation.before.last_client
    mended = case.heard.marker(Marker.OWNS_FAULT) is not None
    lead = case.sure(Code.QUESTION)
    strained = case.client.discord and crosses(said) and not case.heard.has(*_STAYING)
    if strained and not mended and lead and lead.toward is Toward.CHANGE:
        yield Found("evoking_during_discord", case.narrowed(lead))
    settled = case.client_ready and settles(said)
    newly = settled and not (case.earlier_client and case.earlier_client[-1].commitment)
    # Who goes on asking or telling may be on the way to it.
    closes = not case.heard.has(*INPUT, Code.SEEK, Code.QUESTION)
    if newly and closes and len(case.earlier) >= EARLY and case.untold_duties:
        yield Found("must_tell_missing", case.whole)
    push = case.sure(Code.CONFRONT)
    if settled and push is not None:
        yield Found("pushing_after_readiness", case.narrowed(push))
    doubt = _doubt(case)
    if doubt is not None and not mended and settled:
        yield Found("dwelling_on_doubt", case.narrowed(doubt))


def _doubt(case: Case) -> CodedSegment | None:
    """Return the question or reflection that goes towards the doubt, if nothing here goes on."""
    pieces = [s for s in case.heard.segments if s.code in {Code.QUESTION, *REFLECTIONS}]
    if case.heard.has(Code.AFFIRM) or any(piece.toward is Toward.CHANGE for piece in pieces):
        return None
    found = next((piece for piece in pieces if piece.toward is Toward.SUSTAIN), None)
    if found is None or not _AGAINST.search(found.quote):
        return None
    return None if _OBSTACLE.search(found.quote) else found
