"""What the client does next: seeded, from a closed set, and never more than is safe to tell."""

from collections import Counter
from random import Random

import pytest

from chatbot.domain.client_state import ClientState, Closing, PendingQuestion, register
from chatbot.domain.codes import Code, Heard, Marker, Tone, ToneHit, Toward
from chatbot.domain.moves import ASKING, AWAY, CHANGE_TALK, Act, Ending, Move, Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.planner import opening_told, plan
from chatbot.domain.situation import Situation
from chatbot.domain.stepping import step
from tests.kit import asked, client, hear, random_heard, state, touch

ADA = client()
ADVICE = Code.PERSUADE_WITH_PERMISSION
OFFER = hear(ADVICE, touches=(touch("small", ADVICE),), permission=True)
READY = state(
    ADA,
    trust=0.8,
    discord=0.0,
    reasons_for=0.8,
    importance=0.8,
    confidence=0.8,
    reasons_against=0.2,
    told=("fees", "fooled", "nobody-decides"),
    understood=("fees",),
    answered=1,
    followed=6,
    interest_disclosed=True,
    acts=(Act.NEED, Act.HESITATE),
    turn=20,
)
NEAR = hear(asked(), touches=(touch("fooled", Code.QUESTION),))


def moves(now: ClientState, heard: Heard, persona: Persona = ADA, seeds: int = 200) -> list[Move]:
    """Return the moves of many clients in the same place."""
    return [plan(now, heard, persona, Random(f"{seed}:1:plan")) for seed in range(seeds)]


def talk(persona: Persona, seed: int, turns: int = 15) -> list[tuple[ClientState, Heard, Move]]:
    """Return a talk in which anything is heard: state after hearing, volley, move."""
    rng, now, path = Random(seed), ClientState.start(persona), []
    now = now.model_copy(update={"told": opening_told(persona, 0)})
    for turn in range(turns):
        heard = random_heard(rng, persona)
        now = step(now, heard, persona).state
        move = plan(now, heard, persona, Random(f"{seed}:{turn}:plan"))
        path.append((now, heard, move))
        now = register(now, move)
        if now.ended:
            break
    return path


def test_the_same_seed_makes_the_same_move_and_others_do_not() -> None:
    now, heard = state(ADA), hear(asked())
    one, again = moves(now, heard), moves(now, heard)
    assert one == again
    assert len({move.act for move in one}) > 3


def test_what_one_turn_rolls_does_not_depend_on_the_turns_before() -> None:
    dice = Random("7:2:plan")
    first = plan(state(ADA), hear(asked()), ADA, dice)
    plan(state(ADA), hear(), ADA, Random("7:1:plan"))
    assert plan(state(ADA), hear(asked()), ADA, Random("7:2:plan")) == first


def test_nobody_crashes_and_nothing_unknown_is_told(each_persona: Persona) -> None:
    known = {content.id for content in each_persona.contents()}
    for _, _, move in (moment for seed in range(30) for moment in talk(each_persona, seed)):
        assert set(move.content_ids) <= known
        assert isinstance(move.act, Act)
        assert move.why


def test_a_guarded_concern_is_told_only_when_it_is_safe_or_blurted_out(
    personas: dict[str, Persona],
) -> None:
    told, blurted = 0, 0
    for persona in personas.values():
        guarded = {c.id: c for c in persona.concerns if c.trust > 0}
        for seed in range(40):
            for now, heard, move in talk(persona, seed):
                new = set(move.content_ids) & guarded.keys() - set(now.told)
                for concern in (guarded[content_id] for content_id in new):
                    if "anger" in move.why:
                        assert now.discord > 0.6
                        blurted += 1
                    else:
                        place = Situation(state=now, heard=heard, persona=persona, rng=Random(0))
                        assert place.safe(concern), (persona.id, seed, move)
                        told += 1
    assert told > 50
    assert blurted > 5


def test_a_near_hit_on_what_is_not_safe_pauses_and_holds_nothing_of_it() -> None:
    for move in moves(state(ADA, trust=0.3), NEAR):
        assert (move.act, move.near) == (Act.TOUCHED, "fooled")
        assert move.say == ""
        assert move.content_ids == ()


def test_a_near_hit_on_what_is_safe_by_now_is_told() -> None:
    for move in moves(state(ADA, trust=0.7), NEAR):
        assert (move.act, move.content_ids) == (Act.DISCLOSE_FEELING, ("fooled",))


def test_near_hits_bring_the_day_nearer_on_which_it_is_told() -> None:
    now = state(ADA, trust=0.4)
    assert {m.act for m in moves(now, NEAR)} == {Act.TOUCHED}
    for _ in range(2):
        now = step(now, NEAR, ADA).state
    assert {m.act for m in moves(now, NEAR)} == {Act.DISCLOSE_FEELING}


