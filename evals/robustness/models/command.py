"""`evals robustness` with a model as client, as evaluator, or as both: from options to report."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from chatbot import __version__
from chatbot.domain.critique import Unscored
from chatbot.domain.effects.moment import RULES_VERSION
from chatbot.domain.errors import InputError
from chatbot.settings import read_settings
from chatbot.wiring import LINES, OFFLINE
from evals.advisors.script import script_for
from evals.batch import read_log
from evals.conversation import Setup
from evals.fidelity.run import digest as persona_digest
from evals.models.limits import limits_of
from evals.models.people import NO_EVALUATOR
from evals.models.run import ModelRun
from evals.models.side_log import read_side_log
from evals.progress import Progress
from evals.records import ConversationRecord, FailureRecord, RunRecord
from evals.robustness.attacks import drawn, load_battery
from evals.robustness.models.people import Tried
from evals.robustness.models.plan import CAP, Case, Sides, cases, digest
from evals.robustness.models.report import ModelRobustnessReport, Tally, to_markdown
from evals.robustness.models.run import ANSWERS, LOG, check, run_trials
from evals.robustness.models.scoring import (
    ALL,
    CLIENT_CHECKS,
    EVALUATOR_CHECKS,
    Setting,
    answer_trials,
    crash_trials,
    guarding,
    talk_trials,
)
from evals.robustness.models.shifts import shifts
from evals.robustness.models.trying import Answer, Stock
from evals.robustness.report import write_reports
from evals.robustness.stage import make_tools
from evals.robustness.trials import tally

#: Least number of times that each plain turn is critiqued: one alone shows no wavering.
LEAST_REPEATS: Final = 2
#: Different errors listed.
ERRORS: Final = 8


def sides_of(options: Namespace) -> Sides:
    """Return who is tried with a model; neither, if the options name none."""
    client = None if options.client == LINES else options.client
    return Sides(client, None if options.evaluator == OFFLINE else options.evaluator)


def measured_with_models(options: Namespace, personas: Sequence[str]) -> ModelRobustnessReport:
    """Try what is not tried yet, score all of it, and write the report.

    Raises:
        InputError: nothing was asked for.
        SettingsError: a model cannot be called as configured, or has no price.
        LogError: the folder holds another run, or the disk refuses.
        ReportError: the disk refuses.
    """
    if options.repeats < LEAST_REPEATS:
        raise InputError(f"--repeats: a plain turn is judged {LEAST_REPEATS} times or more.")
    sides, stock = sides_of(options), _stock(options, personas)
    wanted = cases(sides, stock.scripts, stock.battery, seed=options.seed, repeats=options.repeats)
    check(wanted, stock)
    record = _run_record(options, stock, personas)
    with Progress("trials") as progress:
        run = run_trials(wanted, stock, options.out, record, progress)
    print(f"{run.held} of {run.wanted} trials done, {run.failed} failed; {run.bill}.")
    report = scored(options.out, record, stock, wanted, run)
    write_reports(report, to_markdown(report), options.out)
    return report


def _stock(options: Namespace, personas: Sequence[str]) -> Stock:
    sides = sides_of(options)
    people = Tried(read_settings(), limits_of(options), sides.evaluator or NO_EVALUATOR)
    return Stock(
        people=people,
        tools=make_tools(people.library),
        scripts={persona: script_for(persona) for persona in personas},
        battery=drawn(load_battery(), options.sample, options.seed),
        seed=options.seed,
    )


def _run_record(options: Namespace, stock: Stock, personas: Sequence[str]) -> RunRecord:
    library = stock.people.library
    known = stock.people.personas
    return RunRecord(
        suite="robustness",
        started=datetime.now(UTC),
        app_version=__version__,
        rules_version=RULES_VERSION,
        prompts_digest=library.digest(),
        personas={key: persona_digest(known[key]) for key in sorted(personas)},
        voices=(options.client,),
        advisors=("attacks",),
        coder=stock.tools.coder.name,
        seeds=(options.seed,),
        cap=CAP,
        options={
            "evaluator": options.evaluator,
            "battery": digest(stock.battery),
            "repeats": options.repeats,
        },
    )


def scored(
    out: Path, record: RunRecord, stock: Stock, wanted: Sequence[Case], run: ModelRun
) -> ModelRobustnessReport:
    """Score a folder: nothing is tried again, and no model is asked.

    Raises:
        LogError: a file cannot be read.
    """
    records = read_log(out / LOG)
    planned = {case.id: place for place, case in enumerate(wanted)}
    last = len(planned)
    # Which answer came first depends on the server; which example is shown should not.
    talks = [one for one in records if isinstance(one, ConversationRecord)]
    talks.sort(key=lambda one: planned.get(one.id, last))
    given = read_side_log(out / ANSWERS, Answer)
    answers = sorted(given, key=lambda one: planned.get(one.judging.id, last))
    done = {one.id for one in talks} | {one.judging.id for one in answers}
    failed = {r.id: r for r in records if isinstance(r, FailureRecord) and r.id not in done}
    people = stock.people
    setting = Setting(
        people.personas, stock.scripts, stock.battery, people.library.template("client")
    )
    attacked = [case for case in wanted if isinstance(case, Setup)]
    judged = [case for case in wanted if not isinstance(case, Setup)]
    checks = (CLIENT_CHECKS if attacked else {}) | (EVALUATOR_CHECKS if judged else {}) | ALL
    trials = [
        *talk_trials(talks, setting),
        *answer_trials(answers, setting),
        *crash_trials((*talks, *answers), failed.values()),
    ]
    return ModelRobustnessReport(
        client=record.voices[0],
        evaluator=str(record.options["evaluator"]),
        coder=record.coder,
        app_version=record.app_version,
        prompts_digest=record.prompts_digest,
        battery=str(record.options["battery"]),
        personas=tuple(record.personas),
        seed=stock.seed,
        talks=_talks(attacked, talks, failed) if attacked else None,
        critiques=_critiques(judged, answers, failed) if judged else None,
        checks=tally(trials, checks),
        shifts=shifts(answers, setting.turn),
        guarding=guarding(talks),
        unanswered=dict(
            Counter(
                one.verdict.reason for one in answers if isinstance(one.verdict, Unscored)
            ).most_common(ERRORS)
        ),
        failures=dict(Counter(one.error for one in failed.values()).most_common(ERRORS)),
        bill=run.bill,
        stopped=run.stopped,
    )


def _talks(
    wanted: Sequence[Case],
    talks: Sequence[ConversationRecord],
    failed: dict[str, FailureRecord],
) -> Tally:
    lost = sum(case.id in failed for case in wanted)
    return Tally(wanted=len(wanted), had=len(talks), failed=lost)


def _critiques(
    wanted: Sequence[Case], answers: Sequence[Answer], failed: dict[str, FailureRecord]
) -> Tally:
    fates = Counter(one.fate for one in answers)
    return Tally(
        wanted=len(wanted),
        had=fates["critique"],
        abstained=fates["abstained"],
        unusable=fates["unusable"],
        failed=sum(case.id in failed for case in wanted),
    )
