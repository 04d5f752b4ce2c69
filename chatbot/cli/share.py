"""`sparring share`: a finished talk becomes a case for a colleague, once you have said yes to each word."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from textwrap import fill, indent

from chatbot.adapters.case_files import write_case
from chatbot.cli.words import WIDTH
from chatbot.domain.errors import InputError
from chatbot.domain.identifying import Detail
from chatbot.domain.talk import Talk
from chatbot.report.case import Case, asked_about, build_case, pieces, redacted
from chatbot.settings import OWNER, read_settings
from chatbot.wiring import open_room

ALONG = (
    "The client's file goes along as it is. If you wrote this client after somebody real, change "
    "the file and play again before you share."
)
_KEEP = {"k", "keep"}
_OUT = "-"


async def share(arguments: Namespace) -> int:
    """Ask what is to be told and what taken out, show it, and write it after a yes.

    Raises:
        NotFound: there is no such talk.
        InputError: the talk goes on, the input ended, or the folder cannot be written.
    """
    room = await open_room(read_settings())
    try:
        session = await room.resume(arguments.session, OWNER)
        talk = session.talk
        await session.aclose()
    finally:
        await room.aclose()
    build_case(talk)  # says at once if there is nothing to share yet
    case = await _told(talk)
    case = redacted(case, await _replacements(asked_about(talk, case)))
    _show(case)
    if not _yes(await _ask(f"Write it to {arguments.to}? [y/N] ")):
        print("Nothing was written.")
        return 1
    client, page = write_case(case, Path(arguments.to))
    print(f"Written: {client} (the client) and {page} (the page; the client lies in it, too).")
    return 0


async def _told(talk: Talk) -> Case:
    learned = await _ask("What did you learn, in your own words? (Enter: leave it out)\n> ")
    worst = build_case(talk, costliest=True).costliest
    costliest = worst is not None and _yes(
        await _ask(f"Show the moment that cost most, too (turn {worst.number})? [y/N] ")
    )
    return build_case(talk, learned, costliest=costliest)


async def _replacements(found: Iterable[Detail]) -> dict[str, str]:
    """Ask of each detail, then for what was overlooked; returns what takes whose place."""
    replacements: dict[str, str] = {}
    for number, one in enumerate(found):
        if not number:
            print("These could point to real people. Enter replaces, 'keep' keeps, '-' leaves out.")
        print(indent(fill(f"{one.kind} “{one.text}”: {one.around}", WIDTH), "  "))
        said = await _ask(f"  “{one.text}” becomes [{one.neutral or 'nothing'}]: ")
        if said.casefold() not in _KEEP:
            replacements[one.text] = "" if said == _OUT else said or one.neutral
    while other := await _ask("Anything else to take out? (the words; Enter: no) "):
        said = await _ask(f"  “{other}” becomes [nothing]: ")
        replacements[other] = "" if said == _OUT else said
    return replacements


def _show(case: Case) -> None:
    print("\nThis is what will be written of the talk:")
    for label, words in pieces(case):
        print(f"\n{label}:\n{indent(fill(words, WIDTH), '    ')}")
    print(f"\n{fill(ALONG, WIDTH)}")


async def _ask(question: str) -> str:
    """Return what is answered, without outer blanks.

    Raises:
        InputError: there is no answer, the input has ended.
    """
    print(question, end="", flush=True)
    line: str = await asyncio.to_thread(sys.stdin.readline)
    if not line:
        raise InputError("Nothing was written: the answers ended too early.")
    return line.strip()


def _yes(answer: str) -> bool:
    return answer.casefold() in {"y", "yes"}
