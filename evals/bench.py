"""`make bench`: speed, as ratios and differences measured in one run on this machine.

Nothing here is asserted; read the table. The model server is the tests' local fake, in a process
of its own, so that its work is not counted as ours.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from chatbot.adapters.lines import LinesVoice, line_bank
from chatbot.adapters.memory import MemoryStore
from chatbot.adapters.provider import LangChainModel
from chatbot.adapters.resources import Library
from chatbot.adapters.role import RoleSettings
from chatbot.domain.events import Spoken
from chatbot.domain.ports import Brief
from chatbot.domain.prompt import Message, Prompt
from chatbot.session import Delta, Session
from chatbot.settings import Settings
from chatbot.wiring import Choice, Room, open_room
from evals.bench_models import obedient_server

ROUNDS = 40
DELAY_MS = 50
TURNS = (
    "What worries you most about it?",
    "So it isn't the money as such. You want to be able to sleep.",
    "You really should do this now, before it is too late.",
    "It's entirely up to you. What would you need to see first?",
    "Would it be all right if I told you what it costs, and what I earn?",
)
PROMPT = Prompt(
    messages=(
        Message(role="system", text="You are a client. " * 60),
        Message(role="user", text="What worries you most about it?"),
    )
)


def main() -> int:
    """Measure and print."""
    asyncio.run(_measure())
    return 0


async def _measure() -> None:
    print(f"Python {sys.version.split()[0]}, {ROUNDS} rounds each, median [min – max]\n")
    async with _server() as base_url:
        await _first_token(base_url)
    await _lines_turn()
    _imports()


def _row(name: str, values: list[float], unit: str = "ms") -> None:
    low, mid, high = min(values), statistics.median(values), max(values)
    print(f"{name:<58} {mid:8.2f} [{low:.2f} – {high:.2f}] {unit}")


@asynccontextmanager
async def _server() -> AsyncIterator[str]:
    command = [
        sys.executable,
        "-m",
        "tests.fakes.openai_server",
        "--port",
        "0",
        "--delay-ms",
        str(DELAY_MS),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603, ASYNC220
    assert process.stdout is not None
    try:
        yield (await asyncio.to_thread(process.stdout.readline)).strip()
    finally:
        process.terminate()
        process.wait()


async def _first_token(base_url: str) -> None:
    """Time to the first token: the bare client and our chain below the guard, in turn."""
    from openai import AsyncOpenAI  # noqa: PLC0415

    bare = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)
    settings = RoleSettings(role="client", model="openai:ok", base_url=base_url)
    ours = LangChainModel(settings)
    await ours.warm_up()

    async def first_bare() -> None:
        stream = await bare.chat.completions.create(
            model="ok",
            messages=[{"role": "user", "content": PROMPT.messages[1].text}],
            stream=True,
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                break
        await stream.close()

    async def first_ours() -> None:
        pieces = ours.stream(PROMPT)
        async for piece in pieces:
            if isinstance(piece, str):
                break
        await pieces.aclose()

    plain, chain = await _in_turn(first_bare, first_ours)
    _row("first token, bare openai client", plain)
    _row("first token, our chain below the guard", chain)
    _row("  ours over bare", [b - a for a, b in zip(plain, chain, strict=True)])
    await ours.aclose()
    await bare.close()
    _row("first shown word of a session (coder, planner, guard, store)", await _shown())


async def _shown() -> list[float]:
    with TemporaryDirectory() as folder, obedient_server(DELAY_MS) as base_url:
        role = RoleSettings(role="client", model="openai:ok", base_url=base_url)
        room = await open_room(Settings(data=Path(folder), roles={"client": role}))
        persona = room.library.gallery().get("retirement-money")
        session = room.begin(persona, "bench", Choice(evaluator="offline", seed=1))
        times: list[float] = []
        for turn in TURNS * 2:
            start = time.perf_counter()
            async for update in session.advise(turn):
                if isinstance(update, Delta) and len(times) < ROUNDS:
                    times.append((time.perf_counter() - start) * 1000)
                    break
            await session.drop_draft()
        await session.aclose()
        await room.aclose()
    return times


async def _in_turn(
    first: Callable[[], Awaitable[None]], second: Callable[[], Awaitable[None]]
) -> tuple[list[float], list[float]]:
    await first()
    await second()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, kept in zip((first, second), times, strict=True):
            start = time.perf_counter()
            await call()
            kept.append((time.perf_counter() - start) * 1000)
    return times


async def _lines_turn() -> None:
    """CPU time of a turn with written lines: alone, with the critique, and with the log on disk."""
    for name, on_disk, critique in (
        ("turn with the lines voice, CPU: coder, step, plan, voice", False, False),
        ("  and its critique", False, True),
        ("  and three appends to the log on disk", True, True),
    ):
        with TemporaryDirectory() as folder:
            room = await open_room(Settings(data=Path(folder)))
            if not on_disk:
                room.store = MemoryStore()
            await _turns(room, critique)
            _row(name, await _turns(room, critique))
            await room.aclose()
    room.store = MemoryStore()
    session = room.begin(
        next(iter(room.library.gallery().personas.values())), "bench", Choice(seed=1)
    )
    async for _ in session.advise(TURNS[0]):
        pass
    _row("  of that, the voice alone", await _voice_alone(session))


async def _turns(room: Room, critique: bool) -> list[float]:
    times: list[float] = []
    for number, persona in enumerate(room.library.gallery().personas.values()):
        session = room.begin(persona, "bench", Choice(seed=number))
        for turn in TURNS:
            start = time.process_time()
            async for _ in session.advise(turn):
                pass
            if critique and session.talk.head is not None:
                await session.critique(session.talk.head)
            times.append((time.process_time() - start) * 1000)
        await session.aclose()
    return times


async def _voice_alone(session: Session) -> list[float]:
    voice = LinesVoice(line_bank(Library().reactions()))
    last = session.talk.branch[-1]
    times: list[float] = []
    for number in range(5):
        brief = Brief(
            persona=session.talk.started.persona,
            transcript=session.talk.transcript.advisor(last.advisor),
            heard=last.heard,
            move=last.move,
            lines_used=(),
            seed=str(Random(number).random()),
        )
        start = time.process_time()
        async for piece in voice.speak(brief):
            assert isinstance(piece, str | Spoken)
        times.append((time.process_time() - start) * 1000)
    return times


def _imports() -> None:
    """Wall time of `import chatbot.cli` over that of a bare interpreter, in fresh processes."""
    times: list[float] = []
    for _ in range(7):
        spent = []
        for code in ("pass", "import chatbot.cli"):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
            spent.append((time.perf_counter() - start) * 1000)
        times.append(spent[1] - spent[0])
    _row("import of the command line, over a bare interpreter", times)


if __name__ == "__main__":
    sys.exit(main())
