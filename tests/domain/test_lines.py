"""Which written line speaks a move."""

from random import Random

import pytest

from chatbot.domain.client_state import ClientState, register
from chatbot.domain.codes import Code, Heard
from chatbot.domain.contents import After
from chatbot.domain.dialogue import Transcript
from chatbot.domain.lines import REST, SHORT, LineBank, answers, choose
from chatbot.domain.moves import Act, Move, Occasion
from chatbot.domain.persona import Persona
from chatbot.domain.planner import opening_told, plan
from chatbot.domain.ports import Brief
from chatbot.domain.stepping import step
from tests.kit import asked, client, hear, random_heard

NOTHING = LineBank()


def brief(persona: Persona, move: Move, said: str = "Well then?", **more: object) -> Brief:
    given = {"heard": hear(), "seed": "7:1:voice"} | more
    transcript = Transcript().client(persona.opening[0].text).advisor(said)
    return Brief(persona=persona, transcript=transcript, move=move, **given)


def best(one: Brief, bank: LineBank = NOTHING) -> str:
    return choose(one, bank)[0].text


def with_lines(**lines: list[object]) -> Persona:
    return client(lines=lines)


def talk(persona: Persona, bank: LineBank, seed: int, turns: int) -> list[tuple[Move, Brief, str]]:
    """Return moves, briefs and lines of a talk that goes on whatever happens."""
    rng, now = Random(seed), ClientState.start(persona)
    now = now.model_copy(update={"told": opening_told(persona, 0)})
    used, found = [persona.opening[0].text], []
    for turn in range(turns):
        heard = random_heard(rng, persona)
        told = now.told
        now = step(now, heard, persona).state
        move = plan(now, heard, persona, Random(f"{seed}:{turn}:plan"))
        more = {"heard": heard, "lines_used": tuple(used), "told": told}
        one = brief(persona, move, f"Turn {turn}.", **more, seed=f"{seed}:{turn}:voice")
        used.append(best(one, bank))
        found.append((move, one, used[-1]))
        now = register(now, move).model_copy(update={"ended": False, "closing": None})
    return found


def test_thirty_seeded_talks_with_each_persona_run_through(
    each_persona: Persona, bank: LineBank
) -> None:
    for seed in range(30):
        for _, _, line in talk(each_persona, bank, seed, 12):
            assert line.strip()
            assert "{" not in line


@pytest.mark.parametrize("seed", range(3))
def test_in_sixty_turns_no_long_line_comes_twice_and_no_short_one_within_five(
    each_persona: Persona, bank: LineBank, seed: int
) -> None:
    lines = [line for _, _, line in talk(each_persona, bank, seed, 60)]
    long = [line for line in lines if len(line.split()) > SHORT]
    assert sorted(set(long)) == sorted(long)
    for at, line in enumerate(lines):
        assert line not in lines[max(0, at - REST) : at]


def test_a_line_tells_nothing_that_was_not_told_and_is_not_told_now(
    each_persona: Persona, bank: LineBank
) -> None:
    about = {
        line.text: set(line.about)
        for act, lines in each_persona.lines.items()
        for line in lines
        if act is not Act.TOUCHED
    }
    spoken = 0
    for seed in range(8):
        for move, one, line in talk(each_persona, bank, seed, 25):
            told = about.get(line, set())
            assert told <= {*move.content_ids, *one.told}, (line, move)
            spoken += bool(told)
    assert spoken > 20


def test_a_near_hit_may_speak_only_a_line_written_for_being_touched(each_persona: Persona) -> None:
    for concern in (c for c in each_persona.concerns if c.trust > 0):
        move = Move(act=Act.TOUCHED, near=concern.id)
        written = {line.text for line in each_persona.lines[Act.TOUCHED]}
        assert best(brief(each_persona, move)) in written


def test_a_persona_without_lines_of_its_own_speaks_its_say() -> None:
    move = Move(act=Act.DISCLOSE_FACT, say="it has been there since 1994", content_ids=("account",))
    assert best(brief(client(), move)) == "It has been there since 1994."


