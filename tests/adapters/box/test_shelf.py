"""Names of models, and the folder they lie in."""

from pathlib import Path

import pytest

from chatbot.adapters.box.catalogue import KNOWN, HubFile, read_name
from chatbot.adapters.box.shelf import Shelf, require_room
from chatbot.domain.errors import InputError, ModelError, NotFound

SUM = "a" * 64


def test_names_are_read_as_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_name("smollm2-135m") is KNOWN[0]
    assert read_name("some/repo/file.gguf") == HubFile(owner="some", repo="repo", path="file.gguf")
    deep = read_name(f"some/repo/sub/a file.gguf#sha256={SUM.upper()}")
    assert deep == HubFile(owner="some", repo="repo", path="sub/a file.gguf", sha256=SUM)
    for path in ("/a/b.gguf", "./b.gguf", "../a/b/c.gguf"):
        assert read_name(path) == Path(path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.gguf").write_bytes(b"GGUF")
    assert read_name("here.gguf") == Path("here.gguf")


@pytest.mark.parametrize(
    "name", ["", "smollm", "a/b.gguf", "a/b/c.bin", "a/../../b.gguf", "a/b/.c.gguf", "a/b/c.gguf\n"]
)
def test_any_other_name_is_refused_with_what_could_be_meant(name: str) -> None:
    with pytest.raises(NotFound, match=r"smollm2-135m.*owner/repo/file\.gguf"):
        read_name(name)


@pytest.mark.parametrize("checksum", ["sha256=12", SUM, "md5=" + SUM, "sha256=" + "g" * 64])
def test_a_checksum_that_is_none_is_refused(checksum: str) -> None:
    with pytest.raises(NotFound, match="64 hexadecimal"):
        read_name(f"a/b/c.gguf#{checksum}")


def test_what_is_not_here_says_how_it_gets_here(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with pytest.raises(NotFound, match="sparring model fetch smollm2-135m"):
        shelf.find("smollm2-135m")
    with pytest.raises(NotFound, match="check the path"):
        shelf.find(str(tmp_path / "no.gguf"))


def test_half_a_model_and_another_kind_of_file_are_not_used(tmp_path: Path) -> None:
    half = tmp_path / KNOWN[0].file
    half.write_bytes(b"GGUF half")
    with pytest.raises(ModelError, match=r"9 bytes.*98362432.*sparring model remove"):
        Shelf(tmp_path).find("smollm2-135m")
    half.write_bytes(b"PK")
    with pytest.raises(ModelError, match="no GGUF"):
        Shelf(tmp_path).find(str(half))


def test_the_list_tells_what_is_known_and_what_else_lies_there(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "none")
    [known] = shelf.standing()
    assert (known.name, known.path, known.licence) == ("smollm2-135m", None, "Apache-2.0")
    other = shelf.folder / "some" / "repo" / "file.gguf"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"GGUF")
    listed = shelf.standing()[-1]
    assert (listed.name, listed.path, listed.size) == ("some/repo/file.gguf", other, 4)
    assert shelf.find(listed.name) == other


def test_removing_takes_a_model_and_its_leftovers_and_nothing_else(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "models")
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF")
    repo = shelf.folder / "some" / "repo"
    repo.mkdir(parents=True)
    for name in ("a.gguf", "a.gguf.abc.part", "b.gguf"):
        (repo / name).write_bytes(b"GGUF")
    (shelf.folder / ".fetch-x").mkdir()
    gone = shelf.remove("some/repo/a.gguf")
    assert {path.name for path in gone} == {"a.gguf", "a.gguf.abc.part", ".fetch-x"}
    assert [path.name for path in repo.iterdir()] == ["b.gguf"]
    (shelf.folder / "loose.gguf").write_bytes(b"GGUF")
    assert shelf.remove("loose.gguf") == (shelf.folder / "loose.gguf",)
    with pytest.raises(NotFound, match="not here"):
        shelf.remove("some/repo/a.gguf")
    for outside in (str(own), "../own.gguf"):
        with pytest.raises(InputError, match="delete it yourself"):
            shelf.remove(outside)
    assert own.exists()


def test_a_disk_without_room_is_told_before_the_download(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"free, and .* GB are needed.*SPARRING_MODELS"):
        require_room(tmp_path, 10**18)
