"""Names and phrases of the page. Pure."""

import re
from typing import Final

from chatbot.domain.client_state import ClientState
from chatbot.domain.codes import CODE_NAMES, Code, Label
from chatbot.domain.critique import Critique
from chatbot.domain.moves import Ending
from chatbot.domain.talk import Talk

LINES: Final = "lines"
BOX: Final = "box"

#: What a code is worth in the page's three colours: good, neutral, costly.
MEANINGS: Final = {
    Code.GI: "neutral",
    Code.PERSUADE: "costly",
    Code.PERSUADE_WITH_PERMISSION: "neutral",
    Code.QUESTION: "neutral",
    Code.SIMPLE_REFLECTION: "good",
    Code.COMPLEX_REFLECTION: "good",
    Code.AFFIRM: "good",
    Code.SEEK: "good",
    Code.EMPHASIZE: "good",
    Code.CONFRONT: "costly",
}
#: Fields of `Counts` as the panel lists them, with the code that is counted.
COUNTED: Final = (
    ("question_open", "Open questions", Label.Q_OPEN),
    ("question_closed", "Closed questions", Label.Q_CLOSED),
    ("simple_reflection", "Simple reflections", Label.SIMPLE_REFLECTION),
    ("complex_reflection", "Complex reflections", Label.COMPLEX_REFLECTION),
    ("affirm", "Affirmations", Label.AFFIRM),
    ("seek", "Seeking collaboration", Label.SEEK),
    ("emphasize", "Their choice stressed", Label.EMPHASIZE),
    ("gi", "Information given", Label.GI),
    ("persuade_with_permission", "Persuading, with leave", Label.PERSUADE_WITH_PERMISSION),
    ("persuade", "Persuading", Label.PERSUADE),
    ("confront", "Confronting", Label.CONFRONT),
)
#: Variables of the client's state, as `Effect.variable` names them.
VARIABLES: Final = {
    "ability": "Trusts your skill",
    "benevolence": "Trusts your goodwill",
    "integrity": "Trusts your honesty",
    "importance": "Sees it matters",
    "confidence": "Feels able",
    "fit": "Finds the advice fits",
    "reasons_for": "Reasons for",
    "reasons_against": "Reasons against",
    "discord": "Strain between you",
    "patience": "Patience",
}
#: More of these is worse.
BURDENS: Final = frozenset({"discord", "reasons_against"})

_ENDED: Final = {
    Ending.WALK_OUT: "{name} has broken off the talk.",
    Ending.EVASION: "{name} has slipped away without deciding.",
    Ending.FALSE_YES: "{name} has said yes and left. Whether it was meant, the debrief looks at.",
}
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#~|:!$&])")
_LISTS: Final = re.compile(r"(?m)^(\s*)(\d+)([.)])|^(\s*)([-+=])")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain(text: str) -> str:
    """Return Markdown that shows words as they were spoken, whatever Markdown would make of them."""
    escaped = _MARKS.sub(r"\\\1", text)
    return _LISTS.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", escaped)


def meaning_of(label: Label) -> str:
    """Return "good", "neutral" or "costly"; an open question is good, a closed one neutral."""
    return "good" if label.open else MEANINGS[label.code]


def cause(code: str) -> str:
    """Return the plain name of what caused an effect: a code, a marker, or a rule."""
    known = {str(one): CODE_NAMES[one] for one in Code}
    return known.get(code, _CAMEL.sub(" ", code).replace("_", " ")).capitalize()


def spoken_by(voice: str) -> str:
    """Return who speaks for the client, in plain words."""
    if voice.partition(":")[0] == BOX:
        return "a small language model on this computer"
    return "written lines, no language model" if voice == LINES else voice


def critiqued_by(talk: Talk) -> str:
    """Return who writes the critiques, in plain words."""
    evaluator = talk.started.evaluator
    if not evaluator.startswith("offline"):
        return evaluator
    worded = any(one.worded_by for one in talk.verdicts.values() if isinstance(one, Critique))
    by_model = "a small language model for some of the wordings"
    return f"a small coder on this computer, {by_model if worded else 'no language model'}"


def ended_words(name: str, state: ClientState) -> str:
    """Return what is said once the client has ended the talk."""
    ending = state.closing.ending if state.closing else Ending.UNRESOLVED
    return _ENDED.get(ending, "You and {name} have said goodbye.").format(name=name)
