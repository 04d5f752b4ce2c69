from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from chatbot.chains.offline import OfflineEvaluator
from chatbot.chains.rewording import RewordingEvaluator, by_worth, grammar
from chatbot.coder import shipped_coder
from chatbot.domain.codes import Code, CodedSegment
from chatbot.domain.errors import ProviderUnavailable
from chatbot.domain.taking_up import TakenUp, taken_up
from chatbot.domain.wording import (
    BETTER,
    MAKES_ROOM,
    SECOND_PARTS,
    WordingKind,
    is_kind,
    second_parts,
    unfit,
    worded_as,
)
from tests.chains.room import RUBRIC, evaluation
from tests.chains.test_box import Sampler

CODER = shipped_coder()
PUSH = "You really should move it now, the fund beats any savings account."
CLIENT = "My brother lost the lot in 2008, so no."
GOOD = "Your brother lost the lot in 2008. What else should I know?"
DEEP = "You saw your brother lose everything he had, and that fear sits at your table too."
LEAVE = "I have a thought on all this. Would you like to hear it?"
GENTLE = f"Your brother lost the lot in 2008. {LEAVE}"
SHORT = f"Your brother lost the lot. {LEAVE}"


def pushed() -> Any:
    quoted = {"quote": PUSH, "start": 0, "end": len(PUSH)}
    segment = CodedSegment(code=Code.PERSUADE, confidence=0.95, **quoted)
    return evaluation(PUSH, "What happened before?", CLIENT, heard=(segment,))


def rewording(*script: Sequence[str] | BaseException) -> tuple[RewordingEvaluator, Sampler]:
    sampler = Sampler(list(script))
    return RewordingEvaluator(OfflineEvaluator(CODER, RUBRIC), sampler, CODER), sampler


async def test_a_wording_heard_as_what_it_should_be_is_offered() -> None:
    said = ["You should listen to me.", SHORT, GENTLE, DEEP, "May I", GENTLE]
    evaluator, sampler = rewording(said)
    plain = await OfflineEvaluator(CODER, RUBRIC).critique(pushed())
    critique = await evaluator.critique(pushed())
    asked = sampler.asked[0]
    assert asked["adapter"] == "coach"
    assert asked["grammar"] == grammar(WordingKind.ADVICE_WITH_PERMISSION, CLIENT)
    assert f"Client: {CLIENT}" in asked["prompt"]
    assert f"Advisor: {PUSH}" in asked["prompt"]
    assert critique.findings == plain.findings
    assert BETTER[critique.findings[0].kind] is WordingKind.ADVICE_WITH_PERMISSION
    assert critique.instead == GENTLE
    assert critique.worded_by == "box:scripted"
    assert plain.worded_by is None


async def test_the_written_advice_stands_where_none_is_fit_or_the_model_fails() -> None:
    plain = await OfflineEvaluator(CODER, RUBRIC).critique(pushed())
    for script in ([["Okay.", "You must."], []], [ProviderUnavailable("gone")]):
        evaluator, _ = rewording(*script)
        assert await evaluator.critique(pushed()) == plain


async def test_nothing_is_asked_where_there_is_nothing_to_change() -> None:
    evaluator, sampler = rewording()
    critique = await evaluator.critique(evaluation("What would you like to keep safe?"))
    assert not critique.findings
    assert not sampler.asked


@pytest.mark.parametrize(
    "client",
    [
        "Whose, then?",
        "Prove it.",
        "Leave the papers there, it's wet.",
        "Go on.",
    ],
)
async def test_what_wants_no_general_wording_gets_none(client: str) -> None:
    assert worded_as(WordingKind.ADVICE_WITH_PERMISSION, client) is None
    evaluator, sampler = rewording()
    before = pushed()
    talk = before.before.advisor("And now?").client(client)
    critique = await evaluator.critique(before.model_copy(update={"before": talk}))
    assert critique.worded_by is None
    assert not sampler.asked


