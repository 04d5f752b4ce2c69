"""Making and exchanging clients on the command line, over files in a folder of one's own."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chatbot.adapters.cards.png import read_chunks, texts
from chatbot.adapters.resources import load_persona
from chatbot.cli import main
from chatbot.cli.interview import Interview, Stopped
from chatbot.domain.interview import QUESTIONS
from chatbot.domain.persona import Persona
from tests.adapters.cards_kit import PICTURE, as_json, as_png, foreign, packed, text_chunk, third
from tests.chains.test_persona_draft import PARAGRAPH, reply
from tests.fakes.openai_server import FakeServer

Sparring = Callable[..., str]
EXAMPLES = [question.example for question in QUESTIONS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where the user's own clients go while nothing else is set."""
    return tmp_path / "data" / "personas"


@pytest.fixture
def sparring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sparring:
    """Return what runs a command, with lines to type, and gives back what it printed."""
    monkeypatch.setenv("SPARRING_DATA", str(tmp_path / "data"))

    def run(*words: str, typed: tuple[str, ...] | list[str] = (), status: int = 0) -> str:
        text = "".join(f"{line}\n" for line in typed)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
        capsys.readouterr()
        assert main(words) == status
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def files(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def bare(persona: Persona) -> Persona:
    return persona.model_copy(update={"id": "x", "extensions": {}, "portrait": None})


def test_an_interview_makes_a_client_who_talks_at_once(sparring: Sparring, folder: Path) -> None:
    printed = sparring("personas", "new", "ada", typed=EXAMPLES)
    assert printed.count("e.g. ") == 20
    assert "1/20  What is the talk about" in printed
    assert "sparring chat --persona ada" in printed
    assert files(folder) == ["ada.yaml"]
    assert load_persona(folder / "ada.yaml").name == "Ada Example"
    assert "can be talked with" in sparring("personas", "check", str(folder / "ada.yaml"))
    assert "ada" in sparring("personas")
    chat = ("chat", "--persona", "ada", "--client", "lines", "--seed", "1", "--coaching", "off")
    talk = sparring(*chat, typed=["What worries you about the fees?"])
    assert talk.count("Ada Example: ") >= 2


def test_whoever_skips_everything_gets_a_client_with_everything_to_do(
    sparring: Sparring, folder: Path
) -> None:
    assert "marked TODO" in sparring("personas", "new", "ada", typed=[""] * 20)
    text = (folder / "ada.yaml").read_text("utf-8")
    assert text.count("# TODO: ") >= 20
    sparring("personas", "check", str(folder / "ada.yaml"))


def test_one_can_go_back_change_and_take_away(sparring: Sparring, folder: Path) -> None:
    typed = ["<", "tax", "Bob", "<", "<", "wills", "", "<", "-", "<", "Eve, 30"]
    printed = sparring("personas", "new", "eve", typed=typed + [""] * 20)
    assert "so far: tax" in printed
    assert "so far: Bob" in printed
    eve = load_persona(folder / "eve.yaml")
    assert (eve.domain, eve.name, eve.age) == ("wills", "Eve", 30)


def test_an_answer_that_cannot_be_used_is_asked_for_again(sparring: Sparring, folder: Path) -> None:
    printed = sparring("personas", "new", "bob", typed=["tax", "Bob, 12", "Bob, 21"] + [""] * 18)
    assert "Once more" in printed
    assert load_persona(folder / "bob.yaml").age == 21


def test_stopping_keeps_the_answers_and_one_goes_on_from_there(
    sparring: Sparring, folder: Path
) -> None:
    printed = sparring("personas", "new", "ada", typed=EXAMPLES[:5], status=130)
    assert "_ada.answers.yaml" in printed
    assert "sparring personas new ada" in printed
    assert files(folder) == ["_ada.answers.yaml"]
    assert "cannot be used" not in sparring("personas")
    printed = sparring("personas", "new", "ada", typed=EXAMPLES[5:])
    assert "5 questions are behind you" in printed
    assert "\n1/20" not in printed
    assert files(folder) == ["ada.yaml"]
    assert load_persona(folder / "ada.yaml").name == "Ada Example"


def test_leaving_before_the_first_answer_leaves_nothing(sparring: Sparring, folder: Path) -> None:
    assert "Nothing was answered yet." in sparring("personas", "new", "ada", status=130)
    assert files(folder) == []


def test_ctrl_c_is_such_a_stop(tmp_path: Path, sparring: Sparring, folder: Path) -> None:
    def pressed(prompt: str) -> str:
        raise KeyboardInterrupt

    sparring("personas", "new", "ada", typed=EXAMPLES[:3], status=130)
    interview = Interview(folder / "_ada.answers.yaml", pressed)
    with pytest.raises(Stopped):
        interview.run()
    assert list(Interview(folder / "_ada.answers.yaml").answers) == ["domain", "who", "about"]


@pytest.mark.parametrize("kept", ["[", "a: &x 1\nb: *x", "\x00"])
def test_kept_answers_that_were_spoilt_are_told(
    sparring: Sparring, folder: Path, kept: str
) -> None:
    folder.mkdir(parents=True)
    (folder / "_ada.answers.yaml").write_text(kept)
    assert "begin anew" in sparring("personas", "new", "ada", status=1)


def test_kept_answers_that_do_not_fit_are_asked_anew(sparring: Sparring, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "_ada.answers.yaml").write_text("domain: tax\nwho: Bob, 3\nelse: x\n")
    assert "2/20" in sparring("personas", "new", "ada", typed=[""] * 20)
    assert load_persona(folder / "ada.yaml").domain == "tax"


def test_blank_writes_the_file_to_fill_in(sparring: Sparring, folder: Path) -> None:
    sparring("personas", "new", "school-bus", "--blank")
    assert load_persona(folder / "school-bus.yaml").id == "school-bus"
    assert "there already" in sparring("personas", "new", "school-bus", "--blank", status=1)
    assert "lower case" in sparring("personas", "new", "School Bus", "--blank", status=1)
    assert "lower case" in sparring("personas", "new", "../x", status=1)


def test_a_folder_of_one_s_own_comes_first(
    sparring: Sparring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARRING_PERSONAS", str(tmp_path))
    sparring("personas", "new", "school-bus", "--blank")
    assert (tmp_path / "school-bus.yaml").exists()


@pytest.fixture(scope="module")
def server() -> Iterator[FakeServer]:
    """Return a model server."""
    with FakeServer() as running:
        yield running


@pytest.mark.parametrize("role", ["EVALUATOR", "CLIENT"])
def test_a_paragraph_is_drafted_by_the_model_at_hand(
    sparring: Sparring,
    folder: Path,
    server: FakeServer,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
) -> None:
    server.state.forget()
    server.reply("ok", reply())
    monkeypatch.setenv(f"SPARRING_{role}_MODEL", "openai:ok")
    monkeypatch.setenv(f"SPARRING_{role}_BASE_URL", server.base_url)
    printed = sparring("personas", "new", "ada", "--from", "-", typed=[PARAGRAPH])
    assert "check every line" in printed
    text = (folder / "ada.yaml").read_text("utf-8")
    assert "# Drafted by openai:ok from a paragraph." in text
    assert load_persona(folder / "ada.yaml").extensions == {"drafted_by": "openai:ok"}
    sent: list[dict[str, Any]] = server.requests[0].body["messages"]
    assert PARAGRAPH in sent[-1]["content"]


def test_a_draft_that_fails_leaves_nothing(
    sparring: Sparring,
    folder: Path,
    tmp_path: Path,
    server: FakeServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.state.forget()
    monkeypatch.setenv("SPARRING_CLIENT_MODEL", "openai:bad-object")
    monkeypatch.setenv("SPARRING_CLIENT_BASE_URL", server.base_url)
    paragraph = tmp_path / "ada.txt"
    paragraph.write_text(PARAGRAPH)
    printed = sparring("personas", "new", "ada", "--from", str(paragraph), status=1)
    assert "Nothing was written." in printed
    paragraph.write_bytes(b"\xff")
    assert "UTF-8" in sparring("personas", "new", "ada", "--from", str(paragraph), status=1)
    assert "cannot be read" in sparring("personas", "new", "ada", "--from", "/nowhere", status=1)
    assert files(folder) == []


def test_without_a_model_drafting_names_the_variables_and_the_interview(
    sparring: Sparring, folder: Path
) -> None:
    printed = sparring("personas", "new", "ada", "--from", "-", typed=[PARAGRAPH], status=1)
    assert "SPARRING_EVALUATOR_MODEL" in printed
    assert "SPARRING_CLIENT_MODEL" in printed
    assert "questions" in printed
    assert files(folder) == []


def test_a_foreign_card_is_taken_over_and_goes_out_as_it_came(
    sparring: Sparring, folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "mira.json"
    source.write_bytes(as_json(foreign()))
    printed = " ".join(sparring("personas", "import", str(source)).split())
    assert "Its maker says: Enjoy her." in printed
    assert "Kept, and never used: its system prompt" in printed
    assert "marked TODO" in printed
    mira = load_persona(folder / "mira-stahl.yaml")
    assert mira.portrait is None
    assert "mira-stahl" in sparring("personas")
    out = tmp_path / "out.json"
    sparring("personas", "export", "mira-stahl", "--to", str(out), "--spec", "v2")
    card = json.loads(out.read_text("utf-8"))
    del card["data"]["extensions"]["sparring"]
    assert card == foreign()
    sparring("personas", "import", str(out), "--id", "again")
    assert bare(load_persona(folder / "again.yaml")) == bare(mira)
    assert "there already" in sparring("personas", "import", str(source), status=1)


def test_a_card_in_a_picture_brings_its_face(
    sparring: Sparring, folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "card.png"
    source.write_bytes(as_png(text_chunk("ccv3", packed(third()))))
    sparring("personas", "import", str(source), "--id", "mira")
    assert load_persona(folder / "mira.yaml").portrait == "mira.png"
    assert (folder / "mira.png").read_bytes() == PICTURE
    out = tmp_path / "out.png"
    sparring("personas", "export", "mira", "--to", str(out))
    assert set(texts(read_chunks(out.read_bytes()))) == {"chara", "ccv3"}
    (folder / "mira.yaml").rename(tmp_path / "kept.yaml")
    (folder / "mira.png").unlink()
    sparring("personas", "import", str(out))
    assert load_persona(folder / "mira.yaml") == load_persona(tmp_path / "kept.yaml")
    assert (folder / "mira.png").read_bytes() == PICTURE


@pytest.mark.parametrize("name", ["c.json", "c.png"])
@pytest.mark.parametrize("spec", ["v2", "v3"])
def test_a_shipped_client_goes_out_and_comes_back(
    sparring: Sparring,
    folder: Path,
    tmp_path: Path,
    personas: dict[str, Persona],
    name: str,
    spec: str,
) -> None:
    out = tmp_path / name
    sparring("personas", "export", "the-will", "--to", str(out), "--spec", spec)
    assert "comes before the shipped" in sparring("personas", "import", str(out))
    assert load_persona(folder / "the-will.yaml") == personas["the-will"]
    if name == "c.png":
        both = {"chara"} if spec == "v2" else {"chara", "ccv3"}
        assert set(texts(read_chunks(out.read_bytes()))) == both
    again = ("personas", "export", "the-will", "--to", str(out))
    assert "there already" in sparring(*again, status=1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04", "CHARX"),
        (b"[]", "object"),
        (as_png()[:-4], "cut short"),
        (as_json(foreign(creator_notes="x" * 210_000)), "200 KB"),
        (as_json(foreign(tags=[1] * 66_000)), "at most 512 KB"),
    ],
)
def test_a_card_that_cannot_be_used_leaves_nothing(
    sparring: Sparring, folder: Path, tmp_path: Path, content: bytes, why: str
) -> None:
    source = tmp_path / "card.png"
    source.write_bytes(content)
    assert why in sparring("personas", "import", str(source), "--id", "mira", status=1)
    assert files(folder) == []


def test_what_cannot_be_exported_is_told(sparring: Sparring, tmp_path: Path) -> None:
    for words, why in (
        (("nobody", str(tmp_path / "a.json")), "no client 'nobody'"),
        (("the-will", str(tmp_path / "a.charx")), "CHARX"),
        (("the-will", str(tmp_path / "a.txt")), "ends in .json or .png"),
    ):
        persona, target = words
        printed = sparring("personas", "export", persona, "--to", target, status=1)
        assert why in " ".join(printed.split())
    assert "cannot be read" in sparring("personas", "import", str(tmp_path / "x"), status=1)
    assert files(tmp_path) == []
