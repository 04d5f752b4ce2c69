"""Many conversations: resumable, in worker processes where no model is called, with progress.

The log is appended to as conversations end; what it holds already is not held again. Killed at any
moment, it loses at most the conversations under way.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from chatbot.adapters.lines import LinesVoice, line_bank
from chatbot.adapters.resources import Library
from chatbot.adapters.yaml_file import read_yaml
from chatbot.coder import LocalCoder, shipped_coder
from chatbot.domain.adjust import adjusted
from chatbot.domain.errors import SparringError
from chatbot.domain.persona import Persona
from evals.advisors.script import FOLDER, load_script, scripted_personas
from evals.advisors.scripted import Kind, ScriptedAdvisor
from evals.controls import planner_of
from evals.conversation import Setup, hold, new_session
from evals.records import RECORD, ConversationRecord, FailureRecord, Record, RunRecord

#: Conversations handed to a worker process at a time.
CHUNK = 16


class LogError(SparringError):
    """The log of a run cannot be used or written."""


def read_log(path: Path) -> tuple[Record, ...]:
    """Return the records of a log. A last line cut short by a kill is left out.

    Raises:
        LogError: a line is no record, or of another version; the message names it.
    """
    records: list[Record] = []
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            records.append(RECORD.validate_json(line))
        except ValidationError as error:
            if number == len(lines):
                break
            problem = error.errors()[0]["msg"]
            raise LogError(
                f"{path}:{number}: no record that this version reads ({problem}). "
                "A log is read by the version of Sparring that wrote it."
            ) from error
    return tuple(records)


@contextmanager
def open_log(path: Path, run: RunRecord) -> Iterator[tuple[IO[bytes], frozenset[str]]]:
    """Open a log to append to; yields it and the ids of conversations it holds already.

    Raises:
        LogError: the log belongs to another run, or the disk refuses.
    """
    done: frozenset[str] = frozenset()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size:
            done = _resume(path, run)
        with path.open("ab") as log:
            if not log.tell():
                write(log, run)
            yield log, done
    except OSError as error:
        raise LogError(f"{path}: {error.strerror}. What is written is kept; resume it.") from error


def _resume(path: Path, run: RunRecord) -> frozenset[str]:
    records = read_log(path)
    first = records[0] if records else None
    if not isinstance(first, RunRecord):
        raise LogError(f"{path} does not begin with a run; give another --out")
    same = first.model_copy(update={"started": run.started})
    if same != run:
        changed = [k for k in RunRecord.model_fields if getattr(same, k) != getattr(run, k)]
        raise LogError(
            f"{path} is the log of another run (it differs in {', '.join(changed)}); "
            "give another --out, or delete it"
        )
    data = path.read_bytes()
    if not data.endswith(b"\n"):
        with path.open("r+b") as log:
            log.truncate(data.rfind(b"\n") + 1)
    return frozenset(r.id for r in records if isinstance(r, ConversationRecord))


def write(log: IO[bytes], record: Record) -> None:
    """Append one record and hand it to the system."""
    log.write(RECORD.dump_json(record) + b"\n")
    log.flush()


@lru_cache(maxsize=1)
def tools() -> tuple[dict[str, Persona], LocalCoder, LinesVoice, tuple[str, ...]]:
    """Return what every conversation of a process shares: personas, coder, voice, off-topic turns."""
    library = Library()
    voice = LinesVoice(line_bank(library.reactions()))
    off_topic = tuple(read_yaml(FOLDER / "_off_topic.yaml").data["turns"])
    return library.gallery().personas, shipped_coder(), voice, off_topic


_script = lru_cache(maxsize=64)(load_script)


def scripted_advisor(setup: Setup) -> ScriptedAdvisor:
    """Return the scripted advisor that a setup names.

    Raises:
        ScriptError: the persona has no script.
        ValueError: there is no such kind.
    """
    known = scripted_personas()
    others = [persona for persona in known if persona != setup.persona]
    foreign = others[setup.seed % len(others)]
    return ScriptedAdvisor(
        kind=Kind(setup.advisor),
        script=_script(setup.persona),
        foreign=_script(foreign),
        off_topic=tools()[3],
        seed=setup.seed,
    )


async def hold_scripted(setup: Setup) -> ConversationRecord | FailureRecord:
    """Hold one conversation with written lines, or with one of the control clients."""
    personas, coder, voice, _ = tools()
    persona = adjusted(personas[setup.persona], setup.difficulty, setup.mood)
    session = new_session(setup, persona, coder, voice, planner_of(setup.voice))
    return await hold(session, setup, scripted_advisor(setup))


def _chunk(setups: Sequence[Setup]) -> list[bytes]:
    async def run() -> list[bytes]:
        return [RECORD.dump_json(await hold_scripted(setup)) for setup in setups]

    return asyncio.run(run())


def run_scripted(
    setups: Iterable[Setup], path: Path, run: RunRecord, progress: Callable[[int, int], None]
) -> None:
    """Hold all conversations that the log does not hold yet, on all processors.

    Args:
        setups: what is to be held.
        path: the log.
        run: what the log must say produced it.
        progress: told of conversations done and to be done.

    Raises:
        LogError: the log belongs to another run, or the disk refuses.
    """
    wanted = list(setups)
    with open_log(path, run) as (log, done):
        left = [setup for setup in wanted if setup.id not in done]
        chunks = [left[i : i + CHUNK] for i in range(0, len(left), CHUNK)]
        held = len(wanted) - len(left)
        progress(held, len(wanted))
        with ProcessPoolExecutor(max_workers=os.cpu_count()) as workers:
            for lines in workers.map(_chunk, chunks):
                log.write(b"".join(line + b"\n" for line in lines))
                log.flush()
                held += len(lines)
                progress(held, len(wanted))
