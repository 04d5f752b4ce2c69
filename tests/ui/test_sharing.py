"""Sharing on the page: four steps, each made from what the form sends; nothing is held or written."""

from collections.abc import AsyncIterator

import pytest

from chatbot.domain.errors import InputError
from chatbot.session import Session
from chatbot.ui import sharing
from chatbot.wiring import Room
from tests.ui.conftest import say

NAMED = (
    "It isn't the paint that worries you. You'd hate to be the one who said it would hold, and "
    "Peter Miller told me so on 3 April 2025."
)


@pytest.fixture
async def ended(session: Session) -> AsyncIterator[Session]:
    await say(session, NAMED)
    await say(session, "You should really move it now, everybody does.")
    await session.debrief()
    yield session


async def test_a_talk_that_goes_on_is_not_shared(session: Session) -> None:
    with pytest.raises(InputError, match="goes on"):
        sharing.ask(session.talk)


async def test_the_steps_lead_to_two_files_without_real_people(ended: Session, room: Room) -> None:
    talk = ended.talk
    first = sharing.ask(talk)
    assert (first["id"], first["name"], first["forId"]) == ("share-form", "Share", "share")
    assert (first["props"]["client"], first["props"]["costliest"]) == ("Thea", 2)
    told = {"learned": "Wait, as Priya says.", "costliest": True}
    details = sharing.check(talk, told)["props"]["details"]
    assert [one["text"] for one in details] == ["Peter Miller", "3 April 2025", "Priya"]
    assert details[0] == {
        "text": "Peter Miller",
        "kind": "name",
        "neutral": "someone",
        "around": details[0]["around"],
    }
    done = told | {"replacements": [[d["text"], d["neutral"]] for d in details]}
    shown = sharing.whole(talk, done)["props"]
    words = [piece["words"] for piece in shown["pieces"]]
    assert words[-1] == "Wait, as someone says."
    assert "someone told me so on that day" in words[1]
    client, page = sharing.made(talk, done)["props"]["files"]
    assert client["name"].startswith("retirement-money-")
    assert client["name"].endswith(".yaml")
    assert page["name"].endswith(".html")
    assert not any(name in client["text"] + page["text"] for name in ("Miller", "Priya", "2025."))
    assert not room.settings.own_personas.exists()


async def test_what_is_kept_is_kept_and_what_was_overlooked_can_go(ended: Session) -> None:
    sent = {"learned": "paint", "replacements": [["Peter Miller", "a friend"], ["paint", ""]]}
    words = [piece["words"] for piece in sharing.whole(ended.talk, sent)["props"]["pieces"]]
    assert "a friend told me so on 3 April 2025" in words[1]
    assert not any("paint" in one for one in words)


@pytest.mark.parametrize(
    "sent", [[["a"]], ["abc"], [1], [["x" * 300, "y"]], [[str(n), ""] for n in range(300)]]
)
async def test_what_this_page_would_never_send_is_refused(ended: Session, sent: object) -> None:
    with pytest.raises(InputError):
        sharing.whole(ended.talk, {"replacements": sent})


async def test_nobody_is_handed_files_that_they_did_not_look_at(ended: Session) -> None:
    with pytest.raises(InputError, match="Look at what will be written first"):
        sharing.made(ended.talk, {"learned": "x"})


async def test_what_is_not_understood_counts_as_nothing(ended: Session) -> None:
    card = sharing.check(ended.talk, {"learned": None, "costliest": "yes"})
    assert [one["text"] for one in card["props"]["details"]] == ["Peter Miller", "3 April 2025"]
