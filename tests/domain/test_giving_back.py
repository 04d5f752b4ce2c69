"""The client's words given back: theirs, in order, with I and you turned round."""

import pytest

from chatbot.domain.attributing import attributed
from chatbot.domain.giving_back import misgiven
from chatbot.domain.persons import turned_round


@pytest.mark.parametrize(
    ("back", "client"),
    [
        ("Your brother lost the lot in 2008.", "My brother lost the lot in 2008, so no."),
        ("You say it was never yours.", "It was never mine. And that's that."),
        ("You say I never rang you.", "You never rang me. Not once."),
        ("You were on the roof all night, you say.", "I was on the roof all night."),
        ("You say I’m too dear for you.", "You're too dear for me, I'm afraid."),
        ("You'll save me the paper.", "I'll save you the paper."),
        ("You don't care for the word.", "I'll tell you now that I don't care for the word."),
        ("If you start you've got to start on all.", "If I start I've got to start on all."),
        ("You say a leaflet's only a wish.", "A leaflet's only a wish."),
        ("The stove wants a new flue.", "Anyway. The stove wants a new flue."),
        ("You say it's easy to say from there.", "It's easy to say from there."),
        ("Half of you has its coat on.", "Half of me has its coat on."),
    ],
)
def test_words_given_back(back: str, client: str) -> None:
    assert misgiven(back, client) is None


@pytest.mark.parametrize(
    ("back", "client", "problem"),
    [
        ("My brother lost the lot.", "My brother lost the lot.", "I and you"),
        ("You never rang me.", "You never rang me.", "I and you"),
        ("Your sister sold the caravan.", "My brother lost the lot.", "not their words"),
        ("Hm.", "My brother lost the lot.", "not their words"),
        ("…", "My brother lost the lot.", "not their words"),
        ("You're to let four holes in.", "So I'm to let four holes in for one perhaps.", None),
        ("You had seen it coming.", "A sack I had seen it coming with.", "middle"),
        ("Who pays for it then?", "Who pays for it then?", "asks what"),
        ("If you say yes you'll be awake.", "If I say yes I'll be awake, and if I say no.", "half"),
        ("You ended up here.", "We ended up here.", "another mouth"),
        ("How did you end up like this.", "How did we end up like this.", "mouth"),
        ("I've already got you condemned.", "You've already got us condemned.", "both for"),
        ("You can't see it yet.", "You can't see it yet.", "I and you"),
        ("We can't with a child.", "You can't with a child.", "mouth"),
        ("You never was, and you had the keys.", "I never was, and I had the keys.", "no English"),
        ("You heard I the first time.", "Yes, I heard you the first time.", "no English"),
        ("You can't go on, you know.", "I can't go on, I know.", "another mouth"),
        ("You say we're slewing too early.", "You're slewing too early.", "I and you"),
        ("Not that you're, no, sit, you say.", "Not that I'm, no, sit, drink up.", "broken off"),
        ("Twenty-eight per cent plus tax.", "Twenty-eight per cent plus tax. Lovely.", "no clause"),
        (
            "You say things get worse when I write them.",
            "Things get worse when you write them.",
            "people",
        ),
        (
            "The rest is standing on its foot.",
            "Half has gone. The rest is standing on its foot.",
            "mouth",
        ),
        (
            "You'll tell me now that you don't care.",
            "I'll tell you now that I don't care.",
            "mouth",
        ),
        ("You say it could be right.", "It could be right. But it's a 'could'.", "half"),
        ("If it showed nothing.", "If it showed nothing, well, we'd know.", "half"),
    ],
)
def test_words_given_back_wrongly(back: str, client: str, problem: str | None) -> None:
    found = misgiven(back, client)
    assert found is None if problem is None else problem in (found or "")


@pytest.mark.parametrize(
    ("back", "client", "turned"),
    [
        (
            "There's no line on your sheet.",
            "There's no line on your sheet.",
            "There's no line on my sheet.",
        ),
        ("Your sheet has no line.", "Your sheet has no line.", "My sheet has no line."),
        ("My sheet has no line.", "Your sheet has no line.", "My sheet has no line."),
        (
            "You say you’ve known me two hours.",
            "You’ve known me two hours.",
            "You say I've known you two hours.",
        ),
        ("You want it back.", "You want it back.", "You want it back."),
        ("We read it.", "We read it.", "We read it."),
        ("", "Noted.", ""),
    ],
)
def test_what_a_model_left_unturned_is_turned_where_it_is_plain_how(
    back: str, client: str, turned: str
) -> None:
    assert turned_round(back, client) == turned