def test_a_say_spoken_once_is_not_spoken_again() -> None:
    move = Move(act=Act.ASK_PROOF, say="Where is that written down?", content_ids=("q-proof",))
    bank = LineBank(acts={Act.ASK_PROOF: ("Show me.",)})
    again = brief(client(), move, lines_used=("Where is that written down?",))
    assert best(again, bank) == "Show me."


def test_own_lines_come_before_the_shared_ones() -> None:
    persona = with_lines(hesitate=["I go round and round on it."])
    bank = LineBank(acts={Act.HESITATE: ("Hm, I wonder.",)})
    move = Move(act=Act.HESITATE)
    assert best(brief(persona, move), bank) == "I go round and round on it."
    used = brief(persona, move, lines_used=("I go round and round on it.",))
    assert best(used, bank) == "Hm, I wonder."


def test_a_line_about_two_things_waits_until_both_may_be_told() -> None:
    both = {"text": "The fees, and my mother's savings.", "about": ["fees", "fooled"]}
    persona = with_lines(doubt=[both])
    move = Move(act=Act.DOUBT, say="The fees eat it.", content_ids=("fees",))
    assert best(brief(persona, move)) == "The fees eat it."
    assert best(brief(persona, move, told=("fooled",))) == both["text"]


def test_a_line_without_about_is_never_spoken_where_a_content_is_to_be_told() -> None:
    persona = with_lines(doubt=["I doubt that very much."])
    move = Move(act=Act.DOUBT, say="The fees eat it.", content_ids=("fees",))
    assert best(brief(persona, move)) == "The fees eat it."


def test_a_line_written_after_praise_is_kept_for_praise() -> None:
    persona = with_lines(
        discount=[{"text": "Save the compliments for later.", "after": ["praise"]}]
    )
    bank = LineBank(acts={Act.DISCOUNT: ("That is neither here nor there.",)})
    move = Move(act=Act.DISCOUNT)
    praised = brief(persona, move, heard=hear(Code.AFFIRM))
    assert best(praised, bank) == "Save the compliments for later."
    assert (
        best(brief(persona, move, heard=hear(Code.GI)), bank) == "That is neither here nor there."
    )


def test_a_line_with_a_cue_comes_where_the_word_falls_and_waits_elsewhere() -> None:
    cued = {"text": "Do not talk to me about guarantees.", "cues": ["guarantee*"]}
    persona = with_lines(doubt=[cued, "I have my doubts about that."])
    move = Move(act=Act.DOUBT)
    assert best(brief(persona, move, "It is guaranteed.")) == cued["text"]
    assert best(brief(persona, move, "It is likely.")) == "I have my doubts about that."


def test_an_odd_turn_is_answered_from_the_bank_of_oddities(bank: LineBank) -> None:
    for occasion in Occasion:
        move = Move(act=Act.PUZZLED, occasion=occasion)
        said = best(brief(client(), move), bank)
        assert said in {line.text for line in bank.occasions[occasion]}


def test_where_nothing_is_left_a_rested_sound_is_made() -> None:
    used: list[str] = []
    for turn in range(20):
        one = brief(
            client(), Move(act=Act.HESITATE), lines_used=tuple(used), seed=f"7:{turn}:voice"
        )
        used.append(best(one))
        assert used[-1] not in used[-1 - REST : -1]


def test_the_same_seed_ranks_alike() -> None:
    persona = with_lines(hesitate=[f"I waver, number {n} of them." for n in range(9)])
    move = Move(act=Act.HESITATE)
    assert choose(brief(persona, move), NOTHING) == choose(brief(persona, move), NOTHING)
    firsts = {best(brief(persona, move, seed=f"{s}:1:voice")) for s in range(20)}
    assert len(firsts) > 4


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        (hear(asked()), {After.OPEN_QUESTION}),
        (hear(asked(is_open=False)), {After.CLOSED_QUESTION}),
        (hear(Code.COMPLEX_REFLECTION), {After.REFLECTION}),
        (hear(Code.PERSUADE), {After.PRESSURE}),
        (hear(Code.SEEK, Code.GI), {After.PERMISSION_ASKED, After.INFORMATION}),
        (hear(), set()),
    ],
)
def test_what_a_reply_answers(heard: Heard, found: set[After]) -> None:
    assert answers(heard) == found
