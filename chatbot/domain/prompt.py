"""Prompts as values: a template with declared variables renders to messages.

Substitution is one pass over the template; what is put in is never looked at again, so no text of
a persona or of the advisor can inject a placeholder.
"""

import re
from typing import Final, Literal

from chatbot.domain.base import Value
from chatbot.domain.errors import PromptError

_SLOT: Final = re.compile(r"\{\{([a-z_]+)\}\}")

Role = Literal["system", "user", "assistant"]


class Message(Value):
    """One message to a model."""

    role: Role
    text: str


class Prompt(Value):
    """The messages of one call, oldest first."""

    messages: tuple[Message, ...]


class Template(Value):
    """A prompt file: named sections of text with `{{variables}}`, all of which are declared."""

    name: str
    version: int
    variables: frozenset[str]
    sections: dict[str, str]

    def fill(self, section: str, **values: str) -> str:
        """Return a section with its variables filled.

        Raises:
            PromptError: a variable is missing, or one was given that the section does not use.
        """
        text = self.sections[section]
        used = set(_SLOT.findall(text))
        if missing := used - values.keys():
            raise PromptError(
                f"prompt '{self.name}', {section}: no value for {', '.join(sorted(missing))}"
            )
        if unused := values.keys() - used:
            raise PromptError(
                f"prompt '{self.name}', {section}: {', '.join(sorted(unused))} is not used"
            )
        return _SLOT.sub(lambda match: values[match[1]], text)


def parse_template(name: str, meta: dict[str, object], body: str) -> Template:
    """Make a template of front matter and body; sections begin with `## name` lines.

    Raises:
        PromptError: declared and used variables differ, or there is no section.
    """
    parts = re.split(r"(?m)^## ([a-z_]+)\n", body)
    sections = {key: text.strip() for key, text in zip(parts[1::2], parts[2::2], strict=True)}
    listed = meta.get("variables")
    declared = frozenset(str(v) for v in listed) if isinstance(listed, list) else frozenset()
    used = frozenset(slot for text in sections.values() for slot in _SLOT.findall(text))
    if not sections:
        raise PromptError(f"prompt '{name}' has no section (a line such as '## system')")
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise PromptError(f"prompt '{name}': declared and used variables differ: {odd}")
    version = meta.get("version")
    if not isinstance(version, int):
        raise PromptError(f"prompt '{name}': front matter needs 'version', a whole number")
    return Template(name=name, version=version, variables=declared, sections=sections)
