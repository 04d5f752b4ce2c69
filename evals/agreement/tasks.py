"""The measured sets of labels, and how people's and the judge's words become cases of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import (
    INPUT,
    REFLECTIONS,
    Behaviour,
    Code,
    CodedSegment,
    Heard,
    Marker,
    Toward,
    behaviour_of,
)
from chatbot.domain.dialogue import Speaker
from evals.agreement.judging import Judged
from evals.agreement.truth import Truth
from evals.label_cells import CLIENT_LABELS

#: What the judge gives: labels with its confidence in each (None: not stated).
Guess = dict[str, float | None]
#: What people give, and what the judge gives; None: no such piece, or not labelled.
Case = tuple[frozenset[str] | None, Guess | None]


@dataclass(frozen=True, slots=True)
class Task:
    """A set of labels.

    Attributes:
        several: a case may carry several of the labels.
        sure: whether the judge states a confidence for these labels.
        people: labels of one utterance, None if not labelled.
        judge: labels of one utterance, None if it sees no such piece.
    """

    name: str
    title: str
    labels: tuple[str, ...]
    speaker: Speaker
    several: bool
    sure: bool
    people: Callable[[Truth], frozenset[str] | None]
    judge: Callable[[Judged], Guess | None]
    cases: Callable[["Task", Truth, Judged], Iterator[Case]] | None = None

    def compare(self, truth: Truth, judged: Judged) -> Iterator[Case]:
        """Yield the cases that one utterance holds."""
        if self.cases is not None:
            yield from self.cases(self, truth, judged)
        else:
            yield self.people(truth), None if judged.failed else self.judge(judged)


def main_behaviour(heard: Heard) -> tuple[Behaviour, float | None]:
    """Return the dominant class of a volley, and the coder's confidence in it.

    A coder that tells one is taken at its word. Else it is the longest segment of question,
    reflection or input, the later of equals (it is what is answered). Affirm, Seek, Emphasize,
    Confront and uncoded words are "other" only where none of those stands beside them, as AnnoMI's
    mapping has it. Where nothing was heard there is no confidence.
    """
    if heard.dominant is not None:
        return heard.dominant.behaviour, heard.dominant.confidence
    telling = [s for s in heard.segments if behaviour_of(s.code) is not Behaviour.OTHER]
    found = _longest(telling) or _longest(list(heard.segments))
    if found is None:
        return Behaviour.OTHER, None
    return behaviour_of(found.code), found.confidence


def _longest(segments: list[CodedSegment]) -> CodedSegment | None:
    return max(segments, key=lambda s: (s.end - s.start, s.start), default=None)


def _one(label: str | None) -> frozenset[str] | None:
    return frozenset({label}) if label else None


def _set(labels: frozenset[str] | frozenset[Marker] | None) -> frozenset[str] | None:
    return None if labels is None else frozenset(str(label) for label in labels)


def _heard(judged: Judged) -> Heard:
    assert judged.heard is not None
    return judged.heard


def _talk(judged: Judged) -> ClientTalk:
    assert judged.talk is not None
    return judged.talk


def _behaviour(judged: Judged) -> Guess:
    label, confidence = main_behaviour(_heard(judged))
    return {label: confidence}


def _question(judged: Judged) -> Guess | None:
    found = _heard(judged).get(Code.QUESTION)
    if found is None or found.open is None:
        return None
    return {"open" if found.open else "closed": None}


def _reflection(judged: Judged) -> Guess | None:
    found = _heard(judged).get(*REFLECTIONS)
    if found is None:
        return None
    deep = found.code is Code.COMPLEX_REFLECTION
    return {"complex" if deep else "simple": found.confidence}


def _pieces_people(truth: Truth) -> frozenset[str] | None:
    if truth.question is None or truth.reflection is None or truth.tells is None:
        return None
    depth = {"simple": "SR", "complex": "CR"}.get(truth.reflection)
    shown = {"Q": bool(truth.question), depth: depth is not None, "input": truth.tells}
    return frozenset(label for label, there in shown.items() if there and label)


def _pieces(judged: Judged) -> Guess:
    found: Guess = {}
    for segment in _heard(judged).segments:
        label = "input" if segment.code in INPUT else str(segment.code)
        if label in _PIECES:
            found[label] = max(segment.confidence, found.get(label) or 0.0)
    return found


def _codes(judged: Judged) -> Guess:
    return {str(segment.code): segment.confidence for segment in _heard(judged).segments}


def _markers(judged: Judged) -> Guess:
    return {str(hit.marker): hit.confidence for hit in _heard(judged).markers}


def _client_codes(judged: Judged) -> Guess:
    talk = _talk(judged)
    known = [kind for kind in talk.types if kind in CLIENT_LABELS]
    return dict.fromkeys([*known, *(["discord"] if talk.discord else [])])


def _toward_cases(_task: Task, truth: Truth, judged: Judged) -> Iterator[Case]:
    """One case for each code of which both say where it leads."""
    for code, toward in truth.toward:
        found = judged.heard.get(code) if judged.heard else None
        yield frozenset({str(toward)}), {str(found.toward): None} if found else None


_PIECES: Final = ("Q", "SR", "CR", "input")
_A, _C = Speaker.ADVISOR, Speaker.CLIENT

TASKS: Final = (
    Task(
        "advisor4",
        "Advisor, dominant of 4 classes",
        tuple(Behaviour),
        _A,
        several=False,
        sure=True,
        people=lambda t: _one(t.behaviour),
        judge=_behaviour,
    ),
    Task(
        "client3",
        "Client, 3 classes",
        tuple(Talk),
        _C,
        several=False,
        sure=True,
        people=lambda t: _one(t.talk),
        judge=lambda j: {_talk(j).talk: _talk(j).confidence},
    ),
    Task(
        "question",
        "Question open or closed, where both see one",
        ("open", "closed"),
        _A,
        several=False,
        sure=False,
        people=lambda t: _one(t.question),
        judge=_question,
    ),
    Task(
        "reflection",
        "Reflection simple or complex, where both see one",
        ("simple", "complex"),
        _A,
        several=False,
        sure=True,
        people=lambda t: _one(t.reflection),
        judge=_reflection,
    ),
    Task(
        "pieces",
        "What a volley holds, dominant or not",
        _PIECES,
        _A,
        several=True,
        sure=True,
        people=_pieces_people,
        judge=_pieces,
    ),
    Task(
        "miti",
        "The ten MITI codes of a volley",
        tuple(Code),
        _A,
        several=True,
        sure=True,
        people=lambda t: _set(t.codes),
        judge=_codes,
    ),
    Task(
        "markers",
        "Honesty markers",
        tuple(Marker),
        _A,
        several=True,
        sure=True,
        people=lambda t: _set(t.markers),
        judge=_markers,
    ),
    Task(
        "toward",
        "Where a code leads, where both hear it",
        tuple(Toward),
        _A,
        several=False,
        sure=False,
        people=lambda _t: None,
        judge=lambda _j: None,
        cases=_toward_cases,
    ),
    Task(
        "client_codes",
        "Client types (DARN-CAT) and discord",
        CLIENT_LABELS,
        _C,
        several=True,
        sure=False,
        people=lambda t: _set(t.client_codes),
        judge=_client_codes,
    ),
)
