from collections.abc import Sequence
from typing import Any

import pytest

from chatbot.chains.offline import OfflineEvaluator
from chatbot.chains.rewording import RewordingEvaluator, by_worth, grammar
from chatbot.coder import shipped_coder
from chatbot.domain.codes import Code, CodedSegment
from chatbot.domain.errors import ProviderUnavailable
from chatbot.domain.taking_up import TakenUp, taken_up
from chatbot.domain.wording import BETTER, as_given_back, is_kind, unfit
from chatbot.domain.wording_parts import OURS, SECOND_PARTS, WordingKind, second_parts, worded_as
from tests.chains.room import RUBRIC, evaluation
from tests.chains.test_box import Sampler

CODER = shipped_coder()
PUSH = "You really should move it now, the fund beats any savings account."
CLIENT = "My brother lost the lot in 2008, so no."
GOOD = "Your brother lost the lot in 2008."
DEEP = "You saw your brother lose everything he had, and that fear sits at your table too."
SHORT = "Your brother lost the lot."


def pushed() -> Any:
    quoted = {"quote": PUSH, "start": 0, "end": len(PUSH)}
    segment = CodedSegment(code=Code.PERSUADE, confidence=0.95, **quoted)
    return evaluation(PUSH, "What happened before?", CLIENT, heard=(segment,))


def rewording(*script: Sequence[str] | BaseException) -> tuple[RewordingEvaluator, Sampler]:
    sampler = Sampler(list(script))
    return RewordingEvaluator(OfflineEvaluator(CODER, RUBRIC), sampler, CODER), sampler


async def test_a_wording_heard_as_what_it_should_be_is_offered() -> None:
    said = ["You should listen to me.", SHORT, GOOD, DEEP, "May I", GOOD]
    evaluator, sampler = rewording(said)
    plain = await OfflineEvaluator(CODER, RUBRIC).critique(pushed())
    critique = await evaluator.critique(pushed())
    asked = sampler.asked[0]
    assert asked["adapter"] == "coach"
    assert asked["grammar"] == grammar(TakenUp.WORDS)
    assert f"Client: {CLIENT}" in asked["prompt"]
    assert f"Advisor: {PUSH}" in asked["prompt"]
    assert critique.findings == plain.findings
    assert BETTER[critique.findings[0].kind] is WordingKind.ADVICE_WITH_PERMISSION
    offers = SECOND_PARTS[TakenUp.WORDS][WordingKind.ADVICE_WITH_PERMISSION]
    assert critique.instead in [f"{GOOD} {on}" for on in offers]
    assert critique.worded_by == "box:scripted"
    assert plain.worded_by is None


async def test_what_could_be_the_advisors_view_is_said_to_be_theirs_and_how_it_goes_on_varies() -> (
    None
):
    before = pushed()
    client = "It can't go on as it is. Hm."
    talk = before.before.advisor("And now?").client(client)
    offered = set()
    for turn in range(12):
        evaluator, _ = rewording(["It can't go on as it is."])
        update = {"before": talk, "seed": f"1:{turn}:critique"}
        offered.add((await evaluator.critique(before.model_copy(update=update))).instead)
    assert len(offered) > 2
    assert all(str(text).startswith("You say it can't go on as it is. ") for text in offered)


async def test_what_hangs_in_the_air_is_given_back_with_the_sentence_beside_it() -> None:
    before = pushed()
    client = "I've started a clean page. It's got a heading and everything."
    update = {"before": before.before.advisor("And now?").client(client)}
    evaluator, sampler = rewording(
        ["It's got a heading and everything."], ["You've started a clean page."]
    )
    critique = await evaluator.critique(before.model_copy(update=update))
    assert "Client: I've started a clean page.\n" in sampler.asked[1]["prompt"]
    both = "You say you've started a clean page, and it's got a heading and everything. "
    assert (critique.instead or "").startswith(both)
    evaluator, _ = rewording(["It's got a heading and everything."], ["I want a page."], [], [], [])
    critique = await evaluator.critique(before.model_copy(update=update))
    assert critique.worded_by is None, "half of it is not what they said"


async def test_a_sentence_is_given_to_the_model_alone_in_the_end() -> None:
    first, last = "Nobody knew about the letters.", "It came to nine of them in the end."
    wording, sampler = await critique_after(
        f"{first} No. {last}", ["You must."], [], ["You say it came to nine of them in the end."]
    )
    assert wording.startswith("You say it came to nine of them in the end. ")
    assert f"Client: {last}\n" in sampler.asked[2]["prompt"]
    wording, sampler = await critique_after(
        f"{first} {last}", ["You must."], [], ["A dog."], [last], [first]
    )
    assert wording.startswith("You say nobody knew about the letters, and it came to nine of them")
    asked = [prompt["prompt"] for prompt in sampler.asked]
    assert [f"Client: {one}\n" in asked[2 + i] for i, one in enumerate((first, last, first))]


