"""An advisor turn in; the client's reply and a critique out; all of it logged, nothing half."""

import asyncio
from contextlib import aclosing

import pytest

from chatbot.domain.codes import Code
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.errors import InputError, ProviderUnavailable, SparringError
from chatbot.domain.events import Spoken
from chatbot.domain.moves import Act, Ending
from chatbot.session import MAX_CHARACTERS, Committed, Delta
from tests.kit import OWNER, ScriptedVoice, Stage, StubCoder, StubEvaluator, hear, say, touch, types

DOWN = ProviderUnavailable("The model server cannot be reached.")


async def settle() -> None:
    """Let every task that can go on do so; the store answers from a thread."""
    for _ in range(20):
        await asyncio.sleep(0.002)


async def test_a_turn_is_kept_then_answered_then_critiqued(stage: Stage) -> None:
    session = stage.begin()
    updates = [update async for update in session.advise("What makes you hesitate?")]
    *deltas, last = updates
    assert all(isinstance(delta, Delta) for delta in deltas)
    assert isinstance(last, Committed)
    assert "".join(d.text for d in deltas).strip() == last.exchange.reply.text
    await session.critique(last.exchange.turn_id)
    assert types(session) == ["session_started", "draft", "exchange", "critique"]
    assert [event.seq for event in session.talk.events] == [0, 1, 2, 3]
    assert await stage.store.load("s1", OWNER) == session.talk.events


async def test_a_talk_in_which_nothing_happened_leaves_no_trace(stage: Stage) -> None:
    stage.begin()
    assert await stage.store.list(OWNER) == ()


async def test_the_draft_is_in_the_log_before_anybody_is_asked(stage: Stage) -> None:
    seen: list[list[str]] = []

    class Looks(StubCoder):
        async def code(self, volley):  # type: ignore[no-untyped-def]
            seen.append([event.type for event in await stage.store.load("s1", OWNER)])
            return await super().code(volley)

    stage.coder = Looks()
    await say(stage.begin())
    assert seen == [["session_started", "draft"]]


async def test_the_exchange_holds_every_decision(stage: Stage) -> None:
    heard = hear(Code.COMPLEX_REFLECTION, touches=(touch("fees", Code.COMPLEX_REFLECTION),))
    stage.coder = StubCoder(heard)
    session = stage.begin()
    await say(session, "The fees are what bothers you.")
    exchange = session.talk.branch[0]
    assert (exchange.heard, exchange.advisor) == (heard, "The fees are what bothers you.")
    assert exchange.effects
    assert exchange.state.turn == 1
    assert exchange.state.acts == (exchange.move.act,)
    assert "fees" in exchange.state.understood
    assert exchange.reply.voice == "scripted"


async def test_what_voice_coder_and_evaluator_are_shown(stage: Stage) -> None:
    stage.coder = StubCoder(*[hear(touches=(touch("fooled", Code.QUESTION),))] * 2)
    session = stage.begin()
    await say(session, "First turn.")
    await say(session, "Second turn.")
    brief, volley, evaluation = (
        stage.voice.briefs[1],
        stage.coder.volleys[1],
        stage.evaluator.asked[1],
    )
    opening, reply = session.talk.started.opening, session.talk.branch[0].reply.text
    assert [t.text for t in brief.transcript.turns] == [
        opening,
        "First turn.",
        reply,
        "Second turn.",
    ]
    assert brief.lines_used == (opening, reply)
    assert brief.seed == "7:2:voice"
    assert volley.before.last_client == reply
    assert volley.heard == (session.talk.branch[0].heard,)
    assert evaluation.before.last_client == reply
    assert [h.touches for h in evaluation.heard] == [(), ()]
    assert "fooled" not in evaluation.model_dump_json()


async def test_what_a_voice_chose_to_tell_is_what_was_told(stage: Stage) -> None:
    class Chooses(ScriptedVoice):
        async def speak(self, brief):  # type: ignore[no-untyped-def]
            self.briefs.append(brief)
            yield Spoken(text="Since 1994.", voice=self.name, told=("account",))

    stage.voice = Chooses()
    session = stage.begin()
    await say(session, "How long has it been there?")
    exchange = session.talk.branch[0]
    assert "account" in stage.voice.briefs[0].leeway.at_hand
    assert exchange.move.content_ids == ("account",)
    assert "account" in exchange.state.told
    assert session.talk.just_told == ("account",)
    await say(session, "I see.")
    assert "account" not in stage.voice.briefs[1].leeway.at_hand


