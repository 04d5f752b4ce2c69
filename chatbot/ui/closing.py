"""The end of a talk as it looks: two questions, the debrief with downloads, three ratings. Pure."""

from typing import Final

from chatbot.domain.debrief import Debrief
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report import as_corrected, to_markdown
from chatbot.ui.portraits import HOUSE
from chatbot.ui.showing import Piece, bar, element, message

FORMS: Final = (("md", "Markdown"), ("html", "Web page"), ("json", "JSON"), ("csv", "Table (CSV)"))
RATED: Final = ("believable", "fair", "useful")


def questions(talk: Talk) -> list[Piece]:
    """Return what is asked before the debrief: one's own view comes first."""
    props = {"client": talk.started.persona.name}
    return [message("reflect", HOUSE), element("reflect-form", "Reflect", props, "reflect")]


def debrief(talk: Talk, made: Debrief, record: TrackRecord) -> tuple[Piece, list[Piece]]:
    """Return the debrief and what belongs under it."""
    address = f"/talks/{talk.started.session_id}/debrief"
    links = [{"href": f"{address}.{form}", "label": label} for form, label in FORMS]
    ratings = {name: getattr(talk.rated, name) for name in RATED} if talk.rated else None
    foot = element("debrief-foot", "Debrief", {"links": links, "ratings": ratings}, "debrief")
    text = to_markdown(talk, as_corrected(talk, made), record, transcript=False)
    return message("debrief", HOUSE, text), [foot, bar(talk, "debrief")]
