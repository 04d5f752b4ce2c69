"""The talk as a whole: ratings or the reason why there are none, and the drill over last talks."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from chatbot.coder import shipped_coder
from chatbot.domain.contents import Stance
from chatbot.domain.critique import Critique
from chatbot.domain.debrief import Debrief
from chatbot.domain.errors import ProviderUnavailable
from chatbot.domain.events import FindingContested
from chatbot.domain.global_ratings import (
    Dimension,
    Evidence,
    GlobalRating,
    GlobalRatings,
    LeftOut,
    NotRated,
)
from chatbot.domain.practice import Drill, TalkTally, Tally
from chatbot.domain.talk import Talk
from chatbot.report import render
from chatbot.report.debrief import Besides, build_debrief
from chatbot.report.debriefing import Debriefing
from chatbot.report.drills import practisable, rests_on
from tests.report import talks
from tests.report.talks import FREE, LONG, MIXED, OPEN, PUSH

QUOTE = Evidence(quote="What would you need to see", start=38, end=64, turn=1, raises=True)
AGAINST = Evidence(quote="You really should sign today.", start=44, end=73, turn=3, raises=False)
RATED = GlobalRatings(
    rater="openai:judge",
    ratings=(
        GlobalRating(
            dimension=Dimension.PARTNERSHIP,
            score=2,
            why="You pushed <b>after</b> the no.",
            evidence=(QUOTE, AGAINST),
        ),
        GlobalRating(dimension=Dimension.EMPATHY, score=4, why="You said what she meant."),
        GlobalRating(dimension=Dimension.SUSTAIN_TALK, score=3, why="You neither fed nor eased."),
    ),
    left_out=(LeftOut(dimension=Dimension.CHANGE_TALK, reason="the model could not tell."),),
    dropped=1,
)


class Rater:
    """Rates as told, or fails as told."""

    name = "openai:judge"

    def __init__(self, does: Callable[[], Any]) -> None:
        self.does, self.asked = does, 0

    async def rate(self, *_: object) -> GlobalRatings:
        self.asked += 1
        return await self.does()


async def gives() -> GlobalRatings:
    return RATED


def raises(error: BaseException) -> Callable[[], Any]:
    async def does() -> GlobalRatings:
        raise error

    return does


async def hangs() -> GlobalRatings:
    await asyncio.Event().wait()
    raise AssertionError


async def debriefed(talk: Talk, rater: Rater | None = None, **more: Any) -> Debrief:
    return await Debriefing(shipped_coder(), talks.rubric(), rater, **more).debrief(talk)


async def test_a_short_talk_is_not_rated_and_no_model_is_asked() -> None:
    rater = Rater(gives)
    found = (await debriefed(talks.end(talks.hold(MIXED)), rater)).globals
    assert isinstance(found, NotRated) and found.cause == "too_short"
    assert "20 turns, and this talk has 10 turns" in found.reason
    assert rater.asked == 0


async def test_offline_nothing_is_rated_and_it_says_so() -> None:
    talk = talks.end(talks.hold(LONG))
    made = await debriefed(talk)
    assert isinstance(made.globals, NotRated) and made.globals.cause == "offline"
    for form in ("md", "html"):
        text = render(talk, made, form)
        assert "Not rated offline." in text and "Relational" not in text


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (raises(ProviderUnavailable("The server is down.")), "Not rated. The server is down."),
        (hangs, "not ready within 0 seconds"),
    ],
)
async def test_a_rating_that_fails_is_said_and_the_debrief_is_there(
    does: Callable[[], Any], said: str
) -> None:
    talk = talks.end(talks.hold(LONG))
    made = await debriefed(talk, Rater(does), deadline=0.05)
    assert isinstance(made.globals, NotRated) and made.globals.cause == "failed"
    assert said in made.globals.reason
    assert said in render(talk, made, "html") and made.scores is not None


async def test_ratings_stand_in_every_form_with_their_quotes_and_what_they_are_worth() -> None:
    talk = talks.end(talks.hold(LONG))
    made = await debriefed(talk, Rater(gives))
    assert made.globals == RATED
    for form in ("md", "html"):
        text = render(talk, made, form)
        for words in (
            "Partnership: 2 of 5",
            "What would you need to see",
            "Cultivating Change Talk: not rated",
            "Indicative, not validated for chat.",
            "openai:judge",
            "expert opinion",
            "Relational",
            "tend to be kind",
        ):
            assert words in text, (form, words)
        assert "<b>after" not in text and "Technical" not in text
        assert "3.0" in text and "3.5" in text
    assert '"relational"' not in render(talk, made, "json")
    assert '"why": "You pushed <b>after</b> the no."' in render(talk, made, "json")


async def test_a_debrief_of_an_older_version_has_no_ratings_and_can_be_read() -> None:
    made = await debriefed(talks.end(talks.hold(MIXED)))
    old = made.model_dump(mode="json")
    del old["globals"]
    again = Debrief.model_validate(old)
    assert again.globals is None
    assert "The talk as a whole" not in render(talks.end(talks.hold(MIXED)), again, "md")


# --- the drill -----------------------------------------------------------------------------------


def earlier(*names: str, principle: str = "affirm") -> tuple[TalkTally, ...]:
    heavy = Tally(cost=6, times=8, chances=9)
    return tuple(
        TalkTally(session_id=name, turns=9, by_principle={principle: heavy}) for name in names
    )


def with_earlier(talk: Talk, *tallies: TalkTally) -> Debrief:
    return build_debrief(talk, talks.rubric(), (), Random("x"), Besides(earlier=tallies))


def test_the_drill_follows_from_the_last_talks_and_says_so() -> None:
    talk = talks.end(talks.hold((PUSH, OPEN, FREE)))
    alone = with_earlier(talk)
    assert alone.practise_principle == "no_pressure"
    assert "This rests on one talk (3 turns with a critique)" in alone.practise
    assert "That is little to go by." in alone.practise
    found = with_earlier(talk, *earlier("a", "b"))
    assert found.practise_principle == "affirm"
    assert "your last 3 talks (21 turns with a critique)" in found.practise
    assert "in 16 of the 1" in found.practise and "little" not in found.practise


def test_only_the_last_five_talks_count() -> None:
    talk = talks.end(talks.hold((PUSH, OPEN, FREE)))
    found = with_earlier(talk, *earlier(*"abcd"), *earlier("e", principle="own_the_fault"))
    assert "your last five talks (39 turns with a critique)" in found.practise


def test_in_equipoise_no_drill_draws_out_reasons_for_one_side() -> None:
    ids = {p.id for p in practisable(talks.rubric(), Stance.EQUIPOISE)}
    assert "evoke_change_talk" not in ids and "no_pressure" in ids
    talk = talks.end(talks.hold((OPEN,), talks.persona("sales-demo")))
    found = with_earlier(talk, *earlier("a", principle="evoke_change_talk"))
    assert found.practise_principle != "evoke_change_talk"


@pytest.mark.parametrize(
    ("times", "chances", "said"),
    [
        (1, 6, "in one of the 6 turns that called for it, it was missing."),
        (4, 6, "in 4 of the 6 turns that called for it, it was missing."),
        (3, 3, "in the 3 turns that called for it, it was missing."),
        (1, 1, "in the 1 turn that called for it, it was missing."),
    ],
)
def test_what_a_drill_rests_on_is_said_in_english(times: int, chances: int, said: str) -> None:
    drill = Drill(principle="affirm", talks=2, turns=20, times=times, chances=chances)
    assert rests_on(drill).endswith(said)


def test_what_a_person_disagreed_with_is_not_what_to_change() -> None:
    talk = talks.end(talks.hold((PUSH, OPEN)))
    verdict = talk.verdicts["turn1"]
    assert isinstance(verdict, Critique) and verdict.findings
    assert "Nothing costly stood out" not in talks.debrief(talk).change
    for finding in verdict.findings:
        contest = FindingContested(
            seq=talk.seq + 1,
            at=talks.AT,
            turn_id="turn1",
            by="local",
            evaluator="offline",
            finding=finding,
        )
        talk = talk.add(contest)
    assert "Nothing costly stood out" in talks.debrief(talk).change
