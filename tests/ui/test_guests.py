"""Clients that somebody brings, and how a client comes today: the cards and what is behind them."""

from pathlib import Path

import pytest

from chatbot.adapters.resources import shipped
from chatbot.domain.adjust import Mood
from chatbot.domain.errors import InputError, NotFound, PersonaError
from chatbot.session import Session
from chatbot.settings import Settings
from chatbot.ui import showing
from chatbot.ui.doorstep import HELD, Doorstep
from chatbot.ui.guests import Guests, as_guest
from chatbot.ui.panel import panel
from chatbot.ui.today import Whom, choices
from chatbot.wiring import Choice, Room

WILL = (shipped("personas") / "the-will.yaml").read_bytes()
OWN = WILL.replace(b"id: the-will\n", b"id: my-own\n")


@pytest.fixture
def guests(room: Room) -> Guests:
    return Guests(room, Doorstep())


def test_the_doorstep_holds_a_few_files() -> None:
    door = Doorstep()
    tokens = [door.put(f"{n}.yaml", OWN) for n in range(HELD + 2)]
    assert len(set(tokens)) == HELD + 2
    assert door.look(tokens[-1]).persona.id == "my-own"
    for gone in (tokens[0], "", "none"):
        with pytest.raises(NotFound, match="Bring it once more"):
            door.look(gone)


def test_a_preview_tells_who_comes_and_nothing_hidden(guests: Guests) -> None:
    token = guests.door.put("folder/mine.yaml", OWN)
    card = guests.preview(token)
    props, persona = card["props"], guests.persona(token)
    assert (card["id"], card["name"], card["forId"]) == ("preview-card", "Brief", "preview")
    assert (props["name"], props["age"], props["file"]) == ("Imelda Crouch", 64, "mine.yaml")
    assert props["recommendation"] == persona.advisor_brief.recommendation
    assert props["about"] in persona.about.replace("  ", " ") or props["about"]
    assert props["kept"] is None
    hidden = [*persona.concerns, *persona.plans, *persona.facts, *persona.questions]
    assert all(one.say not in str(props) for one in hidden)
    assert "reservoir" not in props["about"]  # where she is hurt


def test_a_broken_file_is_told_in_few_lines(guests: Guests) -> None:
    token = guests.door.put("bad.yaml", b"schema_version: 1\nid: Bad\n")
    with pytest.raises(PersonaError) as told:
        guests.preview(token)
    lines = str(told.value).splitlines()
    assert len(lines) == 8
    assert "nothing has changed" in lines[0]
    assert lines[1].startswith("bad.yaml:")
    assert any(line.startswith("bad.yaml:2: id: ") for line in lines)
    assert lines[-1].startswith("… and ")
    assert lines[-1].endswith("sparring personas check bad.yaml")


async def test_keeping_writes_one_file_and_says_where(guests: Guests, room: Room) -> None:
    token = guests.door.put("mine.yaml", OWN)
    folder = room.settings.own_personas
    assert not folder.exists()
    props = (await guests.keep(token))["props"]
    assert (props["kept"], props["renamed"]) == ("my-own.yaml", False)
    assert [path.name for path in folder.iterdir()] == ["my-own.yaml"]
    assert room.library.gallery().get("my-own").name == "Imelda Crouch"
    assert (await guests.keep(token))["props"]["kept"] == "my-own.yaml"
    other = guests.door.put("mine.yaml", OWN.replace(b"age: 64", b"age: 65"))
    props = (await guests.keep(other))["props"]
    assert (props["kept"], props["renamed"]) == ("my-own-2.yaml", True)


def test_a_folder_of_ones_own_is_where_it_is_kept(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).own_personas == tmp_path / "personas"
    assert Settings(data=tmp_path, personas=tmp_path / "x").own_personas == tmp_path / "x"


def test_a_guest_shows_nobody_elses_face(room: Room) -> None:
    gallery = room.library.gallery()
    will = gallery.get("the-will")
    assert as_guest(will, gallery) is will
    assert as_guest(will.model_copy(update={"age": 65}), gallery).id == "the-will"
    assert as_guest(will.model_copy(update={"name": "Ada"}), gallery).id == "the-will-guest"


def test_a_day_is_chosen_before_the_talk(room: Room) -> None:
    whom = Whom(room.library.gallery().get("retirement-money"))
    assert whom.persona is whom.written
    shown = choices(whom)
    assert (shown["difficulty"], shown["mood"], len(shown["moods"])) == (3, "usual", len(Mood))
    names = [level["name"] for level in shown["levels"]]
    assert names[0] == "open, easier than written"
    assert names[2] == "guarded, as written"
    assert names[4] == "hard to reach, harder than written"
    hard = whom.on({"difficulty": 5, "mood": "upset"})
    assert (hard.persona.difficulty, hard.written) == (5, whom.written)
    back = hard.on({"difficulty": 3, "mood": "usual"})
    assert back.persona is whom.written


@pytest.mark.parametrize(
    "sent", [{}, {"difficulty": 9, "mood": "usual"}, {"difficulty": 3, "mood": "<b>"}, {"mood": 3}]
)
def test_a_day_that_is_none_is_refused(room: Room, sent: dict[str, object]) -> None:
    with pytest.raises(InputError, match="Reload it"):
        Whom(room.library.gallery().get("the-will")).on(sent)


async def test_brief_panel_and_debrief_say_how_the_client_came(room: Room) -> None:
    whom = Whom(room.library.gallery().get("retirement-money"), 5, Mood.WARY)
    session: Session = room.begin(whom.persona, "local", Choice(voice="lines", seed=7))
    talk, words = session.talk, "harder than written (5 instead of 3), wary"
    assert showing.brief(talk)["props"]["adjusted"] == words
    assert showing.brief(talk)["props"]["today"] is None
    assert panel(talk, room.record(talk))["adjusted"] == words
    await session.hint()
    resumed = await room.resume(session.id, "local")
    assert showing.brief(resumed.talk)["props"]["adjusted"] == words
    plain = room.begin(whom.written, "local", Choice(voice="lines", seed=7)).talk
    assert showing.brief(plain)["props"]["adjusted"] is None
    await session.aclose()
