"""Signs of one clause in its context: the sparse input of the learned judge.

A sign is a name with a value; most are 1. Names are stable: they are the rows of the model file, so
a change here wants new weights (`python -m evals.train.coder`). The words of a clause are folded and
lose their apostrophes, so that a turn typed in haste shows nearly the same signs as a careful one.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from chatbot.coder.context import Context
from chatbot.coder.decide import Judgement
from chatbot.coder.features import Features
from chatbot.coder.words import FILLERS, is_content, stem, stems_of, words
from chatbot.domain.codes import Behaviour, Heard
from chatbot.domain.dialogue import Speaker
from chatbot.domain.ports import Volley

Signs = dict[str, float]

#: Fillers that still carry a clause when it opens with them.
_OPENERS: Final = frozenset({"you", "your", "so", "that", "and"})
_ENDS: Final = {"?": "?", ".": ".", "!": ".", "…": "-", ",": ","}
_ENDINGS: Final = ("ing", "ed", "ly", "s", "er")
_BROKEN: Final = ("-", "—", "–", "…")
#: How many client turns back words still count as taken up.
_RECENT: Final = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """How the volley continues the talk.

    Attributes:
        recent_stems: content stems of the client's last three turns.
        acknowledged: the client's last turn only acknowledged ("Mm-hmm.").
        continues: the volley goes on with a sentence that was cut off.
        before: main class of the advisor's volley before, or None.
    """

    recent_stems: frozenset[str]
    acknowledged: bool
    continues: bool
    before: Behaviour | None


def flow_of(volley: Volley, before: Behaviour | None) -> Flow:
    """Gather how a volley continues the talk.

    Args:
        volley: the volley.
        before: main class of the advisor's volley before it.
    """
    said = volley.before.said_by(Speaker.CLIENT)
    return Flow(
        recent_stems=_recent(said),
        acknowledged=bool(said) and all(word.form in FILLERS for word in words(said[-1])),
        continues=volley.text.lstrip()[:1] in _BROKEN,
        before=before,
    )


def _recent(said: Sequence[str]) -> frozenset[str]:
    return frozenset[str]().union(*(stems_of(turn) for turn in said[-_RECENT:]))


def main_before(heard: Sequence[Heard]) -> Behaviour | None:
    """Return the main class of the last volley heard, or None if there was none."""
    return heard[-1].dominant.behaviour if heard and heard[-1].dominant else None


def signs_of(
    clauses: Sequence[Features], verdicts: Sequence[Judgement], context: Context, flow: Flow
) -> tuple[Signs, ...]:
    """Return the signs of every clause of a volley.

    Args:
        clauses: the clauses, in order.
        verdicts: what the rules say of each.
        context: what stands before the volley.
        flow: how the volley continues the talk.
    """
    forms = [_forms(clause) for clause in clauses]
    shared = dict.fromkeys(_of_context(context), 1.0)
    found = []
    for i, clause in enumerate(clauses):
        signs: Signs = dict.fromkeys(_of_words(clause, forms[i]), 1.0)
        signs |= dict.fromkeys(_of_clause(clause, verdicts[i], len(clauses)), 1.0)
        signs |= _measures(clause, verdicts[i], flow)
        signs |= dict.fromkeys(_of_flow(clause, forms[i], flow, len(clauses)), 1.0) | shared
        if i:
            signs |= dict.fromkeys(_of_last(clauses[i - 1], forms[i - 1], verdicts[i - 1]), 1.0)
        if i + 1 < len(clauses):
            signs |= dict.fromkeys(_of_next(clauses[i + 1], forms[i + 1], verdicts[i + 1]), 1.0)
        found.append(signs)
    return tuple(found)


def _forms(clause: Features) -> list[str]:
    """Return the folded words; one said twice in a row ("I-I think") counts once."""
    said = [word.form for word in words(clause.segment.text)]
    return [form for i, form in enumerate(said) if not i or form != said[i - 1]]


def _of_words(clause: Features, forms: list[str]) -> Iterator[str]:
    """Runs of one to three words with the clause's edges, how it opens and ends, stems."""
    end = _ENDS.get(clause.segment.ends, "0")
    row = ["^", *forms, f"${end}"]
    yield from (f"w:{word}" for word in row)
    yield from (f"w:{one} {two}" for one, two in pairwise(row))
    yield from (f"w:{' '.join(row[i : i + 3])}" for i in range(len(row) - 2))
    core = [form for form in forms if form not in FILLERS or form in _OPENERS]
    yield from (f"c:{one} {two}" for one, two in pairwise(core))
    bones = ["^", *_skeleton(clause, core), f"${end}"]
    for n in (2, 3, 4):
        yield from (f"b:{' '.join(bones[i : i + n])}" for i in range(len(bones) - n + 1))
    yield f"b6:{' '.join(bones[:6])}"
    yield from (f"s{n}:{' '.join(core[:n])}" for n in range(1, 5))
    yield from (f"e{n}:{' '.join(forms[-n:])}{end}" for n in (1, 2))
    for form in set(forms):
        base = stem(form)
        if base != form:
            yield f"st:{base}"