def test_a_fact_asked_for_is_told() -> None:
    heard = hear(asked(), touches=(touch("account", Code.QUESTION),))
    assert {m.content_ids for m in moves(state(ADA), heard)} == {("account",)}


def test_a_question_left_open_is_put_again_and_then_more_sharply() -> None:
    open_once = state(
        ADA, question=PendingQuestion(act=Act.ASK_MOTIVE, content_id="q-motive", passed_over=1)
    )
    again = [m for m in moves(open_once, hear(Code.SIMPLE_REFLECTION)) if "still open" in m.why]
    assert 100 < len(again) < 160
    assert {(m.act, m.say) for m in again} == {(Act.ASK_MOTIVE, "What do you get if I say yes?")}
    open_twice = open_once.model_copy(
        update={"question": open_once.question.model_copy(update={"passed_over": 2})}
    )
    sharper = [m for m in moves(open_twice, hear(Code.SIMPLE_REFLECTION)) if "still open" in m.why]
    assert {m.act for m in sharper} == {Act.CHALLENGE}


def test_a_question_put_again_is_the_same_question_for_the_client() -> None:
    pending = PendingQuestion(act=Act.ASK_MOTIVE, content_id="q-motive", passed_over=1)
    again = Move(act=Act.ASK_MOTIVE, content_ids=("q-motive",), asks="q-motive")
    assert register(state(ADA, question=pending), again).question == pending


def test_under_lasting_pressure_most_slip_away_or_say_yes_and_few_storm_out(
    each_persona: Persona,
) -> None:
    ways: Counter[Ending | None] = Counter()
    for seed in range(80):
        now = ClientState.start(each_persona)
        for turn in range(25):
            heard = hear(Code.CONFRONT, Code.PERSUADE)
            now = step(now, heard, each_persona).state
            now = register(now, plan(now, heard, each_persona, Random(f"{seed}:{turn}:plan")))
            if now.ended:
                break
        ways[now.closing.ending if now.closing else None] += 1
    assert ways[None] == 0
    assert set(ways) <= {*AWAY, Ending.WALK_OUT, None}
    assert ways[Ending.FALSE_YES] + ways[Ending.EVASION] > ways[Ending.WALK_OUT]
    assert min(ways[Ending.FALSE_YES], ways[Ending.EVASION]) > 0


def test_who_is_half_out_of_the_door_says_goodbye_coolly_and_the_talk_is_over() -> None:
    leaving = state(ADA, closing=Closing(ending=Ending.EVASION, since=0), turn=1)
    for move in moves(leaving, hear(Code.GI)):
        assert (move.ends, move.occasion, move.closes) == (
            True,
            Occasion.GOODBYE_COOL,
            Ending.EVASION,
        )
        assert register(leaving, move).ended


def test_a_decision_is_stood_by_and_after_two_turns_it_is_goodbye() -> None:
    settled = Closing(ending=Ending.SMALL_TEST, plan_id="small", since=5)
    soon = moves(state(ADA, closing=settled, turn=6), hear(Code.AFFIRM))
    assert {(m.ends, m.act in {Act.TAKING_STEP, Act.ACKNOWLEDGE}) for m in soon} == {(False, True)}
    later = moves(state(ADA, closing=settled, turn=7), hear(Code.AFFIRM))
    assert {(m.ends, m.occasion) for m in later} == {(True, Occasion.GOODBYE)}


def test_a_plan_within_reach_is_often_accepted_when_it_is_offered() -> None:
    accepted = [m for m in moves(READY, OFFER) if m.closes]
    unoffered = [m for m in moves(READY, hear(ADVICE, permission=True)) if m.closes]
    assert len(accepted) > 80 > len(unoffered)
    assert {(m.act, m.content_ids, m.closes) for m in accepted} == {
        (Act.COMMITMENT, ("small",), Ending.SMALL_TEST)
    }


@pytest.mark.parametrize(
    "change",
    [
        {"understood": ()},
        {"answered": 0},
        {"trust_cap": 0.45},
        {"missed": 7},
        {"left_open": 2},
        {"question": PendingQuestion(act=Act.ASK_PROOF)},
        {"reasons_for": 0.1, "importance": 0.1, "confidence": 0.1, "reasons_against": 0.9},
        {"discord": 0.75, "trust": state(ADA, trust=0.6).trust},
    ],
    ids=[
        "not understood",
        "without substance",
        "an interest concealed",
        "mostly missed",
        "questions left open",
        "a question is open",
        "not ready",
        "in discord",
    ],
)
def test_a_plan_out_of_reach_is_never_accepted(change: dict[str, object]) -> None:
    assert not [m for m in moves(READY.model_copy(update=change), OFFER) if m.closes]


