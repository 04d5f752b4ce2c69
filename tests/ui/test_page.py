"""The whole page in a real browser, on the real code, with no model and no network."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.driving import BROWSER, ROOT, Practice, Seen, Server, browser

pytestmark = [
    pytest.mark.browser,
    # Chainlit's page redraws itself on its own clock; a click that falls into such a moment is lost
    pytest.mark.flaky(reruns=2),
    pytest.mark.skipif(BROWSER is None, reason="neither chromium nor google-chrome is installed"),
]

CLIENT = "retirement-money"
TURNS = (
    "What would have to be true for you to feel comfortable with this?",
    "It sounds like you have been let down before, and you don't want that again.",
    "What matters most to you about this money?",
    "You should really move it now, everybody does.",
    "I pushed you there, and I am sorry. It is your decision, whatever you choose.",
    "What worries you most when you picture it?",
    "So what you built comes first for you.\n1. one *star* <b>bold</b>",
    "Would it be all right if I told you what the evidence says?",
    "What would you need to see in writing?",
    "How would a small first step look to you?",
)
#: Which of them is the push; its critique is opened.
COSTLY = 4
PICTURE = ROOT / "docs" / "images" / "practice-room.png"
#: Read before `neutral_environment` takes it away.
SCREENSHOT = bool(os.environ.get("SPARRING_SCREENSHOT"))
FORMATS = ("md", "html", "json", "csv")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "own-clients").mkdir()
    server = Server(tmp_path / "data", tmp_path / "own-clients")
    yield server
    server.kill()


def test_a_talk_from_the_first_word_to_the_debrief(server: Server, tmp_path: Path) -> None:
    seen = Seen()
    server.start()
    with browser(tmp_path / "profile", seen) as context:
        practice = Practice(context.pages[0])
        practice.page.goto(server.url)
        practice.page.wait_for_selector("[data-test=bar]")
        choose_a_client(practice)
        ten_turns(practice)
        look_inside(practice)
        take_a_turn_back(practice)
        ask_outside_the_talk(practice)
        ask_for_a_hint(practice)
        killed_before_the_critique(practice, server)
        killed_and_opened_anew(practice, server)
        two_tabs(practice)
        debrief_and_downloads(practice, tmp_path)
    assert seen.outside == []
    assert seen.errors == []


def choose_a_client(practice: Practice) -> None:
    page = practice.page
    practice.choose(CLIENT)
    page.wait_for_selector("[data-test=brief] >> text=Thea Brandreth, 6")
    page.wait_for_selector("[data-test=brief] >> text=written lines, no language model")
    page.click("[data-test=attach]")
    page.wait_for_selector("text=SPARRING_CLIENT_MODEL=openai:MODEL")
    page.click("[data-test=attach]")


def ten_turns(practice: Practice) -> None:
    for number, text in enumerate(TURNS, 1):
        practice.say(text)
        practice.await_turns(number)
        if number == COSTLY:
            open_a_critique(practice)
    assert practice.said_by_me() == list(TURNS)
    practice.page.wait_for_url("**/thread/*")


def open_a_critique(practice: Practice) -> None:
    practice.page.click("[data-test=critique-line] >> nth=-1")
    whole = practice.page.wait_for_selector("[data-test=critique-whole]")
    assert whole is not None
    assert "Persuade" in whole.inner_text()
    assert "You could say" in whole.inner_text()
    if SCREENSHOT:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        practice.page.wait_for_timeout(600)
        practice.page.screenshot(path=PICTURE)


def look_inside(practice: Practice) -> None:
    page = practice.page
    assert page.locator("[data-test=inside]").count() == 0
    page.click("[data-test=show-inside]")
    trace = page.locator("[data-test=inside]").inner_text()
    assert "Trusts your honesty" in trace
    assert "Turn 10" in trace
    assert "→" in trace


def take_a_turn_back(practice: Practice) -> None:
    practice.press("take_back")
    practice.await_turns(9)
    practice.await_composer(TURNS[-1])
    practice.say("What would make a small step bearable?")
    practice.await_turns(10)
    assert len(practice.said_by_me()) == 10


def ask_outside_the_talk(practice: Practice) -> None:
    page = practice.page
    practice.press("time_out")
    page.wait_for_selector("[data-test=back]")
    practice.say("Are you an AI?")
    page.wait_for_selector("text=Yes, this is a program")
    practice.press("back")
    page.wait_for_selector("[data-test=time_out]")
    assert page.locator("[data-test=critique]").count() == 10


def ask_for_a_hint(practice: Practice) -> None:
    coach = "img[src$='/avatars/Coach']"
    before = practice.page.locator(coach).count()
    practice.press("hint")
    practice.await_count(coach, before + 1)


def killed_before_the_critique(practice: Practice, server: Server) -> None:
    """The page stays open, and comes back by itself."""
    page = practice.page
    server.kill()
    server.start(critic_seconds=60)
    practice.reopen(page.url, 10)
    assert len(practice.said_by_me()) == 11  # ten turns and the question of the time-out
    practice.say("How does it sit with you now?")
    page.wait_for_selector("[data-test=critique-pending]")
    page.wait_for_selector("[data-test=hint]:not([disabled])")  # the composer waits for no critic
    server.kill()
    server.start()
    practice.await_turns(11)
    assert page.locator("[data-test=critique-pending]").count() == 0


def killed_and_opened_anew(practice: Practice, server: Server) -> None:
    """The page is closed too; a bookmark opens the talk, with nothing lost and nothing double."""
    page = practice.page
    before, url = practice.said_by_me(), page.url
    replies = page.locator("[data-step-type=assistant_message]").count()
    server.kill()
    page.goto("about:blank")
    server.start()
    practice.reopen(url, 11)
    assert practice.said_by_me() == before
    assert page.locator("[data-step-type=assistant_message]").count() == replies
    page.wait_for_selector("#chat-profiles >> text=Thea Brandreth")
    page.fill("#chat-input", "   ")
    assert page.locator("#chat-submit").is_disabled()
    practice.send("x" * 5000)
    page.wait_for_selector("[data-test=note] >> text=5,000 characters")
    practice.await_composer("x" * 5000)


def two_tabs(practice: Practice) -> None:
    page = practice.page
    other = Practice(page.context.new_page())
    other.reopen(page.url, 11)
    other.say("What would you tell your brother about this?")
    other.await_turns(12)
    other.page.close()
    practice.send("And what about the stage, then?")
    page.wait_for_selector("[data-test=note] >> text=another tab")
    page.click("[data-test=reload]")
    practice.await_turns(12)
    page.wait_for_timeout(1500)  # as in `reopen`
    practice.await_turns(12)
    page.wait_for_function("document.querySelector('#chat-input').value.startsWith('And what')")
    page.fill("#chat-input", "")


def debrief_and_downloads(practice: Practice, tmp_path: Path) -> None:
    page = practice.page
    practice.press("end")
    page.fill("[data-test=well]", "I listened.")
    page.fill("[data-test=change]", "Fewer facts.")
    page.click("[data-test=to-debrief]")
    page.wait_for_selector("[data-test=ratings]")
    for form in FORMATS:
        download = practice.download(f"a[href$='debrief.{form}']")
        name = download.suggested_filename
        assert re.fullmatch(rf"sparring-debrief-{CLIENT}-[0-9a-f]+\.{form}", name)
        text = Path(download.path()).read_text("utf-8")
        assert "I listened." in text or form == "csv"
    for question in ("believable", "fair", "useful"):
        page.click(f"[data-test={question}-4]")
    page.wait_for_selector("text=It is kept with the talk")
    page.goto(page.url)
    page.wait_for_selector("[data-test=debrief] >> text=It is kept with the talk")


def test_an_unanswered_draft_is_offered_again(server: Server, tmp_path: Path) -> None:
    """Killed between the words and the reply: nothing typed is lost, and it can be reworded."""
    server.start()
    with browser(tmp_path / "profile", Seen()) as context:
        practice = Practice(context.pages[0])
        page = practice.page
        page.goto(server.url)
        page.wait_for_selector("[data-test=bar]")
        practice.press("time_out")  # before the first turn
        page.wait_for_selector("[data-test=back]")
        practice.say("Are you a human?")
        page.wait_for_selector("text=Yes, this is a program")
        practice.press("back")
        page.wait_for_selector("[data-test=time_out]")
        practice.say("What happened in November?")
        practice.await_turns(1)
        server.kill()
        server.start(client_seconds=60)
        practice.reopen(page.url, 1)
        practice.say("What if I had rung you?")
        page.wait_for_selector("#stop-button")
        page.wait_for_timeout(300)
        server.kill()
        server.start()
        page.goto(page.url)
        page.wait_for_selector("[data-test=retry]")
        assert practice.said_by_me()[-1] == "What if I had rung you?"
        practice.press("reword")
        page.wait_for_function("document.querySelector('#chat-input').value.startsWith('What if')")
        practice.reopen(page.url, 1)
        assert page.locator("[data-test=retry]").count() == 0


def test_a_client_dropped_into_the_folder_is_there_at_the_next_load(
    server: Server, tmp_path: Path
) -> None:
    server.start()
    with browser(tmp_path / "profile", Seen()) as context:
        practice = Practice(context.pages[0])
        page = practice.page
        page.goto(server.url)
        page.wait_for_selector("[data-test=bar]")
        text = (ROOT / "personas" / "the-will.yaml").read_text("utf-8")
        new = text.replace("id: the-will\n", "id: the-new-one\n").replace(
            "Imelda Crouch", "Ada <b>"
        )
        (server.personas / "new.yaml").write_text(new, "utf-8")
        shutil.copy(ROOT / "personas" / "the-will.svg", server.personas)
        (server.personas / "broken.yaml").write_text("schema_version: 1\nid: [", "utf-8")
        page.reload()
        page.wait_for_selector("[data-test=bar]")
        practice.choose("the-new-one")
        page.wait_for_selector("[data-test=brief] >> text=Ada <b>, 64")
        practice.choose(f"broken:{server.personas / 'broken.yaml'}")
        page.wait_for_selector("[data-test=note] >> text=broken.yaml")
        practice.say("Hello?")
        page.wait_for_selector("[data-test=note] >> text=no talk here")
