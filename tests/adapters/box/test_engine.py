"""The engine's process: started late, told in private, mended once, ended with its parent."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.adapters.box.completing import BoxModel
from chatbot.domain.errors import (
    MalformedReply,
    ProviderError,
    ProviderRejected,
    ProviderTimeout,
    ProviderUnavailable,
)
from tests.adapters.box.conftest import ASK, FAKE, MakeBox
from tests.adapters.kit import until

Seen = Callable[[str], list[dict[str, Any]]]


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that waits to be buried does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        if Path("/proc/self").exists():
            return stat.read_text().rpartition(")")[2].split()[0] != "Z"
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return True


def pid_of(box: BoxModel) -> int:
    """Return the number of the engine's process, which runs."""
    pid = box._engine.pid
    assert pid is not None
    return pid


async def test_it_starts_with_the_first_call_and_stays(make_box: MakeBox, seen: Seen) -> None:
    box = make_box("ok")
    assert seen("orders") == []
    assert len(await box.candidates("Hm.", **ASK)) == 4
    assert len(await box.candidates("Hm.", **ASK)) == 4
    [order] = seen("orders")
    assert len(order["key"]) >= 32
    assert (order["threads"], order["slots"], order["nice"]) == (2, 4, 5)


async def test_the_key_is_new_at_each_start_and_no_one_else_gets_in(
    make_box: MakeBox, seen: Seen
) -> None:
    box = make_box("ok")
    await box.warm_up()
    await box.aclose()
    await box.warm_up()
    one, other = seen("orders")
    assert one["key"] != other["key"]
    assert one["key"] not in " ".join(sys.argv)


async def test_it_is_waited_for_until_it_is_ready(make_box: MakeBox) -> None:
    started = time.monotonic()
    assert await make_box("slow").candidates("Hm.", **ASK)
    assert time.monotonic() - started > 0.4


@pytest.mark.parametrize("scenario", ["dies-once", "stillborn-once"])
async def test_one_death_is_not_noticed(scenario: str, make_box: MakeBox, seen: Seen) -> None:
    assert len(await make_box(scenario).candidates("Hm.", **ASK)) == 4
    assert len(seen("orders")) == 2


async def test_calls_that_overlap_survive_one_death(make_box: MakeBox, seen: Seen) -> None:
    box = make_box("dies-once")
    said = await asyncio.gather(*(box.candidates(f"Hm {i}.", **ASK) for i in range(3)))
    assert [len(one) for one in said] == [4, 4, 4]
    assert len(seen("orders")) == 2


async def test_a_death_between_two_calls_is_mended(make_box: MakeBox, seen: Seen) -> None:
    box = make_box("ok")
    await box.warm_up()
    pid = pid_of(box)
    os.kill(pid, signal.SIGKILL)
    assert await box.candidates("Hm.", **ASK)
    assert len(seen("orders")) == 2


async def test_a_second_death_is_told_with_the_log(make_box: MakeBox, seen: Seen) -> None:
    with pytest.raises(ProviderUnavailable, match=r"died twice.*first cause.*engine\.log"):
        await make_box("dies").candidates("Hm.", **ASK)
    assert len(seen("orders")) == 2


async def test_one_that_hangs_is_ended_and_the_next_call_finds_a_new_one(
    make_box: MakeBox,
) -> None:
    box = make_box("hangs-once", reply_s=0.5)
    await box.warm_up()
    pid = pid_of(box)
    with pytest.raises(ProviderTimeout, match=r"no reply within 0\.5 s"):
        await box.candidates("Hm.", **ASK)
    assert not is_alive(pid)
    assert await box.candidates("Hm.", **ASK)


