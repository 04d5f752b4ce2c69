"""Going back, going on tomorrow, and two tabs on one talk."""

import asyncio

import pytest

from chatbot.adapters.lines import LinesVoice
from chatbot.adapters.store import SqlStore
from chatbot.domain.codes import Code
from chatbot.domain.critique import Critique
from chatbot.domain.effects.moment import Wish
from chatbot.domain.errors import Conflict, InputError, NotFound, ProviderUnavailable, StoreError
from chatbot.domain.lines import LineBank
from chatbot.domain.persona import Persona
from tests.kit import (
    OWNER,
    RandomCoder,
    ScriptedVoice,
    Stage,
    StubCoder,
    StubEvaluator,
    hear,
    say,
    types,
)


async def test_a_turn_taken_back_can_be_said_otherwise_and_the_first_branch_stays(
    stage: Stage,
) -> None:
    session = stage.begin()
    await say(session, "First.")
    await say(session, "You should move it.")
    after_first = session.talk.branch[0].state
    assert await session.take_back() == "You should move it."
    assert session.talk.state == after_first
    await say(session, "What makes you hesitate?")
    assert [e.advisor for e in session.talk.branch] == ["First.", "What makes you hesitate?"]
    assert [e.number for e in session.talk.branch] == [1, 2]
    logged = [e.advisor for e in await stage.store.load("s1", OWNER) if e.type == "exchange"]
    assert logged == ["First.", "You should move it.", "What makes you hesitate?"]


async def test_the_same_words_after_taking_back_get_the_same_move(stage: Stage) -> None:
    stage.coder = RandomCoder()
    session = stage.begin()
    await say(session, "First.")
    await say(session, "Second.")
    before = session.talk.branch[1]
    await session.take_back()
    await say(session, "Second.")
    again = session.talk.branch[1]
    assert (again.move, again.state, again.effects) == (before.move, before.state, before.effects)
    assert again.turn_id != before.turn_id


async def test_there_is_nothing_to_take_back_before_the_first_turn(stage: Stage) -> None:
    session = stage.begin()
    with pytest.raises(InputError, match="no turn to take back"):
        await session.take_back()
    with pytest.raises(InputError, match="no such turn"):
        await session.rewind("t99")
    assert types(session) == ["session_started"]


async def test_a_talk_comes_back_from_the_store_as_it_was(stage: Stage) -> None:
    stage.coder = RandomCoder()
    session = stage.begin()
    for turn in ("First.", "Second.", "Third."):
        await say(session, turn)
    await session.take_back()
    for exchange in session.talk.exchanges:
        await session.critique(exchange)
    again = await stage.resume()
    assert again.talk == session.talk
    assert again.talk.transcript == session.talk.transcript


async def test_a_talk_resumed_goes_on_as_if_it_had_never_stopped(stage: Stage) -> None:
    stage.coder = RandomCoder()
    one, other = stage.begin(sid="s1"), stage.begin(sid="s2")
    await say(one, "First.")
    await say(one, "Second.")
    await say(other, "First.")
    await say(await stage.resume("s2"), "Second.")
    resumed = await stage.resume("s2")
    assert [e.move for e in resumed.talk.branch] == [e.move for e in one.talk.branch]
    assert resumed.talk.state == one.talk.state


async def test_a_rule_changed_afterwards_leaves_an_old_talk_as_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stage.begin()
    await say(session)
    # The critique is a later event of its own; the two logs are compared once it is in.
    await session.critique(session.talk.branch[-1].turn_id)
    before = session.talk.state

    def outrage(_moment: object):  # type: ignore[no-untyped-def]
        yield Wish("discord", 0.9, "", "new rule", "a rule of tomorrow")

    monkeypatch.setattr("chatbot.domain.stepping.RULES", (outrage,))
    again = await stage.resume()
    assert again.talk.state == before
    assert again.talk == session.talk
    await say(again, "And now?")
    assert [e.why for e in again.talk.branch[-1].effects] == ["a rule of tomorrow"]


async def test_a_persona_changed_afterwards_leaves_a_running_talk_its_snapshot(
    stage: Stage, personas: dict[str, Persona]
) -> None:
    persona = next(iter(personas.values()))
    await say(stage.begin(persona))
    assert (await stage.resume()).talk.started.persona == persona


