from collections.abc import Sequence
from typing import Any

import pytest

from chatbot.chains.offline import OfflineEvaluator
from chatbot.chains.rewording import RewordingEvaluator
from chatbot.coder import shipped_coder
from chatbot.domain.codes import Code, CodedSegment
from chatbot.domain.errors import ProviderUnavailable
from chatbot.domain.wording import BETTER, WordingKind, is_kind, unfit
from tests.chains.room import RUBRIC, evaluation
from tests.chains.test_box import Sampler

CODER = shipped_coder()
PUSH = "You really should move it now, the fund beats any savings account."
CLIENT = "My brother lost the lot in 2008, so no."
GOOD = "Your brother lost the lot in 2008. What has that been like for you?"
DEEP = "You saw your brother lose everything he had, and that fear sits at your table too."
GENTLE = "Your brother lost the lot. I could tell you something about that. Would you like it?"


def pushed() -> Any:
    quoted = {"quote": PUSH, "start": 0, "end": len(PUSH)}
    segment = CodedSegment(code=Code.PERSUADE, confidence=0.95, **quoted)
    return evaluation(PUSH, "What happened before?", CLIENT, heard=(segment,))


def rewording(*script: Sequence[str] | BaseException) -> tuple[RewordingEvaluator, Sampler]:
    sampler = Sampler(list(script))
    return RewordingEvaluator(OfflineEvaluator(CODER, RUBRIC), sampler, CODER), sampler


async def test_a_wording_heard_as_what_it_should_be_is_offered() -> None:
    evaluator, sampler = rewording(["You should listen to me.", GENTLE, DEEP, "May I"])
    plain = await OfflineEvaluator(CODER, RUBRIC).critique(pushed())
    critique = await evaluator.critique(pushed())
    asked = sampler.asked[0]
    assert asked["adapter"] == "coach"
    assert f"Client: {CLIENT}" in asked["prompt"]
    assert f"Advisor: {PUSH}" in asked["prompt"]
    assert critique.findings == plain.findings
    assert BETTER[critique.findings[0].kind] is WordingKind.ADVICE_WITH_PERMISSION
    assert critique.instead == GENTLE
    assert critique.worded_by == "box:scripted"
    assert plain.worded_by is None


async def test_the_written_advice_stands_where_none_is_fit_or_the_model_fails() -> None:
    plain = await OfflineEvaluator(CODER, RUBRIC).critique(pushed())
    for script in (["Okay.", "You must."], ProviderUnavailable("gone")):
        evaluator, _ = rewording(script)
        assert await evaluator.critique(pushed()) == plain


async def test_nothing_is_asked_where_there_is_nothing_to_change() -> None:
    evaluator, sampler = rewording()
    critique = await evaluator.critique(evaluation("What would you like to keep safe?"))
    assert not critique.findings
    assert not sampler.asked


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD, None),
        (GENTLE, None),
        ("What happened to your brother", "stops"),
        ("It sounds like your brother lost a lot.", "formula"),
        ("Your brother lost 40,000 pounds, and you saw it.", "figure"),
        ("How do you feel today?", "one part"),
        ("Your mother sold the house. What worries you most about it?", "not their words"),
        ("My brother lost the lot. What worries you most about it?", "I and you"),
        ("You really should move it now.", "just said"),
        ("Your brother lost the lot. What about your dentist's parrot?", "other things"),
    ],
)
def test_what_a_rule_can_check(text: str, reason: str | None) -> None:
    found = unfit(text, CLIENT, PUSH, "")
    assert found is None if reason is None else reason in (found or "")


def test_a_push_is_never_a_better_wording() -> None:
    push = pushed().heard[-1]
    assert not any(is_kind(push, kind) for kind in WordingKind)
