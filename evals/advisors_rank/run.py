"""`evals advisors`: advisors against all clients, ranked."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from chatbot import __version__
from chatbot.adapters.resources import Library
from chatbot.coder import shipped_coder
from chatbot.domain.effects.moment import RULES_VERSION
from chatbot.domain.errors import InputError
from chatbot.domain.persona import Persona
from chatbot.settings import read_settings
from chatbot.wiring import OFFLINE, make_library
from evals.advisors_rank.measures import performance
from evals.advisors_rank.ranking import rank
from evals.advisors_rank.report import AdvisorReport, to_markdown, write_reports
from evals.batch import read_log
from evals.conversation import CAP, Setup
from evals.fidelity.run import digest
from evals.models.judged import OfflineCritic, recorded_critic
from evals.models.limits import Limits, Prices, add_limit_arguments, limits_of
from evals.models.people import NO_EVALUATOR
from evals.models.run import run_with_models
from evals.models.side_log import read_side_log
from evals.models.spending import SPENDING, Spent, bill, by_conversation
from evals.progress import Progress
from evals.records import ConversationRecord, FailureRecord, RunRecord


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals advisors`."""
    parser.add_argument(
        "--advisors",
        required=True,
        metavar="A,B",
        help="model:provider:model, replay:FILE#transcript, or kinds such as adherent; with commas",
    )
    parser.add_argument("--client", default="lines", metavar="VOICE", help="lines, or a model")
    parser.add_argument("--critic", default=OFFLINE, metavar="C", help="offline, or a model")
    parser.add_argument("--personas", default="all", help="ids with commas, or all")
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="seeds 1…N")
    parser.add_argument("--cap", type=int, default=CAP, help="most exchanges of a talk")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_limit_arguments(parser)


def run_advisors(options: Namespace) -> int:
    """Hold what is not held yet, and report; 1 if the run is not complete.

    Raises:
        InputError: an unknown persona or advisor was named, or nothing was asked for.
        SettingsError: a model cannot be called as configured, or has no price.
        LogError: the folder holds another run, or the disk refuses.
    """
    settings, limits = read_settings(), limits_of(options)
    library = make_library(settings)
    setups = _setups(options, library.gallery().personas)
    log = options.out / "log.jsonl"
    record = _run_record(options, setups, library)
    evaluator = NO_EVALUATOR if options.critic == OFFLINE else options.critic
    with Progress("conversations") as progress:
        run = run_with_models(
            setups, log, record, limits, progress, settings=settings, evaluator=evaluator
        )
    print(run)
    report = score_advisors(log, limits, library)
    write_reports(report, options.out)
    print(to_markdown(report))
    return 0 if run.complete else 1


def score_advisors(log: Path, limits: Limits, library: Library) -> AdvisorReport:
    """Score a log: nothing is held again, and no model is asked.

    Raises:
        LogError: the log cannot be read.
        InputError: no conversation in it ended.
    """
    records = read_log(log)
    run = next(r for r in records if isinstance(r, RunRecord))
    held = {r.id: r for r in records if isinstance(r, ConversationRecord) and r.exchanges}
    failed = {r.id: r for r in records if isinstance(r, FailureRecord) and r.id not in held}
    if not held:
        raise InputError(f"{log}: no conversation ended; there is nothing to rank.")
    name = run.options["critic"]
    critic = OfflineCritic(library).critique if name == OFFLINE else recorded_critic(log.parent)
    spent = read_side_log(log.parent / SPENDING, Spent)
    prices: Prices = limits.prices
    rows = rank(
        [performance(held[key], critic) for key in sorted(held)],
        Counter(one.advisor for one in failed.values()),
        by_conversation(spent),
        prices,
    )
    return AdvisorReport(
        run=run,
        critic=name,
        bill=bill(spent, prices),
        rows=rows,
        failures=tuple(failed[key] for key in sorted(failed)),
    )


def _setups(options: Namespace, personas: dict[str, Persona]) -> list[Setup]:
    advisors = [name.strip() for name in options.advisors.split(",") if name.strip()]
    asked = [name.strip() for name in options.personas.split(",") if name.strip()]
    chosen = sorted(personas) if options.personas == "all" else asked
    setups = [
        Setup(persona=persona, advisor=advisor, voice=options.client, seed=seed, cap=options.cap)
        for persona in dict.fromkeys(chosen)
        for advisor in dict.fromkeys(advisors)
        for seed in range(1, options.seeds + 1)
    ]
    if not setups or options.cap < 1:
        raise InputError("There is nothing to run: give an advisor, a persona, a seed, a cap.")
    unknown = [name for name in chosen if name not in personas]
    if unknown:
        known = ", ".join(sorted(personas))
        raise InputError(f"Unknown persona: {', '.join(unknown)}. There are: {known}.")
    return setups


def _run_record(options: Namespace, setups: list[Setup], library: Library) -> RunRecord:
    personas = library.gallery().personas
    return RunRecord(
        suite="advisors",
        started=datetime.now(UTC),
        app_version=__version__,
        rules_version=RULES_VERSION,
        prompts_digest=library.digest(),
        personas={key: digest(personas[key]) for key in sorted({s.persona for s in setups})},
        voices=(options.client,),
        advisors=tuple(sorted({setup.advisor for setup in setups})),
        coder=shipped_coder().name,
        seeds=tuple(sorted({setup.seed for setup in setups})),
        cap=options.cap,
        options={"critic": options.critic},
    )
