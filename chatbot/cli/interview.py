"""The interview in the terminal: one question at a time, back and forth, and never lost."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from textwrap import fill, indent

from chatbot.adapters.persona_file import dumped, replace_file
from chatbot.adapters.yaml_file import YamlProblem, read_yaml
from chatbot.domain.errors import InputError
from chatbot.domain.interview import QUESTIONS, take

WIDTH = 96
BACK = "<"
FORGET = "-"
INTRODUCTION = (
    "Twenty questions make a client; ten minutes will do. Enter skips a question (or keeps what "
    "you said before), - takes an answer away, < goes back. Ctrl-C stops, and keeps what you have "
    "said."
)
_HEAD = "# Answers so far; kept by: sparring personas new. Deleted once the client is written.\n"

Read = Callable[[str], str]


class Stopped(Exception):
    """The user stopped before the end; what was answered is kept."""


class Interview:
    """Asks, and keeps every answer in a file as soon as it is given.

    Args:
        kept: the file of answers; it need not be there.
        read: reads a line after showing a prompt (`input`).
    """

    def __init__(self, kept: Path, read: Read = input) -> None:
        self.kept = kept
        self.answers = _kept_answers(kept)
        self._read = read

    def run(self) -> dict[str, str]:
        """Ask from the first open question to the last; returns all answers, "" where skipped.

        Raises:
            Stopped: the user left (Ctrl-C, or the input ended).
            InputError: the answers cannot be kept.
        """
        print(fill(INTRODUCTION, WIDTH))
        at = next((i for i, one in enumerate(QUESTIONS) if one.key not in self.answers), 0)
        if self.answers:
            print(f"You have been here before: {len(self.answers)} questions are behind you.")
        try:
            while at < len(QUESTIONS):
                at = max(0, at + self._ask(at))
        except (KeyboardInterrupt, EOFError) as left:
            raise Stopped from left
        return self.answers

    def _ask(self, at: int) -> int:
        """Ask one question until it is answered; returns where to go on from here: 1 or -1."""
        question = QUESTIONS[at]
        said = self.answers.get(question.key, "")
        print(f"\n{at + 1}/{len(QUESTIONS)}  {fill(question.ask, WIDTH - 8)}")
        print(indent(fill(f"e.g. {question.example}", WIDTH - 8), "      "))
        if said:
            print(indent(fill(f"so far: {said}", WIDTH - 8), "      "))
        while True:
            answer = self._read("> ").strip()
            if answer == BACK:
                return -1
            if answer in {"", FORGET}:
                return self._keep(question.key, "" if answer else said)
            try:
                return self._keep(question.key, take(question, answer))
            except InputError as error:
                print(f"      {error} Once more, or Enter to skip.", file=sys.stderr)

    def _keep(self, key: str, answer: str) -> int:
        self.answers[key] = answer
        replace_file(self.kept, (_HEAD + dumped(self.answers)).encode())
        return 1


def _kept_answers(path: Path) -> dict[str, str]:
    """Return the answers of an earlier interview that can still be used.

    Raises:
        InputError: the file of answers cannot be read.
    """
    if not path.exists():
        return {}
    try:
        data = read_yaml(path).data
    except (YamlProblem, OSError) as error:
        raise InputError(f"{path}: {error}. Mend it, or delete it to begin anew.") from error
    said = data if isinstance(data, dict) else {}
    return dict(_usable((str(key), str(value)) for key, value in said.items()))


def _usable(said: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    questions = {question.key: question for question in QUESTIONS}
    for key, value in said:
        if key in questions:
            try:
                yield key, take(questions[key], value) if value else ""
            except InputError:
                continue
