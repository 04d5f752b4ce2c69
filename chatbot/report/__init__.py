"""The debrief of a talk: from what was logged to something worth reading."""

from collections.abc import Callable
from typing import Final

from chatbot.domain.debrief import Debrief
from chatbot.domain.errors import InputError
from chatbot.domain.talk import Talk
from chatbot.report.csv import to_csv
from chatbot.report.data import to_json
from chatbot.report.html import to_html
from chatbot.report.markdown import to_markdown

__all__ = ["FORMATS", "render", "to_csv", "to_html", "to_json", "to_markdown"]

#: Every form of the debrief; the key is also its file ending.
FORMATS: Final[dict[str, Callable[[Talk, Debrief], str]]] = {
    "md": to_markdown,
    "html": to_html,
    "json": to_json,
    "csv": to_csv,
}


def render(talk: Talk, debrief: Debrief, kind: str) -> str:
    """Return the debrief as "md", "html", "json" or "csv".

    Raises:
        InputError: there is no such form.
    """
    if kind not in FORMATS:
        raise InputError(f"There is no debrief as '{kind}'. Choose from: {', '.join(FORMATS)}.")
    return FORMATS[kind](talk, debrief)
