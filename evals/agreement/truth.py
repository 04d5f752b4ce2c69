"""What people say about an utterance: one label where several annotators labelled it.

Several annotators count by plurality. A tie gives no label (the row is left out of that measure);
of a set, a label stands if more than half of those who labelled the set gave it.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour, Code, Marker, Toward
from evals.labelled import Annotation

L = TypeVar("L", bound=Hashable)

_OPEN: Final = {"Q_open": "open", "Q_closed": "closed"}
_DEPTH: Final = {"SR": "simple", "CR": "complex"}


@dataclass(frozen=True, slots=True)
class Truth:
    """The labels of one utterance; None: not labelled, or annotators are tied.

    Attributes:
        behaviour, talk: main class.
        question: open, closed, or "" where there is no question.
        reflection: simple, complex, or "" where there is no reflection.
        tells: whether there is input.
        codes: MITI codes.
        markers: honesty markers.
        toward: where a code leads.
        client_codes: client types.
    """

    behaviour: Behaviour | None = None
    talk: Talk | None = None
    question: str | None = None
    reflection: str | None = None
    tells: bool | None = None
    codes: frozenset[str] | None = None
    markers: frozenset[Marker] | None = None
    toward: tuple[tuple[Code, Toward], ...] = ()
    client_codes: frozenset[str] | None = None


def plurality(labels: Iterable[L | None]) -> L | None:
    """Return the label given most often, or None if two are or there is none."""
    counted = Counter(label for label in labels if label is not None).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return None
    return counted[0][0]


def majority(sets: Iterable[Iterable[L] | None]) -> frozenset[L] | None:
    """Return the labels that more than half of the annotators gave, or None if nobody labelled."""
    given = [frozenset(one) for one in sets if one is not None]
    if not given:
        return None
    counted = Counter(label for one in given for label in one)
    return frozenset(label for label, times in counted.items() if 2 * times > len(given))


def truth_of(annotations: Sequence[Annotation]) -> Truth:
    """Return what the annotators of one utterance say together."""
    return Truth(
        behaviour=plurality(one.behaviour for one in annotations),
        talk=plurality(one.talk for one in annotations),
        question=plurality(question_of(one) for one in annotations),
        reflection=plurality(reflection_of(one) for one in annotations),
        tells=plurality(_tells(one) for one in annotations),
        codes=majority(codes_of(one) for one in annotations),
        markers=majority(one.markers for one in annotations),
        toward=_toward(annotations),
        client_codes=majority(one.client_codes for one in annotations),
    )


def codes_of(one: Annotation) -> frozenset[str] | None:
    """Return the ten MITI codes of an annotator, open and closed questions as one."""
    if one.miti is None:
        return None
    return frozenset(Code.QUESTION if code in _OPEN else code for code in one.miti)


def question_of(one: Annotation) -> str | None:
    """Return the kind of question an annotator saw, "" for none, None if not labelled."""
    return _subtype(one, one.question, _OPEN)


def reflection_of(one: Annotation) -> str | None:
    """Return the kind of reflection an annotator saw, "" for none, None if not labelled."""
    return _subtype(one, one.reflection, _DEPTH)


def _subtype(one: Annotation, kind: str | None, by_code: dict[str, str]) -> str | None:
    """A turn with a main class or codes is labelled; no subtype in it means: there is none."""
    if kind is not None:
        return kind
    found = [by_code[code] for code in one.miti or () if code in by_code]
    if found:
        return sorted(found)[0]  # complex beats simple; closed beats open, the stricter
    return None if one.behaviour is None and one.miti is None else ""


def _tells(one: Annotation) -> bool | None:
    if one.miti is not None:
        return bool({"GI", "P", "PwP"} & set(one.miti))
    if one.behaviour is None and one.input is None:
        return None
    return one.input is not None or one.behaviour is Behaviour.INPUT


def _toward(annotations: Sequence[Annotation]) -> tuple[tuple[Code, Toward], ...]:
    given: dict[Code, list[Toward]] = {}
    for one in annotations:
        for pair in one.toward or ():
            code = Code.QUESTION if pair.code in _OPEN else Code(pair.code)
            given.setdefault(code, []).append(pair.toward)
    settled = ((code, plurality(found)) for code, found in given.items())
    return tuple((code, toward) for code, toward in settled if toward is not None)


def leave_one_out(
    labels: Sequence[L | None], settle: Callable[[Iterable[L | None]], L | None]
) -> list[tuple[L, L]]:
    """Pair each annotator's label with what the others say together: (others, own).

    Pairs in which the others are tied, or nobody else labelled, are left out.
    """
    pairs = []
    for index, own in enumerate(labels):
        others = settle([*labels[:index], *labels[index + 1 :]])
        if own is not None and others is not None:
            pairs.append((others, own))
    return pairs