@pytest.mark.parametrize(
    ("back", "offered"),
    [
        ("It can't stop as it is.", "You say it can't stop as it is."),
        ("You can't leave it for ever.", "You say you can't leave it for ever."),
        ("I make it sound easy.", "You say I make it sound easy."),
        ("I've said it.", "You say I've said it."),
        ("Alun put it into one loan.", "Alun put it into one loan, you say."),
        ("So you walk half of it.", "You walk half of it."),
        ("So that's a note that won't stop.", "You say that's a note that won't stop."),
        ("You read it twice.", "You read it twice."),
        ("You’d like it back.", "You’d like it back."),
        ("Your brother lost the lot.", "Your brother lost the lot."),
        ("He's got your chair, you say.", "He's got your chair, you say."),
        ("For you it's too dear.", "For you it's too dear."),
        ("You don't know, you've been promised a lot.", "You've been promised a lot."),
        ("Of course, you've read it.", "You've read it."),
        ("You'd like it back, love.", "You'd like it back."),
        ("It can't stop, you suppose.", "You say it can't stop."),
        ("To be fair, I've known you an hour.", "You say I've known you an hour."),
        ("You say to be fair, I've known you an hour.", "You say I've known you an hour."),
        ("Forgive me, but you carried it home.", "You carried it home."),
        ("Well, chipboard's cheaper too.", "Chipboard's cheaper too, you say."),
    ],
)
def test_what_could_be_the_advisors_view_is_said_to_be_theirs(back: str, offered: str) -> None:
    assert attributed(back) == offered


@pytest.mark.parametrize(
    ("back", "client", "problem"),
    [
        ("You walk all day.", "I walk all day, no, wait, half of it.", "taken back"),
        (
            "They said that about gloves.",
            "They said that about gloves. Well, no, not gloves.",
            "taken",
        ),
        ("You're a finished job.", "The day I've had my biscuit, I'm a finished job.", "half"),
        ("You had a nice sit.", "I had a nice sit. " + "Now the roof leaks again. " * 3, "hardly"),
        ("Half of it bent double.", "I walk all day, no, wait, half of it bent double.", "mends"),
        ("You say I don't change a lamp.", "You don't change a lamp, my dad taught me.", "general"),
        ("You say where did you put your coat.", "Okay, where did I put my coat.", "mouth"),
        ("That's all you ever was.", "That's all I ever was.", "English"),
        ("You say as though it had happened.", "You say that as though it had happened.", "mouth"),
        ("You'd rather me didn't push.", "I'd rather you didn't push.", "English"),
        (
            "You say that's it, love, and you'd not said it.",
            "That's it, love, and I'd not said it.",
            "mouth",
        ),
        ("You've never rung his bell, no.", "I've never rung his bell, no.", "mouth"),
        ("You say I've found the soft plate, love.", "You've found the soft plate, love.", "mouth"),
        ("You say it's great, send you a thing.", "Yep, great, send me a thing.", "their words"),
        ("You say the day you had a biscuit.", "The day I had a biscuit, I'm finished.", "half"),
        ("You say doesn't change much, does it.", "Doesn't change much, does it.", "mouth"),
        ("You say you don't say it to hurt.", "I don't say it to hurt.", "twice"),
        (
            "You say you keep hotel hours, you're afraid.",
            "I keep hotel hours, I'm afraid.",
            "mouth",
        ),
        ("You only look like you read leaves.", "I only look like I read leaves.", "mouth"),
        ("You say it's a good no, do write it down.", "It's a good no, do write it down.", "mouth"),
        (
            "You say she's going through it, you gather.",
            "She's going through it, I gather.",
            "mouth",
        ),
        ("You say and rubbed it out.", "I've written it. And rubbed it out.", "mouth"),
        ("You say one minute you think.", "One minute I think, do it.", "mouth"),
        ("You say comes in off the road.", "The one pipe. Comes in off the road.", "mouth"),
        ("You say sit any boiler down.", "Sit any boiler down and it'd lift.", "mouth"),
        (
            "You don't like how quickly you're saying.",
            "I don't like how quickly I'm saying so.",
            "middle",
        ),
        ("You say imagine it going off.", "Imagine it going off. By mistake.", "mouth"),
        ("You say the boat and you.", "We rub along, the boat and I.", "clause"),
        ("You say it's a dear hobby.", "She said, it's a dear hobby.", "somebody else's"),
        ("You say that's two of me paid first.", "That's two of you paid first.", "mouth"),
        ("You say I don't take out a rib.", "You don't take out a rib.", "people in general"),
        (
            "You won't come home and be one.",
            "I read gauges. I won't come home and be one.",
            "mouth",
        ),
        ("You say 'it took you an hour'.", "It took me an hour.", "quotes"),
        ("You say you'd say that's true.", "I'd say that's true.", "twice"),
    ],
)
def test_what_readers_minded(back: str, client: str, problem: str) -> None:
    assert problem in (misgiven(back, client) or "")


def test_a_few_words_will_do_beside_a_clause() -> None:
    client = "At school, not a murmur."
    back = "At school, not a murmur, you say."
    assert misgiven(back, client, beside=True) is None
    assert "no clause" in (misgiven(back, client) or "")
    assert "mouth" in (
        misgiven("You won't come home and be one.", "I won't come home and be one.") or ""
    )
    home = "I won't come home and be one."
    assert misgiven("You won't come home and be one.", home, beside=True) is None