async def test_a_slow_critic_delays_neither_the_reply_nor_the_next_turn(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(open_gate=False)
    session = stage.begin()
    await asyncio.wait_for(say(session, "First."), 2)
    await asyncio.wait_for(say(session, "Second."), 2)
    assert "critique" not in types(session)
    stage.evaluator.gate.set()
    for exchange in session.talk.branch:
        await session.critique(exchange.turn_id)
    assert types(session)[-2:] == ["critique", "critique"]


async def test_a_fast_critic_waits_for_the_exchange(stage: Stage) -> None:
    session = stage.begin()
    async with aclosing(session.advise("What makes you hesitate?")) as updates:
        async for update in updates:
            if isinstance(update, Delta):
                await settle()
                assert types(session) == ["session_started", "draft"]
    await session.critique("t1")
    assert types(session) == ["session_started", "draft", "exchange", "critique"]


async def test_a_failing_voice_leaves_the_draft_and_no_exchange_and_no_critique(
    stage: Stage,
) -> None:
    stage.voice = ScriptedVoice(DOWN)
    stage.evaluator = StubEvaluator(open_gate=False)
    session = stage.begin()
    with pytest.raises(ProviderUnavailable):
        await say(session, "Hello there.")
    await settle()
    assert types(session) == ["session_started", "draft"]
    assert session.talk.draft is not None
    assert session.talk.draft.text == "Hello there."
    assert stage.evaluator.cancelled == ["t1"]


async def test_trying_again_uses_the_same_turn_and_other_words_make_a_new_one(stage: Stage) -> None:
    stage.voice = ScriptedVoice(DOWN, "There you are.", DOWN, "Well.")
    session = stage.begin()
    with pytest.raises(ProviderUnavailable):
        await say(session, "Hello there.")
    assert await say(session, "Hello there.") == "There you are."
    with pytest.raises(ProviderUnavailable):
        await say(session, "One thing.")
    await say(session, "Another thing.")
    assert [e.turn_id for e in session.talk.branch] == ["t1", "t3"]
    assert session.talk.draft is None


async def test_a_reply_stopped_halfway_leaves_the_draft_and_no_exchange(stage: Stage) -> None:
    session = stage.begin()
    async with aclosing(session.advise("Hello there.")) as updates:
        await anext(updates)
    assert session.talk.branch == ()
    assert session.talk.draft is not None
    assert await say(session, "Hello there.")
    assert [e.turn_id for e in session.talk.branch] == ["t1"]


async def test_a_voice_that_ends_without_a_reply_is_an_error(stage: Stage) -> None:
    class Silent(ScriptedVoice):
        async def speak(self, brief):  # type: ignore[no-untyped-def]
            yield "Well"

    stage.voice = Silent()
    session = stage.begin()
    with pytest.raises(SparringError, match="ended without a reply"):
        await say(session)
    assert "exchange" not in types(session)


async def test_a_failing_critic_gives_unscored_with_the_reason(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(fails=DOWN)
    session = stage.begin()
    await say(session)
    verdict = await session.critique("t1")
    assert verdict == Unscored(turn_id="t1", evaluator="stub", reason=str(DOWN))
    assert session.talk.verdicts == {"t1": verdict}


async def test_a_critique_is_asked_for_once(stage: Stage) -> None:
    session = stage.begin()
    await say(session)
    first, second = await asyncio.gather(session.critique("t1"), session.critique("t1"))
    assert first == second == await session.critique("t1")
    assert isinstance(first, Critique)
    assert len(stage.evaluator.asked) == 1
    assert types(session).count("critique") == 1


async def test_who_stops_waiting_for_a_critique_does_not_stop_the_critique(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(open_gate=False)
    session = stage.begin()
    await say(session)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(session.critique("t1"), 0.01)
    stage.evaluator.gate.set()
    assert isinstance(await session.critique("t1"), Critique)
    assert len(stage.evaluator.asked) == 1


async def test_two_turns_at_once_are_taken_one_after_the_other(stage: Stage) -> None:
    session = stage.begin()
    await asyncio.gather(say(session, "One."), say(session, "Two."))
    assert [e.advisor for e in session.talk.branch] == ["One.", "Two."]
    assert [e.parent for e in session.talk.branch] == [None, "t1"]


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x07\x1b", "\u200b \u2060", "\ud800"])
async def test_a_turn_without_words_is_refused_and_leaves_no_trace(stage: Stage, text: str) -> None:
    session = stage.begin()
    with pytest.raises(InputError, match="no words in this turn"):
        await say(session, text)
    assert types(session) == ["session_started"]
    assert stage.coder.volleys == []


async def test_fifty_thousand_characters_are_refused_and_four_thousand_are_not(
    stage: Stage,
) -> None:
    session = stage.begin()
    with pytest.raises(InputError, match="50,000 characters; up to 4,000"):
        await say(session, "a" * 50_000)
    assert types(session) == ["session_started"]
    assert await say(session, "a " * (MAX_CHARACTERS // 2))


async def test_control_characters_are_dropped_and_lines_and_scripts_are_kept(stage: Stage) -> None:
    session = stage.begin()
    await say(session, " Hello\x00\x1b there,\nпривет 👩‍👩‍👧 \r\n")
    assert session.talk.branch[0].advisor == "Hello there,\nпривет 👩‍👩‍👧"


async def test_same_seed_and_same_turns_make_the_same_talk(stage: Stage) -> None:
    turns = ["What makes you hesitate?", "The fee bothers you.", "You should move it."]
    heard = [hear(Code.QUESTION), hear(Code.SIMPLE_REFLECTION), hear(Code.PERSUADE)]

    async def moves(sid: str, seed: int) -> list[tuple[Act, str]]:
        stage.coder = StubCoder(*heard)
        session = stage.begin(sid=sid, seed=seed)
        for turn in turns:
            await say(session, turn)
        return [(e.move.act, e.move.say) for e in session.talk.branch]

    first = await moves("s1", 7)
    assert await moves("s2", 7) == first
    others = [await moves(f"o{seed}", seed) for seed in range(6)]
    assert any(other != first for other in others)


async def test_a_talk_that_is_over_takes_no_turn_until_one_is_taken_back(stage: Stage) -> None:
    stage.coder = StubCoder(*[hear(Code.CONFRONT, Code.PERSUADE)] * 60)
    session = stage.begin()
    while not session.talk.state.ended:
        await say(session, "You are wrong.")
    count = len(session.talk.branch)
    with pytest.raises(InputError, match="The talk with Ada Moss is over"):
        await say(session)
    assert session.talk.draft is None
    await session.take_back()
    await say(session)
    assert len(session.talk.branch) == count


async def test_a_debriefed_talk_takes_no_turn_until_one_is_taken_back(stage: Stage) -> None:
    session = stage.begin()
    await say(session)
    await session.debrief()
    with pytest.raises(InputError, match="is over"):
        await say(session)
    await session.take_back()
    await say(session)
    assert (await session.debrief()).counts.volleys == 1


async def test_the_debrief_is_made_once_and_waits_for_critiques(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(open_gate=False)
    session = stage.begin()
    await say(session)
    waiting = asyncio.create_task(session.debrief(deadline=5))
    await settle()
    assert not waiting.done()
    stage.evaluator.gate.set()
    debrief = await waiting
    assert debrief.ending is Ending.UNRESOLVED
    assert isinstance(session.talk.verdicts["t1"], Critique)
    assert await session.debrief() == debrief
    assert types(session)[-3:] == ["critique", "ended", "debrief"]


async def test_after_the_deadline_a_missing_critique_is_unscored(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(open_gate=False)
    session = stage.begin()
    await say(session)
    await session.debrief(deadline=0.01)
    verdict = session.talk.verdicts["t1"]
    assert isinstance(verdict, Unscored)
    assert "not ready within" in verdict.reason
    stage.evaluator.gate.set()
    await settle()
    assert types(session).count("critique") == 1


async def test_hint_time_out_coaching_reflection_and_ratings_are_logged(stage: Stage) -> None:
    session = stage.begin()
    await session.hint()
    assert await session.time_out("Are you an AI?") == "Are you an AI? scripted"
    await session.set_coaching("off")
    await session.set_coaching("off")
    await session.reflect(" It went well. ", "")
    await session.rate(4, 5, 3)
    assert types(session)[1:] == ["hint", "time_out", "coaching", "reflected", "rated"]
    assert session.talk.coaching == "off"
    assert session.talk.reflected is not None
    assert session.talk.reflected.went_well == "It went well."
    with pytest.raises(InputError):
        await session.time_out(" ")