def test_nobody_accepts_with_too_little_trust_or_while_being_pushed() -> None:
    wary = READY.model_copy(update={"trust": state(ADA, trust=0.35).trust})
    assert not [m for m in moves(wary, OFFER) if m.closes]
    pushed = hear(Code.PERSUADE, touches=(touch("small", Code.PERSUADE),))
    assert not [m for m in moves(READY, pushed) if m.closes]


def test_an_open_question_toward_change_invites_the_decision_more_than_a_statement_does() -> None:
    invited = hear(asked(toward=Toward.CHANGE))
    assert sum(m.closes is not None for m in moves(READY, invited)) > sum(
        m.closes is not None for m in moves(READY, hear(Code.GI))
    )


def test_nobody_takes_advice_before_they_know_what_the_advisor_gains() -> None:
    blind = READY.model_copy(update={"interest_disclosed": False})
    motive = next(q.id for q in ADA.questions if q.act is Act.ASK_MOTIVE)
    asking = [m for m in moves(blind, OFFER) if m.why == "wants to know before deciding"]
    assert {(m.act, m.content_ids) for m in asking} == {(Act.ASK_MOTIVE, (motive,))}
    assert not [m for m in moves(blind, OFFER) if m.closes]
    answered = blind.model_copy(update={"told": (*blind.told, motive)})
    assert [m for m in moves(answered, OFFER) if m.closes]
    open_still = PendingQuestion(act=Act.ASK_MOTIVE, content_id=motive, passed_over=3)
    waiting = answered.model_copy(update={"question": open_still})
    assert not [m for m in moves(waiting, OFFER) if m.closes]


def test_nobody_parts_on_good_terms_with_one_who_hides_what_they_gain() -> None:
    motive = next(q.id for q in ADA.questions if q.act is Act.ASK_MOTIVE)
    hiding = READY.model_copy(
        update={
            "question": PendingQuestion(act=Act.ASK_MOTIVE, content_id=motive, passed_over=3),
            "answered": 3,
            "reasons_for": 0.1,
            "reasons_against": 0.9,
            "acts": (Act.SUSTAIN_REASON, Act.NEED),
        }
    )
    second = hear(ADVICE, touches=(touch("other-eyes", ADVICE),), permission=True)
    assert not [m for m in moves(hiding, second) if m.closes]
    assert [m for m in moves(hiding.model_copy(update={"question": None}), second) if m.closes]


def test_a_decision_is_led_up_to_and_said_in_full_only_once() -> None:
    sudden = READY.model_copy(update={"acts": (Act.ASK_PROOF, Act.MINIMAL, Act.HESITATE)})
    found = moves(sudden, OFFER)
    assert not [m for m in found if m.closes]
    coming = [m for m in found if m.why == "is coming round"]
    assert len(coming) > 80
    assert {m.act for m in coming} <= CHANGE_TALK
    before = READY.model_copy(update={"told": (*READY.told, "small")})
    again = [m for m in moves(before, OFFER) if m.closes]
    assert {(m.content_ids, m.say) for m in again} == {(("small",), "")}


def test_nobody_grants_a_point_while_a_question_of_theirs_waits() -> None:
    granting = CHANGE_TALK | {Act.ACKNOWLEDGE}
    for passed, expected in ((1, False), (0, True)):
        waiting = state(
            ADA,
            trust=0.9,
            reasons_for=0.9,
            question=PendingQuestion(act=Act.ASK_PROOF, content_id="q-proof", passed_over=passed),
        )
        found = {m.act for m in moves(waiting, hear(Code.EMPHASIZE))}
        assert bool(found & granting) is expected


def test_a_push_wins_no_point_from_who_does_not_think_so_anyway() -> None:
    for importance, expected in ((0.2, False), (0.7, True)):
        found = {m.act for m in moves(state(ADA, importance=importance), hear(Code.PERSUADE))}
        assert bool(found & CHANGE_TALK) is expected
    lasting = state(ADA, importance=0.2, recent=(hear(Code.PERSUADE),) * 3)
    assert {m.act for m in moves(lasting, hear(Code.PERSUADE))} & CHANGE_TALK


def test_nobody_gets_up_in_the_middle_of_the_answer_they_asked_for() -> None:
    spent = state(ADA, patience=0.05)
    assert all(m.closes for m in moves(spent, hear(Code.GI)))
    answer = hear(Code.GI, marks=(Marker.ANSWERS,))
    assert not [m for m in moves(spent, answer) if m.closes in {*AWAY, Ending.WALK_OUT}]
    pushed = hear(Code.PERSUADE, marks=(Marker.ANSWERS,))
    assert all(m.closes for m in moves(spent, pushed))


