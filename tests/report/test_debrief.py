"""What the debrief says, and that it is true of the talk."""

import ast
from pathlib import Path
from random import Random

import chatbot.domain.effects
from chatbot.coder import shipped_coder
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Marker
from chatbot.domain.contents import Stance
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.events import Rewound
from chatbot.domain.moves import Act, Ending, Move
from chatbot.domain.talk import Talk
from chatbot.report.debrief import build_debrief, ending_of
from chatbot.report.debriefing import Debriefing
from chatbot.report.quoting import AFTERWARDS, REPEATED, Texts
from chatbot.report.turns import turns
from chatbot.report.wording import CAUSES, ENDINGS, first_name
from tests.report import talks
from tests.report.talks import CLOSED, DEEP, FREE, HONEST, LECTURE, MIXED, OPEN, PUSH, WARN, said


def with_move(talk: Talk, act: Act, text: str, **more: object) -> Talk:
    """Return the talk as if the client's last turn had been this one."""
    last = talk.branch[-1]
    move = Move.model_validate({"act": act, **more})
    changed = last.model_copy(
        update={"move": move, "reply": last.reply.model_copy(update={"text": text})}
    )
    return talk.model_copy(update={"exchanges": talk.exchanges | {last.turn_id: changed}})


def test_a_whole_talk() -> None:
    talk = talks.end(talks.reflect(talks.hold(MIXED), "I asked.", "I pushed."), Ending.EVASION)
    found = talks.debrief(talk)
    assert (found.went_well, found.would_change) == ("I asked.", "I pushed.")
    assert found.ending is Ending.EVASION and not found.good
    assert found.best is not None and found.best.trust_change > 0
    assert found.costliest is not None and found.costliest.turn_id == "turn4"
    assert found.costliest.quote in WARN.text
    assert found.costliest.cause == "Thea was corrected or warned."
    assert found.costliest.instead == talk.verdicts["turn4"].instead  # type: ignore[union-attr]
    assert found.best.quote in talk.exchanges[found.best.turn_id].advisor
    assert len(found.trust) == 11 and found.counts.volleys == 10 and found.scores is None
    assert found.practise_principle == "no_pressure"


def test_nothing_of_a_slot_is_left_and_texts_are_whole() -> None:
    talk = talks.end(talks.hold(MIXED))
    for dice in range(60):
        found = talks.debrief(talk, dice=str(dice))
        texts = [found.strength, found.change, found.trust_words, found.practise]
        texts += [m.words for m in (found.best, found.costliest) if m]
        texts += [text for m in found.missed for text in (m.what, m.instead, m.client)]
        assert all("{" not in text and "“”" not in text and "?”." not in text for text in texts)


def test_the_same_log_gives_the_same_debrief() -> None:
    talk = talks.end(talks.hold(MIXED))
    assert talks.debrief(talk) == talks.debrief(talk)


def test_a_quote_is_never_read_again_for_slots() -> None:
    trap = said("You really should {client} {principle} now.", ("P", "should {client} {principle}"))
    talk = talks.end(talks.hold((trap, trap)))
    rubric = talks.rubric()
    for dice in range(20):
        found = build_debrief(talk, rubric, (), Random(dice))
        assert found.costliest is not None
        if "{" in found.costliest.words:
            assert "{client} {principle}" in found.costliest.words


def test_what_to_change_is_not_the_best_moment_where_anything_else_cost_as_much() -> None:
    talk = talks.begin()
    for one in (FREE, WARN):
        talk = talks.advise(talk, one)
        quote = one.heard.segments[0]
        fault = Finding(
            kind=f"fault in {talk.head}",
            principle="no_pressure",
            what="It cost something.",
            weight=0.9 if one is FREE else 0.6,
            **quote.model_dump(include={"quote", "start", "end"}),
        )
        verdict = Critique(turn_id=talk.head or "", evaluator="m", summary="x", findings=(fault,))
        talk = talks.judge(talk, verdict)
    for dice in range(20):
        found = talks.debrief(talk, dice=str(dice))
        assert found.best is not None and found.best.number == 1
        assert FREE.text[:12] not in found.change


def test_an_empty_talk() -> None:
    found = talks.debrief(talks.begin())
    assert found.counts.volleys == 0 and found.best is None and found.costliest is None
    assert found.missed == () and found.ending is Ending.UNRESOLVED and found.unscored == 0
    assert found.practise_principle == "open_question"


