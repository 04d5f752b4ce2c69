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
from chatbot.settings import read_settings
from chatbot.wiring import LINES, OFFLINE, make_library
from evals.advisors.script import script_for
from evals.models.limits import add_limit_arguments
from evals.progress import Progress
from evals.robustness.attacks import Battery, drawn, load_battery
from evals.robustness.braces import syntax_trials
from evals.robustness.critiques import critique_trials, prompt_trials
from evals.robustness.models.command import measured_with_models, sides_of
from evals.robustness.models.plan import Sides
from evals.robustness.models.report import ModelRobustnessReport
from evals.robustness.models.report import to_markdown as models_to_markdown
from evals.robustness.report import RobustnessReport, to_markdown, write_reports
from evals.robustness.stage import Tools, make_tools, running
from evals.robustness.talks import one_after_another, talk_trials
from evals.robustness.trials import Trial, tally

#: Times that a model critiques each plain turn, to see how far it wavers by itself.
REPEATS: Final = 3


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals robustness`."""
    model = "or a model as provider:model"
    parser.add_argument("--client", default=LINES, metavar="VOICE", help=f"{LINES}, {model}")
    parser.add_argument("--evaluator", default=OFFLINE, metavar="E", help=f"{OFFLINE}, {model}")
    parser.add_argument("--personas", default="all", help="ids with commas, or all")
    parser.add_argument("--seed", type=int, default=1, help="of the running talks")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="only N bids and N odd turns, drawn by the seed"
    )
    parser.add_argument(
        "--repeats", type=int, default=REPEATS, metavar="N", help="critiques of each plain turn"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_limit_arguments(parser)


def run_robustness(options: Namespace) -> int:
    """Try the battery, print and write the report.

    Returns:
        1 if a hard check fails or is undecided, or a run with models is not complete; else 0.

    Raises:
        SparringError: see `measured`.
    """
    report = measured(options)
    if isinstance(report, RobustnessReport):
        print(to_markdown(report))
        failed = [f"{one.name}: {one.passed} of {one.total} passed" for one in report.failed]
    else:
        print(models_to_markdown(report))
        failed = list(report.failed)
    for line in failed:
        print(f"failed: {line}")
    return 1 if failed else 0


def measured(options: Namespace) -> RobustnessReport | ModelRobustnessReport:
    """Try the battery, with models where the options name some, and write the report.

    Raises:
        InputError: an unknown persona, client or evaluator was named, or nothing was asked for.
        SettingsError: a model cannot be called as configured, or has no price.
        BatteryError: the battery cannot be used.
        LogError: the folder holds another run with models.
        ReportError: the disk refuses.
    """
    _voice_or_model(options.client, LINES, "client")
    _voice_or_model(options.evaluator, OFFLINE, "evaluator")
    if options.sample is not None and options.sample < 1:
        raise InputError("--sample: there is nothing to try; give 1 or more.")
    if sides_of(options) != Sides(None, None):
        known = make_library(read_settings()).gallery().personas
        return measured_with_models(options, _chosen(options.personas, sorted(known)))
    battery = drawn(load_battery(), options.sample, options.seed)
    personas = _chosen(options.personas, sorted(Library().gallery().personas))
    report = robustness(personas, options.seed, battery)
    write_reports(report, to_markdown(report), options.out)
    return report


def robustness(personas: list[str], seed: int, battery: Battery) -> RobustnessReport:
    """Try the battery on these personas, one worker each, and count."""
    tools = _tools()
    trials: list[Trial] = []
    workers = min(len(personas), os.cpu_count() or 1)
    with Progress("personas") as progress, ProcessPoolExecutor(workers) as pool:
        progress(0, len(personas))
        each = len(personas)
        tried = pool.map(_tried, personas, [seed] * each, [battery] * each)
        for done, found in enumerate(tried, 1):
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


def _tried(persona_id: str, seed: int, battery: Battery) -> list[Trial]:
    persona = Library().gallery().get(persona_id)
    return asyncio.run(_collected(trials_of(persona, battery, _tools(), seed)))


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


def _chosen(text: str, known: Sequence[str]) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    chosen = list(known) if text == "all" else list(dict.fromkeys(names))
    for name in chosen:
        if name not in known:
            raise InputError(f"Unknown persona: {name}. There are: {', '.join(known)}.")
    if not chosen:
        raise InputError("There is nothing to run: give at least one persona.")
    return chosen


def _voice_or_model(name: str, own: str, what: str) -> None:
    if name != own and ":" not in name:
        raise InputError(f"Unknown {what}: {name}. Use {own}, or a model as provider:model.")
