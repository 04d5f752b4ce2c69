"""YAML read strictly: plain data, and a line for each field."""

from pathlib import Path
from typing import Any

import pytest

from chatbot.adapters.yaml_file import MAX_BYTES, YamlProblem, parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("valid: yes", {"valid": "yes"}),
        ("a: [on, off, No, y]", {"a": ["on", "off", "No", "y"]}),
        ("a: [true, False]", {"a": [True, False]}),
        ("a: 2026-01-31", {"a": "2026-01-31"}),
        ("a: [1, -2, 0.5, 1e3, .5]", {"a": [1, -2, 0.5, "1e3", 0.5]}),
        ("a: [0x1f, 1_000, 0o17, 12:30]", {"a": ["0x1f", "1_000", "0o17", "12:30"]}),
        ("a: [~, null, '']", {"a": [None, None, ""]}),
        ("1: one", {"1": "one"}),
        ("a: '{{name}} {0} %s ${x}'", {"a": "{{name}} {0} %s ${x}"}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: !!str 5", {"a": "5"}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
    ],
)
def test_plain_data_is_read_as_it_is_written(text: str, data: Any) -> None:
    assert parse_yaml(text).data == data


@pytest.mark.parametrize(
    "figure", ["9" * 5000, "!!int '--1'", "!!int '²'", "-" + "1" * 19, ".inf", "1" * 400 + ".5e9"]
)
def test_a_figure_that_is_none_never_ends_the_reading(figure: str) -> None:
    assert parse_yaml(f"age: {figure}").data.keys() == {"age"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: 1\nb: !!python/object/apply:os.system [ls]", "line 2: the tag .*python.* not allowed"),
        ("a: !mine x", "line 1: the tag !mine is not allowed"),
        ("a: !!set {x}", "line 1: the tag .*set is not allowed"),
        ("a: !!binary aGk=", "line 1: the tag .*binary is not allowed"),
        ("a: &x [1]\nb: *x", "line 1: anchors .* write the text out"),
        ("a: &x [*x]", "line 1: "),
        ("a: 1\nb: 2\na: 3", "line 3: 'a' stands twice; keep one"),
        ("? [a]\n: b", "line 1: a field name must be plain text"),
        ("a: [1", "line 2: did not find expected"),
        ("a: b: c", "line 1: mapping values are not allowed"),
        ("a: 1\n---\nb: 2", "line 2: but found another document"),
        ("a: \x00", "no YAML: .*control characters"),
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
    ],
)
def test_anything_clever_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(YamlProblem, match=why):
        parse_yaml(text)


@pytest.mark.parametrize("opener", ["[", "{a: ", "- "])
def test_nesting_without_end_is_refused_and_does_not_end_the_process(opener: str) -> None:
    with pytest.raises(YamlProblem, match="line 1: nested deeper than 24 levels"):
        parse_yaml(opener * 100_000)


def test_aliases_that_would_grow_to_a_billion_are_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "\n".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(YamlProblem, match="anchors"):
        parse_yaml(bomb)


def test_each_field_knows_its_line_and_a_missing_one_the_line_around_it() -> None:
    parsed = parse_yaml("a: 1\nb:\n  - c: 2\n  - d: 3\n")
    assert parsed.line_of(("b", 1, "d")) == 4
    assert parsed.line_of(("b", 1, "nothing")) == 4
    assert parsed.line_of(("nothing",)) == 1


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: " + "x" * 600 * 1024)
    with pytest.raises(YamlProblem, match="600 KB; at most 512 KB"):
        read_yaml(path)
    path.write_text("a: " + "x" * (MAX_BYTES - 3))
    assert len(read_yaml(path).data["a"]) == MAX_BYTES - 3


def test_a_file_in_another_encoding_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: André".encode("latin-1"))
    with pytest.raises(YamlProblem, match="byte 10 is no UTF-8; save the file as UTF-8"):
        read_yaml(path)
