import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatbot.coder import CoderModelError, LocalCoder, shipped_coder
from chatbot.coder.context import Context, context_of
from chatbot.coder.linear import Dense, Known, Linear, Network, Pair, look_up, sharing, together
from chatbot.coder.overview import PIECES, overview, style_of
from chatbot.coder.placing import Sure, held
from chatbot.coder.weights import Weights, read_weights, write_weights
from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Behaviour, Code, Heard, Marker
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Volley

TARGET = "move a tenth of the savings by March"


async def heard(client: str, turn: str, *earlier: Heard) -> Heard:
    before = Transcript().advisor("Good to see you.").client(client)
    volley = Volley(text=turn, before=before, persona=nobody(TARGET), heard=earlier)
    return await shipped_coder().code(volley)


@pytest.mark.parametrize(
    ("client", "turn", "code"),
    [
        ("I don't know.", "What worries you most about it?", Code.QUESTION),
        ("I don't know.", "what worries you most about it", Code.QUESTION),
        ("They never called back.", "So you felt let down by them.", Code.COMPLEX_REFLECTION),
        ("How long does it take?", "It takes about five working days.", Code.GI),
        ("I'm not sure.", "You really need to sign this today.", Code.PERSUADE),
        ("I'd leave it.", "That's just an excuse, and you know it.", Code.CONFRONT),
        ("I'm not sure.", "It's entirely up to you, and no is fine too.", Code.EMPHASIZE),
        ("It's hard.", "Would it be okay if I told you what I know about it?", Code.SEEK),
        (
            "I read the whole thing.",
            "You sat down and read forty pages, that takes real patience.",
            Code.AFFIRM,
        ),
    ],
)
async def test_unmistakable_turns(client: str, turn: str, code: Code) -> None:
    found = await heard(client, turn)
    assert code in found.codes
    for segment in found.segments:
        assert turn[segment.start : segment.end] == segment.quote
        assert 0 < segment.confidence <= 1


async def test_each_code_once_and_one_of_rivals() -> None:
    turn = (
        "So you felt let down. You were let down twice. What happened then? And what did you do? "
        "You should write to them. You ought to call them too."
    )
    found = await heard("They never called back, twice.", turn)
    codes = [segment.code for segment in found.segments]
    assert len(codes) == len(set(codes))
    assert not {Code.SIMPLE_REFLECTION, Code.COMPLEX_REFLECTION} <= set(codes)
    assert not {Code.PERSUADE, Code.PERSUADE_WITH_PERMISSION} <= set(codes)


async def test_an_acknowledgement_is_sure_to_be_nothing() -> None:
    found = await heard("I went there on Tuesday.", "Mm-hmm.")
    assert found.segments == ()
    assert found.dominant is not None and found.dominant.behaviour is Behaviour.OTHER
    assert found.dominant.confidence > 0.9


async def test_markers_of_rules_and_weights_stand_side_by_side() -> None:
    found = await heard("What do you earn if I sign?", "The firm gets 600 and then 390 a year.")
    assert found.marker(Marker.DISCLOSES_INTEREST) or found.marker(Marker.ANSWERS)
    assert not (found.marker(Marker.ANSWERS) and found.marker(Marker.DODGES))


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("I'm going to move the money on Monday.", Talk.CHANGE),
        ("I don't want to touch the savings, I just don't.", Talk.SUSTAIN),
        ("Mm-hmm.", Talk.NEUTRAL),
    ],
)
async def test_client_turns(text: str, talk: Talk) -> None:
    found = await shipped_coder().code_client(text, TARGET, "What do you think?")
    assert found.talk is talk
    signs = {"+"} if talk is Talk.CHANGE else {"-"} if talk is Talk.SUSTAIN else set()
    assert signs <= {kind[-1] for kind in found.types}


def test_how_the_advisor_talked_so_far() -> None:
    assert style_of([]).tolist() == [0.0] * 11
    style = style_of([frozenset({Code.QUESTION}), frozenset({Code.QUESTION, Code.GI})])
    order = list(Code)
    assert style[order.index(Code.QUESTION)] == pytest.approx(2 / 5)
    assert style[order.index(Code.GI)] == pytest.approx(1 / 5)
    assert style[-1] == pytest.approx(2 / 8)


def test_of_rivals_the_surer_is_held() -> None:
    likely = np.zeros(len(PIECES) - 1, dtype=np.float32)
    for piece, sure in {"SR": 0.5, "CR": 0.6, "P": 0.7, "Q_open": 0.2}.items():
        likely[PIECES.index(piece) - 1] = sure
    found = held(likely, np.full(len(PIECES) - 1, 0.4, dtype=np.float32))
    assert {one.piece for one in found} == {"CR", "P"}
    assert all(isinstance(one, Sure) for one in found)


