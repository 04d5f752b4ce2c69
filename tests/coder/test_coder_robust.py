"""Whole classes of odd input: nothing crashes, offsets hold, time stays bounded."""

import time
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from chatbot.adapters.yaml_file import read_yaml
from chatbot.coder.client import code_client
from chatbot.coder.hearing import hear
from chatbot.coder.rule_coder import by_rules
from chatbot.coder.segments import segment
from chatbot.domain.codes import Heard
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import Persona
from chatbot.domain.ports import Volley

ROOT = Path(__file__).parents[2] / "personas"

ODD = {
    "empty": "",
    "space": " \t\r\n\u00a0\u200b",
    "long prose": "You should really think about the fee, and what would you say to that? " * 700,
    "long word": "a" * 50_000,
    "long unpunctuated": "so you feel that and you know what would you do " * 1_050,
    "spaces": " " * 50_000 + "what",
    "quotes": "'" * 50_000,
    "question marks": "?" * 50_000,
    "dashes": "--" * 25_000,
    "digits": "1," * 25_000,
    "control": "".join(map(chr, range(32))) + "You\x00 said\x07 so\x1b[31m.",
    "emoji": "👍🏽 You feel 😟 about this… 👨‍👩‍👧‍👦?",
    "arabic": "ما رأيك في هذا الأمر؟",
    "chinese": "你为什么不想签字？",
    "cyrillic": "Вы боитесь, что это дорого?",
    "turkish": "İSTANBUL'DA İYİ Mİ? What would YOU DO İ?",
    "sharp s": "Ein ẞ und ß. Do you know the Straße?",
    "combining": "Yo\u0301u fe\u0308el wha\u0300t?",
    "surrogates": "\ud800 what would you do?",
    "braces": "{persona} {{system}} %s \\d+ (?P<x>[",
    "markup": "<script>alert('you should')</script> **bold** [link](x)",
    "apostrophes": "you’re worried, it’s your decision, don`t you think?",
}


@pytest.fixture(scope="module")
def persona() -> Persona:
    return Persona.model_validate(read_yaml(ROOT / "supply-contract.yaml").data)


def check(turn: str, heard: Heard) -> None:
    codes = [piece.code for piece in heard.segments]
    assert len(codes) == len(set(codes))
    for piece in (*heard.segments, *heard.markers, *heard.touches):
        assert turn[piece.start : piece.end] == piece.quote
    assert not (len(set(codes) & {"SR", "CR"}) > 1)
    assert not {"P", "PwP"} <= set(codes)


@pytest.mark.parametrize("name", ODD)
def test_odd_turns(persona: Persona, name: str) -> None:
    turn = ODD[name]
    started = time.process_time()
    for said in ("", "Why should I?", turn):
        before = Transcript().client(said) if said else Transcript()
        check(turn, hear(Volley(text=turn, before=before, persona=persona), by_rules))
    code_client(turn, turn)
    assert time.process_time() - started < 8


def test_segments_hold_verbatim() -> None:
    rng = Random(7)
    bits = [
        "you feel",
        "what would you",
        "?",
        ".",
        " ",
        "\n",
        "but",
        "it's your choice",
        "—",
        "é",
        "İ",
        ",",
    ]
    for _ in range(300):
        text = "".join(rng.choice(bits) + rng.choice(["", " "]) for _ in range(rng.randint(0, 30)))
        pieces = segment(text)
        for piece in pieces:
            assert text[piece.start : piece.end] == piece.text
        for left, right in pairwise(pieces):
            assert left.end <= right.start


@pytest.mark.parametrize("path", sorted(ROOT.glob("[a-z]*.yaml")), ids=lambda p: p.stem)
def test_every_persona_is_heard_fast(path: Path) -> None:
    persona = Persona.model_validate(read_yaml(path).data)
    before = Transcript().client(persona.opening[0].text)
    turn = "So you want to see it for yourself first. What would you need to see?"
    volley = Volley(text=turn, before=before, persona=persona)
    check(turn, hear(volley, by_rules))
    times = []
    for _ in range(20):
        started = time.process_time()
        hear(volley, by_rules)
        times.append(time.process_time() - started)
    assert sorted(times)[10] < 0.02
