"""`make bench`: many conversations with a model, beside the bare openai client doing the same calls.

    python -m evals.bench_models [--full]

The server is the tests' fake one, in a process of its own. It answers after half a second with what
the prompt asks the client to say, so that a turn takes about one call. The bare client sends the
very same messages, streamed, as many at a time.
"""

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from chatbot.adapters.role import RoleSettings
from chatbot.settings import Settings
from evals.advisors.script import scripted_personas
from evals.conversation import Setup
from evals.models.limits import Limits
from evals.models.run import ModelRun, run_with_models
from evals.models.side_log import read_side_log
from evals.models.spending import SPENDING, Spent
from evals.records import RunRecord

TURNS: Final = 10
AT_ONCE: Final = 64
#: Running conversations between which memory is compared.
FEW: Final = 8
DELAY_MS: Final = 500
#: Servers answer in their own time; memory does not depend on it.
SHORT_DELAY_MS: Final = 100
MODEL: Final = "openai:ok"
MOST_CALLS: Final = 20_000
_VM_PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")
_SAY: Final = re.compile('nothing added to it: "(.*)"')
#: Advisors under whom a client stays for ten turns, mostly.
ADVISORS: Final = ("average", "plain_honest", "evasive", "lecturing")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Conversations with a model: speed and memory.")
    parser.add_argument("--full", action="store_true", help="400 conversations instead of 128")
    parser.add_argument("--serve", type=int, metavar="MS", help=argparse.SUPPRESS)
    parser.add_argument("--peak", type=int, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--at", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        return _serve(options.serve)
    if options.peak is not None:
        return _peak(options.at, options.peak)
    conversations = 400 if options.full else 2 * AT_ONCE
    setups = _setups(conversations)
    with obedient_server(DELAY_MS) as base_url:
        _hold(_setups(2), base_url, 2)
        before = len(_requests(base_url))
        start = time.perf_counter()
        run, exchanges = _hold(setups, base_url, AT_ONCE)
        ours = time.perf_counter() - start
        prompts = [seen["body"]["messages"] for seen in _requests(base_url)[before:]]
        bare = asyncio.run(_bare(base_url, prompts))
    name = f"{conversations} conversations, {exchanges} turns, {run.bill.calls} calls, {AT_ONCE} at once"
    _row(name, ours, "s")
    _row(f"  bare openai client, the same {len(prompts)} calls", bare, "s")
    _row("  ours over bare (target ≤ 1.15)", ours / bare, "×")
    _row(f"memory per running conversation, {FEW} → {AT_ONCE} (target ≤ 100)", _memory(), "KB")
    return 0


def _row(name: str, value: float, unit: str) -> None:
    print(f"{name:<64} {value:8.2f} {unit}", flush=True)


def _setups(conversations: int) -> list[Setup]:
    personas = scripted_personas()
    return [
        Setup(
            persona=personas[i % len(personas)],
            advisor=ADVISORS[i % len(ADVISORS)],
            voice=MODEL,
            seed=i,
            cap=TURNS,
        )
        for i in range(conversations)
    ]


def _hold(setups: Sequence[Setup], base_url: str, at_once: int) -> tuple[ModelRun, int]:
    """Hold conversations in a folder of their own; returns the run and how many turns it had."""
    with TemporaryDirectory() as folder:
        role = RoleSettings(role="client", model=MODEL, base_url=base_url)
        record = RunRecord(
            suite="bench",
            started=datetime.now(UTC),
            app_version="",
            rules_version="",
            prompts_digest="",
            personas={},
            voices=(MODEL,),
            advisors=ADVISORS,
            coder="",
            seeds=(),
            cap=TURNS,
        )
        run = run_with_models(
            setups,
            Path(folder) / "log.jsonl",
            record,
            Limits(conversations=at_once, at_once=at_once),
            lambda _done, _total, _note: None,
            settings=Settings(data=Path(folder), roles={"client": role}),
        )
        assert run.complete, str(run)
        assert len(read_side_log(Path(folder) / SPENDING, Spent)) == run.bill.calls
        with (Path(folder) / "log.jsonl").open("rb") as log:
            next(log)
            return run, sum(len(json.loads(line)["exchanges"]) for line in log)


async def _bare(base_url: str, prompts: Sequence[Any]) -> float:
    """Return the seconds that the openai client alone takes for the same calls."""
    from openai import AsyncOpenAI  # noqa: PLC0415 (heavy)

    client = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)
    left = iter(prompts)

    async def work() -> None:
        for messages in left:
            stream = await client.chat.completions.create(
                model="ok",
                messages=messages,
                stream=True,
                stream_options={"include_usage": True},
            )
            async for _ in stream:
                pass

    start = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    spent = time.perf_counter() - start
    await client.close()
    return spent


def _memory() -> float:
    """Return the KB by which peak resident memory grows with each conversation more at a time.

    The same conversations are held, few or many at a time, each in a fresh process.
    """
    peaks = []
    with obedient_server(SHORT_DELAY_MS) as base_url:
        for at_once in (FEW, AT_ONCE):
            words = ["-m", "evals.bench_models", "--peak", str(at_once), "--at", base_url]
            done = subprocess.run(  # noqa: S603
                [sys.executable, *words], check=True, stdout=subprocess.PIPE
            )
            peaks.append(int(done.stdout))
    return (peaks[1] - peaks[0]) / (AT_ONCE - FEW)


def _peak(base_url: str, at_once: int) -> int:
    """Hold conversations, and print this process's peak of resident memory, in KB (Linux)."""
    _hold(_setups(AT_ONCE), base_url, at_once)
    # Not getrusage: its peak is that of the process that started this one, where that was larger.
    print(_VM_PEAK.findall(Path("/proc/self/status").read_text("ascii"))[0])
    return 0


def _serve(delay_ms: int) -> int:
    """Be the server, until stopped."""
    from tests.fakes.openai_server import FakeServer  # noqa: PLC0415 (not in the wheel)

    server = FakeServer(delay_s=delay_ms / 1000)
    server.reply(MODEL.partition(":")[2], *[_obedient] * MOST_CALLS)
    print(server.base_url, flush=True)
    server.run()
    return 0


def _obedient(body: dict[str, Any]) -> str:
    """Say what the prompt's stage direction wants said."""
    said = _SAY.search(body["messages"][-1]["content"])
    return said[1] if said else "Well. Is that so?"


@contextmanager
def obedient_server(delay_ms: int) -> Iterator[str]:
    """Run a server that says what the prompt wants said, after `delay_ms`; yields its base URL."""
    module = ["-m", "evals.bench_models", "--serve", str(delay_ms)]
    process = subprocess.Popen([sys.executable, *module], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def _requests(base_url: str) -> list[Any]:
    """Return all requests that the server saw."""
    url = base_url.removesuffix("/v1") + "/fake/requests"
    with urllib.request.urlopen(url) as reply:  # noqa: S310 (loopback)
        found: list[Any] = json.load(reply)
    return found


if __name__ == "__main__":
    sys.exit(main())
