"""The form of an evaluation that a model is asked for, and what is wrong with one that came."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from chatbot.chains.asking import bare
from chatbot.chains.quotes import find
from chatbot.domain.brevity import MOST_SENTENCES
from chatbot.domain.codes import Toward
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.ports import Evaluation
from chatbot.domain.words import whole_sentences

#: Words of a wording; the prompt says 40, and a few more are no reason to ask again.
LONGEST_WORDING: Final = 50

_FIGURE: Final = re.compile(r"\d[\d.,]*\d|\d")
#: Codes that cost something wherever they are rightly given.
_COSTLY: Final = frozenset({"P", "C"})
_CODE_NAME: Final = re.compile(
    r"\b(?:GI|PwP|SR|CR|AF|MITI|Simple Reflection|Complex Reflection|Persuade with Permission|"
    r"Giving Information|Seeking Collaboration|Emphasizing Autonomy|change talk|sustain talk)\b"
)

Verdict = Literal["change", "nothing_to_change", "cannot_tell"]


class _Part(BaseModel):
    """A part of the reply: closed, and every field required (strict schemas want both)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CodedPart(_Part):
    """A coded segment. `sure` is the model's own word, measured by nobody."""

    quote: str
    code: Literal["GI", "P", "PwP", "Q", "SR", "CR", "AF", "Seek", "Emphasize", "C", "cannot_tell"]
    open: bool | None
    toward: Toward
    sure: bool


class Strength(_Part):
    """One thing done well."""

    quote: str
    principle: str
    what: str


class Fault(_Part):
    """What cost something."""

    quote: str
    principle: str
    what: str
    cost: Literal["small", "medium", "large"]


class Reply(_Part):
    """The whole evaluation, reasons before labels."""

    reasoning: str
    codes: tuple[CodedPart, ...]
    verdict: Verdict
    findings: tuple[Fault, ...]
    done_well: Strength | None
    instead: str | None
    summary: str


def schema(principles: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema of `Reply`, with the principles as a closed list."""
    form = Reply.model_json_schema()
    ids = sorted(principles)
    for part in ("Strength", "Fault"):
        form["$defs"][part]["properties"]["principle"] = {"type": "string", "enum": ids}
    found: dict[str, Any] = bare(form)
    return found


def problems(reply: Reply, evaluation: Evaluation, principles: Iterable[str]) -> list[str]:
    """Say what is wrong with a reply of the right form, in words for the model."""
    ids = frozenset(principles)
    return [
        *_unsupported(reply, evaluation, ids),
        *_at_odds(reply),
        *_unsayable(reply, evaluation),
    ]


def _unsupported(reply: Reply, evaluation: Evaluation, ids: frozenset[str]) -> Iterator[str]:
    for part in (*reply.findings, *((reply.done_well,) if reply.done_well else ())):
        if part.principle not in ids:
            yield f"'{part.principle}' is no id of a principle."
    if reply.findings and not any(stands(part, evaluation, ids) for part in reply.findings):
        quotes = " and ".join(f'"{part.quote}"' for part in reply.findings)
        yield f"{quotes}: not in the turn as quoted; copy each quote letter by letter."


def _at_odds(reply: Reply) -> Iterator[str]:
    """Yield where a reply contradicts itself. A lenient one pushes the costs under the carpet."""
    if reply.verdict == "nothing_to_change":
        if reply.findings:
            yield "The verdict is nothing_to_change, but there are findings."
        for part in reply.codes:
            if part.code in _COSTLY and part.sure:
                yield (
                    f'You are sure that "{part.quote}" is {part.code}, and find nothing to change. '
                    "Say what it costs this client, or correct the code."
                )
    if reply.verdict == "change" and not reply.findings:
        yield "The verdict is change, but there is no finding."
    if reply.verdict == "change" and not (reply.instead or "").strip():
        yield "The verdict is change, but 'instead' holds no wording."


def _unsayable(reply: Reply, evaluation: Evaluation) -> Iterator[str]:
    """Yield what is wrong with the words themselves."""
    whats = [
        one.what for one in (*reply.findings, *((reply.done_well,) if reply.done_well else ()))
    ]
    if not reply.summary.strip():
        yield "The summary is empty."
    if any(not what.strip() for what in whats):
        yield "A 'what' is empty."
    number = sum(len(whole_sentences(what)) for what in whats)
    if number > MOST_SENTENCES:
        yield f"The 'what's hold {number} sentences; {MOST_SENTENCES} in all are the most."
    if (words := len((reply.instead or "").split())) > LONGEST_WORDING:
        yield f"'instead' has {words} words; 40 are the most."
    if named := _CODE_NAME.search(" ".join((*whats, reply.summary, reply.instead or ""))):
        yield f"'{named[0]}' is the name of a code; say it in plain words."
    if made_up := invented(reply.instead or "", evaluation):
        figures = ", ".join(made_up)
        yield f"'instead' holds figures that nobody gave ({figures}); use [your figure]."


def stands(part: Fault | Strength, evaluation: Evaluation, ids: Collection[str]) -> bool:
    """Say whether a part can be kept: its quote is in the turn, its principle is one of ours."""
    return part.principle in ids and find(part.quote, evaluation.text) is not None


def invented(wording: str, evaluation: Evaluation) -> list[str]:
    """Return figures in a wording that stand neither in the talk nor in the brief."""
    texts = [turn.text for turn in evaluation.before.turns]
    texts += [evaluation.text, *brief_texts(evaluation.brief)]
    known = {_plain(figure) for text in texts for figure in _FIGURE.findall(text)}
    return [figure for figure in _FIGURE.findall(wording) if _plain(figure) not in known]


def _plain(figure: str) -> str:
    return figure.replace(",", "").rstrip(".")


def brief_texts(brief: AdvisorBrief) -> tuple[str, ...]:
    """Return all texts of the advisor's brief."""
    cite = brief.may_cite
    return (
        *(brief.role, brief.situation, brief.recommendation, brief.target_behaviour),
        *(*cite.case_facts, *cite.evidence, *cite.fees, *cite.track_record, *brief.must_tell),
        brief.advisor_interest,
    )
