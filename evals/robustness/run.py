"""`evals robustness`: say the battery in running talks with all personas, and report."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Final

from chatbot import __version__
from chatbot.adapters.resources import Library
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from evals.advisors.script import script_for
from evals.progress import Progress
from evals.robustness.attacks import Battery, load_battery
from evals.robustness.braces import syntax_trials
from evals.robustness.critiques import critique_trials, prompt_trials
from evals.robustness.report import RobustnessReport, to_markdown, write_reports
from evals.robustness.stage import Tools, make_tools, running
from evals.robustness.talks import one_after_another, talk_trials
from evals.robustness.trials import Trial, tally

CLIENTS: Final = ("lines",)
EVALUATORS: Final = ("offline",)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals robustness`."""
    parser.add_argument("--client", default="lines", help=f"voice: {', '.join(CLIENTS)}")
    parser.add_argument("--evaluator", default="offline", help=f"critic: {', '.join(EVALUATORS)}")
    parser.add_argument("--personas", default="all", help="ids with commas, or all")
    parser.add_argument("--seed", type=int, default=1, help="of the running talks")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")


def run_robustness(options: Namespace) -> int:
    """Try the battery, print and write the report; returns 1 if a hard check fails.

    Raises:
        SparringError: see `measured`.
    """
    report = measured(options)
    print(to_markdown(report))
    for check in report.failed:
        print(f"failed: {check.name}: {check.passed} of {check.total} passed")
    return 1 if report.failed else 0


def measured(options: Namespace) -> RobustnessReport:
    """Try the battery and write the report.

    Raises:
        InputError: an unknown persona, client or evaluator was named.
        BatteryError: the battery cannot be used.
        ReportError: the disk refuses.
    """
    _one_of(options.client, CLIENTS, "client")
    _one_of(options.evaluator, EVALUATORS, "evaluator")
    report = robustness(_chosen(options.personas), options.seed)
    write_reports(report, options.out)
    return report


def robustness(personas: list[str], seed: int) -> RobustnessReport:
    """Try the battery on these personas, one worker each, and count."""
    battery, tools = load_battery(), _tools()
    trials: list[Trial] = []
    workers = min(len(personas), os.cpu_count() or 1)
    with Progress("personas") as progress, ProcessPoolExecutor(workers) as pool:
        progress(0, len(personas))
        for done, found in enumerate(pool.map(_tried, personas, [seed] * len(personas)), 1):
            trials += found
            progress(done, len(personas))
    return RobustnessReport(
        client=tools.voice.name,
        evaluator=tools.evaluator.name,
        coder=tools.coder.name,
        app_version=__version__,
        personas=tuple(personas),
        seed=seed,
        ratings=len(battery.rating),
        turns=len(battery.turns),
        checks=tally(trials),
    )


@lru_cache(maxsize=1)
def _tools() -> Tools:
    return make_tools(Library())


def _tried(persona_id: str, seed: int) -> list[Trial]:
    persona = Library().gallery().get(persona_id)
    return asyncio.run(_collected(trials_of(persona, load_battery(), _tools(), seed)))


async def _collected(trials: AsyncIterator[Trial]) -> list[Trial]:
    return [trial async for trial in trials]


async def trials_of(
    persona: Persona, battery: Battery, tools: Tools, seed: int
) -> AsyncIterator[Trial]:
    """Yield all that is tried with one persona."""
    script = script_for(persona.id)
    session = await running(persona, script, tools, seed)
    groups = (
        critique_trials(session.talk, script, battery, tools),
        prompt_trials(session.talk, script, battery, tools),
        talk_trials(session, script, battery, tools),
        one_after_another(persona, battery, tools, seed),
        syntax_trials(persona, script, tools),
    )
    for group in groups:
        async for trial in group:
            yield trial
    await session.aclose()


def _chosen(text: str) -> list[str]:
    known = sorted(Library().gallery().personas)
    names = [name.strip() for name in text.split(",") if name.strip()]
    chosen = known if text == "all" else names
    for name in chosen:
        _one_of(name, known, "persona")
    if not chosen:
        raise InputError("There is nothing to run: give at least one persona.")
    return chosen


def _one_of(name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        raise InputError(f"Unknown {what}: {name}. There are: {', '.join(known)}.")
