"""HTML by construction: whatever is no `Safe` is escaped on its way in."""

import unicodedata
from html import escape
from typing import Final

_HTML_VOID: Final = frozenset({"meta", "br"})
_VOID: Final = _HTML_VOID | {"rect", "line", "circle", "polyline"}


class Safe(str):
    """Text that is markup already. Only this module and `plots` make it."""

    __slots__ = ()


def safe(text: str) -> Safe:
    """Return text as markup: special characters escaped, control characters dropped."""
    if isinstance(text, Safe):
        return text
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return Safe(escape(kept, quote=True))


def tag(element: str, /, *children: str | None, **attributes: str | float | None) -> Safe:
    """Return an element.

    Args:
        element: its name.
        children: markup or plain text; None and empty text are left out.
        attributes: `class_` and `for_` lose their underscore, others change it to a hyphen;
            None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if element in _VOID and not children:
        return Safe(f"<{element}{written}{'' if element in _HTML_VOID else '/'}>")
    return Safe(f"<{element}{written}>{join(*children)}</{element}>")


def join(*parts: str | None) -> Safe:
    """Return parts one after the other."""
    return Safe("".join(safe(part) for part in parts if part))
