"""What a person made of the tool's work on one turn: codes put right, confirmed, findings contested.

A review changes nothing that was decided: the client stays as moved. It changes what is counted,
and it is labelled data.
"""

from collections.abc import Iterable
from typing import Final, Self

from chatbot.domain.base import Value
from chatbot.domain.codes import Code, CodedSegment, Heard, Label, Quoted, Toward
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.events import (
    CodeCorrected,
    CodesConfirmed,
    ExchangeCommitted,
    FindingContested,
)

ReviewEvent = CodeCorrected | CodesConfirmed | FindingContested

#: Of two codes that cannot stand in one volley, the first counts (MITI 4.2.1).
_WINS: Final = (
    (Code.COMPLEX_REFLECTION, Code.SIMPLE_REFLECTION),
    (Code.PERSUADE_WITH_PERMISSION, Code.PERSUADE),
)
_DIRECTED: Final = frozenset(
    {Code.QUESTION, Code.SIMPLE_REFLECTION, Code.COMPLEX_REFLECTION, Code.AFFIRM}
)


class ReviewedCode(Quoted):
    """One code of a turn: what the coder said, and what it is now.

    Attributes:
        said: None where a person added the code.
        now: None where a person took it away.
        by: the correction that made the difference; None: it is as the coder said.
        heard: the coder's segment; None where a person added the code.
    """

    said: Label | None
    now: Label | None
    by: CodeCorrected | None = None
    heard: CodedSegment | None = None

    @property
    def segment(self) -> CodedSegment | None:
        """The segment as it stands now; a person's word is certain."""
        if self.now is None or self.by is None:
            return self.heard if self.now is not None else None
        toward = self.heard.toward if self.heard and self.now.code in _DIRECTED else Toward.NONE
        return CodedSegment(
            quote=self.quote,
            start=self.start,
            end=self.end,
            code=self.now.code,
            open=self.now.open,
            toward=toward,
        )


class TurnReview(Value):
    """A turn as a person left it.

    Attributes:
        exchange: the turn, as it was decided.
        codes: the coder's codes and those that were added, in the order of the words.
        confirmed: the codes were called right as they stand; a later correction makes it void.
        contested: findings that the person disagrees with.
    """

    exchange: ExchangeCommitted
    codes: tuple[ReviewedCode, ...]
    confirmed: CodesConfirmed | None = None
    contested: tuple[FindingContested, ...] = ()

    @classmethod
    def of(cls, exchange: ExchangeCommitted, events: Iterable[ReviewEvent]) -> Self:
        """Gather what stands of a turn's reviews; of two corrections of a code the later counts."""
        mine = [event for event in events if event.turn_id == exchange.turn_id]
        of_codes = [event for event in mine if isinstance(event, CodeCorrected | CodesConfirmed)]
        last = of_codes[-1] if of_codes else None
        corrections = [event for event in of_codes if isinstance(event, CodeCorrected)]
        return cls(
            exchange=exchange,
            codes=_codes(exchange.heard, corrections),
            confirmed=last if isinstance(last, CodesConfirmed) else None,
            contested=tuple(event for event in mine if isinstance(event, FindingContested)),
        )

    @property
    def corrections(self) -> tuple[CodeCorrected, ...]:
        """The corrections that stand."""
        return tuple(one.by for one in self.codes if one.by is not None)

    @property
    def looked_at(self) -> bool:
        """Whether a person judged the codes: only such turns say anything of the coder."""
        return self.confirmed is not None or bool(self.corrections)

    @property
    def segments(self) -> tuple[CodedSegment, ...]:
        """The codes that stand now."""
        return tuple(segment for one in self.codes if (segment := one.segment) is not None)

    @property
    def heard(self) -> Heard:
        """What counts as heard: the coder's own hearing, or the person's where there is one."""
        if not self.corrections:
            return self.exchange.heard
        return self.exchange.heard.model_copy(update={"segments": counting(self.segments)})

    def contest_of(self, finding: Finding) -> FindingContested | None:
        """Return the contest of a finding, if it is contested."""
        return next((one for one in self.contested if one.finding == finding), None)


def _codes(heard: Heard, corrections: Iterable[CodeCorrected]) -> tuple[ReviewedCode, ...]:
    said: dict[tuple[int, int, Label], CodeCorrected] = {}
    added: dict[tuple[int, int, Label], CodeCorrected] = {}
    for one in corrections:
        if one.was is not None:
            said[one.start, one.end, one.was] = one
        elif one.now is not None:
            added[one.start, one.end, one.now] = one
    found = [_reviewed(s, said.get((s.start, s.end, s.label))) for s in heard.segments]
    found += [ReviewedCode(said=None, now=one.now, by=one, **_place(one)) for one in added.values()]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _reviewed(segment: CodedSegment, by: CodeCorrected | None) -> ReviewedCode:
    now = by.now if by else segment.label
    return ReviewedCode(said=segment.label, now=now, by=by, heard=segment, **_place(segment))


def _place(quoted: Quoted) -> dict[str, int | str]:
    return {"quote": quoted.quote, "start": quoted.start, "end": quoted.end}


def counting(segments: Iterable[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Return the segments that count: each code once a volley, CR over SR, PwP over P."""
    kept: dict[Code, CodedSegment] = {}
    for segment in segments:
        kept.setdefault(segment.code, segment)
    for winner, loser in _WINS:
        if winner in kept:
            kept.pop(loser, None)
    return tuple(kept.values())


def points(critique: Critique) -> tuple[Finding, ...]:
    """Return all that a critique says of a turn: the findings in their order, then what was done well."""
    return (*critique.findings, *([critique.done_well] if critique.done_well else []))
