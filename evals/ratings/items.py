"""Items for rating sheets, drawn by seed out of the logs of runs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from chatbot.domain.client_state import Effect, Trust
from chatbot.domain.contested import ContestedCase
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Speaker
from chatbot.domain.errors import InputError
from evals.batch import read_log
from evals.models.judged import Critic
from evals.ratings.form import Part
from evals.records import ConversationRecord

#: Turns shown before the exchange that is rated.
SHOWN_BEFORE: Final = 4


class Item(Value):
    """One thing to rate.

    Attributes:
        part: which questions are asked of it.
        cells: what the rater reads, by column.
        source: where it comes from; only in the key.
        scores: what we say of it; only in the key.
    """

    part: Part = Part.ALL
    cells: dict[str, str]
    source: dict[str, str]
    scores: dict[str, float] = Field(default_factory=dict)


def conversations(run: Path) -> tuple[ConversationRecord, ...]:
    """Return the finished conversations of a run folder, in order of their ids.

    Raises:
        InputError: there is no log, or no conversation with an exchange in it.
        LogError: the log cannot be read.
    """
    log = run / "log.jsonl"
    if not log.is_file():
        raise InputError(f"{log}: there is no such file; name the --out folder of a run.")
    held = {r.id: r for r in read_log(log) if isinstance(r, ConversationRecord) and r.exchanges}
    if not held:
        raise InputError(f"{log}: no conversation ended; there is nothing to rate.")
    return tuple(held[key] for key in sorted(held))


def replies(records: Sequence[ConversationRecord], n: int, seed: int) -> list[Item]:
    """Draw exchanges: the advisor's turn and the client's reply, with what it did to trust.

    That is what the client felt, before the bounds of the scale: readers judge what a turn does to
    trust, not how much of it was left to lose. The change of the state itself stands beside it.
    """
    return [_reply(record, i) for record, i in islice(places(records, seed), n)]


def _reply(record: ConversationRecord, i: int) -> Item:
    exchange = record.exchanges[i]
    state = record.exchanges[i - 1].state if i else record.start
    moved = exchange.state.trust.level - state.trust.level
    felt = trust_felt(exchange.effects)
    return Item(
        cells={
            "before": _before(record, i, with_client=True),
            "advisor": exchange.advisor,
            "reply": exchange.reply.text,
        },
        source=source_of(record, i),
        scores={
            "trust_change": round(moved if felt is None else felt, 4),
            "trust_moved": round(moved, 4),
        },
    )


def trust_felt(effects: Sequence[Effect]) -> float | None:
    """Return what effects did to trust (the mean of its three parts) had there been room.

    None in logs of rules before 5, which did not record it.
    """
    on_trust = [effect for effect in effects if effect.variable in Trust.model_fields]
    felt = [effect.felt for effect in on_trust if effect.felt is not None]
    return sum(felt) / len(Trust.model_fields) if len(felt) == len(on_trust) else None


def findings(
    records: Sequence[ConversationRecord], n: int, turns: int, seed: int, critic: Critic
) -> list[Item]:
    """Draw `turns` turns shown without critique, and then `n` others with a finding."""
    judged = (
        (record, i, verdict)
        for record, i in places(records, seed)
        if isinstance(verdict := critic(record, i), Critique)
    )
    items = [_turn(*one) for one in islice(judged, turns)]
    found = (_finding(*one) for one in judged if one[2].findings)
    return [*items, *islice(found, n)]


def _turn(record: ConversationRecord, i: int, verdict: Critique) -> Item:
    return Item(
        part=Part.TURN,
        cells=_context(record, i) | dict.fromkeys(("quote", "finding", "better_wording"), ""),
        source=source_of(record, i),
        scores={"criticised": float(bool(verdict.findings))},
    )


def _finding(record: ConversationRecord, i: int, verdict: Critique) -> Item:
    first = verdict.findings[0]
    about = {"kind": first.kind, "principle": first.principle, "evaluator": verdict.evaluator}
    return Item(
        part=Part.FINDING,
        cells=_context(record, i)
        | {"quote": first.quote, "finding": first.what, "better_wording": verdict.instead or ""},
        source=source_of(record, i) | about,
        scores={"weight": first.weight},
    )


def _context(record: ConversationRecord, i: int) -> dict[str, str]:
    client = record.exchanges[i - 1].reply.text if i else record.opening
    return {
        "before": _before(record, i, with_client=False),
        "client_turn": client,
        "advisor_turn": record.exchanges[i].advisor,
    }


def contested(cases: Sequence[ContestedCase], n: int, seed: int) -> list[Item]:
    """Draw contested points, as blind as any other finding: who disagreed is only in the key."""
    order = list(cases)
    Random(f"{seed}:contested").shuffle(order)
    return [_contested(case) for case in order[:n]]


def _contested(case: ContestedCase) -> Item:
    seen, found = case.evaluation, case.finding
    names = {Speaker.CLIENT: "Client", Speaker.ADVISOR: "Advisor"}
    lines = [f"{names[turn.speaker]}: {turn.text}" for turn in seen.before.turns[:-1]]
    return Item(
        part=Part.FINDING,
        cells={
            "before": "\n".join(lines[-SHOWN_BEFORE:]),
            "client_turn": seen.before.last_client,
            "advisor_turn": seen.text,
            "quote": found.quote,
            "finding": found.what,
            "better_wording": "" if case.praise else case.instead or "",
        },
        source={
            "conversation": case.id.partition(":")[0],
            "turn_id": seen.turn_id,
            "kind": found.kind,
            "principle": found.principle,
            "evaluator": case.evaluator,
            "contested_by": case.by,
        },
        scores={"weight": found.weight},
    )


def talks(records: Sequence[ConversationRecord], n: int, seed: int) -> list[Item]:
    """Draw whole conversations."""
    order = list(records)
    Random(f"{seed}:talks").shuffle(order)
    return [Item(cells={"talk": talk_text(r)}, source=source_of(r)) for r in order[:n]]


def pairs(
    first: Sequence[ConversationRecord], second: Sequence[ConversationRecord], n: int, seed: int
) -> list[Item]:
    """Draw pairs of conversations with the same client, one of each run, sides at random.

    The same advisor and seed stand on both sides where both runs have them.

    Raises:
        InputError: the runs have no client in common.
    """
    dice = Random(f"{seed}:pairs")
    matched = _matched(first, second, dice)
    if not matched:
        raise InputError("The two runs have no client in common; pairs need the same clients.")
    dice.shuffle(matched)
    items = []
    for one, other in matched[:n]:
        swapped = dice.random() < 0.5
        left, right = (other, one) if swapped else (one, other)
        items.append(
            Item(
                cells={"talk_a": talk_text(left), "talk_b": talk_text(right)},
                source={
                    "a": "second" if swapped else "first",
                    "first": one.id,
                    "second": other.id,
                    "conversation": one.id,
                },
            )
        )
    return items


def _matched(
    first: Sequence[ConversationRecord], second: Sequence[ConversationRecord], dice: Random
) -> list[tuple[ConversationRecord, ConversationRecord]]:
    twins = {(r.persona, r.advisor, r.seed): r for r in second}
    exact = [(r, twins[key]) for r in first if (key := (r.persona, r.advisor, r.seed)) in twins]
    if exact:
        return exact
    by_persona: dict[str, list[ConversationRecord]] = defaultdict(list)
    for record in second:
        by_persona[record.persona].append(record)
    for group in by_persona.values():
        dice.shuffle(group)
    return [(r, by_persona[r.persona].pop()) for r in first if by_persona.get(r.persona)]


def talk_text(record: ConversationRecord) -> str:
    """Return a whole talk as lines."""
    lines = [f"Client: {record.opening}"]
    for exchange in record.exchanges:
        lines += [f"Advisor: {exchange.advisor}", f"Client: {exchange.reply.text}"]
    return "\n".join(lines)


def _before(record: ConversationRecord, i: int, *, with_client: bool) -> str:
    lines = [f"Client: {record.opening}"]
    for exchange in record.exchanges[:i]:
        lines += [f"Advisor: {exchange.advisor}", f"Client: {exchange.reply.text}"]
    lines = lines if with_client else lines[:-1]
    return "\n".join(lines[-SHOWN_BEFORE:])


def source_of(record: ConversationRecord, i: int | None = None) -> dict[str, str]:
    """Return where an item comes from; for the key only."""
    source = {
        "conversation": record.id,
        "persona": record.persona,
        "advisor": record.advisor,
        "voice": record.voice,
    }
    return source if i is None else source | {"turn_id": record.exchanges[i].turn_id}


def places(
    records: Sequence[ConversationRecord], seed: int
) -> Iterator[tuple[ConversationRecord, int]]:
    """Yield all exchanges in random order, one of each conversation before a second of any."""
    queues = []
    for record in records:
        numbers = list(range(len(record.exchanges)))
        Random(f"{seed}:{record.id}").shuffle(numbers)
        queues.append((record, numbers))
    dice = Random(f"{seed}:places")
    while queues:
        dice.shuffle(queues)
        for record, numbers in queues:
            yield record, numbers.pop()
        queues = [queue for queue in queues if queue[1]]
