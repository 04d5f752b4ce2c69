"""A model's codes made to follow the rules of MITI 4.2.1, and compared with the coder's.

The model codes blind; where it and the coder differ, the rule of the manual that decides is named
(Moyers, Manuel & Ernst 2014/2015, "Rules for coding behaviours").
"""

from collections.abc import Iterable
from typing import Final

from chatbot.domain.codes import MI_ADHERENT, REFLECTIONS, Code, CodedSegment
from chatbot.domain.critique import Difference

#: Of two codes that cannot stand together, the first stays.
_WINS: Final = (
    (Code.COMPLEX_REFLECTION, Code.SIMPLE_REFLECTION),
    (Code.PERSUADE_WITH_PERMISSION, Code.PERSUADE),
)
#: The same for codes of the same words.
_WINS_HERE: Final = (
    (Code.AFFIRM, Code.SIMPLE_REFLECTION),
    (Code.AFFIRM, Code.COMPLEX_REFLECTION),
    (Code.CONFRONT, Code.QUESTION),
)
NONE: Final = "none"

_PAIRS: Final[dict[frozenset[Code], str]] = {
    frozenset({Code.GI, Code.PERSUADE}): (
        "Information or Persuade: it is Persuade only if it works to change the client's mind; "
        "in doubt, information."
    ),
    frozenset(REFLECTIONS): (
        "Simple or complex: complex only if substantial meaning was added; in doubt, simple."
    ),
    frozenset({Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION}): (
        "With permission only if the client asked or agreed, or the words leave the choice; "
        "permission lapses with a new topic."
    ),
    frozenset({Code.CONFRONT, Code.QUESTION}): "In one segment, Confront beats a question.",
    frozenset({Code.QUESTION, Code.SEEK}): (
        "A question is Seeking Collaboration only if it truly shares power; in doubt, a question."
    ),
}
_AMONG_ADHERENT: Final = "In doubt, the lower of Emphasize, Seek and Affirm."
_CONFRONT_OR_REFLECTION: Final = "Confront or reflection, undecided: neither is coded."
_AFFIRM_OR_REFLECTION: Final = "In one segment, Affirm beats a reflection."
_QUESTION_OR_REFLECTION: Final = (
    "A set-up before a question is no reflection; what gives back the client's words is one, "
    "even with a question mark."
)
_NOT_ADHERENT: Final = "In doubt, the code that is not MI-adherent."
_UNCODED: Final = (
    "Structure, greeting, bare praise and support are not coded; a code needs words that carry it."
)
_OTHER: Final = "The words decide: each segment gets the one code that fits it best."


def settle(segments: Iterable[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Return the segments in order, each code once, one question, one reflection."""
    kept: dict[Code, CodedSegment] = {}
    for segment in segments:
        kept.setdefault(segment.code, segment)
    for winner, loser in _WINS:
        if winner in kept:
            kept.pop(loser, None)
    for winner, loser in _WINS_HERE:
        if winner in kept and loser in kept and _overlap(kept[winner], kept[loser]):
            del kept[loser]
    return tuple(sorted(kept.values(), key=lambda segment: (segment.start, segment.end)))


def differences(
    model: tuple[CodedSegment, ...], coder: tuple[CodedSegment, ...]
) -> tuple[Difference, ...]:
    """Compare codes heard in one turn: what only one heard, paired where the words overlap."""
    heard = {segment.code for segment in coder}
    coded = {segment.code for segment in model}
    left = [segment for segment in coder if segment.code not in coded]
    found: list[Difference] = []
    for segment in model:
        if segment.code in heard:
            continue
        other = next((one for one in left if _overlap(segment, one)), None)
        if other is not None:
            left.remove(other)
        found.append(_difference(segment, segment.code, other.code if other else None))
    found += [_difference(segment, None, segment.code) for segment in left]
    return tuple(sorted(found, key=lambda difference: difference.start))


def _difference(where: CodedSegment, model: Code | None, coder: Code | None) -> Difference:
    return Difference(
        quote=where.quote,
        start=where.start,
        end=where.end,
        evaluator=model or NONE,
        coder=coder or NONE,
        rule=rule(model, coder),
    )


def rule(one: Code | None, other: Code | None) -> str:
    """Return the rule that decides between two codes; None stands for no code."""
    if one is None or other is None:
        return _UNCODED
    pair = frozenset({one, other})
    if pair in _PAIRS:
        return _PAIRS[pair]
    if pair <= MI_ADHERENT:
        return _AMONG_ADHERENT
    if pair & REFLECTIONS:
        return _of_reflection(pair)
    return _NOT_ADHERENT if pair & MI_ADHERENT else _OTHER


def _of_reflection(pair: frozenset[Code]) -> str:
    if Code.CONFRONT in pair:
        return _CONFRONT_OR_REFLECTION
    if Code.AFFIRM in pair:
        return _AFFIRM_OR_REFLECTION
    if Code.QUESTION in pair:
        return _QUESTION_OR_REFLECTION
    return _NOT_ADHERENT if pair & MI_ADHERENT else _OTHER


def _overlap(one: CodedSegment, other: CodedSegment) -> bool:
    return one.start < other.end and other.start < one.end
