"""What the small model in the box reads: the very form that its adapter was trained on.

It is no file under `prompts/`, since another wording would need other weights. The person comes
first and stays the same for a whole talk, so that the server's prompt cache hits; the move is last.
"""

import re
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.moves import Act
from chatbot.domain.wording_parts import WordingKind

#: Ends a turn in the chat form of SmolLM2.
END: Final = "<|im_end|>"
#: Words of a turn that the model is shown: the end of what the client said, all but the middle of
#: what the advisor said.
BEFORE_WORDS: Final = 30
ADVISOR_WORDS: Final = 60
PERSON_WORDS: Final = 40
SHORT: Final = 6
LONG: Final = 22

CLIENT_WORDS: Final = 40

_CONTROL: Final = re.compile(r"<\|.*?\|>")
_SIZES: Final = {"short": ", short", "long": ", long", "": ""}


class VoiceTask(Value):
    """One move to be put into words.

    Attributes:
        person: name, age, who they are and why they are here.
        manner: how they talk.
        before: what the client said last; may be empty.
        advisor: the turn to be answered; may be empty.
        act: what the client does.
        say: what must be told, in the client's first person; may be empty.
        words: how long the reply is to be, about; it is said to the model as short, long or not.
    """

    person: str
    manner: str
    before: str = ""
    advisor: str
    act: Act
    say: str = ""
    words: int


def voice_prompt(task: VoiceTask) -> str:
    """Render a task; the reply follows, up to `END`."""
    person = _cut(task.person, PERSON_WORDS).rstrip(".")
    parts = [f"<|im_start|>system\n{person}. {_cut(task.manner, PERSON_WORDS)}{END}\n"]
    if task.before:
        parts.append(f"<|im_start|>assistant\n{_tail(task.before)}{END}\n")
    act = str(task.act).replace("_", " ") + _SIZES[_size(task.words)]
    say = _clean(task.say)
    move = f"[{act}: {say}]" if say else f"[{act}]"
    advisor = _middle(task.advisor) or "..."
    parts.append(f"<|im_start|>user\n{advisor}\n{move}{END}\n<|im_start|>assistant\n")
    return "".join(parts)


class WordingTask(Value):
    """An advisor's turn for which a better wording is wanted.

    Attributes:
        domain: what the talk is about.
        target: the step that the advice is about.
        client: what the client said.
        advisor: what the advisor said then.
        kind: what the wording is to be.
    """

    domain: str
    target: str
    client: str
    advisor: str
    kind: WordingKind


def wording_prompt(task: WordingTask) -> str:
    """Render a task for the coach's voice; the wording follows, up to `END`."""
    topic = f"{_cut(task.domain, 8)}. {_cut(task.target, PERSON_WORDS)}"
    client = " ".join(_clean(task.client).split()[-CLIENT_WORDS:]) or "..."
    kind = str(task.kind).replace("_", " ")
    return (
        f"<|im_start|>system\n{topic}{END}\n<|im_start|>user\nClient: {client}\n"
        f"Advisor: {_middle(task.advisor) or '...'}\n[{kind}]{END}\n<|im_start|>assistant\n"
    )


def _size(words: int) -> str:
    return "short" if words <= SHORT else "long" if words > LONG else ""


def _clean(text: str) -> str:
    """Take control tokens and line ends out: text of a talk is never structure."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _cut(text: str, most: int) -> str:
    return " ".join(_clean(text).split()[:most])


def _tail(text: str) -> str:
    words = _clean(text).split()
    return " ".join(words[-BEFORE_WORDS:])


def _middle(text: str) -> str:
    words = _clean(text).split()
    if len(words) <= ADVISOR_WORDS:
        return " ".join(words)
    half = ADVISOR_WORDS // 2
    return " ".join([*words[:half], "…", *words[-half:]])
