"""A persona as a file: with comments, read back as the same, never over another, never half."""

from pathlib import Path
from random import Random

import pytest

from chatbot.adapters.persona_file import persona_yaml, replace_file, write_file, write_persona
from chatbot.adapters.resources import load_persona
from chatbot.adapters.yaml_file import parse_yaml
from chatbot.domain.drafting import draft
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.persona import Persona
from chatbot.domain.sketch import Sketch

ODD = ("'", '"', ":", " ", "\n", "#", "- ", "é", "😀", "\x00", "\x85", "\u2028", "\t", "\ufeff")
WORDS = ("yes", "null", "1e3", "0x1F", "2024-01-01", "~", "", "<<", "=", "!tag", "&a", "*a", "1_0")


def test_a_shipped_persona_is_read_back_as_it_was(each_persona: Persona) -> None:
    text = persona_yaml(each_persona, {}, ["One."])
    assert Persona.model_validate(parse_yaml(text).data) == each_persona


def test_what_is_to_do_stands_above_its_place() -> None:
    made = draft(Sketch(name="Ada"), "ada")
    lines = persona_yaml(made.persona, made.todo, ["A head.", "x " * 80]).splitlines()
    assert all(line.startswith("#") for line in lines[:5])
    assert "name: Ada" in lines
    assert lines[lines.index("name: Ada") - 1] == "id: ada"
    role = next(i for i, line in enumerate(lines) if line.startswith("  role:"))
    assert lines[role - 1] == "  # TODO: what you are to them"
    assert sum("# TODO: " in line for line in lines) == len(made.todo)


def test_whatever_stands_in_the_extensions_comes_back() -> None:
    rng = Random(3)

    def some(depth: int) -> object:
        kind = rng.randrange(9)
        if kind < 2 and depth < 6:
            return [some(depth + 1) for _ in range(rng.randrange(4))]
        if kind < 4 and depth < 6:
            return {text(): some(depth + 1) for _ in range(rng.randrange(4))}
        number = rng.choice([0, -3, 10**17, 1.5, 1e-7, 1e22, -0.0])
        return rng.choice([text(), number, True, False, None])

    def text() -> str:
        odd = "".join(rng.choice(ODD) for _ in range(rng.randrange(5)))
        return rng.choice([odd, rng.choice(WORDS), f"a{odd}b"])

    plain = draft(Sketch(), "one").persona
    for _ in range(300):
        extended = plain.model_copy(update={"extensions": {"x": some(0), "y": [some(1)]}})
        read = parse_yaml(persona_yaml(extended, {}, [])).data
        assert read["extensions"] == extended.extensions


def test_no_file_is_written_over_or_left_half(tmp_path: Path) -> None:
    ada, bob = (draft(Sketch(), name) for name in ("ada", "bob"))
    path = tmp_path / "new" / "ada.yaml"
    write_persona(path, persona_yaml(ada.persona, ada.todo, []), ada.persona)
    assert load_persona(path) == ada.persona
    before = path.read_bytes()
    with pytest.raises(InputError, match="there already"):
        write_persona(path, persona_yaml(ada.persona, {}, []), ada.persona)
    other = path.with_name("bob.yaml")
    with pytest.raises(PersonaError, match=r"bob\.yaml"):
        write_persona(other, persona_yaml(ada.persona, {}, []), bob.persona)
    with pytest.raises(PersonaError, match=r"bob\.yaml"):
        write_persona(other, "id: [", bob.persona)
    assert [one.name for one in path.parent.iterdir()] == ["ada.yaml"]
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        replace_file(tmp_path / "file" / "x", b"")
    write_file(tmp_path / "y", b"1")
    with pytest.raises(InputError, match="there already"):
        write_file(tmp_path / "y", b"2")
    assert (tmp_path / "y").read_bytes() == b"1"