async def test_a_turn_without_a_word_has_an_overview() -> None:
    whole = overview(np.zeros((0, 12), dtype=np.float32), [], _context(), [])
    spoken = overview(np.full((1, 12), 1 / 12, dtype=np.float32), [4], _context(), [])
    assert whole.shape == spoken.shape == read_weights().main.mean.shape


def _context() -> Context:
    return context_of(Volley(text="…", before=Transcript(), persona=nobody(TARGET)))


def small() -> Weights:
    line = Linear({"a": 0, "b": 1}, np.array([[1.0, -2.0], [0.5, 0.0]], "f4"), np.zeros(2, "f4"))
    plain = Dense(*(np.ones(2, "f4") for _ in range(2)), np.eye(2, dtype="f4"), np.zeros(2, "f4"))
    limits = {name: np.full(2, 0.5, "f4") for name in ("pieces", "markers", "tones", "types")}
    network = Network(replace(line, weights=2 * line.weights), np.zeros((0, 2), "f4"))
    return Weights(
        version="t-1",
        clause=Pair(line, network),
        toward=line,
        markers=line,
        tones=network,
        pieces=plain,
        first=plain,
        main=plain,
        talk=line,
        types=line,
        limits=limits,
        cooling={"main": 1.5},
    )


def test_weights_are_written_and_read(tmp_path: Path) -> None:
    write_weights(tmp_path / "new" / "w.npz", small())
    found = read_weights(tmp_path / "new" / "w.npz")
    assert (found.version, found.cooling) == ("t-1", {"main": 1.5})
    assert found.toward.rows == {"a": 0, "b": 1}
    assert found.toward.scores({"a": 2.0, "unknown": 9.0}) == pytest.approx([2.0, -4.0], abs=0.05)
    for network in (found.clause.network, found.tones):
        assert network.scores({"a": 2.0}) == pytest.approx([4.0, -8.0], abs=0.1)
    assert found.main.scores(np.array([3.0, 1.0], "f4")).tolist() == [2.0, 0.0]


def test_a_network_bends_and_a_pair_takes_the_mean() -> None:
    inner = Linear({"a": 0}, np.array([[1.0, -1.0, 0.0]], "f4"), np.array([0.0, 0.0, 0.5], "f4"))
    network = Network(inner, np.array([[2.0], [3.0]], "f4"))
    assert network.scores({"a": 1.0}) == pytest.approx([2.5])
    assert network.scores({"a": -1.0}) == pytest.approx([3.5])
    shares = small().clause.shares([{"b": 1.0}, {}])
    assert shares.shape == (2, 2) and shares.sum(1) == pytest.approx([1.0, 1.0])
    assert shares[0, 0] == pytest.approx((1 / (1 + np.exp(-0.5)) + 1 / (1 + np.exp(-1.0))) / 2)
    assert small().clause.shares([]).shape == (0, 2)


def test_a_file_that_is_no_model_says_so_and_how_to_mend_it(tmp_path: Path) -> None:
    broken = tmp_path / "w.npz"
    for content in (b"", b"no archive", _archive(form=99)):
        broken.write_bytes(content)
        with pytest.raises(CoderModelError, match=r"w\.npz.*Install Sparring again"):
            read_weights(broken)
    with pytest.raises(CoderModelError, match="missing"):
        read_weights(tmp_path / "missing.npz")


def _archive(form: int) -> bytes:
    file = io.BytesIO()
    about = np.frombuffer(f'{{"form": {form}}}'.encode(), dtype=np.uint8)
    np.savez(file, about=about)
    return file.getvalue()


def test_the_shipped_coder_is_one_and_names_its_weights() -> None:
    assert shipped_coder() is shipped_coder()
    assert isinstance(shipped_coder(), LocalCoder)
    assert shipped_coder().name == read_weights().version


def test_models_that_share_a_vocabulary_score_as_they_did_apart() -> None:
    one = Linear({"a": 0, "b": 1}, np.array([[1, 2], [3, 4]], np.float32), np.zeros(2, np.float32))
    other = Linear({"b": 0, "c": 1}, np.array([[5], [7]], np.float32), np.ones(1, np.float32))
    signs = {"b": 1.0, "c": 0.5, "unknown": 9.0}
    both = sharing(one, other)
    assert both[0].rows is both[1].rows
    known = look_up(both[0].rows, signs)
    for apart, shared in zip((one, other), both, strict=True):
        assert shared.of(known).tolist() == apart.scores(signs).tolist()


def test_the_signs_of_several_clauses_count_once() -> None:
    places, values = np.array([3, 1]), np.array([0.5, 1.0], np.float32)
    later = Known(np.array([3]), np.array([0.25], np.float32))
    clauses = [Known(places, values), later]
    assert together(clauses).values.tolist() == [1.0, 0.5]
    assert together(clauses, last=True).values.tolist() == [1.0, 0.25]
    assert together(clauses).among(np.array([True, False, True, True])).places.tolist() == [3]
