"""A file that somebody brings: what is refused and how it is said, and where it is kept."""

import json
from pathlib import Path

import pytest

from chatbot.adapters.brought import Brought, keep, read_brought, shown_name
from chatbot.adapters.cards import card_json, card_of
from chatbot.adapters.resources import Library, load_persona, shipped
from chatbot.adapters.yaml_file import MAX_BYTES
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.introduction import introduction
from chatbot.domain.persona import Persona

WILL = (shipped("personas") / "the-will.yaml").read_text("utf-8")


def brought(persona_id: str = "my-own", text: str = WILL) -> Brought:
    changed = text.replace("id: the-will\n", f"id: {persona_id}\n", 1)
    return read_brought("mine.yaml", changed.encode())


def test_a_file_is_read_as_it_is_written() -> None:
    one = brought()
    assert (one.name, one.persona.id, one.persona.name) == ("mine.yaml", "my-own", "Imelda Crouch")
    assert "# yaml-language-server" in one.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("card.png", b"\x89PNG", r"^card\.png: "),
        ("card.json", b"{}", r"^card\.json: "),
        ("client.exe", WILL.encode(), r"client\.exe: a client is a YAML file"),
        (
            "big.yaml",
            b"#" * (MAX_BYTES + 1),
            r"big\.yaml: the file is too large; at most 512 KB",
        ),
        ("latin.yml", b"name: Ren\xe9e", r"latin\.yml: byte 9 is no UTF-8; save the file as"),
        ("open.yaml", b"id: [", r"open\.yaml: line \d: "),
        ("tag.yaml", b"a: 1\nb: !!python/object:os.system {}", r"tag\.yaml: line 2: the tag"),
        ("list.yaml", b"- one", r"list\.yaml: must be a map of fields"),
        ("empty.yaml", b"", r"empty\.yaml: the file is empty"),
        (
            "../../bidi.yaml",
            "id: x\nname: Ada \u202eevil".encode(),
            r"^bidi\.yaml:2: a character that nobody sees \(U\+202E\); take it out",
        ),
        (
            "age.yaml",
            WILL.replace("age: 64", "age: 640").replace("difficulty:", "dificulty:").encode(),
            r"(?s)age\.yaml:5: age: .*640.*difficulty: is missing.*dificulty: is no field",
        ),
    ],
)
def test_what_is_wrong_is_said_with_line_and_field(name: str, content: bytes, said: str) -> None:
    with pytest.raises(PersonaError, match=said):
        read_brought(name, content)


def test_a_name_from_a_browser_is_a_name_only() -> None:
    assert shown_name("C:\\secret\\../a\u202eb\n.yaml") == "ab.yaml"
    assert shown_name("//") == "file"
    assert len(shown_name("x" * 500 + ".yaml")) == 60


def test_it_is_kept_as_it_was_written(tmp_path: Path) -> None:
    one, folder = brought(), tmp_path / "data" / "personas"
    library = Library(personas_folder=folder)
    kept = keep(one, folder, library.gallery())
    assert (kept.path, kept.renamed) == (folder / "my-own.yaml", False)
    assert kept.path.read_text("utf-8") == one.text
    again = keep(one, folder, library.gallery())
    assert (again.path, [p.name for p in folder.iterdir()]) == (kept.path, ["my-own.yaml"])


def test_nobody_is_written_over(tmp_path: Path) -> None:
    library = Library(personas_folder=tmp_path)
    (tmp_path / "my-own.yaml").write_text("not a client", "utf-8")
    first = keep(brought(), tmp_path, library.gallery())
    other = brought(text=WILL.replace("age: 64", "age: 65"))
    second = keep(other, tmp_path, library.gallery())
    assert (tmp_path / "my-own.yaml").read_text("utf-8") == "not a client"
    assert (first.path.name, first.renamed) == ("my-own-2.yaml", True)
    assert (second.path.name, second.renamed) == ("my-own.yaml", False) or second.renamed
    ages = {p.age for p in library.gallery().personas.values() if p.id.startswith("my-own")}
    assert ages == {64, 65}


def test_a_shipped_client_is_not_put_in_the_shade(tmp_path: Path) -> None:
    library = Library(personas_folder=tmp_path)
    mine = brought("the-will", WILL.replace("age: 64", "age: 65"))
    kept = keep(mine, tmp_path, library.gallery())
    assert (kept.path.name, kept.renamed) == ("the-will-2.yaml", True)
    assert load_persona(kept.path).id == "the-will-2"
    assert library.gallery().get("the-will").age == 64


def test_a_taken_id_that_cannot_be_changed_is_said(tmp_path: Path) -> None:
    odd = WILL.replace("id: the-will\n", 'id: "the\\u002dwill"\n', 1).replace("age: 64", "age: 65")
    gallery = Library().gallery()
    with pytest.raises(InputError, match="id 'the-will' already"):
        keep(read_brought("odd.yaml", odd.encode()), tmp_path, gallery)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        keep(brought(), tmp_path / "file" / "personas", Library().gallery())


def test_an_introduction_is_two_sentences_that_hide_what_is_hidden(each_persona: Persona) -> None:
    said = introduction(each_persona)
    assert 40 < len(said) < 500
    assert said.split(". ")[0] in each_persona.about
    telling = each_persona.concerns[-1].say.rstrip(".")
    told = each_persona.model_copy(update={"about": f"{telling}. She has a boat."})
    assert introduction(told) == "She has a boat."


def test_a_character_card_is_brought_like_any_file(tmp_path: Path) -> None:
    will = Library().gallery().get("the-will")
    ours = read_brought("will.json", card_json(card_of(will, "v3")).encode())
    assert ours.persona == will.model_copy(update={"portrait": None})
    card = {"name": "Ada", "description": "Ada mends clocks.", "first_mes": "Well?"}
    whole = {"spec": "chara_card_v2", "spec_version": "2.0", "data": card}
    foreign = read_brought("ada.JSON", json.dumps(whole).encode())
    assert foreign.persona.name == "Ada"
    assert "ada.JSON" in foreign.notes[0]
    kept = keep(foreign, tmp_path, Library(personas_folder=tmp_path).gallery())
    assert load_persona(kept.path) == foreign.persona
    assert "# TODO" in kept.path.read_text("utf-8")
