"""The one rubric: principles and coaching texts, as read from `prompts/`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from chatbot.domain.base import Value
from chatbot.domain.contents import Share
from chatbot.domain.errors import PromptError

Variants = tuple[str, ...]

_SLOT: Final = re.compile(r"\{([a-z]+)\}")

_PARTS: Final = frozenset({"version", "kinds", "strengths", "missed_opening", "hints"})


class Principle(Value):
    """One row of what good advisors do. `shows_as` names codes and markers."""

    id: str
    process: Literal["engage", "focus", "evoke", "plan", "all"]
    name: str
    does: str
    why: str
    shows_as: tuple[str, ...]
    toward: str | None = None
    good: Variants
    poor: Variants
    drill: str


class FindingText(Value):
    """What to say about a kind of finding: what it did, and wordings that could follow instead."""

    principle: str
    weight: Share
    what: Variants = Field(min_length=1)
    wordings: Variants = ()


class HintText(Value):
    """A direction for the next turn."""

    text: str
    principle: str


class Rubric(Value):
    """All coaching texts. `banks` are plain lists of variants, by name."""

    principles: tuple[Principle, ...]
    kinds: dict[str, FindingText]
    strengths: dict[str, FindingText]
    missed_opening: FindingText
    hints: dict[str, tuple[HintText, ...]]
    banks: dict[str, Variants]

    def principle(self, principle_id: str) -> Principle:
        """Return a principle.

        Raises:
            KeyError: there is none of this id.
        """
        for principle in self.principles:
            if principle.id == principle_id:
                return principle
        raise KeyError(principle_id)


def rubric_of(principles: Mapping[str, Any], coaching: Mapping[str, Any]) -> Rubric:
    """Make the rubric of the two tables `principles.yaml` and `coaching.yaml`.

    Raises:
        PromptError: a text is missing or of the wrong form, or names an unknown principle.
    """
    banks = {key: value for key, value in coaching.items() if key not in _PARTS}
    parts = {key: coaching.get(key) for key in _PARTS - {"version"}}
    try:
        rubric = Rubric.model_validate(
            parts | {"banks": banks, "principles": principles.get("principles")}
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PromptError(f"coaching or principles table: {where}: {first['msg']}") from error
    for name, variants in _variants(rubric):
        if not any(set(_SLOT.findall(one)) <= {"quote"} for one in variants):
            raise PromptError(
                f"coaching.yaml: {name} needs a variant with no slot but {{quote}}; the others "
                "cannot always be filled"
            )
    known = {principle.id for principle in rubric.principles}
    for kind, text in (rubric.kinds | rubric.strengths).items():
        if text.principle not in known:
            raise PromptError(
                f"coaching.yaml: {kind} names the unknown principle '{text.principle}'"
            )
    return rubric


def _variants(rubric: Rubric) -> Iterator[tuple[str, Variants]]:
    for kind, text in (rubric.kinds | rubric.strengths).items():
        yield f"{kind}.what", text.what
        if text.wordings:
            yield f"{kind}.wordings", text.wordings
