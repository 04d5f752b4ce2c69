"""`agreement`: coder or evaluator against human labels, from the files to the report."""

import argparse
import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Final

from chatbot import __version__
from chatbot.adapters.resources import Library
from chatbot.coder import shipped_coder
from chatbot.domain.ports import Evaluator
from evals.agreement.ceiling import ceilings
from evals.agreement.html import to_html
from evals.agreement.judging import Progress, hear_offline
from evals.agreement.measuring import AgreementError, Form, Hear, Options, measure
from evals.agreement.model import Header, ModelJudge, open_answers, open_evaluator
from evals.agreement.reliability import write_reliability
from evals.agreement.report import lines, write
from evals.agreement.rules import RULES
from evals.agreement.scoring import Sums
from evals.agreement.values import AgreementReport, DataFile, Produced
from evals.labelled import SETTLED, LabelledTalk, Utterance
from evals.labels import read_labels
from evals.metrics.intervals import LEVEL, bootstrap_weights

OFFLINE: Final = "offline"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `agreement` is told on the command line."""
    default = Options()
    add = parser.add_argument
    add("--data", type=Path, nargs="+", required=True, metavar="FILE", help="labelled CSV")
    add("--coder", default=OFFLINE, help="offline, or a model as provider:model")
    add("--out", type=Path, required=True, metavar="DIR", help="folder for the report")
    add("--control", choices=("shuffled", "lenient"), help="measure a control instead")
    add("--seed", type=int, default=default.seed)
    add("--resamples", type=int, default=default.resamples, help="of the bootstrap")
    add("--no-stripped", dest="stripped", action="store_false", help="text as written only")
    add("--split", help="only talks of this split")
    add("--sample", type=int, metavar="N", help="only N talks, drawn by the seed")
    add(
        "--to-read",
        type=int,
        default=default.to_read,
        metavar="N",
        help="transcripts shown on the page; 0 keeps all text of the data off it",
    )
    add(
        "--reliability",
        type=Path,
        metavar="FILE",
        help="also write here what the product shows beside each code",
    )
    add("--labelled-by", default="", metavar="WHO", help="who labelled the data, for --reliability")
    add("--concurrency", type=int, default=default.concurrency, help="calls at a time")


async def command(arguments: argparse.Namespace, progress: Progress | None = None) -> int:
    """Measure, print a line for each figure, and return the exit status (1: a control failed)."""
    if arguments.reliability is not None and arguments.control is not None:
        raise AgreementError("a control says nothing of the coder; leave out --reliability")
    given = vars(arguments)
    options = Options(**{k: given[k] for k in Options.__dataclass_fields__})
    report = await run_agreement(
        arguments.data, arguments.coder, arguments.out, options, progress=progress
    )
    if arguments.reliability is not None:
        write_reliability(report, arguments.reliability, arguments.labelled_by)
    for line in lines(report):
        print(line)
    return 0 if all(check.passed for check in report.checks) else 1


async def run_agreement(
    data: Sequence[Path],
    coder: str | Evaluator,
    out: Path,
    options: Options | None = None,
    progress: Progress | None = None,
) -> AgreementReport:
    """Measure a coder against human labels and write the report.

    Args:
        data: labelled CSV files; their talks are pooled.
        coder: "offline", a model as `provider:model`, or an evaluator of one's own.
        out: folder for report.json, report.md, report.html, reliability.json, and a model's
            answers. Only the page holds text of the data, and none with `to_read` 0.
        options: how to measure.
        progress: told of talks done and to be done, for each form of the text.

    Raises:
        LabelError: a file is malformed or empty.
        AgreementError: nothing in it can be measured.
        SparringError: the model is not configured, the log is another run's, or a disk is full.
    """
    options = options or Options()
    talks, files = read_data(data, options)
    told = progress or (lambda _done, _all: None)
    async with _judge(coder, files, out, options, told) as judge:
        name, digest, hear = judge
        produced = Produced(
            coder=name,
            app_version=__version__,
            data=files,
            split=options.split,
            sample=options.sample,
            control=options.control,
            seed=options.seed,
            resamples=options.resamples,
            level=LEVEL,
            prompts_digest=digest,
        )
        forms: tuple[Form, ...] = ("as_written", "stripped")
        measured = [
            await measure(talks, form, hear, options)
            for form in forms[: 2 if options.stripped else 1]
        ]
    sums = Sums(bootstrap_weights(len(talks), options.resamples, options.seed))
    report = AgreementReport(
        produced=produced,
        rules=RULES,
        variants=tuple(one.variant for one in measured),
        ceilings=() if options.control else ceilings(talks, sums),
        checks=measured[0].checks,
    )
    write(report, out, to_html(report, measured[0].evidence, options.to_read))
    return report


def read_data(
    paths: Sequence[Path], options: Options
) -> tuple[list[LabelledTalk], tuple[DataFile, ...]]:
    """Read all files, and keep the talks that are asked for.

    Raises:
        LabelError: a file is malformed or empty.
        AgreementError: no talk is left.
    """
    if not paths:
        raise AgreementError("there is no file to measure on; give --data")
    talks: list[LabelledTalk] = []
    files = []
    for number, path in enumerate(paths):
        read = [talk for talk in read_labels(path) if options.split in {None, talk.split}]
        if len(paths) > 1:
            update = [{"transcript_id": f"{number}:{talk.transcript_id}"} for talk in read]
            read = [t.model_copy(update=u) for t, u in zip(read, update, strict=True)]
        talks += read
        files.append(
            DataFile(
                name=path.name,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                talks=len(read),
                utterances=sum(len(talk.utterances) for talk in read),
                annotators=_annotators(read),
                settled=all(_is_settled(said) for talk in read for said in talk.utterances),
            )
        )
    if not talks:
        raise AgreementError(f"no talk is of split '{options.split}'; see the column 'split'")
    if options.sample is not None and options.sample < len(talks):
        chosen = Random(f"{options.seed}:sample").sample(range(len(talks)), options.sample)
        talks = [talks[index] for index in sorted(chosen)]
    return talks, tuple(files)


def _annotators(talks: Sequence[LabelledTalk]) -> int:
    """Return how many people labelled each utterance, at the least."""
    return min((len(said.independent) for talk in talks for said in talk.utterances), default=1)


def _is_settled(said: Utterance) -> bool:
    return any(one.annotator == SETTLED for one in said.annotations)


@asynccontextmanager
async def _judge(
    coder: str | Evaluator,
    files: tuple[DataFile, ...],
    out: Path,
    options: Options,
    progress: Progress,
) -> AsyncIterator[tuple[str, str, Hear]]:
    """Yield the judge's name, the digest of its prompts, and its ear."""
    if coder == OFFLINE:
        yield shipped_coder().name, "", lambda talks, _form: hear_offline(talks, progress)
        return
    async with AsyncExitStack() as stack:
        if isinstance(coder, str):
            coder = await stack.enter_async_context(open_evaluator(coder))
        digest = Library().digest()
        header = Header(
            coder=coder.name,
            app_version=__version__,
            prompts_digest=digest,
            data=tuple(file.sha256 for file in files),
        )
        log = stack.enter_context(open_answers(out / "answers.jsonl", header))
        judge = ModelJudge(coder, log, asyncio.Semaphore(options.concurrency))
        yield coder.name, digest, lambda talks, form: judge.hear(talks, form, progress)
