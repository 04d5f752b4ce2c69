"""A client's file dropped on the page, a day chosen, and the talk that follows; in a real browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.driving import BROWSER, ROOT, Practice, Seen, Server, browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.flaky(reruns=2),  # as in test_page
    pytest.mark.skipif(BROWSER is None, reason="neither chromium nor google-chrome is installed"),
]

WILL = (ROOT / "personas" / "the-will.yaml").read_text("utf-8")
OWN = WILL.replace("id: the-will\n", "id: my-own\n").replace("Imelda Crouch", "Ada <b>Quill</b>")
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: 'application/x-yaml' }));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  for (const kind of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, how));
}"""
#: A folder for pictures of what is new here; read before `neutral_environment` takes it away.
PICTURES = os.environ.get("SPARRING_PICTURES")


def picture(practice: Practice, name: str, show: str) -> None:
    if PICTURES:
        practice.page.locator(show).last.scroll_into_view_if_needed()
        practice.page.wait_for_timeout(700)
        practice.page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "own-clients").mkdir()
    server = Server(tmp_path / "data", tmp_path / "own-clients")
    server.start()
    yield server
    server.kill()


def test_a_file_is_dropped_previewed_and_played(server: Server, tmp_path: Path) -> None:
    seen = Seen()
    with browser(tmp_path / "profile", seen) as context:
        practice = Practice(context.pages[0])
        page = practice.page
        page.goto(server.url)
        page.wait_for_selector("[data-test=bar]")
        practice.choose("retirement-money")
        page.wait_for_selector("[data-test=brief] >> text=Thea Brandreth, 68")
        picture(practice, "1-brief", "[data-test=brief]")
        a_broken_file_changes_nothing(practice, server)
        a_client_is_previewed_and_kept(practice, server)
        the_guest_plays_on_a_hard_day(practice)
        another_guest_comes_in_the_midst_of_it(practice)
    assert seen.outside == []
    assert seen.errors == []


def a_broken_file_changes_nothing(practice: Practice, server: Server) -> None:
    page = practice.page
    broken = OWN.replace("age: 64", "age: old").replace("stance:", "stanze:")
    page.evaluate(DROP, ["mine.yaml", broken])
    page.wait_for_selector("[data-test=note] >> text=mine.yaml:5: age:")
    picture(practice, "2-broken", "[data-test=note]")
    assert page.locator("[data-test=preview]").count() == 0
    page.wait_for_selector("[data-test=brief] >> text=Thea Brandreth, 68")
    page.evaluate(DROP, ["client.txt", "PNG"])
    page.wait_for_selector("[data-test=note] >> text=client.txt: a client is a YAML file")
    assert list(server.personas.iterdir()) == []


def a_client_is_previewed_and_kept(practice: Practice, server: Server) -> None:
    page = practice.page
    page.set_input_files(
        "[data-test=bring-file]",
        {"name": "mine.yaml", "mimeType": "text/plain", "buffer": OWN.encode()},
    )
    page.wait_for_selector("[data-test=preview] >> text=Ada <b>Quill</b>, 64")
    assert page.locator("[data-test=note]").count() == 0
    picture(practice, "3-preview", "[data-test=play]")
    page.click("[data-test=keep]")
    page.wait_for_selector("[data-test=kept] >> text=It lies in your folder as my-own.yaml")
    assert (server.personas / "my-own.yaml").read_text("utf-8") == OWN
    picture(practice, "4-kept", "[data-test=play]")


def the_guest_plays_on_a_hard_day(practice: Practice) -> None:
    page = practice.page
    page.click("[data-test=play]")
    page.wait_for_selector("[data-test=brief] >> text=Ada <b>Quill</b>, 64")
    assert page.locator("[data-test=preview]").count() == 0
    page.select_option("[data-test=difficulty]", "5")
    page.wait_for_selector("[data-test=panel-adjusted] >> text=harder than written (5 instead of")
    page.select_option("[data-test=mood]", "wary")
    page.wait_for_selector("[data-test=panel-adjusted] >> text=wary")
    picture(practice, "5-today", "[data-test=today]")
    practice.say("What would you like to talk about first?")
    practice.await_turns(1)
    page.wait_for_selector("[data-test=adjusted] >> text=harder than written (5 instead of")
    assert page.locator("[data-test=today]").count() == 0
    picture(practice, "6-played", "[data-test=adjusted]")


def another_guest_comes_in_the_midst_of_it(practice: Practice) -> None:
    page = practice.page
    page.evaluate(DROP, ["other.yml", OWN.replace("Quill", "Second").replace("my-own", "second")])
    page.wait_for_selector("[data-test=preview] >> text=Ada <b>Second</b>, 64")
    page.click("[data-test=play]")
    page.wait_for_selector("[data-test=brief] >> text=Ada <b>Second</b>, 64")
    practice.await_count("[data-step-type=user_message]", 0)
    practice.say("Where shall we begin?")
    practice.await_turns(1)


def test_a_talk_is_shared_without_real_people(server: Server, tmp_path: Path) -> None:
    seen = Seen()
    with browser(tmp_path / "profile", seen) as context:
        practice = Practice(context.pages[0])
        page = practice.page
        page.goto(server.url)
        page.wait_for_selector("[data-test=bar]")
        practice.choose("retirement-money")
        page.wait_for_selector("[data-test=brief] >> text=Thea Brandreth, 68")
        practice.say("You'd hate to be the one who said it would hold, as Peter Miller told me.")
        practice.await_turns(1)
        practice.press("end")
        page.click("[data-test=skip]")
        page.wait_for_selector("[data-test=ratings]")
        picture(practice, "7-debrief", "[data-test=share]")
        page.click("[data-test=share]")
        page.fill("[data-test=learned]", "To wait, as Priya does.")
        picture(practice, "8-ask", "[data-test=share-on]")
        page.click("[data-test=share-on]")
        practice.await_count("[data-test=detail]", 2)
        page.click("[data-test=keep-detail] >> nth=1")
        page.click("[data-test=other]")
        page.fill("[data-test=other-old]", "hold")
        picture(practice, "9-check", "[data-test=share-look]")
        page.click("[data-test=share-look]")
        page.wait_for_selector("[data-test=share-whole] >> text=as someone told me")
        picture(practice, "10-whole", "[data-test=share-make]")
        page.click("[data-test=share-make]")
        download = practice.download("[data-test=case-file] >> nth=0")
        case = Path(download.path()).read_text("utf-8")
        picture(practice, "11-made", "[data-test=case-file]")
    assert download.suggested_filename.endswith(".html")
    assert "Priya" in case
    assert "Peter" not in case
    assert seen.outside == []
    assert seen.errors == []
