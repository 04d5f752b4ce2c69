"""Words of a turn: length-preserving folding, tokens with offsets, light stems, stop words."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from chatbot.domain.words import fold

#: Function words and the small change of talk; whole words only, apostrophes left out.
STOP_WORDS: Final = frozenset(
    """a about after again all also always am an and any anything are arent as at away be because
    been before being bit but by came can cant come could couldnt did didnt do does doesnt doing
    done dont down each either else even ever every everything few for from get gets getting give
    go goes going gonna good got had has hasnt have havent having he hear heard her here hers him
    his how however i id if ill im in into is isnt it its ive just kind know last least less let
    lets like little ll long look lot made make makes many may maybe me mean might mine more most
    much must my need neither never no nor not nothing now of off oh ok okay on once one only or
    other our ours out over own perhaps put quite rather re really right said same say saying says
    see seem seems shall she should shouldnt since so some somebody someone something sort sound
    sounds still such sure take taken talk tell than that thatd thats the their them then there
    theres these they theyd theyll theyre theyve thing things think this those though through
    time to today told too try uh um under until up upon us ve very want wants was wasnt way we wed
    well were werent weve what whats when where whether which while who whos why will with without
    wont would wouldnt yeah yes yet you youd youll your youre yours yourself youve""".split()
)

#: Words that acknowledge, greet or fill; a piece made of these alone is uncoded.
FILLERS: Final = frozenset(
    """ah aha all alright and anyway awesome bye certainly cool course er erm excellent exactly fair
    fantastic fine god good goodness got gosh great ha hello hey hi hm hmm huh i indeed it just know
    lovely mhm mm mmhm mmm morning my no oh ok okay perfect please really right see so sorry sure
    thank thanks that thats then there uh uhhuh um understand understood very well wonderful wow
    yeah yep yes you youre welcome absolutely definitely laughs laughter chuckles crosstalk""".split()
)

_SUFFIXES: Final = (
    "isation", "ization", "fulness", "ations", "ation", "ments", "ingly", "ment", "ness", "ings",
    "edly", "ions", "ion", "ing", "ies", "ied", "ful", "ers", "est", "ed", "er", "es", "ly", "al",
    "s", "e", "y",
)  # fmt: skip


class Word(NamedTuple):
    """One word or figure: `form` is folded, without apostrophes; offsets point into the turn."""

    form: str
    start: int
    end: int


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern on first use."""
    return re.compile(pattern)


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a turn; figures keep their decimals and lose thousands separators."""
    pattern = compiled(r"\d{1,15}(?:[.,:]\d{1,15}){0,5}|[^\W\d_]+(?:'[^\W\d_]+)*")
    return tuple(
        Word(_form(match.group()), match.start(), match.end())
        for match in pattern.finditer(fold(text))
    )


def _form(word: str) -> str:
    if word[0].isdigit():
        return compiled(r",(?=\d{3}(?!\d))").sub("", word)
    return word.replace("'", "")


@lru_cache(maxsize=8192)
def stem(form: str) -> str:
    """Return a light English stem: one ending off, three letters or more kept."""
    if form[0].isdigit():
        return form
    base = form[:-3] + "y" if form.endswith("ies") and len(form) > 5 else form
    for suffix in _SUFFIXES:
        if base.endswith(suffix) and len(base) - len(suffix) >= 3 and not base.endswith("ss"):
            base = base[: -len(suffix)]
            break
    doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiousl"
    return base[:-1] if doubled else base


def is_content(form: str) -> bool:
    """Say whether a folded word carries content: a figure, or no stop word nor filler."""
    if form[0].isdigit():
        return True
    return len(form) > 1 and form not in STOP_WORDS and form not in FILLERS


def content_stems(found: tuple[Word, ...]) -> tuple[str, ...]:
    """Return the stems of the content words, in order."""
    return tuple(stem(word.form) for word in found if is_content(word.form))


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Return the set of content stems of a text that recurs from turn to turn."""
    return frozenset(content_stems(words(text)))
