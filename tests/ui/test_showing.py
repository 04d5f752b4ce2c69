"""What is sent to the browser: steps, elements, panel. Pure, over real talks."""

import asyncio
from typing import cast

import pytest

from chatbot.domain.contents import Stance
from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.errors import StoreError
from chatbot.domain.moves import Ending
from chatbot.domain.talk import Talk
from chatbot.session import Session
from chatbot.ui import closing, critiques, showing
from chatbot.ui.drill import drill
from chatbot.ui.panel import panel
from chatbot.ui.tab import Tab
from chatbot.ui.words import cause, critiqued_by, ended_words, plain, spoken_by
from chatbot.wiring import Choice, Room
from tests.ui.conftest import say

OWNER = "local"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2 * 3 * 4 is _it_", r"2 \* 3 \* 4 is \_it\_"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)\>"),
        ("![a](http://evil.example/x.png)", r"\!\[a\](http\://evil.example/x.png)"),
        ("1. one\n- two\n+ three", "1\\. one\n\\- two\n\\+ three"),
        ("# loud\n> said\n`x` &amp;", "\\# loud\n\\> said\n\\`x\\` \\&amp;"),
        ("Plain words, with 0.2 % and a dash - so.", "Plain words, with 0.2 % and a dash - so."),
    ],
)
def test_speech_is_shown_as_it_was_spoken(words: str, shown: str) -> None:
    assert plain(words) == shown


async def test_a_talk_is_laid_out_in_order(room: Room, session: Session) -> None:
    await session.hint()
    first = await say(session, "What makes you hesitate?")
    await session.time_out("Are you an AI?")
    second = await say(session, "You should *really* move it now.")
    steps, elements = showing.whole(session.talk, room.rubric, room.record(session.talk))
    ids = [step["id"] for step in steps]
    assert ids[:2] == ["brief", "opening"]
    assert ids[2].startswith("hint-")
    assert ids[3:5] == [f"{first}-you", f"{first}-reply"]
    assert [i.split("-")[0] for i in ids[5:7]] == ["time", "time"]
    assert ids[7:] == [f"{second}-you", f"{second}-reply"]
    assert [e["name"] for e in elements] == ["Brief", "Critique", "Critique", "Coach"]
    assert steps[7]["output"] == "You should *really* move it now."  # never read as Markdown
    assert len(set(ids)) == len(ids)


async def test_what_was_taken_back_is_gone_with_its_asides(room: Room, session: Session) -> None:
    await say(session, "What makes you hesitate?")
    await session.hint()
    await session.take_back()
    steps, elements = showing.whole(session.talk, room.rubric, room.record(session.talk))
    assert [step["id"] for step in steps] == ["brief", "opening"]
    assert [e["name"] for e in elements] == ["Brief", "Coach"]


async def test_coaching_decides_which_critiques_are_seen(session: Session) -> None:
    await say(session, "What makes you hesitate?")
    assert showing.shows_critiques(session.talk)
    await session.set_coaching("after")
    assert not showing.shows_critiques(session.talk)
    await session.debrief()
    assert showing.shows_critiques(session.talk)
    await session.set_coaching("off")
    assert not showing.shows_critiques(session.talk)


async def test_a_critique_says_the_whole_once(room: Room, session: Session) -> None:
    turn = await say(session, "You should move it now. Everybody does.")
    verdict, record = session.talk.verdicts[turn], room.record(session.talk)
    assert isinstance(verdict, Critique)
    props = showing.critique(session.talk, turn, room.rubric, record)["props"]
    assert props["status"] == "done"
    assert props["summary"] == verdict.summary
    assert props["findings"]
    for point in props["findings"]:
        assert not (point["quote"] and point["what"] and point["quote"] in point["what"])
        assert point["what"] != verdict.summary
    assert props["principle"]
    unread = session.talk.model_copy(update={"verdicts": {}})
    pending = showing.critique(unread, turn, room.rubric, record)["props"]
    assert pending == {"turn": turn, "status": "pending"}
    missing = Unscored(turn_id=turn, evaluator="x", reason="No answer in time.")
    failed = session.talk.model_copy(update={"verdicts": {turn: missing}})
    said = showing.critique(failed, turn, room.rubric, record)["props"]
    assert (said["status"], said["reason"]) == ("unscored", "No answer in time.")


async def test_the_panel_counts_and_gives_the_cause_of_every_change(
    room: Room, session: Session
) -> None:
    await say(session, "What makes you hesitate?")
    await say(session, "You should move it now. Everybody does.")
    props = panel(session.talk, room.record(session.talk))
    counts = {one["label"]: one["n"] for one in props["counts"]}
    assert counts["Open questions"] == 1
    assert counts["Persuading"] == 1
    assert len(props["trust"]) == 3
    assert len(props["strip"]) == 2
    assert all(0 <= one["value"] <= 1 for one in props["state"])
    latest = props["trace"][0]
    assert (latest["number"], bool(latest["why"])) == (2, True)
    effects = session.talk.branch[1].effects
    assert [e["delta"] for e in latest["effects"]] == [e.delta for e in effects]
    assert all(e["why"] and e["quote"] in session.talk.branch[1].advisor for e in latest["effects"])
    pushed = [e for e in latest["effects"] if e["variable"] == "Reasons against"]
    assert all(e["good"] == (e["delta"] < 0) for e in pushed)


