"""From a sketch to a whole client: ids, layers, thresholds, cues and endings are derived.

What nobody told is filled in neutrally, and listed as still to do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from chatbot.domain.cueing import cues_for, slug, words_of
from chatbot.domain.moves import Ending
from chatbot.domain.neutral import IN_BRIEF, KINDS, NEAR, NEUTRAL, UNTOLD, more_ways_out
from chatbot.domain.persona import SCHEMA_VERSION, Persona
from chatbot.domain.sketch import Right, Said, Sketch, Struck
from chatbot.domain.words import as_sentence

FieldPath = tuple[str | int, ...]

MIDDLE: Final = 3


@dataclass(frozen=True, slots=True)
class Drafted:
    """A client who can be talked with, and what nobody told of them: place → what belongs there."""

    persona: Persona
    todo: dict[FieldPath, str] = field(default_factory=dict)


def draft(sketch: Sketch, persona_id: str) -> Drafted:
    """Make a client of a sketch. The same sketch makes the same client.

    Raises:
        ValidationError: two parts of the sketch do not fit each other; a rare case.
    """
    return _Drafting(sketch).run(persona_id)


class _Drafting:
    """One pass over a sketch."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.todo: dict[FieldPath, str] = {}
        self.ids: set[str] = set()
        self.hard = (sketch.difficulty or MIDDLE) - MIDDLE

    def run(self, persona_id: str) -> Drafted:
        sketch = self.sketch
        if sketch.difficulty is None:
            self.todo["difficulty",] = "1 (open) to 5 (hard to reach)"
        concerns = self._concerns()
        surface = [one["id"] for one in concerns if one["layer"] == "surface"]
        plans = self._plans(concerns)
        data = {
            "schema_version": SCHEMA_VERSION,
            "id": persona_id,
            **{name: self._told(name) for name in ("name", "age", "domain")},
            "difficulty": sketch.difficulty or MIDDLE,
            "about": self._told("about"),
            "speech": {"style": self._told("style"), "habits": sketch.habits},
            "advisor_brief": self._brief(),
            "opening": self._openings(surface, concerns),
            "facts": [self._content("fact", one) for one in sketch.facts],
            "concerns": concerns,
            **{
                name: self._group(name, singular)
                for name, singular in (
                    ("strengths", "strength"),
                    ("likes", "like"),
                    ("against_type", "surprise"),
                    ("reasons_for", "reason"),
                    ("reasons_against", "against"),
                )
            },
            "questions": self._questions(),
            "plans": plans,
            "triggers": [self._struck("trigger", one, 0.6) for one in sketch.triggers],
            "softeners": [self._struck("softener", one, 0.5) for one in sketch.softeners],
            "temperament": _temperament(self.hard),
            "best_outcomes": self._best(plans),
        }
        return Drafted(Persona.model_validate(data), self.todo)

    def _told(self, name: str) -> Any:
        told = getattr(self.sketch, name)
        if told is not None:
            return told
        neutral, wanted = NEUTRAL[name]
        inside = "speech" if name == "style" else "advisor_brief" if name in IN_BRIEF else None
        self.todo[(name,) if inside is None else (inside, name)] = wanted
        return neutral

    def _brief(self) -> dict[str, Any]:
        sketch = self.sketch
        step = sketch.recommendation if sketch.target_behaviour is None else None
        return {
            "role": self._told("role"),
            "situation": self._told("situation"),
            "recommendation": self._told("recommendation"),
            "target_behaviour": step or self._told("target_behaviour"),
            "may_cite": {
                "case_facts": sketch.case_facts,
                "evidence": sketch.evidence,
                "fees": sketch.fees,
            },
            "must_tell": sketch.must_tell,
            "advisor_interest": self._told("advisor_interest"),
        }

    def _said(self, name: str, place: FieldPath | None = None) -> Sequence[Any]:
        """Return what was told of a group, filled up to what a client needs of it."""
        told = getattr(self.sketch, name)
        neutral, wanted = UNTOLD[name]
        missing = neutral[len(told) :]
        if missing:
            for index in range(len(missing)):
                self.todo[place or (name, len(told) + index)] = wanted
        return (*told, *missing)

    def _group(self, name: str, singular: str) -> list[dict[str, Any]]:
        return [self._content(singular, one) for one in self._said(name)]

    def _concerns(self) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for name, layer in (
            ("objections", "surface"),
            ("underneath", "underneath"),
            ("values", "value"),
        ):
            for index, one in enumerate(self._said(name, ("concerns", len(made)))):
                content = self._content(KINDS[layer], one, NEAR.get(name, ()))
                trust = _trust(layer, index, self.hard)
                valid = _valid(layer, self.sketch.right or "no")
                made.append(content | {"layer": layer, "trust": trust, "valid": valid})
        return made

    def _openings(
        self, surface: Sequence[str], concerns: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        if self.sketch.openings:
            return [{"text": text, "about": surface[:1]} for text in self.sketch.openings]
        objection = as_sentence(next(one["say"] for one in concerns if one["layer"] == "surface"))
        return [
            {"text": f"I have thought about what you told me. {objection}", "about": surface[:1]},
            {"text": f"Before you begin, one thing. {objection}", "about": surface[:1]},
        ]

    def _questions(self) -> list[dict[str, Any]]:
        return [
            self._content("question", one) | {"act": one.act} for one in self._said("questions")
        ]

    def _plans(self, concerns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        first = {one["layer"]: one["id"] for one in reversed(concerns)}
        made = []
        for one in (*self._said("plans"), *more_ways_out(self.sketch)):
            whole = one.ending is Ending.PLAN
            after = [first["surface"], *([first["underneath"]] if whole else [])]
            trust = round((0.55 if whole else 0.45) + 0.05 * self.hard, 2)
            kept = after if one.ending is not Ending.SECOND_OPINION else []
            content = self._content("plan", one)
            made.append(content | {"ending": one.ending, "trust": trust, "after": kept})
        return made

    def _best(self, plans: Iterable[Mapping[str, Any]]) -> list[Ending]:
        named = [one.ending for one in self.sketch.plans] or [Ending.SMALL_TEST]
        if self.sketch.right in {"yes", "partly"}:
            good = {Ending.INFORMED_NO, Ending.ADVICE_REVISED}
            named += [one["ending"] for one in plans if one["ending"] in good]
        return list(dict.fromkeys(named))

    def _struck(self, kind: str, one: Struck, weight: float) -> dict[str, Any]:
        return {"id": self._id(one.why, kind), "why": one.why, "cues": one.cues, "weight": weight}

    def _content(self, kind: str, one: Said, near: Sequence[str] = ()) -> dict[str, Any]:
        return {
            "id": self._id(one.say, kind),
            "say": one.say,
            "cues": cues_for(one.say, one.cues, near),
        }

    def _id(self, text: str, kind: str) -> str:
        words = words_of(text)[:3]
        made = slug(f"{kind}-{'-'.join(words)}", kind)
        number = 2
        found = made
        while found in self.ids:
            found = f"{made}-{number}"
            number += 1
        self.ids.add(found)
        return found


def _valid(layer: str, right: Right) -> Right:
    """Only what is said openly is right or wrong; fears and values are not argued about."""
    return right if layer == "surface" else "no"


def _trust(layer: str, index: int, hard: int) -> float:
    """Return the trust (0–1) a layer takes: about 0–0.3, 0.4–0.6, 0.45–0.65 by difficulty."""
    if layer == "surface":
        return min(0.3, 0.1 * index)
    base = 0.5 if layer == "underneath" else 0.55
    return round(base + 0.05 * hard, 2)


def _temperament(hard: int) -> dict[str, Any]:
    """Return how strongly they react (0–1 each), for a difficulty of `hard` above the middle."""
    start = {
        "trust": 0.4 - 0.04 * hard,
        "importance": 0.4,
        "confidence": 0.4,
        "fit": 0.4 - 0.03 * hard,
        "discord": 0.15 + 0.04 * hard,
    }
    return {
        "start": {name: round(value, 2) for name, value in start.items()},
        "reactance": round(0.5 + 0.1 * hard, 2),
        "forgiveness": round(0.55 - 0.07 * hard, 2),
        "patience": round(0.6 - 0.06 * hard, 2),
    }
