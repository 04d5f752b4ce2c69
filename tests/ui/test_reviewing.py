"""A person disagrees on the page, in a real browser: by mouse, by keyboard, and after a reload."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.driving import BROWSER, Practice, Seen, Server, browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.flaky(reruns=2),  # as in test_page
    pytest.mark.skipif(BROWSER is None, reason="neither chromium nor google-chrome is installed"),
]

LONG = (
    "You should really move it now, everybody does, and leaving it there costs you money every "
    "single month, " + "and that is how it is, " * 40 + "verylongword" * 20 + "."
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "own-clients").mkdir()
    server = Server(tmp_path / "data", tmp_path / "own-clients")
    yield server
    server.kill()


def test_codes_are_corrected_and_findings_contested(server: Server, tmp_path: Path) -> None:
    seen = Seen()
    server.start()
    with browser(tmp_path / "profile", seen) as context:
        practice = Practice(context.pages[0])
        practice.page.goto(server.url)
        practice.page.wait_for_selector("[data-test=bar]")
        practice.choose("retirement-money")
        practice.page.wait_for_selector("[data-test=brief] >> text=Thea Brandreth")
        practice.say(LONG)
        practice.await_turns(1)
        practice.page.click("[data-test=critique-line]")
        look_how_often_it_is_right(practice)
        correct_by_mouse(practice)
        correct_by_keyboard(practice)
        add_a_code(practice)
        disagree_and_confirm(practice)
        after_a_reload(practice)
        in_the_debrief(practice)
    assert seen.outside == []
    assert seen.errors == []


def look_how_often_it_is_right(practice: Practice) -> None:
    page = practice.page
    page.wait_for_selector("[data-test=panel] >> text=right ")
    assert "test talks" in page.inner_text("[data-test=footnote]")
    page.click("[data-test=code-P]")
    assert "readers agreed" in page.inner_text("[data-test=measured]")
    fits = "box => box.scrollWidth <= box.clientWidth + 1"
    assert page.eval_on_selector("[data-test=choose]", fits)  # a long quote stretches nothing
    assert page.eval_on_selector("[data-test=choose] q", "q => q.clientHeight < 200")
    page.click("[data-test=code-P]")
    page.wait_for_selector("[data-test=choose]", state="detached")


def correct_by_mouse(practice: Practice) -> None:
    page = practice.page
    reply = page.locator("[data-step-type=assistant_message]").last.inner_text()
    page.click("[data-test=code-P]")
    page.click("[data-test=to-C]")
    page.wait_for_selector("[data-test=code-P] >> text=yours; was Persuade")
    page.wait_for_selector("[data-test=kept]")
    page.wait_for_selector("[data-test=corrected] >> text=1 code corrected by you")
    assert page.locator("[data-step-type=assistant_message]").last.inner_text() != ""
    assert (
        reply.split("\n")[0] in page.locator("[data-step-type=assistant_message]").last.inner_text()
    )
    page.click("[data-test=undo-code]")
    page.wait_for_selector("[data-test=kept]", state="detached")


def correct_by_keyboard(practice: Practice) -> None:
    page = practice.page
    page.focus("[data-test=code-P]")
    page.keyboard.press("Enter")
    await_focus(practice, "to-P")  # what it is now
    page.keyboard.press("Escape")
    await_focus(practice, "code-P")
    assert page.locator("[data-test=choose]").count() == 0
    page.keyboard.press("Space")
    await_focus(practice, "to-P")
    page.keyboard.press("Shift+Tab")
    await_focus(practice, "to-GI")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-test=code-P] >> text=Giving information")
    await_focus(practice, "code-P")  # though the element was drawn anew
    page.keyboard.press("Tab")
    await_focus(practice, "undo-code")


def await_focus(practice: Practice, test: str) -> None:
    practice.page.wait_for_function(
        "test => document.activeElement && document.activeElement.dataset.test === test", arg=test
    )


def add_a_code(practice: Practice) -> None:
    page = practice.page
    page.click("[data-test=add-code]")
    page.click("[data-test=choose] [data-test=to-Seek]")
    page.wait_for_selector("[data-test=code-Seek] >> text=added by you")
    page.click("[data-test=add-code]")
    page.wait_for_selector("[data-test=choose]")
    assert page.locator("[data-test=choose] [data-test=to-Seek]").count() == 0  # it is there
    page.keyboard.press("Escape")


def disagree_and_confirm(practice: Practice) -> None:
    page = practice.page
    page.click("[data-test=contest-0]")
    page.wait_for_selector("text=You disagree; it is kept")
    page.click("[data-test=codes-right]")
    page.wait_for_selector("[data-test=undo-right]")
    page.click("[data-test=undo-right]")
    page.wait_for_selector("[data-test=codes-right]")


def after_a_reload(practice: Practice) -> None:
    page = practice.page
    page.wait_for_url("**/thread/*")
    practice.reopen(page.url, 1)
    page.click("[data-test=critique-line]")
    page.wait_for_selector("[data-test=code-P] >> text=yours; was Persuade")
    page.wait_for_selector("[data-test=code-Seek] >> text=added by you")
    page.wait_for_selector("[data-test=undo-contest-0]")
    page.wait_for_selector("[data-test=corrected] >> text=2 codes corrected by you")


def in_the_debrief(practice: Practice) -> None:
    page = practice.page
    practice.press("end")
    page.click("[data-test=to-debrief]")
    page.wait_for_selector("[data-test=ratings]")
    page.wait_for_selector("text=2 codes corrected by you; your codes are counted.")
    page.click("[data-test=undo-code] >> nth=0")
    page.wait_for_selector(".prose >> text=1 code corrected by you; your codes are counted.")
