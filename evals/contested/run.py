"""`contested`: does the critic of today still say what a person disagreed with?

That a person disagrees does not make a finding wrong: blind readers decide that
(`ratings make CASES.jsonl --kind findings`). This eval says which contested findings are still made.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from chatbot.coder import shipped_coder
from chatbot.domain.base import Value
from chatbot.domain.codes import Heard, Quoted
from chatbot.domain.contested import ContestedCase
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.dialogue import Speaker, Transcript
from chatbot.domain.errors import ProviderError
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Coder, Evaluation, Evaluator, Volley
from evals.agreement.model import open_evaluator
from evals.contested.cases import CaseError, read_cases
from evals.metrics.intervals import Estimate
from evals.ratings.statistics import wilson

REPORT: Final = "contested.json"
#: What a model wrote has no kind of its own; its principle stands for it.
_BY_MODEL: Final = "model"

Fate = Literal["still", "gone", "unscored"]


class Outcome(Value):
    """What became of a case. `reason`: why it has no answer."""

    id: str
    kind: str
    praise: bool
    quote: str
    fate: Fate
    reason: str = ""


class ContestedReport(Value):
    """What `contested.json` holds; `still_said` is a share of the cases that were answered."""

    version: Literal[1] = 1
    critic: str
    coder: str
    outcomes: tuple[Outcome, ...]
    still_said: Estimate | None


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `contested` is told on the command line."""
    parser.add_argument("cases", nargs="+", type=Path, metavar="FILE", help="contested findings")
    parser.add_argument("--critic", default="offline", help="offline, or a model as provider:model")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"folder for {REPORT}")


async def run_contested(options: Namespace) -> int:
    """Ask the critic again about every case, and tell what became of it.

    Raises:
        CaseError: a file cannot be read or written.
        SettingsError: the model is not configured well enough to be called.
    """
    cases = read_cases(*options.cases)
    async with open_evaluator(options.critic) as critic:
        report = await ask_again(cases, critic, shipped_coder())
    if options.out is not None:
        _write(report, options.out)
    print("\n".join(lines(report)))
    return 0


async def ask_again(
    cases: Sequence[ContestedCase], critic: Evaluator, coder: Coder
) -> ContestedReport:
    """Have every turn coded and critiqued as it would be now."""
    outcomes = [await _outcome(case, critic, coder) for case in cases]
    answered = [one for one in outcomes if one.fate != "unscored"]
    return ContestedReport(
        critic=critic.name,
        coder=coder.name,
        outcomes=tuple(outcomes),
        still_said=wilson(sum(one.fate == "still" for one in answered), len(answered)),
    )


async def _outcome(case: ContestedCase, critic: Evaluator, coder: Coder) -> Outcome:
    about = Outcome(
        id=case.id,
        kind=case.finding.kind,
        praise=case.praise,
        quote=case.finding.quote,
        fate="gone",
    )
    try:
        critique = await critic.critique(await heard_anew(case.evaluation, coder))
    except ProviderError as error:
        return about.model_copy(update={"fate": "unscored", "reason": str(error)})
    return about.model_copy(update={"fate": "still" if says(critique, case) else "gone"})


def says(critique: Critique, case: ContestedCase) -> bool:
    """Say whether a critique makes the contested point: of the same kind, on the same words."""
    praise = [critique.done_well] if critique.done_well else []
    said = praise if case.praise else critique.findings
    return any(_alike(one, case.finding) and _overlap(one, case.finding) for one in said)


def _alike(one: Finding, other: Finding) -> bool:
    if _BY_MODEL in {one.kind, other.kind}:
        return one.principle == other.principle
    return one.kind == other.kind


def _overlap(one: Quoted, other: Quoted) -> bool:
    return one.start < other.end and other.start < one.end


async def heard_anew(evaluation: Evaluation, coder: Coder) -> Evaluation:
    """Return the evaluation with all its turns as this coder hears them, knowing no secrets."""
    persona = nobody(evaluation.brief.target_behaviour)
    before, heard = Transcript(), tuple[Heard, ...]()
    for turn in (*evaluation.before.turns, None):
        if turn is not None and turn.speaker is Speaker.CLIENT:
            before = before.client(turn.text)
            continue
        text = evaluation.text if turn is None else turn.text
        volley = Volley(text=text, before=before, persona=persona, heard=heard)
        heard = (*heard, await coder.code(volley))
        before = before.advisor(text)
    bare = tuple(one.model_copy(update={"touches": ()}) for one in heard)
    return evaluation.model_copy(update={"heard": bare})


def lines(report: ContestedReport) -> list[str]:
    """Return the report for a terminal: one line a case, then the sum."""
    found = [
        f"{one.fate:<9} {'praise' if one.praise else 'finding'} {one.kind}: {one.quote[:60]!r}"
        f"{f' ({one.reason})' if one.reason else ''}"
        for one in report.outcomes
    ]
    still = sum(one.fate == "still" for one in report.outcomes)
    answered = sum(one.fate != "unscored" for one in report.outcomes)
    share = "" if report.still_said is None else f" ({report.still_said})"
    return [*found, f"{report.critic} still says {still} of {answered} contested points{share}"]


def _write(report: ContestedReport, out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / REPORT).write_text(report.model_dump_json(indent=1) + "\n", "utf-8")
    except OSError as error:
        raise CaseError(f"{out}: {error.strerror}; give another --out") from error
