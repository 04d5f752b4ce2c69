"""From a card to a client and back, with nothing lost on either way.

A card that came in is kept whole in the client's `extensions.character_card`, and goes out again
with only those fields renewed that no longer say what the client says. What a card cannot hold
travels in its `data.extensions.sparring`, which is left out of what is kept.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from chatbot.adapters.cards.card_file import MAX_FOREIGN, SPECS, Spec
from chatbot.adapters.cards.filling import common, said_of, third, told
from chatbot.adapters.cards.mapping import drafted
from chatbot.domain.base import Value
from chatbot.domain.drafting import FieldPath
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.foreign_text import harmless_all
from chatbot.domain.persona import Persona

KEPT: Final = "character_card"
OURS: Final = "sparring"
BACKFILLED: Final = (
    "This character card is a Character Card V3, loaded as a Character Card V2. Please use an "
    "application that reads V3."
)
_NEVER_USED: Final = {
    "system_prompt": "its system prompt",
    "post_history_instructions": "its instructions after the talk",
    "character_book": "its lorebook",
    "assets": "its assets",
}


class Undo(Value):
    """What an export changed in a card that had come in, so that it can be taken back.

    Attributes:
        card, data: fields as they had been, on the outer level and within `data`.
        added: names of fields that had not been there, as "card.x" or "data.x".
    """

    card: dict[str, Any] = Field(default_factory=dict)
    data: dict[str, Any] = Field(default_factory=dict)
    added: tuple[str, ...] = ()


class Ours(Value):
    """What Sparring writes into a card: the client, and how the card had been."""

    version: Literal[1] = 1
    persona: dict[str, Any]
    undo: Undo = Undo()


@dataclass(frozen=True, slots=True)
class Imported:
    """A client out of a card.

    Attributes:
        persona: with the card in its extensions, where it holds more than the client.
        todo: what the card could not tell, by place.
        notes: what the user should know.
        ours: the card had been written by Sparring.
    """

    persona: Persona
    todo: dict[FieldPath, str]
    notes: tuple[str, ...]
    ours: bool


def persona_of(card: Mapping[str, Any], persona_id: str | None, fallback_id: str) -> Imported:
    """Make a client of a card.

    Args:
        card: as read by `card_file.read_card`.
        persona_id: the id to give; None: the one it has, or `fallback_id`.
        fallback_id: for cards that name no client of Sparring's.

    Raises:
        InputError: the card is too large to be kept, or what Sparring wrote into it is broken.
    """
    kept = deepcopy(dict(card))
    extensions = kept["data"].get("extensions")
    written = extensions.pop(OURS, None) if isinstance(extensions, dict) else None
    if len(json.dumps(kept, ensure_ascii=False)) > MAX_FOREIGN:
        raise InputError(f"its text is over {MAX_FOREIGN // 1024} KB, which is more than is kept")
    if written is None:
        return _foreign(kept, persona_id or fallback_id)
    ours = _ours(written)
    persona = _persona(ours, persona_id)
    _take_back(kept, ours.undo)
    if kept.get("data") or set(kept) - {"data"}:
        persona = _with(persona, kept)
    return Imported(persona, {}, _edited(card, persona), ours=True)


def card_of(persona: Persona, spec: Spec, *, backfill: bool = False) -> dict[str, Any]:
    """Make a card of a client.

    Args:
        persona: whose card it is.
        spec: which form.
        backfill: it stands beside a V3 card for programs that read only V2, and says so.

    Raises:
        PersonaError: the card kept in its extensions is of another form.
    """
    was = _kept(persona)
    old = was.get("data", {})
    name, version = SPECS[spec]
    data = common(persona) | (third() if spec == "v3" else {}) | deepcopy(old)
    data |= _renewed(persona, old)
    if not isinstance(data["extensions"], dict):
        data["extensions"] = {}
    if backfill:
        notes = f"{BACKFILLED}\n\n{data['creator_notes']}" if data["creator_notes"] else BACKFILLED
        data["creator_notes"] = notes
    card = deepcopy(was) | {"spec": name, "spec_version": version, "data": data}
    if was.get("spec") == name:
        card["spec_version"] = was.get("spec_version", version)
    undo = _undo(was, card)
    mine = persona.model_dump(mode="json")
    mine["extensions"] = {k: v for k, v in persona.extensions.items() if k != KEPT}
    data["extensions"][OURS] = Ours(persona=mine, undo=undo).model_dump(mode="json")
    return card


def _foreign(kept: dict[str, Any], persona_id: str) -> Imported:
    made = drafted(kept["data"], persona_id)
    never = [name for field, name in _NEVER_USED.items() if kept["data"].get(field)]
    notes = [f"Kept, and never used: {', '.join(never)}."] if never else []
    return Imported(_with(made.persona, kept), made.todo, tuple(notes), ours=False)


def _ours(written: Any) -> Ours:
    try:
        return Ours.model_validate(written)
    except ValidationError as error:
        raise InputError(
            "what Sparring wrote into it (data.extensions.sparring) is broken or newer than this "
            f"Sparring: {_first(error)}"
        ) from error


def _persona(ours: Ours, persona_id: str | None) -> Persona:
    told = {name: harmless_all(part) for name, part in ours.persona.items() if name != "extensions"}
    own = ours.persona.get("extensions", {})
    if not isinstance(own, dict):
        raise InputError("the client in it cannot be used: extensions: must be a map")
    told["extensions"] = {name: part for name, part in own.items() if name != KEPT}
    if persona_id is not None:
        told["id"] = persona_id
    try:
        return Persona.model_validate(told)
    except ValidationError as error:
        raise InputError(f"the client in it cannot be used: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    one = error.errors()[0]
    place = ".".join(str(part) for part in one["loc"])
    return f"{place}: {one['msg']}" if place else str(one["msg"])


def _with(persona: Persona, kept: dict[str, Any]) -> Persona:
    return persona.model_copy(update={"extensions": persona.extensions | {KEPT: kept}})


def _kept(persona: Persona) -> dict[str, Any]:
    kept = persona.extensions.get(KEPT, {})
    if not isinstance(kept, dict) or not isinstance(kept.get("data", {}), dict):
        raise PersonaError(
            f"{persona.id}: extensions.{KEPT} must be a card with 'data', or left out"
        )
    return kept


def _take_back(card: dict[str, Any], undo: Undo) -> None:
    """Make the card what it had been before Sparring wrote it; what others added since stays."""
    data = card["data"]
    for place in undo.added:
        level, _, name = place.partition(".")
        holder = card if level == "card" else data
        if place not in {"data.extensions", "card.data"} or not holder.get(name):
            holder.pop(name, None)
    card.update(deepcopy(undo.card))
    data.update(deepcopy(undo.data))
    if "card.data" in undo.added and not data:
        card.pop("data", None)


def _undo(was: Mapping[str, Any], card: Mapping[str, Any]) -> Undo:
    old, new = was.get("data", {}), card["data"]
    outer = {name: value for name, value in was.items() if name != "data" and card[name] != value}
    inner = {name: value for name, value in old.items() if new[name] != value}
    added = [f"card.{name}" for name in card if name not in was]
    added += [f"data.{name}" for name in new if name not in old]
    return Undo(card=deepcopy(outer), data=deepcopy(inner), added=tuple(added))


def _renewed(persona: Persona, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a card that came in which no longer say what the client says."""
    fields = told(persona)
    if not isinstance(old.get("name"), str):
        return fields
    before = said_of(drafted(old, persona.id).persona)
    now = said_of(persona)
    return {name: fields[name] for name in fields if name not in old or before[name] != now[name]}


def _edited(card: Mapping[str, Any], persona: Persona) -> tuple[str, ...]:
    """Name texts that another program changed after Sparring wrote the card."""
    now = card_of(persona, "v2")["data"]
    changed = [
        name for name in told(persona) if name in card["data"] and card["data"][name] != now[name]
    ]
    if not changed:
        return ()
    return (
        f"Changed elsewhere, and not taken over (Sparring's own fields count): {', '.join(changed)}.",
    )
