"""Transcripts to read: what the tool heard beside what people labelled, differences marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from chatbot.domain.codes import Code, Heard
from chatbot.domain.dialogue import Speaker
from evals.agreement.judging import Judged
from evals.agreement.tasks import main_behaviour
from evals.agreement.truth import Truth
from evals.labelled import LabelledTalk, Utterance

#: With fewer compared turns than this a transcript is not chosen: its share would say little.
FEWEST: Final = 5
#: How they are chosen, in words, for the page.
CHOICE: Final = (
    "A turn differs where the main class (of an advisor's four, of a client's three) is not the "
    "one that most annotators gave; where people gave no main class, where the sets of MITI codes "
    "differ. Turns without an answer, and those on which annotators are tied, are not compared. "
    f"Shown are the transcripts with the largest and with the smallest share of such turns, of "
    f"those with {FEWEST} compared turns or more."
)


class Evidence(NamedTuple):
    """What was measured on, with what people and the judge said of it: by talk, by utterance."""

    talks: Sequence[LabelledTalk]
    truths: Sequence[Sequence[Truth]]
    heards: Sequence[Sequence[Judged]]


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance.

    Attributes:
        main: the main class as the tool, as people have it; "" where there is none.
        codes: further codes, likewise; None where nobody coded.
        differs: whether tool and people differ; None where they cannot be compared.
    """

    said: Utterance
    truth: Truth
    judged: Judged
    main: tuple[str, str]
    codes: tuple[frozenset[str] | None, frozenset[str] | None]
    differs: bool | None


@dataclass(frozen=True, slots=True)
class Sample:
    """One transcript, chosen because it differs most or least."""

    talk: LabelledTalk
    rows: tuple[Row, ...]
    chosen: Literal["most", "fewest"] = "most"

    @property
    def compared(self) -> int:
        """Turns that tool and people both labelled."""
        return sum(row.differs is not None for row in self.rows)

    @property
    def different(self) -> int:
        """Of these, the ones on which they differ."""
        return sum(row.differs is True for row in self.rows)

    @property
    def share(self) -> float:
        """Share of compared turns that differ, 0–1."""
        return self.different / self.compared if self.compared else 0.0


def choose(evidence: Evidence, wanted: int) -> tuple[Sample, ...]:
    """Return the transcripts to read: half of them differ most, half least, none twice.

    Args:
        evidence: all there is to choose from.
        wanted: how many; an odd one out goes to those that differ most.
    """
    samples = [Sample(talk, _rows(talk, t, h)) for talk, t, h in zip(*evidence, strict=True)]
    fit = sorted((s for s in samples if s.compared >= FEWEST), key=lambda s: -s.share)
    shown = min(max(0, wanted), len(fit))
    worst = fit[: (shown + 1) // 2]
    least = fit[len(fit) - shown // 2 :][::-1]
    return (*worst, *(Sample(one.talk, one.rows, "fewest") for one in least))


def _rows(talk: LabelledTalk, truths: Sequence[Truth], heards: Sequence[Judged]) -> tuple[Row, ...]:
    told = zip(talk.utterances, truths, heards, strict=True)
    return tuple(_row(said, truth, judged) for said, truth, judged in told)


def _row(said: Utterance, truth: Truth, judged: Judged) -> Row:
    if said.speaker is Speaker.ADVISOR:
        tool = str(main_behaviour(judged.heard)[0]) if judged.heard else ""
        people = str(truth.behaviour or "")
        codes = _heard_codes(judged.heard), _labelled_codes(truth)
    else:
        tool, people = (str(judged.talk.talk) if judged.talk else ""), str(truth.talk or "")
        types = frozenset(judged.talk.types) if judged.talk else None
        if types is not None and judged.talk and judged.talk.discord:
            types |= {"discord"}
        codes = types, truth.client_codes
    differs: bool | None = None
    if tool and people:
        differs = tool != people
    elif tool and not people and judged.heard and truth.codes is not None:
        differs = frozenset(map(str, judged.heard.codes)) != truth.codes
    return Row(said, truth, judged, (tool, people), codes, differs)


def _heard_codes(heard: Heard | None) -> frozenset[str] | None:
    """Return the codes that the tool heard, questions with their kind."""
    if heard is None:
        return None
    found = {str(s.code) for s in heard.segments if s.code is not Code.QUESTION}
    asked = heard.get(Code.QUESTION)
    kind = {True: " open", False: " closed", None: ""}[asked.open if asked else None]
    return frozenset(found | ({f"Q{kind}"} if asked else set()))


def _labelled_codes(truth: Truth) -> frozenset[str] | None:
    """Return people's codes, or, where they gave only subtypes, what these amount to."""
    asked = {f"Q {truth.question}"} if truth.question else set[str]()
    if truth.codes is not None:
        bare = {"Q"} & truth.codes if not asked else set[str]()
        return frozenset((truth.codes - {"Q"}) | asked | bare)
    if truth.question is None and truth.reflection is None and truth.tells is None:
        return None
    depth = {"simple": "SR", "complex": "CR"}.get(truth.reflection or "")
    return frozenset(asked | ({depth} if depth else set()) | ({"input"} if truth.tells else set()))