async def test_where_hardly_anything_was_said_room_is_made() -> None:
    kind = WordingKind.OPEN_QUESTION
    bounds = grammar(kind, "Noted.")
    assert MAKES_ROOM[1] in bounds
    assert "else should I know" not in bounds
    for on in second_parts(kind, "Noted."):
        assert unfit(f"{MAKES_ROOM[0]} {on}", kind, "Noted.", PUSH, "") is None
    assert unfit(f"'Noted', you say. {on}", kind, "Noted.", PUSH, "") is not None
    assert worded_as(WordingKind.ADVICE_WITH_PERMISSION, "Noted.") is kind
    left = WordingKind.AUTONOMY
    assert worded_as(left, "I can't leave it like this, can I? It's the roof.") is left


async def test_what_was_asked_is_reported_and_to_be_answered_first() -> None:
    client = "So will they stop when they're told?"
    kind = worded_as(WordingKind.ADVICE_WITH_PERMISSION, client)
    assert kind is WordingKind.OPEN_QUESTION
    assert "You'd like to know " in grammar(kind, client)
    evaluator, _ = rewording()
    for on in second_parts(kind, client):
        text = f"You're asking whether they'll stop when they're told. {on}"
        assert unfit(text, kind, client, PUSH, "") is None
        assert await evaluator.is_heard_as(text, kind, pushed()), on
    for back in ("You want to know who pays.", "They'll stop when they're told.", "You're asking."):
        assert unfit(f"{back} {on}", kind, client, PUSH, "") is not None


@pytest.mark.parametrize(
    ("client", "found"),
    [
        ("I've not told the lads who it was.", TakenUp.WORDS),
        ("I can't leave it like this, can I? It's the roof.", TakenUp.WORDS),
        (
            "You've read it. I built fronts for years, so I'd like to know what holds it.",
            TakenUp.QUESTION,
        ),
        ("Tell me about one that went wrong.", TakenUp.QUESTION),
        ("That's fair, I suppose.", TakenUp.CRUMB),
        ("Hm.", TakenUp.CRUMB),
        ("Lovely. Leave the folder with Shirley.", TakenUp.NOTHING),
        ("Why?", TakenUp.NOTHING),
    ],
)
def test_what_of_a_turn_can_be_taken_up(client: str, found: TakenUp) -> None:
    assert taken_up(client) is found


def test_what_gives_back_most_comes_first() -> None:
    orders = [by_worth([SHORT, GOOD, GENTLE], Random(seed)) for seed in range(9)]
    assert {order[0] for order in orders} == {GOOD, GENTLE}
    assert {order[2] for order in orders} == {SHORT}
    assert by_worth([], Random(1)) == []
    listed = f"Your brother, in 2008, lost the lot. {LEAVE}"
    assert by_worth([listed, GENTLE], Random(1)) == [GENTLE, listed]


@pytest.mark.parametrize("kind", sorted(set(BETTER.values())))
async def test_what_goes_with_anything_is_heard_as_what_it_should_be(kind: WordingKind) -> None:
    evaluator, _ = rewording()
    for on in SECOND_PARTS[TakenUp.WORDS][kind]:
        text = f"You won't put it into a fund. {on}"
        assert unfit(text, kind, "I won't put it into a fund.", PUSH, "") is None
        assert await evaluator.is_heard_as(text, kind, pushed()), on
    undecided = f"Your brother lost the lot in 2008. {on}"
    found = unfit(undecided, kind, CLIENT, PUSH, "")
    assert (found is not None) is (kind is WordingKind.AUTONOMY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD, None),
        ("What happened to your brother", "stops"),
        ("It sounds like your brother lost a lot.", "formula"),
        ("Your brother lost 40,000 pounds, and you saw it.", "figure"),
        ("How do you feel today?", "fit anything"),
        ("Your mother sold the house. What matters most to you in all this?", "not their words"),
        ("My brother lost the lot. What matters most to you in all this?", "I and you"),
        ("You really should move it now.", "just said"),
        ("Your brother lost the lot. What about your dentist's parrot?", "fit anything"),
    ],
)
def test_what_a_rule_can_check(text: str, reason: str | None) -> None:
    found = unfit(text, WordingKind.OPEN_QUESTION, CLIENT, PUSH, "")
    assert found is None if reason is None else reason in (found or "")


def test_a_push_is_never_a_better_wording() -> None:
    push = pushed().heard[-1]
    assert not any(is_kind(push, kind) for kind in WordingKind)
