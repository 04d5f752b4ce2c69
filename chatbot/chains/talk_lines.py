"""Pieces that the prompts outside the role-play share: the talk as data, principles, lists."""

import json
from collections.abc import Iterable

from chatbot.chains.window import BUDGET, window
from chatbot.domain.dialogue import Transcript
from chatbot.domain.rubric import Rubric


def talk_lines(talk: Transcript, budget: int = BUDGET) -> str:
    """Return the talk as lines of JSON, so that no text in it can pass for anything else.

    A talk of more than `budget` characters loses its beginning; its lines keep their numbers.
    `<|` is escaped, as JSON allows: some servers read control tokens out of any text. So are the
    line and paragraph separators of Unicode, which JSON leaves as they are.
    """
    start = window(talk, budget)
    return "\n".join(
        json.dumps({"turn": number, "speaker": turn.speaker, "text": turn.text}, ensure_ascii=False)
        .replace("<|", "\\u003c|")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
        for number, turn in enumerate(talk.turns[start:], start + 1)
    )


def principles_text(rubric: Rubric) -> str:
    """Return the principles as the prompt wants them: one line each."""
    return "\n".join(f"- {p.id}: {p.does}" for p in rubric.principles)


def bullets(texts: Iterable[str]) -> str:
    """Return a list, one text a line."""
    return "\n".join(f"- {text}" for text in texts) or "- nothing"