def test_good_needs_a_best_outcome_and_trust_that_held() -> None:
    fine = talks.hold((OPEN, DEEP, HONEST))
    poor = talks.hold((PUSH, WARN, PUSH))
    assert talks.debrief(talks.end(fine, Ending.SMALL_TEST)).good
    assert not talks.debrief(talks.end(fine, Ending.INFORMED_NO)).good
    assert not talks.debrief(talks.end(poor, Ending.SMALL_TEST)).good


def test_the_ending_of_an_open_talk_is_where_it_stands() -> None:
    assert ending_of(talks.hold((OPEN,))) is Ending.UNRESOLVED
    assert set(ENDINGS) == set(Ending)


def test_what_the_client_held_back_is_told_only_after_the_end() -> None:
    talk = talks.hold((OPEN,))
    assert talks.debrief(talk).underneath is None
    found = talks.debrief(talks.end(talk)).underneath
    who = talks.persona()
    assert found == who.content("promise").say


def test_when_everything_was_told_nothing_is_underneath() -> None:
    talk = talks.hold((OPEN,))
    last = talk.branch[-1]
    told = tuple(c.id for c in talk.started.persona.concerns)
    state = last.state.model_copy(update={"told": told})
    exchange = last.model_copy(update={"state": state})
    talk = talk.model_copy(update={"exchanges": {last.turn_id: exchange}})
    assert talks.debrief(talks.end(talk)).underneath is None


def test_a_feeling_passed_over_is_a_missed_opening() -> None:
    line = "Dougie never said a word about it. I'd have preferred a punch."
    told = with_move(
        talks.hold((OPEN,)), Act.DISCLOSE_FEELING, line, content_ids=("talked_them_in",)
    )
    passed = talks.judge(talks.advise(told, LECTURE))
    (missed,) = talks.debrief(passed).missed
    assert missed.client == line and missed.turn_id == "turn2" and missed.number == 2
    for through in (
        DEEP,
        said("He never said a word.", ("SR", "He never said a word."), echo=0.8),
        said("And how was that?", ("Q+", "And how was that?"), echo=0.0),
        said(
            "You carried them.",
            ("AF", "You carried them."),
            touches=[("talked_them_in", "carried")],
            echo=0.0,
        ),
    ):
        assert talks.debrief(talks.judge(talks.advise(told, through))).missed == ()


def test_a_half_admission_passed_over_does_not_tell_what_was_near() -> None:
    half = with_move(talks.hold((OPEN,)), Act.TOUCHED, "Hm. Leave that.", near="promise")
    (missed,) = talks.debrief(talks.judge(talks.advise(half, CLOSED))).missed
    assert missed.client == "Hm. Leave that."
    assert "promise" not in f"{missed.what} {missed.instead}"


def test_a_straight_question_may_be_answered_one_turn_later() -> None:
    asked = with_move(talks.hold((OPEN,)), Act.ASK_MOTIVE, "What do you earn if I sign?")
    dodged = talks.judge(talks.advise(asked, LECTURE))
    (missed,) = talks.debrief(dodged).missed
    assert "What do you earn if I sign?" in missed.what
    assert talks.debrief(talks.judge(talks.advise(dodged, HONEST))).missed == ()


def test_change_talk_passed_over_is_no_miss_in_equipoise() -> None:
    equal = talks.persona("sales-demo")
    assert equal.stance is Stance.EQUIPOISE
    for who, count in ((talks.persona(), 1), (equal, 0)):
        line = "I'd like something coming in."
        talk = with_move(talks.hold((FREE,), who), Act.DESIRE, line)
        assert len(talks.debrief(talks.judge(talks.advise(talk, LECTURE))).missed) == count


def test_at_most_two_openings_of_different_kinds_in_order() -> None:
    talk = talks.hold((FREE,))
    lines = (
        (Act.ASK_INFORMATION, "How fast do I get it back?"),
        (Act.DISCLOSE_FEELING, "I can't sleep over it."),
        (Act.DISCLOSE_FEELING, "I am ashamed of it."),
        (Act.DESIRE, "I'd like it to last."),
    )
    for act, line in lines:
        talk = talks.judge(talks.advise(with_move(talk, act, line), LECTURE))
    missed = talks.debrief(talk).missed
    assert [m.number for m in missed] == [2, 3]
    assert len({m.what for m in missed}) == 2