async def test_the_written_advice_stands_where_none_is_fit_or_the_model_fails() -> None:
    plain = await OfflineEvaluator(CODER, RUBRIC).critique(pushed())
    for script in ([["Okay.", "You must."], []], [ProviderUnavailable("gone")]):
        evaluator, _ = rewording(*script)
        assert await evaluator.critique(pushed()) == plain


async def test_nothing_is_asked_where_there_is_nothing_to_change() -> None:
    evaluator, sampler = rewording()
    critique = await evaluator.critique(evaluation("What would you like to keep safe?"))
    assert not critique.findings
    assert not sampler.asked


@pytest.mark.parametrize(
    "client",
    ["Mind that bench.", "Don't lean on the doors.", "Ask me when I've put the bins out."],
)
async def test_what_wants_no_general_wording_gets_none(client: str) -> None:
    assert worded_as(WordingKind.ADVICE_WITH_PERMISSION, client) is None
    evaluator, sampler = rewording()
    before = pushed()
    talk = before.before.advisor("And now?").client(client)
    critique = await evaluator.critique(before.model_copy(update={"before": talk}))
    assert critique.worded_by is None
    assert not sampler.asked


async def test_where_hardly_anything_was_said_room_is_made() -> None:
    kind = WordingKind.OPEN_QUESTION
    room = OURS[TakenUp.CRUMB][0]
    assert room in grammar(TakenUp.CRUMB)
    assert as_given_back(room, "Noted.") == room
    assert unfit(room, kind, "Noted.", PUSH, "") is None
    assert unfit("'Noted', you say.", kind, "Noted.", PUSH, "") is not None
    assert worded_as(WordingKind.ADVICE_WITH_PERMISSION, "Noted.") is kind
    left = WordingKind.AUTONOMY
    assert worded_as(left, "I can't leave it like this, can I? It's the roof.") is left


async def critique_after(client: str, *script: Sequence[str]) -> tuple[str, Sampler]:
    evaluator, sampler = rewording(*script)
    before = pushed()
    talk = before.before.advisor("And now?").client(client)
    critique = await evaluator.critique(before.model_copy(update={"before": talk}))
    assert critique.worded_by == "box:scripted"
    return critique.instead or "", sampler


async def test_a_request_is_reported_without_its_reasons_and_met_first() -> None:
    said = ["You're asking me to leave the folder with Shirley, she's in charge.", "You want tea."]
    wording, sampler = await critique_after("Leave the folder with Shirley, she's in charge.", said)
    can = "[what you can do, and what you can't] What does that leave open for you?"
    assert wording == f"You're asking me to leave the folder with Shirley. {can}"
    assert "You want me to " in sampler.asked[0]["grammar"]


async def test_where_no_report_will_do_one_of_ours_does() -> None:
    ours = OURS[TakenUp.QUESTION][0]
    wording, sampler = await critique_after("Says who?", ["You want to know who."], [], [ours])
    assert wording == f"{ours} [your answer] What does that leave open for you?"
    assert [ours in asked["grammar"] for asked in sampler.asked] == [False, False, True]


@pytest.mark.parametrize(("up", "kind"), [(up, kind) for up in OURS for kind in SECOND_PARTS[up]])
async def test_what_is_ours_is_heard_as_what_it_should_be(up: TakenUp, kind: WordingKind) -> None:
    evaluator, _ = rewording()
    for back in OURS[up]:
        for on in SECOND_PARTS[up][kind]:
            assert await evaluator.is_heard_as(f"{back} {on}", kind, pushed()), (back, on)


async def test_what_was_asked_is_reported_and_to_be_answered_first() -> None:
    client = "So will they stop when they're told?"
    kind = worded_as(WordingKind.ADVICE_WITH_PERMISSION, client)
    assert kind is WordingKind.OPEN_QUESTION
    assert "You'd like to know " in grammar(TakenUp.QUESTION)
    evaluator, _ = rewording()
    back = as_given_back("You're asking whether\nthey'll stop when they're told.", client)
    assert unfit(back, kind, client, PUSH, "") is None
    for on in second_parts(kind, client):
        assert on.startswith("[your answer] ")
        assert await evaluator.is_heard_as(f"{back} {on}", kind, pushed()), on
    for back in ("You want to know who pays.", "They'll stop when they're told.", "You're asking."):
        assert unfit(back, kind, client, PUSH, "") is not None


