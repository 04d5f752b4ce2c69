from collections.abc import AsyncIterator

import pytest

from chatbot.adapters.scripted import ScriptedModel
from chatbot.chains.client import ModelVoice
from chatbot.domain.errors import ProviderUnavailable, StreamCut
from chatbot.domain.events import Spoken, Usage
from chatbot.domain.leeway import Leeway
from chatbot.domain.moves import Act
from chatbot.domain.prompt import Prompt
from tests.chains.room import CLIENT, THEA, OwnLine, brief, said


def voice(*replies: str | BaseException) -> tuple[ModelVoice, ScriptedModel]:
    model = ScriptedModel(replies)
    return ModelVoice(model, CLIENT, fallback=OwnLine()), model


async def test_a_clean_reply_is_shown_sentence_by_sentence() -> None:
    speaker, model = voice("I can't get round the back of it. It doesn't hold up for me.")
    deltas, spoken = await said(speaker, brief())
    assert deltas == ["I can't get round the back of it.", " It doesn't hold up for me."]
    assert spoken.text == "".join(deltas)
    assert spoken.voice == "scripted:model"
    assert (spoken.fallback, spoken.note, spoken.candidates) == (False, None, ())
    assert spoken.usage is not None
    assert len(model.prompts) == 1


async def test_labels_markup_and_gestures_are_taken_off() -> None:
    speaker, _ = voice('**Thea:** *looks at the window* "It is *my* money. (sighs) So there."')
    _, spoken = await said(speaker, brief())
    assert spoken.text == "It is my money. So there."


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ("word " * 90 + ".", "too long"),
        ("As an AI, I have no savings.", "not the client's"),
        ("Your concerns are valid, and I'm here to help.", "not the client's"),
        ("Advisor: So what do you say?", "not the client's"),
        ("Thank you for listening so well.", "not the client's"),
        ("I talked three of my crew into telecoms shares.", "not come up yet"),
        ("It fell by 37 percent once.", "made up"),
        ("You've convinced me. I'll sign.", "gives in"),
        ("", "empty"),
        ("*shrugs*", "empty"),
    ],
)
async def test_a_first_sentence_that_fails_is_repaired_once(bad: str, word: str) -> None:
    speaker, model = voice(bad, "I still don't like it.")
    deltas, spoken = await said(speaker, brief())
    assert deltas == ["I still don't like it."]
    assert not spoken.fallback
    assert spoken.note is not None
    assert word in spoken.note
    assert [word in (c.refused or "") for c in spoken.candidates] == [True]
    assert word in model.prompts[1].messages[-1].text
    assert model.prompts[1].messages[:-2] == model.prompts[0].messages or not bad


async def test_failing_twice_lets_the_own_line_speak_and_says_why() -> None:
    speaker, model = voice("As an AI, I can't.", "I'd recommend a fund.")
    deltas, spoken = await said(speaker, brief())
    assert deltas == ["Well, there it is."]
    assert (spoken.voice, spoken.fallback) == ("lines", True)
    assert spoken.note is not None
    assert "not the client's" in spoken.note
    assert len(spoken.candidates) == 2
    assert len(model.prompts) == 2


async def test_a_later_sentence_that_fails_ends_the_reply_there() -> None:
    speaker, model = voice("I don't know about that. I'm here to help. More of it.")
    deltas, spoken = await said(speaker, brief())
    assert deltas == ["I don't know about that."]
    assert spoken.text == "I don't know about that."
    assert spoken.note is not None
    assert spoken.note.startswith("ended early")
    assert len(model.prompts) == 1


async def test_a_question_is_waited_for() -> None:
    speaker, _ = voice("Handsome figure. Where's it from?")
    deltas, _ = await said(speaker, brief(act=Act.ASK_PROOF))
    assert deltas == ["Handsome figure. Where's it from?"]


async def test_a_question_act_that_asks_nothing_is_repaired() -> None:
    speaker, model = voice("I don't believe it.", "Who says so?")
    _, spoken = await said(speaker, brief(act=Act.ASK_PROOF))
    assert spoken.text == "Who says so?"
    assert "asks nothing" in model.prompts[1].messages[-1].text


async def test_what_is_to_be_told_is_waited_for() -> None:
    plan = {"act": Act.COMMITMENT, "say": "I'll move a tenth of it by March.", "closes": "plan"}
    speaker, model = voice("Nice weather we have.", "A tenth of it, by March.")
    _, spoken = await said(speaker, brief(**plan))
    assert spoken.text == "A tenth of it, by March."
    assert "does not say" in model.prompts[1].messages[-1].text
    assert spoken.told is None


async def test_what_does_not_follow_may_wait_and_then_counts_as_untold() -> None:
    say = THEA.content("roof").say
    planned = {"act": Act.DISCLOSE_FACT, "say": say, "content_ids": ("roof",)}
    speaker, _ = voice(
        "No, I never have.", "The roof wants doing in 2028. Fourteen thousand, about."
    )
    _, kept = await said(speaker, brief("Have you ever lost money?", **planned))
    assert (kept.text, kept.told) == ("No, I never have.", ())
    assert kept.note == f"kept for later: {say}"
    _, told = await said(speaker, brief("Any big bills coming up?", **planned))
    assert (told.told, told.note) == (("roof",), None)


async def test_one_thing_at_hand_may_be_told_if_asked_for_and_then_counts_as_told() -> None:
    leeway = Leeway(acts=(Act.DOUBT,), at_hand=("monthly", "roof"))
    moment = brief("What do you live on?", act=Act.HESITATE, leeway=leeway)
    speaker, model = voice(
        "1,640 a month in pensions, and I spend about 1,890. The roof wants doing in "
        "2028, about fourteen thousand."
    )
    deltas, spoken = await said(speaker, moment)
    assert deltas == ["1,640 a month in pensions, and I spend about 1,890."]
    assert spoken.told == ("monthly",)
    assert spoken.note is not None
    assert "one at a time" in spoken.note
    shown = model.prompts[0].messages[-1].text
    assert "ONE of these at most" in shown
    assert THEA.content("roof").say in shown
    assert THEA.content("lump").say not in shown