async def test_the_brief_names_everything_one_must_know(session: Session) -> None:
    props = showing.brief(session.talk)["props"]
    told = session.talk.started.persona.advisor_brief
    assert props["recommendation"] == told.recommendation
    assert props["mustTell"] == list(told.must_tell)
    assert set(props["cite"]) == {"case_facts", "evidence", "fees", "track_record"}
    hidden = session.talk.started.persona.concerns
    assert all(concern.say not in str(props) for concern in hidden)
    assert (props["voice"], props["isLines"]) == ("written lines, no language model", True)


async def test_the_end_offers_downloads_and_ratings(room: Room, session: Session) -> None:
    await say(session, "What makes you hesitate?")
    made = await session.debrief()
    step, (foot, bar) = closing.debrief(session.talk, made, room.record(session.talk))
    assert step["output"].startswith("# Debrief")
    assert "What makes you hesitate?" not in step["output"].split("## Practise next")[-1]
    links = [link["href"] for link in foot["props"]["links"]]
    assert links == [
        f"/talks/{session.id}/debrief.{form}" for form in ("md", "html", "json", "csv")
    ]
    assert foot["props"]["ratings"] is None
    assert bar["props"]["ended"]
    await session.rate(4, 3, 5)
    under = closing.debrief(session.talk, made, room.record(session.talk))[1]
    rated = under[0]["props"]["ratings"]
    assert rated == {"believable": 4, "fair": 3, "useful": 5}


def test_an_end_by_the_client_is_said(room: Room) -> None:
    talk: Talk = room.begin(room.library.gallery().get("the-will"), OWNER, Choice(seed=1)).talk
    assert "goodbye" in ended_words("Ada", talk.state)
    closed = talk.state.model_validate(
        talk.state.model_dump() | {"closing": {"ending": Ending.WALK_OUT, "since": 3}}
    )
    assert ended_words("Ada", closed) == "Ada has broken off the talk."
    buttons = showing.end_note(talk)["props"]["buttons"]
    assert [b["action"] for b in buttons] == ["end", "take_back"]


def test_names_are_plain() -> None:
    assert spoken_by("lines") == "written lines, no language model"
    assert spoken_by("ollama:x") == "ollama:x"
    assert cause("CR") == "Complex reflection"
    assert cause("OwnsFault") == "Owns fault"
    assert cause("some_rule") == "Some rule"


async def test_the_brief_says_what_to_practise_from_the_last_talks(room: Room) -> None:
    assert await drill(room, Stance.DIRECTIONAL) == ""
    persona = room.library.gallery().get("retirement-money")
    talk = room.begin(persona, OWNER, Choice(seed=1))
    for text in ("You really should sign now.", "You must sign.", "Just sign it, you should."):
        await say(talk, text)
        await talk.critique(talk.talk.head or "")
    words = await drill(room, Stance.DIRECTIONAL)
    assert "This rests on one talk (3 turns with a critique)" in words
    await talk.aclose()
    fresh = room.begin(persona, OWNER, Choice(seed=2))
    assert showing.brief(fresh.talk, (), words)["props"]["drill"] == words


async def test_a_store_that_cannot_be_read_leaves_the_drill_out(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: str) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(room.store, "list", broken)
    assert await drill(room, Stance.DIRECTIONAL) == ""


async def test_an_opened_critique_repeats_neither_its_summary_nor_its_quote(
    room: Room, session: Session
) -> None:
    turn = await say(session, "You really should move it now.")
    verdict = session.talk.verdicts[turn]
    assert isinstance(verdict, Critique)
    what = "“You really should move it now” is a push. They have to push back."
    push = verdict.findings[0].model_copy(update={"what": what})
    for summary, shown in (
        ("“You really should move it now” is a push.", (None, "They have to push back.")),
        ("A push.", (None, what)),
        (what, (push.quote, None)),
    ):
        one = verdict.model_copy(update={"findings": (push,), "summary": summary})
        talk = session.talk.model_copy(update={"verdicts": {turn: one}})
        props = showing.critique(talk, turn, room.rubric, room.record(talk))["props"]
        (point,) = props["findings"]
        assert (point["quote"], point["what"]) == shown


async def test_the_panel_says_who_words_the_advice(session: Session) -> None:
    await say(session, "You really should move it now.")
    assert session.talk.head is not None
    await session.critique(session.talk.head)
    assert critiqued_by(session.talk) == "a small coder on this computer, no language model"
    worded = {
        turn: verdict.model_copy(update={"worded_by": "box:small"})
        for turn, verdict in session.talk.verdicts.items()
    }
    talk = session.talk.model_copy(update={"verdicts": worded})
    assert "a small language model for some" in critiqued_by(talk)


class Watched:
    """As much of a tab as a critique is shown on."""

    def __init__(self, room: Room, talk: Talk, later: Talk) -> None:
        self.talk, self.later = talk, later
        self.rubric, self.record = room.rubric, room.record(talk)
        self.session = self
        self.tasks: set[asyncio.Task[None]] = set()
        self.panels = 0

    async def critique(self, turn_id: str) -> None:
        self.talk = self.later

    async def panel(self) -> None:
        self.panels += 1


async def test_the_panel_says_so_with_the_first_wording_of_the_models(
    room: Room, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shown(piece: object) -> None: ...

    monkeypatch.setattr(critiques, "show", shown)
    turn = await say(session, "You really should move it now.")
    plain = session.talk
    one = plain.verdicts[turn].model_copy(update={"worded_by": "box:small"})
    worded = plain.model_copy(update={"verdicts": {turn: one}})
    for before, after, panels in ((plain, worded, 1), (plain, plain, 0), (worded, worded, 0)):
        tab = Watched(room, before, after)
        await critiques.follow(cast(Tab, tab), turn)
        await asyncio.gather(*tab.tasks)
        assert tab.panels == panels
