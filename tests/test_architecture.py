"""What holds for the code as a whole. (The import contracts are checked by `make lint`.)"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.domain.persona import Persona

ROOT = Path(__file__).parents[1]
MODULES = sorted([*(ROOT / "chatbot").rglob("*.py"), *(ROOT / "evals").rglob("*.py")])
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
LONGEST = 330
#: The edges, where whatever happens has to become words for a person.
EDGES = ("chatbot/ui/", "chatbot/cli/", "chatbot/session/critiques.py")
HEAVY = {
    "chainlit",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "sqlalchemy",
    "tiktoken",
}


def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text("utf-8"))


def test_the_modules_are_found() -> None:
    assert len(MODULES) > 60


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_short_enough_to_be_read_in_one_sitting(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(EDGES)])
def test_only_the_edges_catch_everything(name: str) -> None:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.walk(node.type) if node.type else ()
            names = {part.id for part in caught if isinstance(part, ast.Name)}
            assert node.type is not None, f"{name}:{node.lineno}"
            assert not names & {"Exception", "BaseException"}, f"{name}:{node.lineno}"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_evaluates_text(name: str) -> None:
    calls = [node.func for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    assert not {call.id for call in calls if isinstance(call, ast.Name)} & {"eval", "exec"}


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("chatbot/domain/")])
def test_the_domain_has_no_clock_no_disk_and_no_dice_of_its_own(name: str) -> None:
    forbidden = {"os", "time", "datetime", "pathlib", "asyncio", "secrets", "uuid", "socket", "io"}
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            assert not {alias.name.partition(".")[0] for alias in node.names} & forbidden
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in forbidden:
            assert {alias.name for alias in node.names} <= {"datetime"}, f"{name}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"now", "utcnow", "today"}, f"{name}:{node.lineno}"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Random"
        ):
            assert node.args, f"{name}:{node.lineno}: unseeded"


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter loads for a statement."""
    code = f"import json, sys; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_the_command_line_loads_nothing_heavy() -> None:
    assert not loaded_by("import chatbot.cli") & HEAVY


def test_listing_clients_loads_nothing_heavy() -> None:
    statement = "import contextlib, io; from chatbot.cli import main\n"
    statement += "with contextlib.redirect_stdout(io.StringIO()): main(['personas'])\nimport sys"
    assert not loaded_by(f"exec({statement!r})") & HEAVY


def test_the_published_schema_is_that_of_a_persona() -> None:
    published = (ROOT / "personas" / "persona.schema.json").read_text("utf-8")
    assert json.loads(published) == Persona.model_json_schema(), "renew it: make schema"


SAME_EVERYWHERE = """
import asyncio, hashlib
from chatbot.adapters.lines import LinesVoice, line_bank
from chatbot.adapters.memory import MemoryStore
from chatbot.adapters.resources import Library
from tests.kit import RandomCoder, Stage, say
async def main():
    library = Library()
    stage = Stage(MemoryStore(), RandomCoder(1), LinesVoice(line_bank(library.reactions())))
    for persona in library.gallery().personas.values():
        session = stage.begin(persona, sid=persona.id)
        for turn in range(10):
            if session.talk.state.ended: break
            await say(session, f"Turn {turn}, what about the fee?")
        print([(e.move.act, e.reply.text) for e in session.talk.branch])
        await session.aclose()
asyncio.run(main())
"""


def test_replies_do_not_depend_on_the_process() -> None:
    """The same seed and turns make the same replies, whatever the process's hash seed."""
    said = [
        subprocess.run(
            [sys.executable, "-c", SAME_EVERYWHERE],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0].count(b"\n") >= 8
