"""A talk as a case: what is quoted, what is asked about, and two files that stand by themselves."""

import base64
import re
from pathlib import Path

import pytest

from chatbot.adapters.case_files import case_files, persona_text, write_case
from chatbot.adapters.resources import load_persona
from chatbot.domain.adjust import Mood, adjusted, adjustment
from chatbot.domain.errors import InputError, PersonaError
from chatbot.domain.moves import Ending
from chatbot.domain.persona import Persona
from chatbot.domain.talk import Talk
from chatbot.report.case import LONGEST, asked_about, build_case, pieces, redacted
from chatbot.report.turns import turns
from tests.report import talks
from tests.report.talks import DEEP, FREE, LECTURE, MIXED, OPEN, PUSH, said
from tests.report.test_forms import EVIL, Page

NAMED = said(
    "Peter Miller wrote to me at peter@example.org: you build on it, and 9,999 pounds are at stake.",
    ("CR", "you build on it"),
    touches=[("bears_weight", "build on it")],
    underneath=True,
)


def held(*turns_said: talks.Said, who: Persona | None = None) -> Talk:
    return talks.end(talks.hold(turns_said or MIXED, who), Ending.SMALL_TEST)


def test_the_best_move_is_the_one_that_opened_most_or_won_most_trust() -> None:
    talk = held(OPEN, PUSH, FREE, DEEP)
    best = build_case(talk).best
    assert best is not None
    views = {view.exchange.number: view for view in turns(talk)}
    layers = {one.id: one.layer for one in talk.started.persona.concerns}
    view = views[best.number]
    assert view.trust_change > 0
    assert (best.advisor, best.reply) == (view.exchange.advisor, view.exchange.reply.text)
    opened = [
        number
        for number, one in views.items()
        if any(
            layers.get(c) in {"underneath", "value"}
            for c in set(one.exchange.state.told) - set(one.before.told)
        )
        and one.trust_change > 0.01
    ]
    if opened:
        assert best.number in opened
        assert "told what" in best.effect
    else:
        assert view.trust_change == max(one.trust_change for one in views.values())


def test_without_a_good_moment_there_is_no_best_move() -> None:
    case = build_case(held(PUSH, PUSH), costliest=True)
    assert case.best is None
    assert case.costliest is not None
    assert "strain +" in case.costliest.effect
    assert build_case(held(PUSH, PUSH)).costliest is None
    assert [label for label, _ in pieces(case)][1] == "Your costliest moment"


def test_only_a_finished_talk_and_few_words_are_shared() -> None:
    with pytest.raises(InputError, match="This talk goes on"):
        build_case(talks.hold((OPEN,)))
    with pytest.raises(InputError, match="1,500 are enough"):
        build_case(held(OPEN), "x" * (LONGEST + 1))


def test_details_are_asked_about_where_they_stand_in_the_case() -> None:
    talk = held(NAMED, LECTURE)
    case = build_case(talk, "Ask Priya first. Thea likes 140,000 left alone.")
    asked = {one.text: one.neutral for one in asked_about(talk, case)}
    assert set(asked) == {"Peter Miller", "peter@example.org", "9,999 pounds", "Priya"}
    done = redacted(case, asked)
    whole = str(pieces(done)) + case_files(done)[1].text
    assert not any(gone in whole for gone in ("Peter", "9,999", "Priya"))
    assert done.learned == "Ask someone first. Thea likes 140,000 left alone."
    assert done.best is not None
    assert done.best.advisor.startswith("Someone wrote to me at an address: you build on it")
    assert redacted(case, {}) == case


def test_what_is_not_in_the_case_is_not_asked_about() -> None:
    elsewhere = said("Mr Somebody of Elsewhere pays 777.", ("GI", "pays 777"))
    talk = held(OPEN, DEEP, elsewhere)
    assert asked_about(talk, build_case(talk)) == ()


def test_a_case_opens_and_plays_elsewhere(tmp_path: Path, each_persona: Persona) -> None:
    who = adjusted(each_persona, 5 if each_persona.difficulty < 5 else 4, Mood.HURRIED)
    talk = talks.end(talks.begin(who))
    client, page = write_case(build_case(talk, "Wait."), tmp_path / "cases" / "new")
    loaded = load_persona(client)
    assert loaded.id == f"{each_persona.id[:40]}-ion7"
    assert (
        loaded.model_copy(
            update={"id": who.id, "portrait": who.portrait, "extensions": who.extensions}
        )
        == who
    )
    assert adjustment(loaded) == adjustment(who)
    assert loaded.extensions["case"]["client"] == each_persona.id
    html = page.read_text("utf-8")
    inside = re.search(r'href="data:application/yaml;base64,([^"]+)" download="([^"]+)"', html)
    assert inside is not None
    assert base64.b64decode(inside[1]).decode() == client.read_text("utf-8")
    assert inside[2] == client.name
    assert f"sparring chat --persona {client.name}" in html
    assert talks.begin(loaded).started.opening  # it plays


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    html = case_files(build_case(held(), "I learned to wait.", costliest=True))[1].text
    page = Page(html)
    assert "script" not in page.tags
    assert not {"img", "iframe", "object", "embed", "form", "base", "link"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name in {"href", "src", "action"}:
            assert str(value).startswith("data:application/yaml;base64,")
    assert not re.search(r"https?://|//\w|url\(|@import", html.split("base64,")[0])
    assert not re.search(r"https?://|url\(|@import", html.split('download="')[1])
    policies = [value for name, value in page.attributes if name == "content"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policies
    assert "I learned to wait." in page.text


def test_every_text_of_the_page_is_escaped() -> None:
    brief = talks.persona().advisor_brief.model_copy(
        update={
            part: f"{part} {EVIL}"
            for part in ("role", "situation", "recommendation", "target_behaviour")
        }
    )
    who = talks.persona().model_copy(
        update={
            "name": f"<b>{EVIL}"[:60],
            "domain": "<i>x</i>",
            "about": EVIL,
            "advisor_brief": brief,
        }
    )
    talk = talks.end(
        talks.advise(talks.begin(who), said(f"So {EVIL}", ("CR", EVIL)), reply=f"No {EVIL}")
    )
    case = build_case(talk, f"That {EVIL}", costliest=True)
    client, file = case_files(case)
    page = Page(file.text)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "<script>" in page.text
    assert all(f"{part} {EVIL}" in page.text for part in ("role", "situation", "That"))
    assert persona_text(case.persona) == client.text


def test_nothing_is_written_over(tmp_path: Path) -> None:
    case = build_case(held(OPEN))
    client, page = write_case(case, tmp_path)
    client.unlink()
    before = page.read_bytes()
    with pytest.raises(InputError, match="is there already"):
        write_case(case, tmp_path)
    assert not client.exists()
    assert page.read_bytes() == before
    with pytest.raises(InputError, match="cannot be written"):
        write_case(case, page / "below")


def test_a_client_is_written_so_that_they_read_back_or_not_at_all() -> None:
    odd = talks.persona().model_copy(
        update={
            "about": "Line one\u2028line two. 'Yes': no, 12:30 – # not a comment.",
            "extensions": {"x": {"none": None, "list": [], "yes": "yes", "n": 1}},
        }
    )
    assert "None" not in persona_text(odd)
    cannot = odd.model_copy(update={"extensions": {"n": float("nan")}})
    with pytest.raises(PersonaError, match="cannot be written"):
        persona_text(cannot)
