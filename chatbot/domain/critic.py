"""The offline critique: from what was detected to words worth reading. Pure and deterministic.

Variants rotate with the turn, in an order shuffled once per talk, so that a trainee who reads ten
critiques in a row does not read the same sentence twice. A variant is used only where its slots can
be filled, and slots say what is true: `doubt` stands for the client's words only if they were one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import gcd
from random import Random
from typing import Final

from chatbot.domain.brevity import Said, sentences_of, shortened
from chatbot.domain.client_talk import Talk
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.findings import FEWEST_QUOTED, Case, Found
from chatbot.domain.mirror import asked_plainly, client_words
from chatbot.domain.moments import request
from chatbot.domain.problems import problems
from chatbot.domain.rubric import FindingText, Rubric
from chatbot.domain.strengths import strengths
from chatbot.domain.words import content_words, sentences, whole_sentences

#: A finding lighter than this is left alone where the turn also did something well.
PETTY: Final = 0.35
#: A second finding is said only if it weighs as much as this and comes back to something else.
SECOND: Final = 0.5
#: Beside a finding as heavy as `SECOND`, praise lighter than this sounds like a consolation.
FAINT: Final = 0.5
#: A turn without a code and with more words than this is no mere "mm-hmm".
MANY_WORDS: Final = 10

_STOPS: Final = frozenset(".!?…,;:")
_SLOT: Final = re.compile(r"\{([a-z]+)\}")
_OPEN: Final = re.compile(
    r"\W*(?:(?:and|so|but|well|okay|then)\W+)*(?:what|how|where|who|which|why)\b", re.IGNORECASE
)
_DOUBLE_STOP: Final = re.compile(r"([?!…]”)\.(?=\s|$)")


def criticise(case: Case, rubric: Rubric, evaluator: str) -> Critique:
    """Return the critique of a volley: one finding or two, one thing done well, three sentences.

    Args:
        case: the volley, and the client's turns around it.
        rubric: principles and coaching texts.
        evaluator: name recorded with the critique.
    """
    good = _ranked(strengths(case), rubric.strengths)
    bad = _chosen(_ranked(problems(case), rubric.kinds), rubric, well=bool(good))
    if bad:
        good = [one for one in good if not _undone(one, bad, rubric)]
    said = Said(
        tuple(_finding(found, case, rubric.kinds) for found in bad),
        _finding(good[0], case, rubric.strengths) if good else None,
    )
    if sentences_of(said) != sentences_of(shortened(said)):
        said = Said(said.findings[:1], said.done_well)
    findings, done_well = shortened(said)
    main = findings[0] if findings else done_well
    return Critique(
        turn_id=case.evaluation.turn_id,
        evaluator=evaluator,
        summary=whole_sentences(main.what)[0] if main else _plain_summary(case, rubric),
        codes=case.heard.segments,
        done_well=done_well,
        findings=findings,
        instead=_wording(bad[0], case, rubric) if bad else None,
        principle=main.principle if main else None,
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


def _chosen(ranked: Sequence[Found], rubric: Rubric, *, well: bool) -> list[Found]:
    """Return the costliest finding, and a second one if it is worth a sentence of its own."""
    if well:
        ranked = [one for one in ranked if _weight(one, rubric.kinds) >= PETTY]
    if not ranked:
        return []
    first, *others = ranked
    about = rubric.kinds[first.kind].principle
    second = (
        one
        for one in others
        if _weight(one, rubric.kinds) >= SECOND and rubric.kinds[one.kind].principle != about
    )
    return [first, *[one for one in [next(second, None)] if one is not None]]


def _undone(good: Found, bad: Sequence[Found], rubric: Rubric) -> bool:
    """Say whether praise would be faint beside what cost, or of the very words that did."""
    heavy = _weight(bad[0], rubric.kinds) >= SECOND
    faint = heavy and _weight(good, rubric.strengths) < FAINT
    return faint or any(one.at.start < good.at.end and good.at.start < one.at.end for one in bad)


def _weight(found: Found, texts: Mapping[str, FindingText]) -> float:
    text = texts.get(found.kind)
    return found.times * text.weight if text else 0.0


def _finding(found: Found, case: Case, texts: Mapping[str, FindingText]) -> Finding:
    text, slots = texts[found.kind], _slots(case, found)
    whats = tuple(one for one in text.what if "{duty}" in one and "duty" in slots) or text.what
    return Finding(
        kind=found.kind,
        principle=text.principle,
        quote=found.at.quote,
        start=found.at.start,
        end=found.at.end,
        what=_variant(whats, found.kind, case, slots),
        weight=min(1.0, _weight(found, texts)),
    )


def _wording(found: Found, case: Case, rubric: Rubric) -> str | None:
    """Choose a wording; where something was asked, by question or request, one that answers it."""
    wordings = rubric.kinds[found.kind].wordings
    slots = _slots(case, found)
    if "request" in slots and "question" not in slots and "asked_for" in rubric.banks:
        return _variant(rubric.banks["asked_for"], "asked_for", case, slots)
    slot = "ask" if found.kind == "permission_not_awaited" else "question"
    fitting = [one for one in wordings if f"{{{slot}}}" in one]
    if slot in slots and fitting:
        wordings = tuple(fitting)
    return _variant(wordings, f"{found.kind}:instead", case, slots) if wordings else None


def _plain_summary(case: Case, rubric: Rubric) -> str:
    """Return a line on a turn with nothing to say about: fine, too little, or not understood."""
    bank = "nothing_to_change" if case.heard.segments else "too_little_to_say"
    if not case.heard.segments and case.heard.words > MANY_WORDS and "cannot_tell" in rubric.banks:
        bank = "cannot_tell"
    return _variant(rubric.banks[bank], bank, case, {})


def _slots(case: Case, found: Found) -> dict[str, str]:
    """Return what can be put into a text: verbatim words of both sides, and the duty to inform."""
    words = client_words(case.evaluation.before.last_client)
    slots = {"quote": _quoted(found, case)}
    if case.asked and case.asked.rstrip().endswith("?"):
        # What waits for an answer is what the client said; the rest led up to it.
        slots["question"] = slots["client"] = asked_plainly(case.asked)
    elif words.fragment and content_words(words.fragment):
        slots["client"] = words.fragment
        if case.client_resists:
            slots["doubt"] = words.fragment
        elif case.talk is Talk.CHANGE:
            slots["wish"] = words.fragment
    if asked_for := request(case.evaluation.before.last_client):
        slots["request"] = asked_for
    if words.mirrored and "question" not in slots:
        slots["mirror"] = words.mirrored
    if case.untold_duties:
        slots["duty"] = case.untold_duties[0]
    if asked := _own_question(case, found):
        slots["ask"] = asked
    return slots


def _quoted(found: Found, case: Case) -> str:
    """Return the words as they stand in a sentence of ours, with dots where they were cut."""
    words = found.at.quote.strip().rstrip(".!,;: ")
    following = case.said[found.at.end :].lstrip()
    ended = found.at.quote.rstrip()[-1:] in _STOPS or not following or following[0] in _STOPS
    short = len(words.split()) < FEWEST_QUOTED
    return words if short or ended or words[-1:] in _STOPS else f"{words} …"


def _own_question(case: Case, found: Found) -> str | None:
    """Return one of the advisor's own questions that can stand alone: an open one, or for leave."""
    asked = [s for s in sentences(case.said) if s.endswith("?") and len(s.split()) >= 3]
    if found.kind != "permission_not_awaited":
        asked = [s for s in asked if _OPEN.match(s)]
    return asked[0] if asked else None


def _variant(variants: Sequence[str], purpose: str, case: Case, slots: Mapping[str, str]) -> str:
    """Choose a variant whose slots can be filled: in an order of this talk, moving on each turn.

    Steps of three keep neighbouring turns apart, also where variants in between cannot be filled.
    """
    talk, _, turn = case.evaluation.seed.partition(":")
    order = list(variants)
    Random(f"{talk}:{purpose}").shuffle(order)
    fitting = [one for one in order if set(_SLOT.findall(one)) <= slots.keys()]
    step = next(one for one in (3, 2, 1) if gcd(one, len(fitting)) == 1)
    chosen = fitting[step * int(turn.partition(":")[0] or 0) % len(fitting)]
    return _DOUBLE_STOP.sub(r"\1", fill(chosen, slots))


def fill(text: str, slots: Mapping[str, str]) -> str:
    """Fill `{slots}` in one pass; what is put in is never looked at again."""
    return _SLOT.sub(lambda match: slots.get(match[1], match[0]), text)
