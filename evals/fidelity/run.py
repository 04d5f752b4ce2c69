"""`evals fidelity`: hold the conversations, measure them, write the report."""

import asyncio
import hashlib
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from chatbot import __version__
from chatbot.adapters.resources import Library
from chatbot.coder import shipped_coder
from chatbot.domain.adjust import Mood
from chatbot.domain.base import Value
from chatbot.domain.effects.moment import RULES_VERSION
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from evals.advisors.script import scripted_personas
from evals.advisors.scripted import Kind
from evals.batch import read_log, run_scripted, scripted_advisor, tools
from evals.boxed import BOXED, run_boxed
from evals.controls import CONTROLS
from evals.conversation import CAP, Setup
from evals.fidelity.invariance import Invariance, invariance
from evals.fidelity.measures import Outcome, outcome
from evals.fidelity.report import to_markdown, write_reports
from evals.fidelity.summary import Summary, summarise
from evals.fidelity.transcripts import Likeness, likeness
from evals.labels import read_labels
from evals.progress import Progress
from evals.records import ConversationRecord, FailureRecord, RunRecord

#: Advisors whose conversations are laid beside the transcripts of high and of low quality.
BESIDE = {"high": {Kind.ADHERENT}, "low": {Kind.LECTURING, Kind.PUSHY}}


#: Advisors whose curves of trust are drawn.
SHOWN = (Kind.ADHERENT, Kind.AVERAGE, Kind.LECTURING, Kind.PUSHY, Kind.PARROT)

Band = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]


