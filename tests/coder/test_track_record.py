"""The shipped file of what was measured of the coder."""

import logging
from pathlib import Path

import pytest

from chatbot.coder import shipped_coder
from chatbot.coder.track_record import read_reliability
from chatbot.domain.codes import Code
from chatbot.domain.reliability import Kind


def test_what_ships_was_measured_on_the_coder_that_ships() -> None:
    found = read_reliability()
    assert found is not None
    assert found.coder == shipped_coder().name, "renew it: make reliability"
    assert set(found.labels[Kind.CODES]) == set(Code)
    assert found.labelled_by
    assert found.talks >= 24


def test_without_a_file_nothing_was_measured(tmp_path: Path) -> None:
    assert read_reliability(tmp_path / "none.json") is None


@pytest.mark.parametrize("text", ["", "{}", '{"version": 2}', "\udcff"])
def test_a_broken_file_claims_nothing_and_names_the_mend(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "reliability.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with caplog.at_level(logging.WARNING):
        assert read_reliability(file) is None
    assert "make reliability" in caplog.text
