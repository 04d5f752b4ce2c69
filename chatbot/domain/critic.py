"""The offline critique: from what was detected to words worth reading. Pure and deterministic.

Variants rotate with the turn, in an order shuffled once per talk, so that a trainee who reads ten
critiques in a row does not read the same sentence twice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Final

from chatbot.domain.critique import Critique, Finding
from chatbot.domain.findings import Case, Found
from chatbot.domain.mirror import client_words
from chatbot.domain.problems import problems
from chatbot.domain.rubric import FindingText, Rubric
from chatbot.domain.strengths import strengths
from chatbot.domain.words import sentences

MOST_FINDINGS: Final = 2
#: A finding lighter than this is left alone where the turn also did something well.
PETTY: Final = 0.35
LONGEST_QUOTE: Final = 18

_SLOT: Final = re.compile(r"\{([a-z]+)\}")


def criticise(case: Case, rubric: Rubric, evaluator: str) -> Critique:
    """Return the critique of a volley.

    Args:
        case: the volley, and the client's turns around it.
        rubric: principles and coaching texts.
        evaluator: name recorded with the critique.
    """
    good = _ranked(strengths(case), rubric.strengths)
    bad = _ranked(problems(case), rubric.kinds)
    if good:
        bad = [one for one in bad if _weight(one, rubric.kinds) >= PETTY]
    bad = bad[:MOST_FINDINGS]
    findings = tuple(_finding(found, case, rubric.kinds) for found in bad)
    done_well = _finding(good[0], case, rubric.strengths) if good else None
    return Critique(
        turn_id=case.evaluation.turn_id,
        evaluator=evaluator,
        summary=_summary(findings, done_well, case, rubric),
        codes=case.heard.segments,
        done_well=done_well,
        findings=findings,
        instead=_wording(bad[0], case, rubric) if bad else None,
        principle=findings[0].principle if findings else done_well.principle if done_well else None,
    )


def _ranked(found: Iterable[Found], texts: Mapping[str, FindingText]) -> list[Found]:
    """Order by weight, each kind once and each stretch of words once."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: -_weight(f, texts)):
        taken = {(k.kind) for k in kept}
        same = any(one.at.start == k.at.start and one.at.end == k.at.end for k in kept)
        if one.kind in texts and one.kind not in taken and not same:
            kept.append(one)
    return kept


def _weight(found: Found, texts: Mapping[str, FindingText]) -> float:
    text = texts.get(found.kind)
    return found.times * text.weight if text else 0.0


def _finding(found: Found, case: Case, texts: Mapping[str, FindingText]) -> Finding:
    text = texts[found.kind]
    return Finding(
        kind=found.kind,
        principle=text.principle,
        quote=found.at.quote,
        start=found.at.start,
        end=found.at.end,
        what=_variant(text.what, found.kind, case, _slots(case, found)),
        weight=min(1.0, _weight(found, texts)),
    )


def _wording(found: Found, case: Case, rubric: Rubric) -> str | None:
    wordings = rubric.kinds[found.kind].wordings
    return (
        _variant(wordings, f"{found.kind}:instead", case, _slots(case, found)) if wordings else None
    )


def _summary(
    findings: tuple[Finding, ...], done_well: Finding | None, case: Case, rubric: Rubric
) -> str:
    main = findings[0] if findings else done_well
    if main is not None:
        first = sentences(main.what)[0]
        return first if first.count("“") == first.count("”") else main.what
    bank = "nothing_to_change" if case.heard.segments else "too_little_to_say"
    return _variant(rubric.banks[bank], bank, case, {})


def _slots(case: Case, found: Found) -> dict[str, str]:
    """Return what can be put into a text: verbatim words of both sides, and the duty to inform."""
    words = client_words(case.evaluation.before.last_client)
    slots = {"quote": _shortened(found.at.quote)}
    if words.fragment:
        slots["client"] = words.fragment
    if words.mirrored:
        slots["mirror"] = words.mirrored
    if case.client.question:
        slots["question"] = case.client.question
    if case.untold_duties:
        slots["duty"] = case.untold_duties[0]
    return slots


def _shortened(quote: str) -> str:
    words = quote.strip().rstrip(".!,;:").split()
    if len(words) <= LONGEST_QUOTE:
        return " ".join(words)
    return " ".join(words[:LONGEST_QUOTE]) + " …"


def _variant(variants: Sequence[str], purpose: str, case: Case, slots: Mapping[str, str]) -> str:
    """Choose a variant whose slots can be filled: in an order of this talk, moving on each turn."""
    talk, _, turn = case.evaluation.seed.partition(":")
    order = list(variants)
    Random(f"{talk}:{purpose}").shuffle(order)
    fitting = [one for one in order if set(_SLOT.findall(one)) <= slots.keys()]
    return fill(fitting[int(turn.partition(":")[0] or 0) % len(fitting)], slots)


def fill(text: str, slots: Mapping[str, str]) -> str:
    """Fill `{slots}` in one pass; what is put in is never looked at again."""
    return _SLOT.sub(lambda match: slots.get(match[1], match[0]), text)