def test_only_who_was_talked_past_before_is_lost_at_a_reflection_in_other_words() -> None:
    other_words = hear(Code.COMPLEX_REFLECTION, echo=0.0)
    fresh = state(ADA, missed=1, passed_by=1)
    assert Act.PUZZLED not in {m.act for m in moves(fresh, other_words)}
    lost = state(ADA, missed=2, passed_by=2)
    assert Act.PUZZLED in {m.act for m in moves(lost, other_words)}


def test_words_that_press_are_answered_as_a_push_and_touch_nothing() -> None:
    hit = ToneHit(tone=Tone.PRESSURE, quote="Just sign here.", start=0, end=15)
    pressing = NEAR.model_copy(update={"tones": (hit,)})
    found = moves(state(ADA, trust=0.3), pressing)
    assert Act.TOUCHED not in {m.act for m in found}
    assert {m.why for m in found} == {"is being pushed"}


def test_who_is_parroted_on_and_on_says_so_or_goes_on_by_themselves() -> None:
    echo = hear(Code.SIMPLE_REFLECTION, echo=1.0)
    count = [
        sum(m.act is Act.MINIMAL for m in moves(now, echo, seeds=400))
        for now in (state(ADA), state(ADA, recent=(echo, echo)))
    ]
    assert count[1] < count[0] / 2


def test_who_is_talked_past_for_the_third_time_says_so_or_comes_back_to_their_own_matter() -> None:
    past = hear(Code.COMPLEX_REFLECTION).model_copy(update={"echo": 0.0, "words": 20})
    answers = moves(state(ADA, passed_by=3, missed=3), past)
    lost = [m for m in answers if "past" in m.why]
    back = [m for m in answers if m.why == "comes back to their own matter"]
    assert len(lost) > 30 and len(back) > 60
    assert {m.occasion for m in lost} == {Occasion.OFF_TOPIC}
    assert not [m for m in moves(state(ADA, passed_by=2, missed=2), past) if "past" in m.why]


def test_nobody_opens_a_new_subject_while_being_pushed_or_told_something() -> None:
    """What is told then bears on the words just said; what the advisor gains may always be asked."""
    motives = {q.id for q in ADA.questions if q.act is Act.ASK_MOTIVE}
    for heard in (hear(Code.PERSUADE), hear(Code.GI, permission=True)):
        for move in moves(state(ADA, trust=0.2), heard):
            if move.act not in ASKING:
                assert move.content_ids == ()
    for move in moves(state(ADA, trust=0.2), hear(Code.PERSUADE)):
        assert set(move.content_ids) <= motives


@pytest.mark.parametrize("occasion", [o for o in Occasion if not o.startswith("goodbye")])
def test_an_odd_turn_gets_the_reaction_it_deserves(occasion: Occasion) -> None:
    for move in moves(state(ADA), hear(occasion=occasion), seeds=20):
        if move.why != "comes back to their own matter":
            assert move.occasion is occasion
            assert move.say == ""
        else:
            assert occasion is Occasion.OFF_TOPIC


def test_an_act_made_twice_in_a_row_becomes_rare() -> None:
    fresh = state(ADA)
    stuck = state(ADA, acts=(Act.MINIMAL, Act.MINIMAL))
    count = [
        sum(m.act is Act.MINIMAL for m in moves(now, hear(), seeds=400)) for now in (fresh, stuck)
    ]
    assert count[1] < count[0] / 4


def test_what_was_told_is_not_told_as_news_again() -> None:
    told = tuple(content.id for content in ADA.contents() if content.id != "sleep")
    for move in moves(state(ADA, told=told), hear(Code.SIMPLE_REFLECTION)):
        assert set(move.content_ids) <= {"sleep", "small", "other-eyes"}
    everything = tuple(content.id for content in ADA.contents())
    assert {m.content_ids for m in moves(state(ADA, told=everything), hear())} == {()}


def test_the_opening_tells_what_its_line_is_about_else_the_first_surface_concern() -> None:
    assert opening_told(ADA, 0) == ("fees",)
    other = client(opening=[{"text": "I like my account.", "about": ["account"]}])
    assert opening_told(other, 0) == ("account",)


def test_out_of_patience_with_somebody_trusted_a_client_settles_what_can_be_settled() -> None:
    spent = READY.model_copy(update={"patience": 0.05, "acts": (Act.HESITATE,)})
    endings = Counter(move.closes for move in moves(spent, hear(Code.GI)))
    assert set(endings) == {Ending.SMALL_TEST}
    distrusting = spent.model_copy(update={"trust": state(ADA, trust=0.2).trust})
    others = {move.closes for move in moves(distrusting, hear(Code.GI))}
    assert {Ending.FALSE_YES, Ending.EVASION} <= others
    assert not others & {Ending.SMALL_TEST, Ending.PLAN}
