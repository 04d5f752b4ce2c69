"""The debrief of a talk: from what was logged to something worth reading."""

from collections.abc import Callable
from typing import Final

from chatbot.domain.debrief import Debrief
from chatbot.domain.errors import InputError
from chatbot.domain.reliability import Reliability, TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report.corrected import as_corrected
from chatbot.report.csv import to_csv
from chatbot.report.data import to_json
from chatbot.report.html import to_html
from chatbot.report.markdown import to_markdown

__all__ = ["FORMATS", "as_corrected", "render", "to_csv", "to_html", "to_json", "to_markdown"]

#: Every form of the debrief; the key is also its file ending.
FORMATS: Final[dict[str, Callable[[Talk, Debrief, TrackRecord], str]]] = {
    "md": to_markdown,
    "html": to_html,
    "json": to_json,
    "csv": lambda talk, debrief, _record: to_csv(talk, debrief),
}


def render(talk: Talk, debrief: Debrief, kind: str, reliability: Reliability | None = None) -> str:
    """Return the debrief as "md", "html", "json" or "csv", with the person's corrections.

    `reliability` is what was measured of coders; of another coder than the talk's nothing is said.

    Raises:
        InputError: there is no such form.
    """
    if kind not in FORMATS:
        raise InputError(f"There is no debrief as '{kind}'. Choose from: {', '.join(FORMATS)}.")
    record = TrackRecord(reliability, talk.started.coder)
    return FORMATS[kind](talk, as_corrected(talk, debrief), record)
