"""A finished talk as a case for a colleague: the client as played, the best move, what was learned."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from chatbot.domain.base import Value
from chatbot.domain.contents import Layer
from chatbot.domain.errors import InputError
from chatbot.domain.identifying import Detail, details, replaced
from chatbot.domain.persona import Persona
from chatbot.domain.talk import Talk
from chatbot.report.turns import TurnView, turns
from chatbot.report.wording import ENDINGS, first_name, signed

#: Characters of what was learned.
LONGEST: Final = 1500
#: Where the file of the client says what talk it comes from.
EXTENSION: Final = "case"
#: A turn that moved trust less than this is no moment.
_NOTABLE: Final = 0.01
_DEPTH: Final = {Layer.UNDERNEATH: 1, Layer.VALUE: 2}
_OPENED: Final = {
    1: "{name} told what lies underneath.",
    2: "{name} told what it is about in the end.",
}


class Quoted(Value):
    """An exchange of the talk, word by word, and what it did."""

    number: int
    before: str
    advisor: str
    reply: str
    effect: str


class Case(Value):
    """What a colleague gets. `persona` is the client as played, under an id of its own."""

    persona: Persona
    ending: str
    best: Quoted | None = None
    costliest: Quoted | None = None
    learned: str = ""


def build_case(talk: Talk, learned: str = "", *, costliest: bool = False) -> Case:
    """Return the case, with everything as it was said.

    Args:
        talk: a talk that has ended.
        learned: what the advisor learned, in their own words.
        costliest: quote the moment that cost most, too.

    Raises:
        InputError: the talk goes on, or `learned` is too long.
    """
    if talk.ended is None:
        raise InputError("This talk goes on. End it with a debrief first, then share it.")
    words = learned.strip()
    if len(words) > LONGEST:
        raise InputError(f"What you learned has {len(words):,} characters; {LONGEST:,} are enough.")
    persona, views = talk.started.persona, turns(talk)
    name = first_name(persona.name)
    worst = min(views, key=lambda view: view.gain, default=None) if costliest else None
    return Case(
        persona=_as_case(talk),
        ending=ENDINGS[talk.ended.ending].format(name=name),
        best=_best(views, persona),
        costliest=_quoted(worst, name) if worst and worst.gain <= -_NOTABLE else None,
        learned=words,
    )


def pieces(case: Case) -> tuple[tuple[str, str], ...]:
    """Return all that was said in the talk and stands in the case: label and words."""
    name = first_name(case.persona.name)
    found: list[tuple[str, str]] = []
    for label, one in (("best move", case.best), ("costliest moment", case.costliest)):
        if one is not None:
            found += [
                (f"Before your {label}, {name} said", one.before),
                (f"Your {label}", one.advisor),
                (f"{name} answered", one.reply),
            ]
    if case.learned:
        found.append(("What you learned", case.learned))
    return tuple(found)


def asked_about(talk: Talk, case: Case) -> tuple[Detail, ...]:
    """Return names and details that stand in the case and not in the persona file.

    They are looked for in all that the advisor wrote in the talk and in the case itself.
    """
    persona = talk.started.persona
    texts = [words for _, words in pieces(case)]
    found = details(
        [*texts, *(exchange.advisor for exchange in talk.branch)], " \n".join(_strings(persona))
    )
    return tuple(one for one in found if any(_holds(text, one.text) for text in texts))


def redacted(case: Case, replacements: Mapping[str, str]) -> Case:
    """Return the case with words of the talk replaced; the persona stays as it was played."""
    return case.model_copy(
        update={
            "best": _without(case.best, replacements),
            "costliest": _without(case.costliest, replacements),
            "learned": replaced(case.learned, replacements),
        }
    )


def _without(one: Quoted | None, replacements: Mapping[str, str]) -> Quoted | None:
    if one is None:
        return None
    said = ("before", "advisor", "reply")
    return one.model_copy(
        update={part: replaced(getattr(one, part), replacements) for part in said}
    )


def _best(views: Iterable[TurnView], persona: Persona) -> Quoted | None:
    """Return the exchange that opened the deepest layer, else the one that won most trust."""
    layers = {one.id: _DEPTH.get(one.layer, 0) for one in persona.concerns}

    def depth(view: TurnView) -> int:
        new = set(view.exchange.state.told) - set(view.before.told)
        return max((layers.get(content, 0) for content in new), default=0)

    good = [view for view in views if view.trust_change >= _NOTABLE]
    best = max(good, key=lambda view: (depth(view), view.trust_change), default=None)
    return None if best is None else _quoted(best, first_name(persona.name), depth(best))


def _quoted(view: TurnView, name: str, depth: int = 0) -> Quoted:
    opened = f"{_OPENED[depth].format(name=name)} " if depth else ""
    return Quoted(
        number=view.exchange.number,
        before=view.client,
        advisor=view.exchange.advisor,
        reply=view.exchange.reply.text,
        effect=f"{opened}Trust {signed(view.trust_change)}, strain {signed(view.discord_change)}.",
    )


def _as_case(talk: Talk) -> Persona:
    """Return the client as played, without a picture that does not go along."""
    persona = talk.started.persona
    session = re.sub(r"[^a-z0-9]", "", talk.started.session_id.casefold())[-4:]
    of = {"client": persona.id, "rules": talk.started.rules_version}
    return persona.model_copy(
        update={
            "id": f"{persona.id[:40]}-{session}".rstrip("-"),
            "portrait": None,
            "extensions": persona.extensions | {EXTENSION: of},
        }
    )


def _holds(text: str, words: str) -> bool:
    return replaced(text, {words: "\0"}) != text


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Value):
        yield from _strings(value.model_dump(mode="json"))
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