class FidelityReport(Value):
    """What `fidelity.json` holds."""

    run: RunRecord
    summary: Summary
    curves: dict[str, Band]
    likeness: tuple[Likeness, ...] = ()
    invariance: tuple[Invariance, ...] = ()
    failures: tuple[FailureRecord, ...] = ()


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals fidelity`."""
    clients = ", ".join(("lines", *BOXED, *CONTROLS))
    parser.add_argument("--client", default="lines", help=f"voice: {clients}")
    parser.add_argument("--personas", default="all", help="ids with commas, or all")
    parser.add_argument("--advisors", default="all", help=f"of {', '.join(Kind)}; or all")
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="seeds 1…N")
    parser.add_argument("--first-seed", type=int, default=1, metavar="K", help="seeds from K on")
    parser.add_argument(
        "--difficulty", type=int, choices=range(1, 6), help="of all clients; default: as written"
    )
    parser.add_argument("--mood", type=Mood, choices=tuple(Mood), default=Mood.USUAL)
    parser.add_argument("--cap", type=int, default=CAP, help="most exchanges of a talk")
    parser.add_argument("--transcripts", type=Path, help="labelled CSV to lay the clients beside")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")


def command(options: Namespace) -> int:
    """Run `evals fidelity` and print its tables; returns 1 if a conversation failed."""
    report = run_fidelity(options)
    print(to_markdown(report))
    return 1 if report.failures else 0


def run_fidelity(options: Namespace) -> FidelityReport:
    """Hold what is not held yet, and report.

    Raises:
        InputError: an unknown persona, advisor or client was named, or nothing was asked for.
        LogError: the folder holds another run, or the disk refuses.
    """
    personas = Library().gallery().personas
    setups = _setups(options, personas)
    log = options.out / "log.jsonl"
    with Progress("conversations") as progress:
        hold_all = run_boxed if options.client in BOXED else run_scripted
        hold_all(setups, log, _run_record(options, setups, personas), progress)
    report = score_log(log, personas, options.transcripts)
    if options.client == "lines":
        report = report.model_copy(update={"invariance": asyncio.run(check_invariance(setups))})
    samples = [r for r in read_log(log) if isinstance(r, ConversationRecord)]
    write_reports(report, options.out, [r for r in samples if r.seed == setups[0].seed])
    return report


async def check_invariance(setups: Sequence[Setup]) -> tuple[Invariance, ...]:
    """Swap name, age and gender of each persona once per kind of advisor, at the first seed."""
    personas, coder, voice, _ = tools()
    first = [setup for setup in setups if setup.seed == setups[0].seed]
    found: dict[str, Invariance] = {}
    for setup in first:
        advisor, persona = scripted_advisor(setup), personas[setup.persona]
        one = await invariance(setup, persona, advisor, coder, voice)
        before = found.get(setup.persona, Invariance(persona=setup.persona, compared=0, changed=0))
        found[setup.persona] = Invariance(
            persona=setup.persona,
            compared=before.compared + one.compared,
            changed=before.changed + one.changed,
        )
    return tuple(found[key] for key in sorted(found))


def score_log(log: Path, personas: dict[str, Persona], transcripts: Path | None) -> FidelityReport:
    """Score a log: nothing is held again.

    Raises:
        LogError: the log cannot be read.
        InputError: no conversation in it ended.
    """
    records = read_log(log)
    run = next(r for r in records if isinstance(r, RunRecord))
    held = {r.id: r for r in records if isinstance(r, ConversationRecord)}
    failed = {r.id: r for r in records if isinstance(r, FailureRecord) and r.id not in held}
    outcomes = [outcome(held[key], personas[held[key].persona]) for key in sorted(held)]
    if not outcomes:
        raise InputError(f"{log}: no conversation ended; there is nothing to report")
    summary = summarise(outcomes, {key: persona.difficulty for key, persona in personas.items()})
    beside = _beside(outcomes, transcripts) if transcripts else ()
    failures = tuple(failed[key] for key in sorted(failed))
    bands = {kind: band([o.trust for o in outcomes if o.advisor == kind]) for kind in SHOWN}
    return FidelityReport(
        run=run,
        summary=summary,
        curves={kind: found for kind, found in bands.items() if found[0]},
        likeness=beside,
        failures=failures,
    )


def band(series: Sequence[Sequence[float]]) -> Band:
    """Return mean, lower and upper quartile by exchange, while half of the talks still go on."""
    longest = max((len(one) for one in series), default=0)
    steps = [[one[i] for one in series if i < len(one)] for i in range(longest)]
    steps = [values for values in steps if len(values) * 2 >= len(series)]
    mean = tuple(round(sum(v) / len(v), 4) for v in steps)
    low, high = (tuple(round(float(np.percentile(v, q)), 4) for v in steps) for q in (25, 75))
    return mean, low, high


def _beside(outcomes: Sequence[Outcome], transcripts: Path) -> tuple[Likeness, ...]:
    talks = read_labels(transcripts)
    return tuple(
        likeness((p for o in outcomes if o.advisor in kinds for p in o.pairs), talks, quality)
        for quality, kinds in BESIDE.items()
    )


def _setups(options: Namespace, personas: dict[str, Persona]) -> list[Setup]:
    known = [persona for persona in scripted_personas() if persona in personas]
    chosen = _named(options.personas, known, "persona")
    kinds = _named(options.advisors, list(Kind), "advisor")
    _named(options.client, ["lines", *BOXED, *CONTROLS], "client")
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    setups = [
        Setup(
            persona=persona,
            advisor=kind,
            voice=options.client,
            seed=seed,
            cap=options.cap,
            difficulty=options.difficulty,
            mood=options.mood,
        )
        for persona in chosen
        for kind in kinds
        for seed in seeds
    ]
    if not setups:
        raise InputError("There is nothing to run: give at least one persona, advisor and seed.")
    return setups


def _named(text: str, known: Sequence[str], what: str) -> list[str]:
    names = (
        list(known) if text == "all" else [name.strip() for name in text.split(",") if name.strip()]
    )
    unknown = [name for name in names if name not in known]
    if unknown:
        raise InputError(f"Unknown {what}: {', '.join(unknown)}. There are: {', '.join(known)}.")
    return names


def _run_record(
    options: Namespace, setups: Sequence[Setup], personas: dict[str, Persona]
) -> RunRecord:
    used = sorted({setup.persona for setup in setups})
    return RunRecord(
        suite="fidelity",
        started=datetime.now(UTC),
        app_version=__version__,
        rules_version=RULES_VERSION,
        prompts_digest=Library().digest(),
        personas={key: digest(personas[key]) for key in used},
        voices=(options.client,),
        advisors=tuple(sorted({setup.advisor for setup in setups})),
        coder=shipped_coder().name,
        seeds=tuple(sorted({setup.seed for setup in setups})),
        cap=options.cap,
        options=_adjustment(options),
    )


def _adjustment(options: Namespace) -> dict[str, Any]:
    """Return how all clients are adjusted, for the log; nothing, if they are as written."""
    adjusted = {"difficulty": options.difficulty, "mood": str(options.mood)}
    return {} if adjusted == {"difficulty": None, "mood": str(Mood.USUAL)} else adjusted


def digest(persona: Persona) -> str:
    """Return a short digest of a persona, for the log."""
    return hashlib.sha256(persona.model_dump_json().encode()).hexdigest()[:12]
