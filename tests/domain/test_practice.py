"""The weakest principle over the last talks, worked by hand."""

import pytest

from chatbot.domain.critique import Critique, Finding
from chatbot.domain.events import FindingContested, Rewound
from chatbot.domain.moves import Act
from chatbot.domain.practice import Drill, TalkTally, Tally, tally, weakest
from chatbot.domain.talk import Talk
from tests.report import talks
from tests.report.talks import ASK, FREE, LECTURE, OPEN, PUSH


def talk_of(name: str = "s", turns: int = 10, **principles: Tally) -> TalkTally:
    return TalkTally(session_id=name, turns=turns, by_principle=principles)


def test_weakness_is_cost_less_half_of_worth_for_each_chance_and_four_more() -> None:
    one = Tally(cost=2.4, worth=0.8, times=3, chances=6)
    assert one.weakness == pytest.approx((2.4 - 0.4) / (6 + 4))
    assert Tally(cost=0.3, worth=0.6, chances=2).weakness == 0
    assert Tally().weakness == 0


def test_a_slip_in_a_rare_moment_does_not_outweigh_a_habit() -> None:
    slip = Tally(cost=0.9, times=1, chances=1)  # 0.9 / 5 = 0.18
    habit = Tally(cost=4.5, times=6, chances=12)  # 4.5 / 16 = 0.28
    found = weakest(
        [talk_of(own_the_fault=slip, no_pressure=habit)], ["own_the_fault", "no_pressure"]
    )
    assert found == Drill(principle="no_pressure", talks=1, turns=10, times=6, chances=12)


def test_talks_add_up() -> None:
    once = Tally(cost=0.5, times=1, chances=4)
    talks_ = [
        talk_of("a", 8, affirm=once, no_pressure=Tally(cost=0.6, times=1, chances=2)),
        talk_of("b", 12, affirm=once),
        talk_of("c", 9, affirm=once),
    ]  # affirm 1.5 / 16 = 0.094; no_pressure 0.6 / 6 = 0.1
    found = weakest(talks_, ["affirm", "no_pressure"])
    assert found is not None and found.principle == "no_pressure"
    assert (found.talks, found.turns) == (3, 29)
    found = weakest(talks_, ["affirm"])
    assert found is not None and (found.times, found.chances) == (3, 12)


def test_nothing_weak_is_no_drill_and_what_is_not_allowed_is_none() -> None:
    assert weakest([], ["affirm"]) is None
    assert weakest([talk_of(affirm=Tally(worth=1, chances=3))], ["affirm"]) is None
    assert weakest([talk_of(evoke=Tally(cost=1, times=1, chances=3))], ["affirm"]) is None


def judged(talk: Talk, principle: str, weight: float, *, well: bool = False) -> Talk:
    exchange = talk.branch[-1]
    part = Finding(
        quote=exchange.advisor[:4],
        start=0,
        end=4,
        kind="model",
        principle=principle,
        what="So.",
        weight=weight,
    )
    given = {"done_well": part} if well else {"findings": (part,)}
    verdict = Critique(turn_id=exchange.turn_id, evaluator="m", summary="So.", **given)  # type: ignore[arg-type]
    return talks.judge(talk, verdict)


def test_a_talk_is_tallied_by_cost_worth_times_and_chances() -> None:
    talk = judged(talks.advise(talks.begin(), PUSH), "no_pressure", 0.75)
    talk = judged(talks.advise(talk, FREE), "support_autonomy", 0.6, well=True)
    talk = talks.unscored(talks.advise(talk, OPEN), "the server was down")
    found = tally(talk)
    assert (found.session_id, found.turns) == ("session-7", 2)
    pressure = found.by_principle["no_pressure"]
    assert (pressure.cost, pressure.worth, pressure.times) == (0.75, 0.0, 1)
    assert found.by_principle["support_autonomy"].worth == 0.6


def test_the_opening_calls_for_what_a_doubt_calls_for() -> None:
    found = tally(judged(talks.advise(talks.begin(), OPEN), "affirm", 0.1)).by_principle
    assert found["no_pressure"].chances == found["look_underneath"].chances == 1
    assert found["no_pressure"].cost == 0
    assert "evoke_change_talk" not in found and "ask_permission" not in found


def test_telling_unasked_calls_for_leave_and_telling_when_asked_does_not() -> None:
    talk = judged(talks.advise(talks.begin(), LECTURE), "affirm", 0.1)
    assert tally(talk).by_principle["ask_permission"].chances == 1
    first = talks.advise(talks.begin(), ASK)
    move = first.branch[-1].move.model_copy(update={"act": Act.ASK_INFORMATION})
    asked = first.branch[-1].model_copy(update={"move": move})
    first = first.model_copy(update={"exchanges": {asked.turn_id: asked}})
    talk = judged(talks.advise(first, LECTURE), "affirm", 0.1)
    assert "ask_permission" not in tally(talk).by_principle


def test_what_was_taken_back_does_not_count() -> None:
    talk = judged(talks.advise(talks.begin(), PUSH), "no_pressure", 0.75)
    talk = talk.add(Rewound(seq=talk.seq + 1, at=talks.AT, to=None))
    assert tally(talk).turns == 0


def test_what_a_person_disagreed_with_counts_for_nothing() -> None:
    talk = judged(talks.advise(talks.begin(), PUSH), "no_pressure", 0.75)
    verdict = talk.verdicts[talk.head or ""]
    assert isinstance(verdict, Critique)
    contest = FindingContested(
        seq=talk.seq + 1,
        at=talks.AT,
        turn_id=verdict.turn_id,
        by="local",
        evaluator="m",
        finding=verdict.findings[0],
    )
    found = tally(talk.add(contest))
    assert found.turns == 1
    assert found.by_principle["no_pressure"].cost == 0
    assert weakest([found], ["no_pressure"]) is None
