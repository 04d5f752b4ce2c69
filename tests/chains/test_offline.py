"""Critique, hints and honest answers without a model."""

import pytest

from chatbot.chains.offline import OfflineCoach, OfflineEvaluator
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import Code
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Transcript
from chatbot.domain.ports import Evaluation
from chatbot.domain.rubric import Rubric
from tests.kit import StubCoder, client, hear, seg

BRIEF = client().advisor_brief
PUSH = "You should move it."
FACTS = {"client": "Ada, a made-up person", "voice": "lines", "evaluator": "offline (stub)"}


def evaluation(before: Transcript, text: str = PUSH) -> Evaluation:
    heard = hear(seg(Code.PERSUADE, text))
    return Evaluation(
        turn_id="t1",
        text=text,
        before=before,
        brief=BRIEF,
        stance="directional",
        heard=(heard,),
        seed="7:1:critique",
    )


async def judged(rubric: Rubric, client_talk: ClientTalk, before: Transcript) -> Critique:
    return await OfflineEvaluator(StubCoder(client=client_talk), rubric).critique(
        evaluation(before)
    )


async def test_what_the_client_just_did_decides_what_the_turn_was(rubric: Rubric) -> None:
    said = Transcript().client("I won't do it.")
    after_no = await judged(rubric, ClientTalk(talk=Talk.SUSTAIN), said)
    assert after_no.findings[0].kind == "persuade_after_no"
    unasked = await judged(rubric, ClientTalk(), Transcript().client("It lies in the account."))
    assert unasked.findings[0].kind == "premature_advice"


async def test_a_talk_that_the_advisor_opens_can_be_critiqued_too(rubric: Rubric) -> None:
    assert (await judged(rubric, ClientTalk(), Transcript())).findings


async def test_the_critique_names_turn_and_evaluator_and_says_the_same_again(
    rubric: Rubric,
) -> None:
    said = Transcript().client("I won't do it.")
    one = await judged(rubric, ClientTalk(), said)
    assert (one.turn_id, one.evaluator) == ("t1", "offline (stub)")
    assert one == await judged(rubric, ClientTalk(), said)


SITUATIONS = {
    "evading": ClientTalk(evasion=True, question="Why?"),
    "after_question": ClientTalk(question="Why?", discord=True),
    "under_discord": ClientTalk(discord=True, commitment=True),
    "after_commitment": ClientTalk(commitment=True, talk=Talk.CHANGE),
    "after_disclosure": ClientTalk(feeling=True, talk=Talk.CHANGE),
    "after_change_talk": ClientTalk(talk=Talk.CHANGE),
    "after_silence": ClientTalk(minimal=True),
    "after_doubt": ClientTalk(),
}


@pytest.mark.parametrize("name", SITUATIONS)
async def test_a_hint_fits_what_the_client_just_did(name: str, rubric: Rubric) -> None:
    coach = OfflineCoach(StubCoder(client=SITUATIONS[name]), rubric)
    hint = await coach.hint(Transcript().client("So."), BRIEF, "7:3:hint")
    assert hint.text in {found.text for found in rubric.hints[name]}
    assert rubric.principle(hint.principle or "")
    assert hint == await coach.hint(Transcript().client("So."), BRIEF, "7:3:hint")


async def test_hints_vary_with_the_place_in_the_talk(rubric: Rubric) -> None:
    coach = OfflineCoach(StubCoder(), rubric)
    hints = {(await coach.hint(Transcript(), BRIEF, f"7:{n}:hint")).text for n in range(20)}
    assert len(hints) > 1


@pytest.mark.parametrize(
    "question", ["Are you an AI?", "Am I talking with a real person?", "who are you"]
)
async def test_asked_whether_it_is_a_machine_it_says_yes(question: str, rubric: Rubric) -> None:
    answer = await OfflineCoach(StubCoder(), rubric).answer(question, FACTS)
    assert answer.startswith("Yes, this is a program.")
    assert "no language model" in answer


async def test_it_says_which_model_speaks_and_who_critiques(rubric: Rubric) -> None:
    coach = OfflineCoach(StubCoder(), rubric)
    facts = FACTS | {"voice": "openai:gpt"}
    assert "a language model (openai:gpt)" in await coach.answer("Are you a bot?", facts)
    assert "offline (stub)" in await coach.answer("Where does the critique come from?", facts)


async def test_it_gives_no_advice_on_anything_else(rubric: Rubric) -> None:
    answer = await OfflineCoach(StubCoder(), rubric).answer("Should I buy the fund?", FACTS)
    assert "only what this is and how it works" in answer
