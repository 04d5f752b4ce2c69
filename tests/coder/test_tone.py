"""In what tone a turn is said: signs, and the near-misses that are none."""

import pytest

from chatbot.coder import shipped_coder
from chatbot.coder.hearing import Coded, hear
from chatbot.coder.lexicon_tone import tones_by_words
from chatbot.coder.small_talk import is_small_talk
from chatbot.domain.codes import Marker, MarkerHit, Tone
from chatbot.domain.dialogue import Transcript
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Volley

CONTEMPT = [
    "Then people like you come in with a stopwatch.",
    "I'm amazed you've got any customers left.",
    "Were you even listening?",
    "A child could understand that clause.",
    "Don't be so childish.",
    "Oh, spare me the poetry.",
    "You've been paying for nothing for years and never noticed. Well done.",
    "No, you've not understood a word of that.",
    "Do you take everybody for a fool?",
    "Fine, bury your head.",
    "With that attitude I\u2019m not surprised he never wrote back.",
]
NO_CONTEMPT = [
    "You were made to feel that people like you don't count.",
    "I'm sorry, that was childish of me.",
    "You listened to every word he said, even then.",
    "It sounds as if you felt like a fool.",
    "Nobody thinks you're lazy.",
    "It was slow going, and you kept at it. Well done.",
    "You want to see him grow up.",
    "A promise from you is worth something because you're slow to make one.",
    "What matters to you about that?",
    "Is there anything else, or is that it?",
    "You can say no, I won't sulk.",
    "Those two days, though, how did you even get to two?",
]
FLATTERY = [
    "You're honestly the most interesting client I've ever had.",
    "What a brilliant question.",
    "I'm in awe, I really am.",
    "With a mind like yours you can't go wrong.",
    "She's a lucky girl to have somebody like you.",
]
NO_FLATTERY = [
    "Wow.",
    "You kept every receipt for nine years, and that took patience.",
    "That's a fair question, and here's the answer.",
    "You've good reasons to leave it alone.",
    "What would be a good way to begin?",
]
PRESSURE = [
    "I'm warning you as a friend, nobody will talk to you after that.",
    "So we're agreed on the meeting, then.",
    "I don't see what there is to think about.",
]
NO_PRESSURE = ["Take your time, nothing has to happen today.", "It's up to you whether you sign."]


@pytest.mark.parametrize(
    ("text", "tone", "shows"),
    [
        *((t, Tone.CONTEMPT, True) for t in CONTEMPT),
        *((t, Tone.CONTEMPT, False) for t in (*NO_CONTEMPT, *FLATTERY)),
        *((t, Tone.FLATTERY, True) for t in FLATTERY),
        *((t, Tone.FLATTERY, False) for t in (*NO_FLATTERY, *CONTEMPT)),
        *((t, Tone.PRESSURE, True) for t in PRESSURE),
        *((t, Tone.PRESSURE, False) for t in NO_PRESSURE),
    ],
)
def test_a_tone_shows_in_words_and_a_near_miss_does_not(text: str, tone: Tone, shows: bool) -> None:
    hits = [hit for hit in tones_by_words(text) if hit.tone is tone]
    assert bool(hits) is shows
    for hit in hits:
        assert text[hit.start : hit.end] == hit.quote


@pytest.mark.parametrize(
    ("text", "chat"),
    [
        ("It's been raining since Sunday.", True),
        ("My nephew plays on the left wing.", True),
        ("Did you see the match last night?", True),
        ("The rain came through your roof twice.", False),
        ("The fund costs 0.4 percent a year.", False),
        ("How is your sister taking it?", False),
    ],
)
def test_small_talk_is_about_nobody_in_the_room(text: str, chat: bool) -> None:
    assert is_small_talk(text) is chat


@pytest.mark.parametrize(
    ("text", "fog"),
    [
        ("Well, it depends, doesn't it. There's all sorts of ways of looking at it.", True),
        ("Some do, some don't.", True),
        ("There would be arrangements, yes. Of some kind.", True),
        ("Let's not get into that just now.", True),
        ("It depends on the roof: 350 for the small one, 900 for the large.", False),
        ("I don't know, and I'd have to ask technical. I'll tell you on Friday.", False),
        ("You want the bigger picture before you decide.", False),
        ("It costs nothing to stop.", False),
    ],
)
def test_fog_sounds_like_an_answer_and_holds_nothing(text: str, fog: bool) -> None:
    assert any(hit.tone is Tone.VAGUENESS for hit in tones_by_words(text)) is fog