@pytest.mark.parametrize(
    ("scenario", "error", "says", "starts"),
    [
        ("stillborn", ProviderUnavailable, "ended with status 1.*first cause", 2),
        ("no-engine", ProviderRejected, r"pip install 'sparring\[box\]'", 1),
        ("not-loaded", ProviderRejected, r"cannot be loaded from .*small\.gguf.*first cause", 1),
        ("old-processor", ProviderRejected, "this processor lacks instructions", 1),
        ("stranger", ProviderRejected, "says 'Welcome!'", 1),
        ("never-ready", ProviderTimeout, "not ready within 0.5 seconds.*first cause", 1),
    ],
)
async def test_one_that_does_not_start_says_why_and_rests(
    scenario: str,
    error: type[ProviderError],
    says: str,
    starts: int,
    make_box: MakeBox,
    seen: Seen,
) -> None:
    box = make_box(scenario, start_s=0.5 if scenario == "never-ready" else 10.0)
    for _ in range(2):
        with pytest.raises(error, match=says):
            await box.candidates("Hm.", **ASK)
    assert len(seen("orders")) == starts


async def test_after_its_rest_it_is_tried_again(make_box: MakeBox, seen: Seen) -> None:
    box = make_box("no-engine", rest_s=0.0)
    for _ in range(2):
        with pytest.raises(ProviderRejected):
            await box.warm_up()
    assert len(seen("orders")) == 2


async def test_a_start_that_is_given_up_leaves_no_process(make_box: MakeBox, seen: Seen) -> None:
    box = make_box("never-ready")
    task = asyncio.create_task(box.warm_up())
    await until(lambda: bool(seen("orders")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_alive(seen("orders")[0]["pid"])


@pytest.mark.parametrize(
    ("scenario", "error", "says"),
    [
        ("fails", ProviderUnavailable, "failed .status 500.: out of cells"),
        ("breaks", ProviderUnavailable, "status 502.: <html>"),
        ("too-long", ProviderRejected, "prompt this long: 9000 tokens exceed 2048"),
        ("html", MalformedReply, "<html>hello"),
        ("too-few", MalformedReply, "one"),
    ],
)
async def test_an_answer_that_is_none_is_told(
    scenario: str, error: type[ProviderError], says: str, make_box: MakeBox, seen: Seen
) -> None:
    with pytest.raises(error, match=says):
        await make_box(scenario).candidates("Hm.", **ASK)
    assert len(seen("orders")) == 1


async def test_files_that_cannot_be_loaded_are_named_before_anything_starts(
    make_box: MakeBox, tmp_path: Path, seen: Seen
) -> None:
    page = tmp_path / "page.gguf"
    page.write_text("<html>")
    with pytest.raises(ProviderRejected, match=r"page\.gguf is no GGUF"):
        await make_box("ok", model=page).warm_up()
    with pytest.raises(ProviderRejected, match=r"gone\.gguf cannot be read"):
        await make_box("ok", adapters={"client": tmp_path / "gone.gguf"}).warm_up()
    assert seen("orders") == []


async def test_a_log_that_cannot_be_written_is_told(make_box: MakeBox, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProviderRejected, match="cannot be started"):
        await make_box("ok", log=tmp_path / "file" / "engine.log").warm_up()


async def test_a_log_that_has_grown_begins_anew(make_box: MakeBox, tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    log.write_bytes(b"old words\n" * 200_000)
    await make_box("ok", log=log).warm_up()
    assert b"old words" not in log.read_bytes()
    assert b"first cause" in log.read_bytes()


async def test_closing_ends_the_process_even_if_it_does_not_listen(make_box: MakeBox) -> None:
    for scenario in ("ok", "deaf"):
        box = make_box(scenario)
        await box.warm_up()
        pid = pid_of(box)
        await box.aclose()
        await box.aclose()
        assert not is_alive(pid)


PARENT = """
import asyncio, sys
from pathlib import Path
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.server import Engine
async def main():
    folder = Path(sys.argv[1])
    settings = BoxSettings(model=folder / "small.gguf", log=folder / "engine.log")
    engine = Engine(settings, (sys.executable, sys.argv[2], "ok", str(folder)))
    await engine.start()
    print(engine.pid, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path, gguf: Path) -> None:
    root = FAKE.parents[2]
    command = [sys.executable, "-c", PARENT, str(gguf.parent), str(FAKE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    deadline = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(pid)