def test_unscored_turns_are_counted_and_kept_out() -> None:
    talk = talks.hold((OPEN, WARN, DEEP), missing={2: "The server was busy."})
    found = talks.debrief(talk)
    assert found.unscored == 1 and "Nothing costly stood out" in found.change
    assert found.costliest is not None and found.costliest.instead is None
    silent = talks.advise(talks.begin(), OPEN)
    found = talks.debrief(silent)
    assert found.unscored == 1 and "won't guess" in found.strength
    assert found.evaluator == silent.started.evaluator


def test_taken_back_turns_do_not_count() -> None:
    talk = talks.hold((OPEN, WARN))
    talk = talk.add(Rewound(seq=talk.seq + 1, at=talks.AT, to="turn1"))
    talk = talks.judge(talks.advise(talk, DEEP))
    found = talks.debrief(talk)
    assert found.counts.volleys == 2 and found.counts.confront == 0


def test_scores_come_from_twenty_turns() -> None:
    assert talks.debrief(talks.hold(talks.LONG[:19])).scores is None
    found = talks.debrief(talks.hold(talks.LONG))
    assert found.counts.volleys == 25 and found.scores is not None


def test_equipoise_practises_no_steering() -> None:
    for dice in range(30):
        talk = talks.hold((FREE,), talks.persona("sales-demo"))
        assert talks.debrief(talk, dice=str(dice)).practise_principle != "evoke_change_talk"


def test_what_is_claimed_is_true() -> None:
    """No text says "several times" of one turn, or "from then on" of the last one."""
    talk = talks.end(talks.hold((OPEN,)))
    for dice in range(60):
        found = talks.debrief(talk, dice=str(dice))
        assert found.best is not None
        for text in (found.strength, found.best.words, found.trust_words):
            assert not REPEATED.search(text) and not AFTERWARDS.search(text)
    assert Texts(talks.rubric(), Random(1)).pick(("twice {quote}",), {}) is None


def whys() -> set[str]:
    """Return every cause that the rules can name, read from their source."""
    found: set[str] = set()
    for path in Path(chatbot.domain.effects.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = {"Wish": 4, "caused_by": 3, "_of": 3}.get(node.func.id)
                parts = node.args[at : at + 1] if at else []
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "why":
                parts = [node.value]
            texts = (
                c.value for part in parts for c in ast.walk(part) if isinstance(c, ast.Constant)
            )
            found |= {text for text in texts if isinstance(text, str)}
    return found


def test_every_effect_can_be_said_in_words() -> None:
    """Whoever adds a rule says in `chatbot/report/wording.py` what it does to the client."""
    found = whys()
    assert len(found) > 30 and "felt heard" in found
    assert found <= CAUSES.keys(), f"no words for: {found - CAUSES.keys()}"


def test_every_turn_of_every_client_can_be_told() -> None:
    for persona_id in talks.library().gallery().personas:
        talk = talks.end(talks.hold(MIXED, talks.persona(persona_id), seed=3))
        found = talks.debrief(talk)
        assert first_name(found.persona_name) in (found.best or found.costliest).cause  # type: ignore[union-attr]
        assert [v.last for v in turns(talk)].count(True) == 1


async def test_debriefing_hears_the_client_too() -> None:
    talk = talks.end(talks.hold(MIXED))
    maker = Debriefing(shipped_coder(), talks.rubric())
    found = await maker.debrief(talk)
    assert len(found.client) == 11
    assert found == await maker.debrief(talk)


def test_an_opening_question_may_be_taken_up_by_listening() -> None:
    heard = (ClientTalk(question="What's holding it up?"),)
    assert talks.debrief(talks.hold((OPEN,)), heard).missed == ()
    (missed,) = talks.debrief(talks.hold((CLOSED,)), heard).missed
    assert missed.number == 1


def test_names_with_a_title_stay_whole() -> None:
    assert first_name("Dr. Ines Vane") == "Dr. Ines Vane"
    assert first_name("Thea Brandreth") == "Thea"


def test_markers_alone_count_as_an_answer() -> None:
    asked = with_move(talks.hold((OPEN,)), Act.ASK_PROOF, "What did it lose?")
    honest = said("I don't know.", markers=[(Marker.ADMITS_LIMIT, "I don't know.")])
    assert talks.debrief(talks.judge(talks.advise(asked, honest))).missed == ()
