"""A client as written in a persona file: who they are, what they know, want, fear and can accept.

Everything a client may say is a *content* with an id, written tersely in the client's own first
person, so that any voice can say it.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from chatbot.domain.base import Value
from chatbot.domain.contents import (
    AdvisorBrief,
    ClientQuestion,
    Concern,
    Content,
    Layer,
    Line,
    Plan,
    Reason,
    Sensitivity,
    Slug,
    Speech,
    Stance,
    Temperament,
    Text,
)
from chatbot.domain.moves import DECIDED, Act, Ending

SCHEMA_VERSION: Final = 1

#: The fields that hold contents, in the order of `Persona.contents`.
_TELLABLE: Final = (
    "facts",
    "concerns",
    "strengths",
    "likes",
    "against_type",
    "reasons_for",
    "reasons_against",
    "questions",
    "plans",
)


class Persona(Value):
    """One client. See `personas/README.md` for how to write one."""

    schema_version: Literal[1]
    id: Slug
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    age: int = Field(ge=16, le=110)
    domain: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "en"
    difficulty: int = Field(ge=1, le=5)
    about: Text
    speech: Speech
    portrait: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.(svg|png|jpg|webp)$")] | None
    ) = None
    advisor_brief: AdvisorBrief
    stance: Stance = Stance.DIRECTIONAL
    opening: tuple[Line, ...] = Field(min_length=1)
    facts: tuple[Content, ...] = ()
    concerns: tuple[Concern, ...] = Field(min_length=1)
    strengths: tuple[Content, ...] = Field(min_length=1)
    likes: tuple[Content, ...] = Field(min_length=1)
    against_type: tuple[Content, ...] = Field(min_length=2)
    reasons_for: tuple[Reason, ...] = Field(min_length=1)
    reasons_against: tuple[Content, ...] = Field(min_length=1)
    questions: tuple[ClientQuestion, ...] = Field(min_length=1)
    plans: tuple[Plan, ...] = Field(min_length=1)
    triggers: tuple[Sensitivity, ...] = ()
    softeners: tuple[Sensitivity, ...] = ()
    temperament: Temperament = Temperament()
    best_outcomes: tuple[Ending, ...] = Field(min_length=1)
    lines: dict[Act, tuple[Line, ...]] = Field(default_factory=dict)
    extensions: dict[str, Any] = Field(default_factory=dict)

    def contents(self) -> Iterator[Content]:
        """Yield everything this client can tell."""
        for group in _TELLABLE:
            yield from getattr(self, group)

    def content(self, content_id: str) -> Content:
        """Return the content with this id.

        Raises:
            KeyError: no content has this id.
        """
        for content in self.contents():
            if content.id == content_id:
                return content
        raise KeyError(content_id)

    def layer(self, layer: Layer) -> tuple[Concern, ...]:
        """Return the concerns of one layer, in the order written."""
        return tuple(concern for concern in self.concerns if concern.layer is layer)

    @property
    def client_is_right(self) -> bool:
        """Say whether the advice is wrong, or partly wrong, for this client."""
        return any(concern.valid != "no" for concern in self.concerns)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen: set[str] = set()
        for group in (*_TELLABLE, "triggers", "softeners"):
            for index, one in enumerate(getattr(self, group)):
                if one.id in seen:
                    text = f"the id '{one.id}' is used twice; give each content its own id"
                    raise _misfit((group, index, "id"), text)
                seen.add(one.id)
        return self

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        known = {content.id for content in self.contents()}
        concerns = {concern.id for concern in self.concerns}
        for index, plan in enumerate(self.plans):
            for concern_id in plan.after:
                if concern_id not in concerns:
                    text = f"'{concern_id}' is no concern; name one that has to be heard first"
                    raise _misfit(("plans", index, "after"), text)
        groups = [(("lines", str(act)), lines) for act, lines in self.lines.items()]
        for path, lines in [(("opening",), self.opening), *groups]:
            for index, line in enumerate(lines):
                for content_id in line.about:
                    if content_id not in known:
                        text = f"no content has the id '{content_id}'; name one that is there"
                        raise _misfit((*path, index, "about"), text)
        return self

    @model_validator(mode="after")
    def _outcomes_can_be_reached(self) -> Self:
        offered = {plan.ending for plan in self.plans}
        for index, ending in enumerate(self.best_outcomes):
            where = ("best_outcomes", index)
            if ending not in DECIDED:
                raise _misfit(where, f"'{ending}' is no good ending; use {', '.join(DECIDED)}")
            if ending not in offered:
                raise _misfit(where, f"no plan ends in '{ending}'; add such a plan")
        return self


def _misfit(where: tuple[str | int, ...], text: str) -> PydanticCustomError:
    """Return an error between fields that names the field to mend (`ctx["where"]`)."""
    return PydanticCustomError("misfit", "{text}", {"text": text, "where": where})


def nobody(target_behaviour: str = "take the advice by the end of the month") -> Persona:
    """Return a client without traits, for coding a turn that belongs to no talk."""
    text = "Nothing is known of this client."
    one = {"id": "none", "say": "nothing known"}
    return Persona.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "id": "nobody",
            "name": "Client",
            "age": 40,
            "domain": "any",
            "difficulty": 3,
            "about": text,
            "speech": {"style": "plain"},
            "advisor_brief": {
                "role": "advisor",
                "situation": text,
                "recommendation": target_behaviour,
                "target_behaviour": target_behaviour,
                "advisor_interest": "none",
            },
            "opening": ["Hello."],
            "concerns": [one | {"id": "concern", "layer": "surface"}],
            "strengths": [one | {"id": "strength"}],
            "likes": [one | {"id": "like"}],
            "against_type": [one | {"id": "fact-one"}, one | {"id": "fact-two"}],
            "reasons_for": [one | {"id": "reason-for"}],
            "reasons_against": [one | {"id": "reason-against"}],
            "questions": [one | {"id": "question", "act": "ask_information"}],
            "plans": [one | {"id": "plan", "ending": "plan"}],
            "best_outcomes": ["plan"],
        }
    )
