"""What stands in a client where nobody told it: neutral, honest, and said to be still to do."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from chatbot.domain.moves import Ending
from chatbot.domain.sketch import Asked, Said, Sketch, WayOut

#: What a client is who was never described; each is the mend as well, said in the TODO.
NEUTRAL: Final[dict[str, Any]] = {
    "name": ("Client", "a name"),
    "age": (45, "their age, 16 to 110"),
    "domain": ("a decision", "what the talk is about, in two or three words"),
    "about": ("Little is known of this client yet.", "who they are, in two to four sentences"),
    "style": ("Plain and brief.", "how they speak"),
    "role": ("Their advisor.", "what you are to them"),
    "situation": ("You have met once before.", "how the two of you got here"),
    "recommendation": ("Take the step you talked about.", "what you recommend"),
    "target_behaviour": (
        "Decide on the step within four weeks.",
        "what exactly they would do, and by when",
    ),
    "advisor_interest": ("Nothing beyond your usual work.", "what you gain if they say yes"),
}
IN_BRIEF: Final = frozenset(
    {"role", "situation", "recommendation", "target_behaviour", "advisor_interest"}
)
#: For each group of contents: what stands there if nobody told it, and what should.
UNTOLD: Final[dict[str, tuple[tuple[Said, ...], str]]] = {
    "objections": (
        (Said(say="I'm not sure this is right for me.", cues=("right for you", "not sure")),),
        "what they say against it at once",
    ),
    "underneath": (
        (
            Said(
                say="I'm afraid of getting this wrong and having to live with it.",
                cues=("get it wrong", "getting it wrong", "regret*", "live with it"),
            ),
        ),
        "what it is really about, which they tell only to somebody they trust",
    ),
    "values": (
        (Said(say="I want to decide my own things.", cues=("your decision", "decide", "own")),),
        "what matters most to them here",
    ),
    "strengths": (
        (Said(say="I think things through before I decide.", cues=("think*", "careful*")),),
        "what you could honestly appreciate about them",
    ),
    "likes": (
        (Said(say="You let me finish my sentences.", cues=("finish", "listen*")),),
        "what they like about you",
    ),
    "against_type": (
        (
            Said(say="I decide small things very quickly.", cues=("quick*", "small things")),
            Said(say="I have changed my mind about bigger things than this.", cues=("changed",)),
        ),
        "two facts about them that one would not expect",
    ),
    "reasons_for": (
        (Said(say="I'd like to have it settled.", cues=("settled", "relief", "over with")),),
        "why they might do it after all",
    ),
    "reasons_against": (
        (Said(say="It has gone well enough so far.", cues=("so far", "as it is", "leave it")),),
        "why they would leave things as they are",
    ),
    "questions": (
        (
            Asked(
                say="What do you get if I say yes?", cues=("i earn", "my fee", "i get", "nothing")
            ),
        ),
        "what they ask until it is answered",
    ),
    "plans": (
        (
            WayOut(
                say="I'll try it on a small scale for a month, and then we look at it.",
                cues=("try", "small", "trial", "a month"),
                ending=Ending.SMALL_TEST,
            ),
        ),
        "what they could agree to in the end, and how it would end",
    ),
}
#: How ids of the layers begin.
KINDS: Final = {"surface": "objection", "underneath": "underneath", "value": "value"}
#: Words by which an advisor comes near a layer, whatever it holds.
NEAR: Final[Mapping[str, tuple[str, ...]]] = {
    "underneath": ("worr*", "afraid", "behind it", "happened before"),
    "values": ("matters to you", "important to you", "mean* to you"),
}


def more_ways_out(sketch: Sketch) -> Iterable[WayOut]:
    """Yield ways out that most people take where none of that kind was told."""
    told = {one.ending for one in sketch.plans}
    if Ending.SECOND_OPINION not in told:
        yield WayOut(
            say="I'll show it to somebody I trust and tell you in two weeks what they say.",
            cues=("second opinion", "somebody else", "someone you trust", "ask around"),
            ending=Ending.SECOND_OPINION,
        )
    if sketch.right == "yes" and Ending.INFORMED_NO not in told:
        yield WayOut(
            say="I have understood it, and I'm leaving things as they are.",
            cues=("leave it", "as it is", "your decision", "fine to say no"),
            ending=Ending.INFORMED_NO,
        )
