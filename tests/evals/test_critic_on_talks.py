"""The offline critic over our own labelled talks, with the labels as codes.

So the critic is measured apart from the coder. Authors marked, where one stands out, the principle
that a turn shows and the one that it passes over; the critic has seen neither.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from chatbot.domain.brevity import Said, sentences_of
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import Code, CodedSegment, Heard, MarkerHit, Toward
from chatbot.domain.contents import Stance
from chatbot.domain.critic import criticise
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Transcript
from chatbot.domain.findings import Case
from chatbot.domain.ports import Evaluation
from chatbot.domain.rubric import Rubric
from chatbot.domain.words import content_words, sentences
from evals.corpora.talks import TalkTurn, WrittenTalk, read_talks
from tests.kit import client

TALKS = Path(__file__).parents[2] / "evals" / "corpora" / "miti" / "talks"
HANDS = ("h01", "h03", "h06", "h11", "h12")
BRIEF = client().advisor_brief.model_copy(update={"must_tell": (), "advisor_interest": "Nothing."})


class Judged(NamedTuple):
    """A turn as its author labelled it, and its critique."""

    quality: str
    turn: TalkTurn
    critique: Critique


def heard(turn: TalkTurn, before: str) -> Heard:
    """Return the labels as a coder would hear them."""
    segments = [
        CodedSegment(
            code=Code.QUESTION if span.code.startswith("Q_") else Code(span.code),
            open=span.code == "Q_open" if span.code.startswith("Q_") else None,
            toward=span.toward or Toward.NONE,
            quote=turn.text[span.start : span.end],
            start=span.start,
            end=span.end,
            confidence=0.9,
        )
        for span in sorted(turn.spans, key=lambda span: span.start)
    ]
    whole = {"quote": turn.text, "start": 0, "end": len(turn.text)}
    mine, theirs = content_words(turn.text), content_words(before)
    return Heard(
        segments=tuple(segments),
        markers=tuple(MarkerHit(marker=marker, **whole) for marker in turn.markers),
        echo=len(mine & theirs) / len(mine) if mine else 0.0,
        words=len(turn.text.split()),
    )


def said(turn: TalkTurn) -> ClientTalk:
    """Return a client's turn with its labels; a question is what ends like one."""
    sides = [code[-1] for code in turn.client_codes if code != "discord"]
    asked = [s for s in sentences(turn.text) if s.endswith("?") and len(s.split()) > 3]
    return ClientTalk(
        talk={"+": Talk.CHANGE, "-": Talk.SUSTAIN}.get(sides[0] if sides else "", Talk.NEUTRAL),
        types=tuple(code for code in turn.client_codes if code != "discord"),
        confidence=0.9,
        question=asked[-1] if asked else None,
        discord="discord" in turn.client_codes,
        commitment=bool({"C+", "TS+"} & set(turn.client_codes)),
    )


def judged(talk: WrittenTalk, rubric: Rubric) -> Iterator[Judged]:
    before, volleys, clients = Transcript(), list[Heard](), list[ClientTalk]()
    for turn in talk.turns:
        if turn.speaker == "client":
            before = before.client(turn.text)
            clients.append(said(turn))
            continue
        volleys.append(heard(turn, before.last_client))
        evaluation = Evaluation(
            turn_id="t",
            text=turn.text,
            before=before,
            brief=BRIEF,
            stance=Stance.DIRECTIONAL,
            heard=tuple(volleys),
            seed=f"7:{len(volleys)}:critique",
        )
        last = clients[-1] if clients else ClientTalk()
        case = Case(evaluation, last, tuple(clients[-4:-1]))
        yield Judged(talk.quality, turn, criticise(case, rubric, "offline"))
        before = before.advisor(turn.text)


@pytest.fixture(scope="module")
def turns(rubric: Rubric) -> list[Judged]:
    found = [
        one
        for hand in HANDS
        for talk in read_talks(TALKS / f"{hand}.txt")
        for one in judged(talk, rubric)
    ]
    assert len(found) > 700
    return found


def criticised(turns: list[Judged]) -> float:
    return sum(bool(one.critique.findings) for one in turns) / len(turns)


def test_the_turns_of_good_advisors_are_left_alone(turns: list[Judged]) -> None:
    assert criticised([one for one in turns if one.quality == "high"]) <= 0.03


def test_what_an_author_marked_as_well_done_is_not_criticised(turns: list[Judged]) -> None:
    shown = [one for one in turns if one.turn.principle and not one.turn.missed]
    good = [one for one in shown if one.quality == "high"]
    assert len(good) > 80
    assert criticised(good) <= 0.02


def test_what_an_author_marked_as_missed_in_a_poor_talk_is_found(turns: list[Judged]) -> None:
    missed = [one for one in turns if one.quality == "low" and one.turn.missed]
    assert len(missed) > 40
    assert criticised(missed) >= 0.85


def test_whatever_is_said_is_short_verbatim_and_whole(turns: list[Judged]) -> None:
    for one in turns:
        critique = one.critique
        assert sentences_of(Said(critique.findings, critique.done_well)) <= 3
        for part in (*critique.findings, *([critique.done_well] if critique.done_well else [])):
            assert one.turn.text[part.start : part.end] == part.quote
            assert "{" not in part.what and "“”" not in part.what
        assert bool(critique.instead) == bool(critique.findings)
