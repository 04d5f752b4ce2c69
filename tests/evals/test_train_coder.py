from pathlib import Path

import pytest

from chatbot.coder import LocalCoder
from chatbot.coder.weights import read_weights, write_weights
from chatbot.domain.codes import Code, Tone, Toward
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Volley
from evals.corpora.build import FOLDER
from evals.corpora.talks import Span, TalkTurn, WrittenTalk, read_talks
from evals.corpora.tone.written import ToneCorpusError, report
from evals.corpora.tone.written import read_hand as read_tones
from evals.train.coder.copies import stripped, turned
from evals.train.coder.examples import examples_of
from evals.train.coder.fitting import Strength
from evals.train.coder.lines import coach_lines
from evals.train.coder.tones import HANDS, counted
from evals.train.coder.tones import examples_of as toned_examples
from evals.train.coder.training import train


def talk(text: str, *spans: Span) -> WrittenTalk:
    turns = (TalkTurn(speaker="advisor", text=text, spans=spans),)
    return WrittenTalk(
        id="t-1", quality="high", domain="money", target="save", author="t", turns=turns
    )


def test_a_stripped_copy_keeps_its_labels_where_the_words_went() -> None:
    text = "Well, it's-- you can't sleep. What then?"
    said = talk(
        text,
        Span(code="SR", start=13, end=28, toward=Toward.NONE),
        Span(code="Q_open", start=30, end=40, toward=Toward.NONE),
    )
    turn = stripped(said).turns[0]
    assert turn.text == "well its you cant sleep what then"
    assert [turn.text[s.start : s.end] for s in turn.spans] == ["you cant sleep", "what then"]


def test_a_turned_copy_changes_marks_and_no_word() -> None:
    file = FOLDER / "talks" / "h24.txt"
    changed = 0
    for before in list(read_talks(file))[:6]:
        after = turned(before)
        assert turned(before) == after
        for one, other in zip(before.turns, after.turns, strict=True):
            assert len(one.text) == len(other.text) and one.spans == other.spans
            differs = {a + b for a, b in zip(one.text, other.text, strict=True) if a != b}
            assert differs <= {".?", ",?", "!?", "?.", "?-"}
            changed += bool(differs)
    assert changed > 10


def test_examples_know_piece_place_and_side() -> None:
    said = talk(
        "Mm-hmm. So you can't sleep. You should see a doctor.",
        Span(code="SR", start=8, end=27, toward=Toward.SUSTAIN),
        Span(code="P", start=28, end=52),
    )
    (volley,), clients = examples_of([said], plain=True)
    assert clients == []
    assert [one.piece for one in volley.clauses] == ["-", "SR", "P"]
    assert [one.toward for one in volley.clauses] == [None, Toward.SUSTAIN, None]
    assert volley.pieces == {"SR", "P"} and not volley.health and volley.plain
    assert "w:you should see" in volley.clauses[2].signs


TONED = ("t01", "t05", "t09", "t12", "t15", "t20")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a small corpus: six talks each of six hands."""
    hands = ("h05", "h20", "h24", "h27", "h36", "h43")
    talks = [t for hand in hands for t in list(read_talks(FOLDER / "talks" / f"{hand}.txt"))[:6]]
    toned = [turn for name in TONED for turn in read_tones(HANDS / f"{name}.txt")[:60]]
    steps: list[str] = []
    weights = train(talks, list(coach_lines())[:40], toned, "small-1", Strength(), steps.append)
    assert steps[0] == "reading" and len(steps) > 5
    file = tmp_path_factory.mktemp("weights") / "small.npz"
    write_weights(file, weights)
    return file


async def test_even_a_small_corpus_teaches_to_tell_a_question_from_information(
    taught: Path,
) -> None:
    coder = LocalCoder(read_weights(taught))
    assert coder.name == "small-1"
    before = Transcript().advisor("Hello.").client("How long does it take?")
    persona = nobody("move the money by March")
    told = await coder.code(
        Volley(text="The bank takes five working days.", before=before, persona=persona)
    )
    asked = await coder.code(
        Volley(text="What worries you about it?", before=before, persona=persona)
    )
    assert Code.QUESTION in asked.codes and Code.QUESTION not in told.codes
    weights = read_weights(taught)
    assert all(0.15 <= limit <= 0.75 + 1e-6 for limit in weights.limits["pieces"])
    assert all(0.5 <= heat <= 4 for heat in weights.cooling.values())


async def test_and_what_talks_down(taught: Path) -> None:
    coder = LocalCoder(read_weights(taught))
    before = Transcript().client("I'd rather wait.")
    turns = [turn for turn in read_tones(HANDS / "t01.txt")[:60] if turn.tones == {Tone.FLATTERY}]
    heard = [
        await coder.code(Volley(text=turn.text, before=before, persona=nobody(turn.target)))
        for turn in turns
    ]
    found = [Tone.FLATTERY in {hit.tone for hit in one.tones} for one in heard]
    assert len(turns) > 3 and sum(found) > len(turns) / 2


def test_a_toned_turn_stands_once_for_each_tone_and_once_more_without_marks(
    tmp_path: Path,
) -> None:
    path = tmp_path / "t.txt"
    path.write_text(
        "@ tax | file it\nC: No.\ncontempt+pressure: Sign it, you ninny!\nnone/short: Mm.\n"
    )
    pair = read_weights().clause
    examples = list(toned_examples(read_tones(path), pair))
    assert [(one.label > 0, one.weight, one.plain) for one in examples] == [
        (True, 0.5, True),
        (True, 0.5, True),
        (True, 0.2, False),
        (True, 0.2, False),
        (False, 1.0, True),
        (False, 0.4, False),
    ]
    assert {tone: n for tone, n in counted(examples).items() if n} == {
        Tone.CONTEMPT: 1,
        Tone.PRESSURE: 1,
    }


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("@ tax\n", "a scene is"),
        ("@ tax | file it\ncontempt: No.\n", "stands below"),
        ("@ tax | file it\nC: No.\nsarcasm: Well.\n", "a tone is one of contempt"),
        ("@ tax | file it\nC: No.\nnone: Well.\n", "names its kind"),
        ("@ tax | file it\nC: No.\nWell.\n", "a reply is"),
    ],
)
def test_a_tone_file_that_is_not_of_the_form_says_where(
    tmp_path: Path, text: str, mend: str
) -> None:
    path = tmp_path / "t.txt"
    path.write_text(text)
    with pytest.raises(ToneCorpusError, match=rf"t\.txt:\d: .*{mend}"):
        read_tones(path)


def test_a_tone_file_is_checked_for_habits(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    lines = "".join(f"pressure: Sign it now {word}.\n" for word in ("Ada", "Bo", "Cy"))
    path.write_text(f"@ tax | file it\nC: No.\n{lines}")
    found = "\n".join(report(path))
    assert "3 turns of pressure begin with 'sign it'" in found
    assert "3 turns in 1 scenes; pressure 3" in found


def test_the_tone_corpus_has_no_turn_twice() -> None:
    texts = [turn.text for path in HANDS.glob("t*.txt") for turn in read_tones(path)]
    assert len(texts) > 9000
    twice = len(texts) - len(set(texts))
    assert twice < 20
