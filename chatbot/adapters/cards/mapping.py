"""What a character card says of a client, as far as a card can know it.

Only these fields of a card become a client: name (nickname), description, personality, scenario,
first_mes, alternate_greetings, mes_example. Everything else (system_prompt,
post_history_instructions, lorebooks, scripts, assets, …) is never looked at here.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from chatbot.domain.drafting import Drafted, draft
from chatbot.domain.foreign_text import harmless, shortened
from chatbot.domain.sketch import Sketch
from chatbot.domain.words import sentences

#: Characters of a field that are looked at; a client needs a few hundred.
_LOOKED_AT: Final = 20_000
_CUT_THROUGH: Final = re.compile(r"(?:<[^<>]{0,400}|\{[^{}]{0,400})\Z")
LONGEST_TEXT: Final = 600
LONGEST_OPENING: Final = 400
LONGEST_NAME: Final = 60
_OPENINGS: Final = 4
_SAMPLES: Final = 3
_SAMPLE_WORDS: Final = range(3, 31)
_CHAR: Final = re.compile(r"\{\{\s*char\s*\}\}|<\s*(?:char|bot)\s*>", re.IGNORECASE)
_USER: Final = re.compile(r"\{\{\s*user\s*\}\}|<\s*user\s*>", re.IGNORECASE)
#: "…, {{user}}!": whom they call by name has another name here.
_CALLED: Final = re.compile(rf",\s*(?:{_USER.pattern})(?=\s*[,.!?…\"”]|\s*$)", re.IGNORECASE)
#: A sentence that speaks to a language model, not of a person.
_TO_A_MODEL: Final = re.compile(
    r"\b(ignore|disregard|forget|override)\b.{0,60}\b(instruct\w*|prompts?|rules?|guidelines?|above)\b"
    r"|\b(system|developer) (prompt|message)\b|\bjailbreak|\bout of character\b|\[?OOC\b"
    r"|\byou are (now )?(an? )?(AI\b|assistant|language model|chatbot|ChatGPT)"
    r"|\b(write|continue|respond with) \w+ (next )?(reply|response|messages?)\b",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(r"<\s*START\s*>", re.IGNORECASE)
#: *She looks up.* is narrated, not said.
_NARRATED: Final = re.compile(r"(?<!\*)\*(?!\*)[^*\n]{1,1000}\*(?!\*)")
_QUOTED: Final = re.compile(r"[\"“]([^\"“”]{2,1000})[\"”]")
_AGES: Final = (
    re.compile(r"\bage(?:d)?\s*[:=(\"']*\s*(\d{2,3})\b", re.IGNORECASE),
    re.compile(r"\b(\d{2,3})[\s-]*(?:years?[\s-]*old|y/?o)\b", re.IGNORECASE),
)
_AGE_RANGE: Final = range(16, 111)


def drafted(data: Mapping[str, Any], persona_id: str) -> Drafted:
    """Make a client who can be talked with of the `data` of a card, whoever wrote it."""
    card = _Card(data)
    sketch = Sketch(
        name=card.name,
        age=card.age(),
        about=card.text("description", LONGEST_TEXT),
        style=card.text("personality", LONGEST_TEXT),
        habits=card.samples(),
        situation=card.text("scenario", LONGEST_TEXT),
        openings=card.openings(),
    )
    made = draft(sketch, persona_id)
    if sketch.openings:
        made.todo["opening",] = (
            "first words that say why this client hesitates (these are the card's)"
        )
    return made


def shown(value: Any, longest: int) -> str:
    """Return a text of a card as it can be shown to the user; empty if it is none."""
    return shortened(harmless(_looked_at(value)), longest) if isinstance(value, str) else ""


def _looked_at(text: str) -> str:
    """Return the beginning of a text, without a tag or macro that the cut went through."""
    if len(text) <= _LOOKED_AT:
        return text
    return _CUT_THROUGH.sub("", text[:_LOOKED_AT])


class _Card:
    """The fields of one card, as plain words."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.name = shown(data.get("name"), LONGEST_NAME) or "Client"
        self.called = shown(data.get("nickname"), LONGEST_NAME) or self.name

    def plain(self, value: Any) -> str:
        """Return a field in plain words, with the two names put in."""
        if not isinstance(value, str):
            return ""
        named = _CHAR.sub(lambda _: self.called, _looked_at(value))
        words = harmless(_USER.sub("the advisor", named))
        return " ".join(one for one in sentences(words) if not _TO_A_MODEL.search(one))

    def text(self, field: str, longest: int) -> str | None:
        """Return a field at its length, or None where it says nothing."""
        found = shortened(self.plain(self.data.get(field)), longest)
        return found if len(found) > 1 else None

    def age(self) -> int | None:
        """Return the age that the description states, if it is one of a client here."""
        said = self.plain(self.data.get("description"))
        found = (int(match[1]) for form in _AGES if (match := form.search(said)))
        return next((age for age in found if age in _AGE_RANGE), None)

    def openings(self) -> tuple[str, ...]:
        """Return what they say first: without narration, where there is more than that."""
        more = self.data.get("alternate_greetings")
        greetings = [self.data.get("first_mes"), *(more if isinstance(more, list) else ())]
        found = (self.spoken(one) for one in greetings[: _OPENINGS * 2])
        return tuple(dict.fromkeys(one for one in found if len(one) > 1))[:_OPENINGS]

    def spoken(self, value: Any) -> str:
        """Return what is said aloud in a text: what is quoted, else what is not narrated."""
        if not isinstance(value, str):
            return ""
        text = _looked_at(value)
        text = _USER.sub("you", _CALLED.sub("", text))
        quoted = " ".join(_QUOTED.findall(text))
        said = quoted or _NARRATED.sub(" ", text)
        plain = self.plain(said) or self.plain(text)
        return shortened(plain.replace("*", ""), LONGEST_OPENING)

    def samples(self) -> tuple[str, ...]:
        """Return how they sound: short lines of theirs from the example dialogue."""
        example = self.data.get("mes_example")
        if not isinstance(example, str):
            return ()
        label = re.compile(rf"^\s*(?:{_CHAR.pattern}|{re.escape(self.name)})\s*:", re.IGNORECASE)
        found: list[str] = []
        for line in _STARTS.sub("\n", _looked_at(example)).splitlines():
            named = label.match(line)
            said = self.spoken(line[named.end() :]) if named else ""
            if len(said.split()) in _SAMPLE_WORDS:
                found.append(f"Has said: {said}")
        return tuple(dict.fromkeys(found))[:_SAMPLES]
