"""The form of an evaluation that a model is asked for, and what is wrong with one that came."""

import re
from collections.abc import Collection, Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from chatbot.chains.quotes import find
from chatbot.domain.codes import Toward
from chatbot.domain.contents import AdvisorBrief
from chatbot.domain.ports import Evaluation

_FIGURE = re.compile(r"\d[\d.,]*\d|\d")

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
    bare: dict[str, Any] = _bare(form)
    return bare


def _bare(form: Any) -> Any:
    """Leave out titles and docstrings: the model reads the prompt, and tokens cost."""
    if isinstance(form, list):
        return [_bare(part) for part in form]
    if not isinstance(form, dict):
        return form
    kept = {key: value for key, value in form.items() if key not in {"title", "description"}}
    return {key: _bare(value) for key, value in kept.items()}


def problems(reply: Reply, evaluation: Evaluation, principles: Iterable[str]) -> list[str]:
    """Say what is wrong with a reply of the right form, in words for the model."""
    ids = frozenset(principles)
    found: list[str] = []
    for part in (*reply.findings, *((reply.done_well,) if reply.done_well else ())):
        if part.principle not in ids:
            found.append(f"'{part.principle}' is no id of a principle.")
    if reply.findings and not any(stands(part, evaluation, ids) for part in reply.findings):
        quotes = " and ".join(f'"{part.quote}"' for part in reply.findings)
        found.append(f"{quotes}: not in the turn as quoted; copy each quote letter by letter.")
    if reply.verdict == "nothing_to_change" and reply.findings:
        found.append("The verdict is nothing_to_change, but there are findings.")
    if reply.verdict == "change" and not reply.findings:
        found.append("The verdict is change, but there is no finding.")
    if not reply.summary.strip():
        found.append("The summary is empty.")
    if made_up := invented(reply.instead or "", evaluation):
        figures = ", ".join(made_up)
        found.append(f"'instead' holds figures that nobody gave ({figures}); use [your figure].")
    return found


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
