"""Sharing a talk on the page: what was learned, what is taken out, a look at it, the two files.

The form sends everything at each step, so nothing is held here, and nothing is written: the files
reach the browser only after the last yes.
"""

from typing import Any, Final

from chatbot.adapters.case_files import case_files
from chatbot.domain.errors import InputError
from chatbot.domain.talk import Talk
from chatbot.report.case import LONGEST, Case, asked_about, build_case, pieces, redacted
from chatbot.report.wording import first_name
from chatbot.ui.portraits import HOUSE
from chatbot.ui.showing import Piece, element, message
from chatbot.ui.tab import Tab, show

Payload = dict[str, Any]
FORM: Final = "share"
#: Replacements that are taken from the page at most, and characters of each.
_MOST: Final = 200
_LONGEST: Final = 200
ALONG: Final = (
    "The client's file goes along as it is. If you wrote this client after somebody real, change "
    "the file and play again before you share."
)


async def share(tab: Tab, _: Payload) -> None:
    """Ask what is to be told."""
    card = ask(tab.talk)
    await tab.say(message(FORM, HOUSE), card)


async def look(tab: Tab, payload: Payload) -> None:
    """Show what could point to real people, or, with what is to be done about it, the whole."""
    await show(
        check(tab.talk, payload) if "replacements" not in payload else whole(tab.talk, payload)
    )


async def make(tab: Tab, payload: Payload) -> None:
    """Hand over the two files: this is the yes."""
    await show(made(tab.talk, payload))


def ask(talk: Talk) -> Piece:
    """Return the first step: what was learned, and whether the costliest moment goes along.

    Raises:
        InputError: the talk goes on.
    """
    worst = build_case(talk, costliest=True).costliest
    return _form(talk, step="ask", costliest=worst.number if worst else None, longest=LONGEST)


def check(talk: Talk, payload: Payload) -> Piece:
    """Return the second step: each name and detail, with what would take its place.

    Raises:
        InputError: what was sent cannot be used.
    """
    found = asked_about(talk, _case(talk, payload))
    return _form(talk, step="check", details=[one.model_dump(mode="json") for one in found])


def whole(talk: Talk, payload: Payload) -> Piece:
    """Return the third step: every word of the talk that will be written.

    Raises:
        InputError: what was sent cannot be used.
    """
    said = pieces(_redacted(talk, payload))
    shown = [{"label": label, "words": words} for label, words in said]
    return _form(talk, step="whole", pieces=shown, along=ALONG)


def made(talk: Talk, payload: Payload) -> Piece:
    """Return the last step: the two files, to be saved by the browser.

    Raises:
        InputError: what was sent cannot be used.
        PersonaError: the client cannot be written.
    """
    if "replacements" not in payload:
        raise InputError("Look at what will be written first, and say what is to be taken out.")
    files = case_files(_redacted(talk, payload))
    return _form(talk, step="made", files=[file.model_dump() for file in files])


def _form(talk: Talk, **props: Any) -> Piece:
    client = first_name(talk.started.persona.name)
    return element(f"{FORM}-form", "Share", {"client": client} | props, FORM)


def _case(talk: Talk, payload: Payload) -> Case:
    learned = str(payload.get("learned") or "")
    return build_case(talk, learned, costliest=payload.get("costliest") is True)


def _redacted(talk: Talk, payload: Payload) -> Case:
    return redacted(_case(talk, payload), _replacements(payload.get("replacements")))


def _replacements(sent: object) -> dict[str, str]:
    """Read pairs of words and what takes their place."""
    pairs = sent if isinstance(sent, list) else []
    try:
        read = {str(old).strip(): str(new).strip() for old, new in pairs}
    except (TypeError, ValueError) as error:
        raise InputError("The page sent something that cannot be read. Reload it.") from error
    if len(read) > _MOST or any(max(len(o), len(n)) > _LONGEST for o, n in read.items()):
        raise InputError(f"At most {_MOST} replacements of {_LONGEST} characters each are made.")
    return {old: new for old, new in read.items() if old}
