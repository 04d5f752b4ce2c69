"""The fixed words of a debrief: endings, causes, names of codes. What coaches is in `prompts/`."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from chatbot.domain.client_talk import Talk
from chatbot.domain.codes import Code, Marker
from chatbot.domain.debrief import Counts, Debrief
from chatbot.domain.moves import Ending

ENDINGS: Final[dict[Ending, str]] = {
    Ending.PLAN: "{name} left with a plan and said it in their own words.",
    Ending.SMALL_TEST: "{name} agreed to a small test that can be undone.",
    Ending.INFORMED_NO: "{name} decided against it, knowing what there is to know.",
    Ending.SECOND_OPINION: "{name} will ask somebody else before deciding.",
    Ending.ADVICE_REVISED: "The advice changed: {name} named what would fit better.",
    Ending.DATED_PAUSE: "{name} takes time, with a date for the answer.",
    Ending.FALSE_YES: "{name} said yes to be left in peace. Nothing will come of it.",
    Ending.EVASION: "{name} slipped away with an “I'll think about it”.",
    Ending.WALK_OUT: "{name} broke off the talk.",
    Ending.UNRESOLVED: "The talk stopped with nothing decided.",
}

#: What an effect did to the client, as what can be said after their name. Keys are `Effect.why`.
CAUSES: Final[dict[str, str]] = {
    "felt heard": "felt heard",
    "understood more than was said": "saw that you had understood more than was said",
    "understood what lies underneath": "saw that you had understood what lies underneath",
    "came close to what lies underneath": "noticed that you came close to what lies underneath",
    "an echo shows hearing, not understanding": "got an echo, which shows hearing and little more",
    "parroted again": "heard their own words come back once more",
    "a reflection of something the client never said": "was told something they had never said",
    "that has nothing to do with them": "heard something that has nothing to do with them",
    "speaks as if to somebody else": "was spoken to as if they were somebody else",
    "again something the client never said": "was told, again, something they had never said",
    "a doubt that was understood weighs less": "saw a doubt understood, which makes it weigh less",
    "it touches a value": "was reached where something matters to them",
    "the third question in a row": "was asked a third question in a row",
    "was asked, not told": "was asked and not told",
    "was asked about what they had said": "was asked about what they had said",
    "someone wants to know what is behind it": "saw that you wanted to know what is behind it",
    "praised once too often": "was praised once too often",
    "was seen for something real": "was seen for something real",
    "was reminded of a strength": "was reminded of a strength",
    "praise without substance": "got praise without substance",
    "'your choice, but' is no choice": "heard a choice offered and taken back",
    "the decision stays with the client": "was left in charge of the decision",
    "asked for permission and did not wait": "was asked for leave, and not given time to answer",
    "was asked first": "was asked first",
    "got the facts asked for": "got the facts they had asked for",
    "a fact that bears on what they had raised": "got a fact on what they had raised themselves",
    "was told what nobody asked": "was told what nobody had asked about",
    "is being lectured": "was lectured",
    "advice before anyone asked what the matter is": "got advice before being asked what is wrong",
    "permission was a door for a pitch": "saw permission used as a door for a pitch",
    "advice that was asked for": "got advice they had asked for",
    "an offer this client could live with": "got an offer they could live with",
    "was pushed": "was pushed",
    "was pushed after a no": "was pushed after having said no",
    "was corrected or warned": "was corrected or warned",
    "talk of change while things are strained": "was asked about change while things were strained",
    "heard themselves speak for it": "heard themselves speak for it",
    "the doubts are all that is talked about": "had heard of nothing but doubts for a while",
    "was pushed on after deciding": "was pushed on after deciding",
    "an odd turn": "was puzzled by an odd turn",
    "time passes": "let some time pass",
    "got a straight answer": "got a straight answer",
    "the question was dodged": "saw a question dodged",
    "a reflection in place of an answer, again": "got, once more, a reflection in place of an answer",
    "kind words in place of an answer, again": "got, once more, kind words in place of an answer",
    "no answer": "got no answer to a question",
    "still no answer": "was still waiting for an answer",
    "was talked down to": "was talked down to",
    "good manners for show": "saw good manners used for show",
    "their own words came back": "got their own words back, and nothing with them",
    "a fact on what they had just said": "got a fact on what they had just said",
    "praise that names nothing": "got praise that names nothing",
    "is being flattered, again": "was flattered, again",
    "hears nothing one could hold on to": "heard nothing they could hold on to",
    "their own question was handed back": "got their own question handed back",
    "talks of something else": "heard you talk of something else",
    "says the same again": "heard you say the same again",
    "says nothing": "heard nothing from you",
    "said what is in it for them": "was told what is in it for you",
    "the fault was owned": "heard a fault named and owned",
    "sorry, and then the same again": "heard you say sorry and then do the same again",
    "keeps what was promised": "saw you keep what you had promised",
    "promised what nobody can promise": "was promised what nobody can promise",
    "said where their knowledge ends": "heard you say where your knowledge ends",
}
#: Effects whose `why` is the persona's own secret; only their code is said.
PRIVATE: Final[dict[str, str]] = {
    "trigger": "was touched on a sore spot",
    "softener": "heard something that puts them at ease",
}

#: Difficulties 1-5 in words; none is 0.
HARDNESS: Final = ("", "open", "fairly open", "guarded", "hard", "hard to reach")
#: Field of `Counts`, its MITI code, and its name, in the order of the report.
COUNTED: Final = (
    ("simple_reflection", "SR", "Simple reflections"),
    ("complex_reflection", "CR", "Complex reflections"),
    ("question_open", "Q", "Open questions"),
    ("question_closed", "Q", "Closed questions"),
    ("affirm", "AF", "Affirmations"),
    ("seek", "Seek", "Seeking collaboration"),
    ("emphasize", "Emphasize", "Emphasizing autonomy"),
    ("gi", "GI", "Giving information"),
    ("persuade_with_permission", "PwP", "Persuading with permission"),
    ("persuade", "P", "Persuading without it"),
    ("confront", "C", "Confronting"),
)
MARKER_NAMES: Final[dict[Marker, str]] = {
    Marker.ANSWERS: "answers straight",
    Marker.DODGES: "dodges",
    Marker.DISCLOSES_INTEREST: "says own interest",
    Marker.OWNS_FAULT: "owns a fault",
    Marker.OVERPROMISES: "overpromises",
    Marker.ADMITS_LIMIT: "admits a limit",
}
CLIENT_KINDS: Final[dict[Talk, str]] = {
    Talk.CHANGE: "for the change",
    Talk.SUSTAIN: "against it",
    Talk.NEUTRAL: "neither",
}
POOR_MARKERS: Final = frozenset({Marker.DODGES, Marker.OVERPROMISES})

INDICATIVE: Final = "Indicative, not validated for chat."
PRACTICE: Final = (
    "The client is made up, and so is the case. This is a practice aid: no assessment of a person, "
    "and no advice about a real case."
)


_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame"}
)


def first_name(name: str) -> str:
    """Return the first name, or the whole name where it begins with a title."""
    first = name.split(maxsplit=1)[0]
    return name if first.rstrip(".").casefold() in _TITLES else first


def ending_words(debrief: Debrief) -> str:
    """Return how the talk ended, in a sentence, and a second one on what to make of it."""
    said = ENDINGS[debrief.ending].replace("{name}", first_name(debrief.persona_name))
    if debrief.good:
        return f"{said} For this client that is a good ending, and trust held."
    if debrief.ending is Ending.UNRESOLVED:
        return said
    fell = len(debrief.trust) > 1 and debrief.trust[-1] < debrief.trust[0]
    return f"{said} Trust ended lower than it began." if fell else said


def points(share: float) -> int:
    """Return a share (0-1) as points of 100."""
    return round(100 * share)


def signed(share: float) -> str:
    """Return a change (-1 to 1) in points of 100, with its sign: "+4", "−7", "±0"."""
    value = points(share)
    return "±0" if value == 0 else f"+{value}" if value > 0 else f"−{-value}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return "1 turn", "3 turns"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    items = list(parts)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


class Counted(NamedTuple):
    """A behaviour as it is counted; `open` says of questions which kind it is."""

    code: Code
    name: str
    number: int
    open: bool | None


def counted(counts: Counts) -> list[Counted]:
    """Return each behaviour, in the order of the report."""
    kinds = {"question_open": True, "question_closed": False}
    return [
        Counted(Code(code), name, getattr(counts, field), kinds.get(field))
        for field, code, name in COUNTED
    ]
