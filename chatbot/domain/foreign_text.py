"""Text that somebody else wrote, made harmless: plain words on one line, whatever stood there.

Nothing here judges what a text says. It takes away what a program along the way could read as
more than words: macros and template markers, the tags by which chat models tell whose turn it is,
markup that loads pictures, and characters that nobody sees.
"""

import re
import unicodedata
from typing import Any, Final

from chatbot.domain.words import sentences

#: Control, format, surrogate, private and unassigned characters; joiners are part of writing.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS: Final = frozenset("\u200c\u200d")
_REMOVED: Final = re.compile(
    r"""
      \{\{\s*(?://|comment:|hidden_key:)[^{}]*\}\}        # notes that a card hides from its reader
    | <\s*[|｜][^<>]{0,80}[|｜]\s*>                       # <|im_start|>, <｜User｜>
    | \[\s*/?\s*(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\s*\]
    | <<\s*/?\s*SYS\s*>>
    | <!--.{0,2000}?--> | <(?:script|style)\b.{0,4000}?</(?:script|style)\s*>
    | </?[A-Za-z][^<>]{0,400}>                           # <s>, <start_of_turn>, <img src=…>
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PICTURE: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
#: A line that poses as a turn or a heading of a prompt: "System:", "### Instruction:".
_POSING: Final = re.compile(
    r"^[\s#*_>-]*(system|assistant|developer|human|instructions?|response|input)\s*[*_]*:",
    re.IGNORECASE | re.MULTILINE,
)
_STAGE: Final = re.compile(r"\[\s*(stage direction)\s*\]", re.IGNORECASE)
_HEADING: Final = re.compile(r"^\s*(?:#{1,6}\s+|-{3,}\s*$|`{3,}.*$)", re.MULTILINE)
_MARKERS: Final = re.compile(r"\{\{|\}\}|\{%|%\}|<%|%>|\$\{|<[|｜]|[|｜]>|<<|>>")
#: A tag taken out can leave another behind; what takes more passes than this was made to.
_PASSES: Final = 12


def visible(text: str) -> str:
    """Return the text without characters that nobody sees; line breaks and tabs stay."""
    return "".join(
        one
        for one in text
        if one in "\n\t" or one in _JOINERS or unicodedata.category(one) not in _UNSEEN
    )


def harmless(text: str) -> str:
    """Return a text as plain words on one line.

    It never grows. What is harmless already stays as it is, but for its blanks.
    """
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(_PASSES):
        less = _one_pass(text)
        if less == text:
            return text
        text = less
    return " ".join(re.sub(r"[<>{}\[\]#`:$%|｜]", " ", text).split())


def _one_pass(text: str) -> str:
    text = _PICTURE.sub(r"\1", _REMOVED.sub("", text))
    text = _MARKERS.sub(lambda found: "(" if found[0][0] in "{<$" else ")", text)
    text = _STAGE.sub(r"\1", _HEADING.sub("", _POSING.sub(r"\1", text)))
    return " ".join(text.split())


def harmless_all(value: Any) -> Any:
    """Return plain data (maps, lists, scalars) with every text in it made harmless.

    A text that needs nothing done keeps its line breaks.
    """
    if isinstance(value, str):
        plain = harmless(value)
        return value if plain == " ".join(value.split()) else plain
    if isinstance(value, list):
        return [harmless_all(part) for part in value]
    if isinstance(value, dict):
        return {key: harmless_all(part) for key, part in value.items()}
    return value


def shortened(text: str, longest: int) -> str:
    """Return as many whole sentences as fit into `longest` characters; else words and an ellipsis."""
    if len(text) <= longest:
        return text
    kept = ""
    for sentence in sentences(text):
        if len(kept) + 1 + len(sentence) > longest:
            break
        kept = f"{kept} {sentence}".strip()
    if kept:
        return kept
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"