async def test_the_word_before_the_reply_says_what_the_client_chose_to_do() -> None:
    leeway = Leeway(acts=(Act.ASK_MOTIVE, Act.DOUBT), at_hand=("monthly",), words=14)
    moment = brief("It pays 200 a month.", act=Act.HESITATE, leeway=leeway)
    speaker, model = voice("[ask_motive] And what does the bank get if I sign?")
    deltas, spoken = await said(speaker, moment)
    assert deltas == ["And what does the bank get if I sign?"]
    assert spoken.act is Act.ASK_MOTIVE
    shown = model.prompts[0].messages[-1].text
    assert "About 14 words this time" in shown
    assert shown.index("[hesitate]") < shown.index("[ask_motive]") < shown.index("[doubt]")
    assert shown.endswith("in its square brackets; then only what you say aloud.")


@pytest.mark.parametrize("reply", ["It's a thought.", "[commitment] It's a thought.", "[x] So."])
async def test_without_a_word_that_was_offered_the_planned_act_stands(reply: str) -> None:
    leeway = Leeway(acts=(Act.DOUBT,))
    speaker, _ = voice(reply)
    _, spoken = await said(speaker, brief("Well?", act=Act.HESITATE, leeway=leeway))
    assert spoken.act is None
    assert "[" not in spoken.text


async def test_what_was_planned_is_at_hand_for_another_act() -> None:
    say = THEA.content("roof").say
    planned = {"act": Act.DISCLOSE_FACT, "say": say, "content_ids": ("roof",)}
    leeway = Leeway(acts=(Act.ACKNOWLEDGE,))
    speaker, _ = voice("[acknowledge] Fair. The roof wants doing in 2028, fourteen thousand.")
    _, spoken = await said(speaker, brief("You have bills coming.", leeway=leeway, **planned))
    assert (spoken.act, spoken.told) == (Act.ACKNOWLEDGE, ("roof",))


async def test_a_decision_is_the_plan_that_was_offered_and_no_other() -> None:
    plan = THEA.plans[0]
    leeway = Leeway(acts=(Act.COMMITMENT,), way=plan.id)
    speaker, model = voice("[commitment] Nice weather.", f"[commitment] {plan.say}")
    _, spoken = await said(speaker, brief("And now?", act=Act.HESITATE, leeway=leeway))
    assert (spoken.act, spoken.told) == (Act.COMMITMENT, (plan.id,))
    assert "does not say" in model.prompts[1].messages[-1].text
    assert plan.say in model.prompts[0].messages[-1].text


async def test_a_plan_spoken_of_is_not_yet_decided() -> None:
    plan = THEA.plans[0]
    leeway = Leeway(acts=(Act.COMMITMENT,), way=plan.id)
    speaker, _ = voice(f"If I did, it would be: {plan.say}")
    _, spoken = await said(speaker, brief("And now?", act=Act.HESITATE, leeway=leeway))
    assert (spoken.act, spoken.told) == (None, ())


async def test_minimal_asks_nothing_and_touched_denies_nothing() -> None:
    speaker, _ = voice("Why?", "Since May.")
    _, spoken = await said(speaker, brief(act=Act.MINIMAL, max_words=4))
    assert spoken.text == "Since May."
    speaker, _ = voice("No. That's got nothing to do with it.", "Perhaps. Where were we.")
    _, spoken = await said(speaker, brief(act=Act.TOUCHED, max_words=10))
    assert spoken.text == "Perhaps. Where were we."


async def test_a_long_line_is_not_said_twice() -> None:
    moment = brief("A", "I never liked the look of it.", "B")
    speaker, _ = voice("I never liked the look of it!", "It still looks wrong.")
    _, spoken = await said(speaker, moment)
    assert spoken.text == "It still looks wrong."


async def test_a_reply_that_never_ends_is_not_waited_for() -> None:
    seen = 0

    class Endless(ScriptedModel):
        async def stream(self, prompt: Prompt) -> AsyncIterator[str | Usage]:
            nonlocal seen
            self.prompts.append(prompt)
            while True:
                seen += 1
                yield "and "

    speaker = ModelVoice(Endless([]), CLIENT, fallback=OwnLine())
    _, spoken = await said(speaker, brief(max_words=10))
    assert spoken.fallback
    assert seen < 200


async def test_a_providers_failure_is_never_a_written_line() -> None:
    speaker, model = voice(ProviderUnavailable("no server"))
    with pytest.raises(ProviderUnavailable):
        await said(speaker, brief())
    assert len(model.prompts) == 1


async def test_a_cut_stream_is_told_after_what_was_shown() -> None:
    speaker, _ = voice(StreamCut("cut", partial="I don't know. And the oth"))
    shown: list[str | Spoken] = []
    with pytest.raises(StreamCut):
        async for piece in speaker.speak(brief()):
            shown.append(piece)
    assert shown == ["I don't know."]


async def test_a_failure_in_the_repair_is_told_too() -> None:
    speaker, _ = voice("As an AI, no.", ProviderUnavailable("gone"))
    with pytest.raises(ProviderUnavailable):
        await said(speaker, brief())


async def test_thoughts_of_a_reasoning_model_are_not_spoken() -> None:
    speaker, _ = voice("<think>She is hiding it. Say little.</think> It's late, isn't it.")
    deltas, _ = await said(speaker, brief())
    assert deltas == ["It's late, isn't it."]
