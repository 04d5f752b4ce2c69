"""A critique says three sentences and no more: what it comes down to can be read between turns."""

from typing import Final, NamedTuple

from chatbot.domain.critique import Finding
from chatbot.domain.words import whole_sentences

MOST_SENTENCES: Final = 3


class Said(NamedTuple):
    """What a critique says about a turn: the costliest finding first, and one thing done well."""

    findings: tuple[Finding, ...]
    done_well: Finding | None


def sentences_of(said: Said) -> int:
    """Return how many sentences are said, the summary not counted: it repeats one of them."""
    parts = (*said.findings, *((said.done_well,) if said.done_well else ()))
    return sum(len(whole_sentences(part.what)) for part in parts)


def shortened(said: Said) -> Said:
    """Return what fits: praise gives way first, then the second finding, then the first one."""
    findings, well = said
    if sentences_of(said) > MOST_SENTENCES and well is not None:
        well = _first(well, 1)
    if sentences_of(Said(findings, well)) > MOST_SENTENCES:
        findings = (*findings[:1], *(_first(one, 1) for one in findings[1:]))
    while sentences_of(Said(findings, well)) > MOST_SENTENCES and len(findings) > 1:
        findings = findings[:-1]
    if sentences_of(Said(findings, well)) > MOST_SENTENCES and findings:
        left = MOST_SENTENCES - (1 if well else 0)
        findings = (_first(findings[0], left),)
    return Said(findings, well)


def _first(finding: Finding, most: int) -> Finding:
    return finding.model_copy(update={"what": " ".join(whole_sentences(finding.what)[:most])})
