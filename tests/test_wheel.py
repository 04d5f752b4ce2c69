"""What is installed from the wheel works away from the repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def python(*arguments: str, cwd: Path = ROOT, **environ: str) -> str:
    """Run Python to its end; return what it wrote."""
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | environ,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    out = tmp_path_factory.mktemp("dist")
    python("-m", "build", "--no-isolation", "--wheel", "--outdir", str(out), str(ROOT))
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into a folder of its own, without what it depends on."""
    target = tmp_path_factory.mktemp("installed")
    pip = ["-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-index", "--no-deps"]
    python(*pip, "--target", str(target), str(wheel))
    return target


def test_it_holds_personas_prompts_and_nothing_that_is_not_ours(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    held = {name for name in names if name.startswith("chatbot/_resources/")}
    for kind in ("personas", "prompts"):
        files = {p.name for p in (ROOT / kind).iterdir() if p.suffix in {".yaml", ".md", ".json"}}
        assert {f"chatbot/_resources/{kind}/{name}" for name in files} <= held
    assert {"chatbot/coder/reliability.json", "chatbot/coder/model/coder.npz"} <= set(names)
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"chatbot", "evals"}


def test_the_packaged_clients_are_found_from_another_folder(
    installed: Path, tmp_path: Path
) -> None:
    here = {"cwd": tmp_path, "PYTHONPATH": str(installed)}
    where = python(
        "-c", "from chatbot.adapters.resources import shipped; print(shipped('personas'))", **here
    )
    assert Path(where.strip()) == installed / "chatbot" / "_resources" / "personas"
    listed = python("-m", "chatbot", "personas", **here)
    shipped = {path.stem for path in (ROOT / "personas").glob("[a-z]*.yaml")}
    assert {line.split()[0] for line in listed.splitlines()} == shipped


def test_a_talk_can_be_held_from_another_folder(installed: Path, tmp_path: Path) -> None:
    here = {"cwd": tmp_path, "PYTHONPATH": str(installed), "SPARRING_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "chatbot", "chat", "--persona", "the-will", "--seed", "7", "--json"],
        input="What worries you most?\n",
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {k: str(v) for k, v in here.items() if k != "cwd"},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for kind in ("session_started", "exchange", "critique"):
        assert f'"type":"{kind}"' in done.stdout