@pytest.mark.parametrize(
    ("text", "presses"),
    [
        ("You need to sign today, before it's gone.", True),
        ("Where have you got to with it yourself?", False),
        ("What's it like, being the one that everybody's got a number for?", False),
    ],
)
async def test_words_of_pressure_from_somebody_who_listens_do_not_press(
    text: str, presses: bool
) -> None:
    before = Transcript().client("I'm not sure about it.")
    volley = Volley(text=text, before=before, persona=nobody("sign by March"))
    heard = await shipped_coder().code(volley)
    assert any(hit.tone is Tone.PRESSURE for hit in heard.tones) is presses


async def test_who_lays_open_their_gain_does_not_press() -> None:
    text = "It's 358 for me if you sign today."
    volley = Volley(text=text, before=Transcript(), persona=nobody("sign by March"))
    gain = MarkerHit(marker=Marker.DISCLOSES_INTEREST, quote=text, start=0, end=len(text))
    (press,) = tones_by_words(text)
    plain = hear(volley, lambda *_: Coded((), (), tones=(press,)))
    opened = hear(volley, lambda *_: Coded((), (gain,), tones=(press,)))
    assert [hit.tone for hit in plain.tones] == [Tone.PRESSURE]
    assert opened.tones == ()


#: Lines that no hand of the tone corpus has written, each after "What do I get out of it?".
UNSEEN = {
    Tone.CONTEMPT: [
        "Well, look who's found his voice all of a sudden.",
        "I'd explain it, but we'd be here till Easter, wouldn't we.",
        "Sweet of you to have an opinion.",
        "You do know this isn't a pub quiz?",
        "My trainee asked me that. In her first week.",
    ],
    Tone.FLATTERY: [
        "I was only saying to my wife, I wish they were all as switched on as you.",
        "You're a natural at this, honestly, I'm learning from you here.",
        "A client with your instincts hardly needs me at all.",
        "Gosh, you've got such a lovely way of asking.",
        "I can tell you're someone who's always ten steps ahead.",
    ],
    Tone.VAGUENESS: [
        "Well, it's one of those things that sort of finds its level over time.",
        "There are a number of factors at play there, on the whole.",
        "That's something we'd want to look at in the round, I think, further down the line.",
        "It very much varies, as these things tend to.",
        "I suppose it's partly that and partly, you know, the other side of it.",
    ],
    Tone.PRETENCE: [
        "Can I be open with you? Good. I've booked the fitting for Tuesday and they'll ring to confirm.",
        "Of course it's your decision, so I've filled in everything but the signature.",
        "I completely hear you, and that's exactly why we'll start on the first.",
        "May I suggest something? It's the full package, and I've already told them you're in.",
        "No pressure at all, take your time, I'll just put you down for Friday.",
    ],
    Tone.SMALL_TALK: [
        "My knee's been playing up again, it's the damp.",
        "They've changed the coffee in the machine, have you noticed?",
        "My sister-in-law's got a place by the sea, we go every August.",
        "I nearly didn't get here, the bridge was up.",
        "Funny, the dog did the same thing to our sofa.",
    ],
}
PLAIN = [
    "You get four percent a year, before costs.",
    "Nothing this year. From the third year on about two hundred.",
    "I don't know yet. I'll have the figure on Thursday.",
    "What would you want to get out of it?",
    "You've been asking that since we started, and you've had no answer from me.",
    "Some of it depends on the rate in March: at three percent it's ninety, at four it's forty.",
    "It's your money, and leaving it where it is is fine too.",
    "That must have been a long winter.",
    "You rang round five firms before you came here. That's thorough.",
    "Sorry, I put that badly.",
]


async def _tones(text: str) -> set[Tone]:
    before = Transcript().client("What do I get out of it?")
    heard = await shipped_coder().code(
        Volley(text=text, before=before, persona=nobody("sign by March"))
    )
    return {hit.tone for hit in heard.tones}


@pytest.mark.parametrize("tone", UNSEEN)
async def test_what_was_learned_hears_words_it_has_never_seen(tone: Tone) -> None:
    found = [tone in await _tones(text) for text in UNSEEN[tone]]
    assert sum(found) >= (2 if tone is Tone.CONTEMPT else 3)


async def test_a_plain_turn_has_no_tone() -> None:
    found = [await _tones(text) for text in PLAIN]
    assert sum(bool(tones) for tones in found) <= 1