def _skeleton(clause: Features, core: list[str]) -> list[str]:
    """Return the words with what they are about taken out: what a turn does shows in the rest.

    Content words become their ending, those that the client said just before "=".
    """
    left = list(clause.content)
    bones = []
    for form in core:
        if not is_content(form):
            bones.append(form)
            continue
        shared = bool(left) and left[0] in clause.taken_up
        left = left[1:]
        bones.append("=" if shared else next((e for e in _ENDINGS if form.endswith(e)), "*"))
    return bones


def _of_clause(clause: Features, verdict: Judgement, of: int) -> Iterator[str]:
    """Cues, the rules' verdict, shape and place."""
    shape = f"{clause.asks:d}{clause.second:d}"
    for cue in clause.cues:
        yield f"cue:{cue}"
        yield f"cue:{cue}|{shape}"
    yield f"rule:{verdict.kind}"
    yield f"shape:{shape}"
    yield f"filler:{clause.filler:d}"
    yield f"len:{min(6, int(1.5 * math.log2(1 + clause.words)))}"
    yield f"overlap:{int(4 * clause.overlap)}"
    yield f"shared:{min(4, clause.shared)}"
    yield f"gives back:{clause.overlap > 0.3:d}{shape}"
    yield f"place:{clause.index == 0:d}{clause.index == of - 1:d}"
    yield f"of:{min(5, of)}"
    yield f"client words:{min(5, int(math.log2(1 + clause.client_words)))}"


def _measures(clause: Features, verdict: Judgement, flow: Flow) -> Signs:
    return {
        f"sure:{verdict.kind}": verdict.confidence,
        "length": math.log1p(clause.words) / 3,
        "overlap": clause.overlap,
        "recent overlap": _recent_overlap(clause, flow),
    }


def _recent_overlap(clause: Features, flow: Flow) -> float:
    """Share (0–1) of the content stems that stand in the client's last three turns."""
    if not clause.content:
        return 0.0
    return sum(stem in flow.recent_stems for stem in clause.content) / len(clause.content)


def _of_flow(clause: Features, forms: list[str], flow: Flow, of: int) -> Iterator[str]:
    taken_up = _recent_overlap(clause, flow)
    yield f"recent:{int(4 * taken_up)}"
    yield f"takes up:{taken_up > 0.3:d}{clause.asks:d}{clause.second:d}"
    if clause.index == 0:
        yield f"before:{flow.before} {flow.acknowledged:d}{flow.continues:d}"
        yield f"continues:{flow.continues:d}"
        yield f"acknowledged:{flow.acknowledged:d} {min(4, len(forms))}"
    if clause.index == of - 1 and clause.segment.text.rstrip().endswith(_BROKEN):
        yield "broken off"


def _of_context(context: Context) -> Iterator[str]:
    talk = context.talk
    yield f"client:{talk.talk}"
    yield f"client asks:{talk.question is not None:d}"
    yield f"client strained:{talk.discord:d}"
    yield f"allowed:{context.permission:d}{context.advice_wanted:d}"


def _of_last(clause: Features, forms: list[str], verdict: Judgement) -> Iterator[str]:
    yield f"last rule:{verdict.kind}"
    yield f"last asks:{clause.asks:d}"
    yield f"last opens:{forms[0] if forms else ''}"
    yield f"last ends:{' '.join(forms[-2:])}"
    yield from (f"last cue:{cue}" for cue in clause.cues)


def _of_next(clause: Features, forms: list[str], verdict: Judgement) -> Iterator[str]:
    yield f"next rule:{verdict.kind}"
    yield f"next asks:{clause.asks:d}"
    yield f"next opens:{' '.join(forms[:2])}"
    yield from (f"next cue:{cue}" for cue in clause.cues)
