"""What stands around the page: guard, portraits, the folder laid down for Chainlit, the address."""

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from chatbot.adapters.resources import Library
from chatbot.domain.errors import SettingsError, StoreError
from chatbot.settings import Settings
from chatbot.ui import portraits
from chatbot.ui.guard import OnlyThisPage, welcome
from chatbot.ui.home import login_secret, our_words, prepare
from chatbot.ui.serve import address_of, serve

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT / "chatbot" / "ui" / "public"
HERE = "127.0.0.1:8000"


@pytest.mark.parametrize(
    ("host", "origin", "let_in"),
    [
        (HERE, None, True),
        (HERE, f"http://{HERE}", True),
        ("localhost:8000", "http://localhost:8000", True),
        ("[::1]:8000", "http://[::1]:8000", True),
        (HERE, "http://evil.example", False),
        (HERE, "http://127.0.0.1:9999", False),
        (HERE, "null", False),
        ("evil.example", None, False),
        ("127.0.0.1.evil.example", None, False),
        ("", None, False),
        ("[::1", None, False),
    ],
)
def test_only_this_page_is_welcome(host: str, origin: str | None, let_in: bool) -> None:
    headers = {"host": host} | ({"origin": origin} if origin else {})
    assert welcome(Headers(headers)) is let_in


def test_the_guard_answers_403_and_closes_sockets() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"in"})

    guarded = OnlyThisPage(app)
    assert TestClient(guarded, base_url=f"http://{HERE}").get("/").text == "in"
    assert TestClient(guarded, base_url="http://evil.example").get("/").status_code == 403


def own_persona(folder: Path, portrait: str) -> Library:
    """Return a library whose only user persona names `portrait`."""
    text = (ROOT / "personas" / "the-will.yaml").read_text("utf-8")
    folder.mkdir()
    named = text.replace("id: the-will\n", "id: own\n").replace("the-will.svg", portrait)
    (folder / "own.yaml").write_text(named, "utf-8")
    return Library(personas_folder=folder)


def test_a_persona_has_the_picture_beside_its_file(tmp_path: Path) -> None:
    library = own_persona(tmp_path / "own", "face.png")
    assert b"<text" in portraits.picture("own", library.gallery(), PUBLIC).content  # initials
    (tmp_path / "own" / "face.png").write_bytes(b"png")
    face = portraits.picture("own", library.gallery(), PUBLIC)
    assert (face.content, face.kind) == (b"png", "image/png")


def test_a_picture_never_comes_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text("secret")
    library = own_persona(tmp_path / "own", "face.svg")
    (tmp_path / "own" / "face.svg").symlink_to(tmp_path / "secret.svg")
    gallery = library.gallery()
    assert portraits.portrait_path(gallery, "own") is None
    for name in ("../secret.svg", "%2e%2e/secret.svg", "/etc/passwd", "", "<b>", "own/../.."):
        assert b"secret" not in portraits.picture(name, gallery, PUBLIC).content
    (tmp_path / "other").mkdir()
    bad = own_persona(tmp_path / "bad", "../secret.svg").gallery()
    assert "own" not in bad.personas  # such a name is refused with the file


def test_initials_carry_no_markup() -> None:
    drawn = portraits.picture("<script> &", Library().gallery(), PUBLIC).content.decode()
    assert "&lt;" in drawn
    assert "<script" not in drawn


@pytest.mark.parametrize("name", [portraits.COACH, portraits.HOUSE, "the-will"])
def test_everyone_in_the_room_has_a_face(name: str) -> None:
    face = portraits.picture(name, Library().gallery(), PUBLIC)
    assert face.content.lstrip().startswith(b"<svg")
    assert b"<text" not in face.content


def test_the_folder_for_chainlit_is_laid_down_anew_at_every_start(tmp_path: Path) -> None:
    home = prepare(tmp_path / "data")
    assert (home / ".chainlit" / "config.toml").read_text("utf-8").count("enabled = false") == 3
    (home / "public" / "stray.js").write_text("old")
    assert prepare(tmp_path / "data") == home
    laid = {str(p.relative_to(home / "public")) for p in (home / "public").rglob("*.*")}
    shipped = {str(p.relative_to(PUBLIC)) for p in PUBLIC.rglob("*.*")}
    assert laid == shipped
    words = json.loads((home / ".chainlit" / "translations" / "en-US.json").read_text("utf-8"))
    assert words["chat"]["input"]["placeholder"] == "What do you say?"


def test_our_words_replace_words_that_are_there() -> None:
    """A key that Chainlit does not know would be shown to nobody."""
    ours = json.loads((ROOT / "chatbot" / "ui" / "words.json").read_text("utf-8"))
    assert our_words()["chat"]["watermark"] == ours["chat"]["watermark"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        prepare(tmp_path / "file")


def test_the_secret_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    secret = login_secret(tmp_path)
    assert len(secret) >= 48
    assert login_secret(tmp_path) == secret
    assert stat.S_IMODE((tmp_path / "login-secret").stat().st_mode) == 0o600
    (tmp_path / "login-secret").write_text("")  # killed in between
    assert len(login_secret(tmp_path)) >= 48


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port}: Address already in use.*--port"):
            serve(Settings(data=tmp_path / "data", port=port))
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("room.example", "http://room.example:8000"),
    ],
)
def test_the_address_can_be_typed(host: str, address: str) -> None:
    assert address_of(host, 8000) == address


def test_naming_the_page_loads_no_heavy_library() -> None:
    code = "import sys, chatbot.ui.serve; print([m for m in ('chainlit', 'langchain') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"


COOKIES = """
import time, jwt
from types import SimpleNamespace
from chatbot.ui import routes

def logged_in(cookies):
    return routes._logged_in(SimpleNamespace(cookies=cookies))

def cookie(secret="s" * 40, **said):
    return {"access_token": jwt.encode(said, secret, algorithm="HS256")}

soon = int(time.time()) + 100
bad = [
    {},
    {"access_token": "abc"},
    cookie("another" * 6, exp=soon, identifier="local"),
    cookie(exp=5, identifier="local"),
    cookie(identifier="local"),
    cookie(exp=soon),
    cookie(exp=soon, identifier=5, metadata=3),
    cookie(exp=soon, identifier="somebody"),
]
print([logged_in(one) for one in bad], logged_in(cookie(exp=soon, identifier="local")))
"""


def test_a_cookie_that_is_forged_old_or_of_another_form_logs_nobody_in(tmp_path: Path) -> None:
    """In a process of its own: Chainlit reads its secret and lays its files when it is loaded."""
    env = os.environ | {"CHAINLIT_AUTH_SECRET": "s" * 40, "CHAINLIT_APP_ROOT": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", COOKIES], capture_output=True, text=True, env=env, check=False
    )
    assert run.stdout.splitlines()[-1:] == [f"{[False] * 8} True"], run.stderr