@pytest.mark.parametrize(
    ("client", "found"),
    [
        ("I've not told the lads who it was.", TakenUp.WORDS),
        ("I can't leave it like this, can I? It's the roof.", TakenUp.WORDS),
        (
            "You've read it. I built fronts for years, so I'd like to know what holds it.",
            TakenUp.QUESTION,
        ),
        ("Tell me about one that went wrong.", TakenUp.QUESTION),
        ("That's fair, I suppose.", TakenUp.CRUMB),
        ("Hm.", TakenUp.CRUMB),
        ("", TakenUp.CRUMB),
        ("…", TakenUp.CRUMB),
        ("Don't take this wrong. What do you lot get out of it?", TakenUp.QUESTION),
        ("What do you get out of it? Mind the cable.", TakenUp.QUESTION),
        ("Why?", TakenUp.QUESTION),
        ("Eh?", TakenUp.CRUMB),
        ("Leave the papers there, it's wet.", TakenUp.REQUEST),
        ("Turn the screen round, would you? I'd rather read it.", TakenUp.REQUEST),
        ("All I want off you is a letter. The form's filled in.", TakenUp.REQUEST),
        ("Show me.", TakenUp.REQUEST),
        ("Give or take a week, it was two years.", TakenUp.WORDS),
        ("Tired's not ill. Give me one lie-in and I'd be back to boring.", TakenUp.WORDS),
        ("Don't push, love. I had a week of that.", TakenUp.STOP),
        ("That's the same sentence again, isn't it?", TakenUp.STOP),
        ("Interesting. Can we get back to my problem?", TakenUp.STOP),
        ("Are you changing the subject?", TakenUp.QUESTION),
        ("Give me a second. It's the steam.", TakenUp.NOTHING),
        ("You've just said that.", TakenUp.STOP),
        ("Yes, I heard you the first time.", TakenUp.STOP),
        ("Go on, then.", TakenUp.GO_AHEAD),
        ("I'm listening.", TakenUp.GO_AHEAD),
        ("Lovely. Leave the folder with Shirley.", TakenUp.FALSE_YES),
        ("Course I will. Can I have my binder back?", TakenUp.FALSE_YES),
        ("Oh, absolutely. Ring me in the week.", TakenUp.FALSE_YES),
        ("Mind that bench.", TakenUp.NOTHING),
        ("Wrong noun.", TakenUp.NOTHING),
        ("He brings his own mug, did you see?", TakenUp.WORDS),
    ],
)
def test_what_of_a_turn_can_be_taken_up(client: str, found: TakenUp) -> None:
    assert taken_up(client) is found


def test_what_gives_back_most_of_the_point_comes_first() -> None:
    listed = "Your brother, in 2008, lost the lot."
    assert by_worth([SHORT, GOOD, listed, GOOD], CLIENT) == [GOOD, SHORT, listed]
    assert by_worth([], CLIENT) == []
    bare = "He lost it all there."
    assert by_worth(["You say he lost it all.", bare], "He lost it all there.")[0] == bare
    first, last = "You read the sheet on the tram.", "You walk all day as it is."
    three = "So, a walk. I read the sheet on the tram. I walk all day as it is."
    assert by_worth([first, last], three)[0] == last
    two = "I walk all day as it is. I read the sheet on the tram."
    assert by_worth([first, last], two)[0] == last


@pytest.mark.parametrize("kind", sorted(set(BETTER.values())))
async def test_what_goes_with_anything_is_heard_as_what_it_should_be(kind: WordingKind) -> None:
    evaluator, _ = rewording()
    back = "You won't put it into a fund."
    assert unfit(back, kind, "I won't put it into a fund.", PUSH, "") is None
    for on in SECOND_PARTS[TakenUp.WORDS][kind]:
        assert await evaluator.is_heard_as(f"{back} {on}", kind, pushed()), on
    undecided = unfit(GOOD, kind, CLIENT, PUSH, "")
    assert (undecided is not None) is (kind is WordingKind.AUTONOMY)


@pytest.mark.parametrize(
    ("back", "reason"),
    [
        (GOOD, None),
        ("Your brother lost the lot", "whole"),
        ("Your brother lost the lot. In 2008.", "one"),
        ("No.", "too short"),
        ("It sounds like your brother lost a lot.", "formula"),
        ("Your brother lost 40,000 pounds, and you saw it.", "figure"),
        ("Your mother sold the house.", "not their words"),
        ("My brother lost the lot.", "I and you"),
        ("You really should move it now.", "just said"),
        ("You want to know what your brother lost.", "not their words"),
    ],
)
def test_what_a_rule_can_check(back: str, reason: str | None) -> None:
    found = unfit(back, WordingKind.OPEN_QUESTION, CLIENT, PUSH, "")
    assert found is None if reason is None else reason in (found or "")


@pytest.mark.parametrize(
    ("client", "leads_up"),
    [
        ("I read the sheet on the tram. I walk. It's my feet that say no.", True),
        ("I read the sheet on the tram. I walk. All day.", False),
        ("Tea? No. I read the sheet on the tram. All day, nearly.", False),
        ("I read the sheet on the tram. I walk all day as it is.", False),
    ],
)
def test_what_leads_up_to_the_point_is_not_the_point(client: str, leads_up: bool) -> None:
    found = unfit("You read the sheet on the tram.", WordingKind.OPEN_QUESTION, client, PUSH, "")
    assert (found == "leads up to the point") is leads_up


def test_a_push_is_never_a_better_wording() -> None:
    push = pushed().heard[-1]
    assert not any(is_kind(push, kind) for kind in WordingKind)
