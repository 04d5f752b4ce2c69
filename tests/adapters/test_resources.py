"""Persona files and prompts: read when they change, with errors one can mend a file by."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.adapters.resources import Gallery, Library, load_persona, shipped
from chatbot.domain.errors import NotFound, PersonaError, PromptError
from chatbot.domain.persona import Persona
from tests.kit import client_data

Change = Callable[[dict[str, Any]], object]


def write(
    folder: Path, file: str = "ada.yaml", change: Change | None = None, **fields: Any
) -> Path:
    """Write the small client, changed, to a file."""
    data = client_data() | fields
    if change is not None:
        change(data)
    path = folder / file
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    """Return the line on which a text stands in a file."""
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def own(folder: Path) -> Gallery:
    return Library(personas_folder=folder).gallery()


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "at", "says"),
    [
        (lambda d: d.pop("name"), "schema_version", "name: is missing"),
        (
            lambda d: d["advisor_brief"].pop("role"),
            "advisor_brief",
            "advisor_brief.role: is missing",
        ),
        (
            lambda d: d.update(colour="red"),
            "colour",
            "colour: is no field of a persona; put your own",
        ),
        (lambda d: d["speech"].update(pace="slow"), "pace", "speech.pace: is no field"),
        (
            lambda d: d.update(age=7),
            "age",
            "age: input should be greater than or equal to 16 (here: '7')",
        ),
        (lambda d: d.update(difficulty=9), "difficulty", "difficulty: input should be less than"),
        (lambda d: d.update(age=float("nan")), "age", "age: "),
        (
            lambda d: d["concerns"][1].update(trust=1.5),
            "trust: 1.5",
            "concerns.1.trust: input should be",
        ),
        (
            lambda d: d["concerns"][0].update(valid="maybe"),
            "valid",
            "concerns.0.valid: Input should be 'yes'",
        ),
        (
            lambda d: d["facts"][0].update(id="poker"),
            "I play poker",
            "against_type.0.id: the id 'poker' is used twice",
        ),
        (lambda d: d.update(lines={"hum": ["Hm."]}), "hum", "lines.hum: Input should be 'doubt'"),
        (
            lambda d: d.update(lines={"doubt": ["Hm.", {"text": "No.", "about": ["ghosts"]}]}),
            "- ghosts",
            "lines.doubt.1.about: no content has the id 'ghosts'; name one",
        ),
        (
            lambda d: d["plans"][0].update(after=["reads"]),
            "- reads",
            "plans.0.after: 'reads' is no concern",
        ),
        (
            lambda d: d.update(best_outcomes=["plan"]),
            "- plan",
            "best_outcomes.0: no plan ends in 'plan'; add",
        ),
        (
            lambda d: d.update(best_outcomes=["walk_out"]),
            "- walk_out",
            "best_outcomes.0: 'walk_out' is no good",
        ),
        (
            lambda d: d.update(portrait="../../etc/passwd"),
            "portrait",
            "portrait: String should match",
        ),
        (lambda d: d.update(id="../x"), "id: ../x", "id: String should match"),
        (lambda d: d.update(facts="none"), "facts", "facts: must be a list"),
        (
            lambda d: d.update(schema_version="one"),
            "schema_version",
            "schema_version: Input should be 1",
        ),
    ],
)
def test_an_error_names_file_line_field_and_mend(
    tmp_path: Path, change: Change, at: str, says: str
) -> None:
    path = write(tmp_path, change=change)
    with pytest.raises(PersonaError) as caught:
        load_persona(path)
    [message] = str(caught.value).splitlines()
    # Where a list item is at fault, its own line or that of the entry around it is named.
    place, _, rest = message.partition(": ")
    name, _, line = place.partition(":")
    assert (name, rest[: len(says)]) == ("ada.yaml", says)
    assert abs(int(line) - line_of(path, at)) <= 1


def test_all_errors_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, age=3, colour="red")
    with pytest.raises(PersonaError) as caught:
        load_persona(path)
    assert len(str(caught.value).splitlines()) == 2


HOSTILE = {
    "tag": (
        "id: a\nname: !!python/object/apply:os.system ['touch pwned']\n",
        "tag.yaml: line 2: the tag",
    ),
    "bomb": ("a: &a [1]\nb: *a\n", "bomb.yaml: line 1: anchors"),
    "twice": ("id: a\nid: b\n", "twice.yaml: line 2: 'id' stands twice"),
    "empty": ("", "empty.yaml: the file is empty"),
    "list": ("- a\n", "list.yaml: must be a map of fields, beginning with 'schema_version: 1'"),
    "newer": ("schema_version: 2\n", "schema_version 2 is newer than this Sparring; update it"),
    "deep": ("[" * 100_000, "nested deeper than"),
    "large": ("a: " + "x" * 600 * 1024, "the file has 600 KB"),
    "digits": ("age: " + "9" * 5000, "schema_version: is missing"),
}


def test_hostile_and_empty_files_are_listed_with_their_errors_and_hide_no_other(
    tmp_path: Path, personas: dict[str, Persona]
) -> None:
    for name, (text, _) in HOSTILE.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    write(tmp_path)
    gallery = own(tmp_path)
    assert gallery.personas.keys() == {"ada", *personas}
    messages = {broken.path.stem: broken.message for broken in gallery.broken}
    assert messages.keys() == HOSTILE.keys()
    for name, (_, says) in HOSTILE.items():
        assert says in messages[name]


def test_a_file_in_another_encoding_is_listed_with_its_error(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"name: Andr\xe9\n")
    assert "latin.yaml: byte 10 is no UTF-8" in own(tmp_path).broken[0].message


def test_a_folder_or_dangling_link_named_like_a_persona_is_listed(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    names = {broken.path.name: broken.message for broken in own(tmp_path).broken}
    assert names.keys() == {"folder.yaml", "link.yaml"}
    assert "cannot be read" in names["link.yaml"]


def test_template_syntax_in_texts_is_kept_verbatim(tmp_path: Path) -> None:
    odd = "{{role}} {quote} {0} %s ${HOME} {% if x %} \\1"
    path = write(tmp_path, about=odd, opening=[odd])
    persona = load_persona(path)
    assert (persona.about, persona.opening[0].text) == (odd, odd)


def test_yes_is_a_word(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(
        path.read_text().replace("  layer: surface\n", "  layer: surface\n  valid: yes\n")
    )
    assert load_persona(path).concerns[0].valid == "yes"


# --- the folder as it is now --------------------------------------------------------------------


def test_a_file_dropped_in_edited_and_deleted_is_seen_at_the_next_look(tmp_path: Path) -> None:
    library = Library(personas_folder=tmp_path)
    assert "ada" not in library.gallery().personas
    path = write(tmp_path)
    assert library.gallery().get("ada").name == "Ada Moss"
    write(tmp_path, age=62)
    assert library.gallery().get("ada").age == 62
    path.write_text("broken")
    assert "ada" not in library.gallery().personas
    assert len(library.gallery().broken) == 1
    path.unlink()
    assert library.gallery().broken == ()


def test_a_file_that_has_not_changed_is_not_parsed_again(tmp_path: Path) -> None:
    write(tmp_path)
    library = Library(personas_folder=tmp_path)
    assert library.gallery().get("ada") is library.gallery().get("ada")


def test_an_edit_of_the_same_length_is_seen(tmp_path: Path) -> None:
    library = Library(personas_folder=tmp_path)
    path = write(tmp_path)
    before = library.gallery().get("ada")
    write(tmp_path, age=62)
    os.utime(path, ns=(1, 1))
    assert (before.age, library.gallery().get("ada").age) == (61, 62)


def test_the_user_s_file_wins_over_a_shipped_one(tmp_path: Path) -> None:
    path = write(tmp_path, id="the-will", name="My Own")
    gallery = own(tmp_path)
    assert gallery.get("the-will").name == "My Own"
    assert gallery.paths["the-will"] == path
    assert gallery.broken == ()


def test_a_broken_file_of_the_user_s_leaves_the_shipped_one_in_place(tmp_path: Path) -> None:
    write(tmp_path, id="the-will", age=3)
    gallery = own(tmp_path)
    assert gallery.get("the-will").age > 3
    assert len(gallery.broken) == 1


def test_of_two_files_with_one_id_the_first_stands_and_the_second_is_listed(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", name="First")
    write(tmp_path, "b.yml", name="Second")
    gallery = own(tmp_path)
    assert gallery.get("ada").name == "First"
    assert [b.message for b in gallery.broken] == [
        "b.yml: the id 'ada' is taken by a.yaml; give it another"
    ]


def test_other_files_are_not_looked_at(tmp_path: Path) -> None:
    for name in ("_template.yaml", ".hidden.yaml", "README.md", "ada.yaml~", "ada.json"):
        (tmp_path / name).write_text("not: a persona")
    assert own(tmp_path).broken == ()


def test_a_user_folder_that_is_gone_hides_no_shipped_client(
    tmp_path: Path, personas: dict[str, Persona]
) -> None:
    assert own(tmp_path / "gone").personas == personas


def test_an_unknown_client_is_told_with_those_at_hand(library: Library) -> None:
    with pytest.raises(NotFound, match=r"no client 'nobody'. At hand: .*the-will"):
        library.gallery().get("nobody")


def test_each_shipped_file_loads(each_persona: Persona, library: Library) -> None:
    path = library.gallery().paths[each_persona.id]
    assert path.parent == shipped("personas")
    assert path.stem == each_persona.id


def test_nothing_shipped_is_broken(library: Library) -> None:
    assert library.gallery().broken == ()


# --- prompts ------------------------------------------------------------------------------------

GOOD = "---\nversion: 1\nvariables: [name]\n---\n## system\nYou are {{name}}.\n"


def test_the_user_s_prompt_wins_and_a_change_shows_in_the_digest(tmp_path: Path) -> None:
    library = Library(prompts_folder=tmp_path)
    before = library.digest()
    assert before == Library().digest()
    (tmp_path / "client.md").write_text(GOOD)
    assert library.template("client").fill("system", name="Ada") == "You are Ada."
    assert library.digest() != before
    assert len(before) == 12


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("## system\nHello.", "lacks its front matter"),
        ("---\nversion: [\n---\n## system\nHello.", "front matter, line"),
        ("---\njust words\n---\n## system\nHello.", "front matter: must be a map"),
        ("---\nversion: 1\n---\n## system\nYou are {{name}}.", "differ: name"),
    ],
)
def test_a_broken_prompt_is_refused_by_name(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "client.md").write_text(text)
    with pytest.raises(PromptError, match=f"'client'.*{why}"):
        Library(prompts_folder=tmp_path).template("client")


def test_a_broken_table_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "coaching.yaml").write_text("- a list")
    library = Library(prompts_folder=tmp_path)
    with pytest.raises(PromptError, match=r"coaching.yaml: must be a map"):
        library.table("coaching")
    (tmp_path / "coaching.yaml").write_text("a: [")
    with pytest.raises(PromptError, match=r"coaching.yaml, line 2"):
        library.table("coaching")
    with pytest.raises(PromptError, match=r"no prompt file 'nothing.yaml'"):
        library.table("nothing")
