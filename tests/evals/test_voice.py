"""The client's voice under measure: corpora, lessons, the plain client, sheets for blind readers."""

import asyncio
from pathlib import Path

import pytest

from chatbot.adapters.scripted import ScriptedModel
from chatbot.domain.moves import Act
from evals.advisors.scripted import Kind
from evals.batch import hold_scripted
from evals.controls import planner_of
from evals.conversation import Setup
from evals.corpora.coach.written import CoachCorpusError
from evals.corpora.coach.written import report as coach_report
from evals.corpora.numbered import NumberedError
from evals.corpora.voice.written import VoiceCorpusError, complaints, read_hand, read_plain
from evals.plain import PlainVoice
from evals.ratings import wordings
from evals.ratings.filled import Filled
from evals.ratings.form import Kind as Sheet
from evals.ratings.scoring import score
from evals.ratings.sheet import make_key
from evals.records import ConversationRecord
from evals.train.coder.lines import coach_lines
from evals.train.voice.data import coach_lessons, split, voice_lessons
from tests.chains.room import THEA, brief, said, secrets

HAND = """\
@ Petra, 58, school caretaker | short | pensions
A: What would you like that money to do?
desire: I'd like to mend my mother's roof by 2027. => Mend my mother's roof by 2028.
minimal: => Last.
A: I see.
doubt: => Do you.
"""


def test_a_hand_is_read_with_what_was_said_before(tmp_path: Path) -> None:
    (tmp_path / "v.txt").write_text(HAND)
    (tmp_path / "p.txt").write_text("1: Roof.\n2: Hm.\n3: No.\n")
    examples = read_hand(tmp_path / "v.txt")
    assert [(e.act, e.before) for e in examples] == [
        (Act.DESIRE, ""),
        (Act.MINIMAL, ""),
        (Act.DOUBT, "Mend my mother's roof by 2028."),
    ]
    assert list(complaints(examples[0])) == ["figures from nowhere: 2028"]
    plain = read_plain(tmp_path / "p.txt", tmp_path / "v.txt")
    assert [e.reply for e in plain] == ["Roof.", "Hm.", "No."]


@pytest.mark.parametrize(
    ("hand", "plain", "words"),
    [
        ("desire: => no person yet\n", "1: x\n", r"v\.txt:1: before the first line"),
        ("@ a | b\n", "1: x\n", r"v\.txt:1: a person is"),
        (HAND, "1: x\n3: y\n", r"p\.txt: no text for 2"),
        (HAND, "1: x\n1: y\n", r"p\.txt:2: 1 is there twice"),
        (HAND, "1: x\n9: y\n", r"p\.txt:2: 9 is none of 1 to 3"),
        (HAND, "one x\n", r"p\.txt:1: a line is"),
    ],
)
def test_what_is_not_of_the_form_is_named(
    tmp_path: Path, hand: str, plain: str, words: str
) -> None:
    (tmp_path / "v.txt").write_text(hand)
    (tmp_path / "p.txt").write_text(plain)
    with pytest.raises((VoiceCorpusError, NumberedError), match=words):
        read_plain(tmp_path / "p.txt", tmp_path / "v.txt")


def test_a_coach_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text("@ tax | file it\nC: No.\nA: You must.\nautonomy: => It's yours, but do it.\n")
    assert any("takes the freedom back" in line for line in coach_report(path))
    path.write_text("autonomy: => It's yours.\n")
    with pytest.raises(CoachCorpusError, match="stands below"):
        coach_report(path)


def test_lessons_are_parted_by_person_and_scene() -> None:
    for lessons, least in ((voice_lessons(), 5000), (coach_lessons(), 2200)):
        learn, held = split(lessons)
        assert len(lessons) >= least
        assert not {one.whose for one in learn} & {one.whose for one in held}
        assert 0.05 < len(held) / len(lessons) < 0.15
    assert {span.code for line in coach_lines() for t in line.turns for span in t.spans} == {
        "Q_open",
        "CR",
        "Emphasize",
        "Seek",
    }


async def test_the_plain_client_is_told_all_and_does_what_the_model_says() -> None:
    model = ScriptedModel(["Hm, all right then."])
    deltas, spoken = await said(PlainVoice(model), brief("Why?"))
    assert deltas == ["Hm, all right then."]
    assert spoken.voice == "plain:scripted:model"
    system = model.prompts[0].messages[0].text
    assert any(secret in system for secret in secrets(THEA))
    assert planner_of("plain:openai:m") is not planner_of("lines")


def test_wordings_are_rated_apart_by_where_they_come_from() -> None:
    setup = Setup(persona="retirement-money", advisor=Kind.AVERAGE, voice="lines", seed=3, cap=8)
    record = asyncio.run(hold_scripted(setup))
    assert isinstance(record, ConversationRecord)
    items = wordings.replies([record], 6, seed=1)
    assert {item.source["group"] for item in items} == {"lines"}
    assert all(item.cells["person"].startswith("Thea Brandreth, 68.") for item in items)
    assert wordings.refused([record], 6, seed=1) == []
    boxed = [item.model_copy(update={"source": item.source | {"group": "box"}}) for item in items]
    key = make_key(Sheet.VOICE, 1, ("run",), [*items, *boxed])
    answers = {
        name: {"conveyed": "yes" if item.source["group"] == "lines" else "no"}
        for name, item in key.items.items()
    }
    report = score(key, (Filled(rater="a", answers=answers),))
    shares = {name: questions[0].shares["yes"].value for name, questions in report.groups.items()}
    assert shares == {"box": 0.0, "lines": 1.0}