async def test_a_critique_missing_after_a_crash_is_made_up(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(open_gate=False)
    session = stage.begin()
    await say(session, "First.")
    await say(session, "Second.")
    await session.aclose()
    stage.evaluator = StubEvaluator()
    again = await stage.resume()
    assert [e.turn_id for e in again.talk.unscored] == ["t1", "t2"]
    assert isinstance(await again.critique("t1"), Critique)
    assert [e.turn_id for e in again.talk.unscored] == ["t2"]
    [evaluation] = stage.evaluator.asked
    assert (evaluation.text, len(evaluation.heard)) == ("First.", 1)
    assert evaluation.before.last_client == again.talk.started.opening


async def test_an_unanswered_draft_is_offered_again_and_can_be_dropped(stage: Stage) -> None:
    stage.voice = ScriptedVoice(ProviderUnavailable("down"))
    session = stage.begin()
    with pytest.raises(ProviderUnavailable):
        await say(session, "Hello there.")
    again = await stage.resume()
    assert again.talk.draft is not None
    assert again.talk.draft.text == "Hello there."
    await say(again, "Hello there.")
    assert [e.turn_id for e in again.talk.branch] == ["t1"]
    await again.drop_draft()
    assert again.talk.draft is None


async def test_the_tab_that_comes_second_is_told_and_the_talk_is_intact(stage: Stage) -> None:
    await say(stage.begin(), "First.")
    one, other = await stage.resume(), await stage.resume()
    await say(one, "From one tab.")
    for act in (say(other, "From the other."), other.take_back(), other.hint()):
        with pytest.raises(Conflict, match="another tab"):
            await act
    reloaded = await stage.resume()
    assert [e.advisor for e in reloaded.talk.branch] == ["First.", "From one tab."]
    await say(reloaded, "Now it goes on.")


async def test_a_late_critique_of_the_other_tab_is_no_conflict(stage: Stage) -> None:
    stage.evaluator = StubEvaluator(open_gate=False)
    one = stage.begin()
    await say(one, "First.")
    other = await stage.resume()
    stage.evaluator.gate.set()
    await one.critique("t1")
    await say(other, "Second.")
    await other.critique("t2")
    log = await stage.store.load("s1", OWNER)
    assert [event.seq for event in log] == list(range(len(log)))
    assert [e.advisor for e in (await stage.resume()).talk.branch] == ["First.", "Second."]


async def test_a_critique_that_could_not_be_written_is_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stage.begin()
    append, broken = stage.store.append, asyncio.Event()

    async def no_disk(sid, owner, events, seq):  # type: ignore[no-untyped-def]
        if events[0].type == "critique" and not broken.is_set():
            broken.set()
            raise StoreError("The disk is full.")
        return await append(sid, owner, events, seq)

    monkeypatch.setattr(stage.store, "append", no_disk)
    await say(session)
    with pytest.raises(StoreError, match="The disk is full"):
        await session.critique("t1")
    assert isinstance(await session.critique("t1"), Critique)


async def test_a_disk_that_fails_costs_the_turn_and_not_the_talk(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stage.begin()
    await say(session, "First.")

    async def no_disk(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(stage.store, "append", no_disk)
        with pytest.raises(StoreError):
            await say(session, "Second.")
    await say(session, "Second.")
    assert [e.advisor for e in session.talk.branch] == ["First.", "Second."]


async def test_stopping_while_the_exchange_is_written_leaves_the_talk_usable(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stage.begin()
    append, writing = stage.store.append, asyncio.Event()

    async def slow(sid, owner, events, seq):  # type: ignore[no-untyped-def]
        stored = await append(sid, owner, events, seq)
        if events[-1].type == "exchange":
            writing.set()
            await asyncio.sleep(0.02)
        return stored

    monkeypatch.setattr(stage.store, "append", slow)
    turn = asyncio.create_task(say(session, "First."))
    await writing.wait()
    turn.cancel()
    await asyncio.gather(turn, return_exceptions=True)
    await asyncio.sleep(0.05)
    await say(session, "Second.")
    assert [e.advisor for e in session.talk.branch] == ["First.", "Second."]


async def test_the_talk_of_another_owner_is_not_found(stage: Stage, store: SqlStore) -> None:
    await say(stage.begin())
    with pytest.raises(NotFound):
        await store.load("s1", "somebody else")


async def test_twelve_turns_with_each_client_on_their_own_lines(
    stage: Stage, each_persona: Persona, bank: LineBank
) -> None:
    stage.coder, stage.voice = RandomCoder(3), LinesVoice(bank)
    session = stage.begin(each_persona)
    for turn in range(12):
        if session.talk.state.ended:
            break
        await say(session, f"Turn {turn}.")
    again = await stage.resume()
    assert again.talk.transcript == session.talk.transcript
    assert len(again.talk.branch) >= 3


async def test_who_was_pushed_away_can_be_won_back_by_taking_the_push_back(stage: Stage) -> None:
    stage.coder = StubCoder(hear(Code.SIMPLE_REFLECTION), hear(Code.CONFRONT), hear(Code.EMPHASIZE))
    session = stage.begin()
    await say(session, "The fees bother you.")
    await say(session, "You are wrong.")
    strained = session.talk.state.discord
    await session.take_back()
    await say(session, "It is yours to decide.")
    assert session.talk.state.discord < strained - 0.1
