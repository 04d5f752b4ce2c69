"""Evaluator and rater over real HTTP: what goes over the wire, and every way it can fail."""

import pytest

from chatbot.chains.evaluator import ModelEvaluator
from chatbot.chains.global_ratings import ModelRater
from chatbot.domain.contents import Stance
from chatbot.domain.errors import (
    MalformedReply,
    ProviderError,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
)
from tests.adapters.conftest import MakeModel
from tests.chains import test_evaluator as critic
from tests.chains import test_global_ratings as whole
from tests.chains.room import EVALUATOR, RUBRIC, evaluation
from tests.fakes.openai_server import FakeServer

FAILURES = [
    ("bad-object", MalformedReply, 2),
    ("hang", ProviderTimeout, 1),
    ("always-busy", RateLimited, 3),
    ("down", ProviderUnavailable, 3),
]


@pytest.mark.parametrize(("scenario", "error", "requests"), FAILURES)
async def test_what_fails_is_an_error_and_never_a_judgement(
    server: FakeServer,
    make_model: MakeModel,
    scenario: str,
    error: type[ProviderError],
    requests: int,
) -> None:
    for chain in ("critique", "ratings"):
        server.state.requests.clear()
        total = 0.4 if scenario == "hang" else 5.0
        model = make_model(scenario, role="evaluator", total_s=total)
        with pytest.raises(error, match="The evaluator model"):
            if chain == "critique":
                await ModelEvaluator(model, EVALUATOR, RUBRIC).critique(evaluation(critic.PUSH))
            else:
                await ModelRater(model, whole.TEMPLATE).rate(
                    whole.SAID, whole.BRIEF, Stance.DIRECTIONAL
                )
        assert len(server.requests) == requests


async def test_what_is_sent_is_the_prompt_at_temperature_0_in_the_strictest_form(
    server: FakeServer, make_model: MakeModel
) -> None:
    server.reply("ok", critic.reply())
    model = make_model("ok", role="evaluator")
    await ModelEvaluator(model, EVALUATOR, RUBRIC).critique(evaluation(critic.PUSH))
    (seen,) = server.requests
    sent = critic.prompt(evaluation(critic.PUSH)).messages
    assert seen.body["messages"] == [{"role": m.role, "content": m.text} for m in sent]
    assert seen.body["temperature"] == 0
    assert seen.body["response_format"]["json_schema"]["strict"] is True


async def test_a_server_without_json_schema_gets_the_form_another_way(
    server: FakeServer, make_model: MakeModel
) -> None:
    server.reply("no-schema", whole.reply(), critic.reply())
    model = make_model("no-schema", role="evaluator")
    rated = await ModelRater(model, whole.TEMPLATE).rate(
        whole.SAID, whole.BRIEF, Stance.DIRECTIONAL
    )
    assert rated.relational == 3.0
    critique = await ModelEvaluator(model, EVALUATOR, RUBRIC).critique(evaluation(critic.PUSH))
    assert critique.findings
    assert ["tools" in seen.body for seen in server.requests] == [False, True, True]
    assert server.requests[0].body["messages"][0]["content"].startswith("You are an experienced")


async def test_a_reply_whose_form_had_to_be_mended_is_not_sent_back_for_what_it_says(
    server: FakeServer, make_model: MakeModel
) -> None:
    server.reply("bad-object-once", critic.reply(summary=" "), critic.reply())
    model = make_model("bad-object-once", role="evaluator")
    critique = await ModelEvaluator(model, EVALUATOR, RUBRIC).critique(evaluation(critic.PUSH))
    assert len(server.requests) == 2
    assert critique.findings


async def test_a_reply_that_says_what_cannot_stand_is_sent_back_once_with_the_reason(
    server: FakeServer, make_model: MakeModel
) -> None:
    bad = critic.reply(findings=[critic.fault("you must buy")])
    server.reply("ok", bad, bad)
    model = make_model("ok", role="evaluator")
    with pytest.raises(MalformedReply, match="not in the turn as quoted"):
        await ModelEvaluator(model, EVALUATOR, RUBRIC).critique(evaluation(critic.PUSH))
    first, second = (seen.body["messages"] for seen in server.requests)
    assert second[:2] == first
    assert "you must buy" in second[-1]["content"]
