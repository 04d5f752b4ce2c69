"""Does a wording convey the move, and nothing else? What a rule can check of a candidate.

Each check has its reason in a fault that small models were seen to have: figures dropped or
changed, a "not" lost, I and you mixed up, things made up, the advisor's words or one's own last
line said again, a sentence that stops in the middle.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from chatbot.domain.base import Value
from chatbot.domain.choosing import score
from chatbot.domain.dialogue import Speaker
from chatbot.domain.guard import check_reply, check_sentence
from chatbot.domain.guard_leaks import known_texts, stems
from chatbot.domain.numbers import is_number_word, numbers
from chatbot.domain.ports import Brief
from chatbot.domain.words import bare, sentences

#: This share of all words of `say` has to arrive, and this share of them in their order.
ARRIVES: Final = 0.96
IN_ORDER: Final = 0.8
#: So many telling words that nobody has used yet are too many: beside a `say`, and without one.
NEW_BESIDE: Final = 2
NEW_ALONE: Final = 3
#: Runs of so many words taken over from the advisor, or from an earlier line, are an echo; fewer
#: will do where nothing is told, since a small model then likes to speak the advisor's part.
ECHO: Final = 6
ECHO_ALONE: Final = 4

_NEGATION: Final = re.compile(
    r"n['’]t\b|\b(?:no|not|never|nobody|nothing|none|nor|neither|without|hardly|cannot|nowhere)\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<![.!?…:\"“] )(?<!^)\b[A-Z][a-z]{2,}\b")
_WORD: Final = re.compile(r"[\w]+(?:['’]\w+)?")
_MINE: Final = {
    **{"i": "you", "my": "your", "me": "you", "mine": "yours", "i'm": "you're"},
    **{"i've": "you've", "i'd": "you'd", "i'll": "you'll"},
}
_YOURS: Final = {yours: mine for mine, yours in _MINE.items()}
_PERSONS: Final = {
    "I": {"i", "my", "me", "mine"},
    "you": {"you", "your", "yours"},
    "he": {"he", "him", "his"},
    "she": {"she", "her", "hers"},
}
#: Words that may go without loss.
_SLIGHT: Final = frozenset("the a an and but so that then it's is are was were to of".split())
_POSSESSED: Final = re.compile(r"\bmy (?:own |old |late |little |big )?(\w+)", re.IGNORECASE)
_ADVISES: Final = re.compile(
    r"\byou (?:should|could try|might want to|ought to|need to|have to)\b|\bhave you (?:tried|"
    r"considered)\b|\bwhy don['’]t you\b|\bwe (?:offer|recommend|can help)\b",
    re.IGNORECASE,
)
#: Capitals that name nobody.
_NO_NAMES: Final = frozenset({"God", "Christ", "English"})
_DAYS: Final = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Christmas"}
)
_ENDS: Final = re.compile(r"[.!?…][\"'”’)]*$")


class Fault(StrEnum):
    """Why a candidate is passed over."""

    EMPTY = "empty"
    CUT = "cut"
    GUARD = "guard"
    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"
    MISSING = "missing"
    MADE_UP = "made_up"
    FLIPPED = "flipped"
    ADVISES = "advises"
    ECHO = "echo"
    REPEATED = "repeated"
    ACT = "act"


class Judged(Value):
    """A candidate as judged.

    Attributes:
        text: as it would be spoken.
        faults: in the order of the checks; none means that it may be spoken.
        detail: what exactly was found, for the log.
        score: 0–1; of those that may be spoken, the highest speaks.
    """

    text: str
    faults: tuple[Fault, ...] = ()
    detail: str = ""
    score: float = 0.0


def judge(text: str, brief: Brief) -> Judged:
    """Check one candidate against its move.

    What the act sounds like is for a coder to hear; see `acts_otherwise`.
    """
    text = tidy(text)
    checks = (
        _whole,
        _guarded,
        _figures,
        _names,
        _negated,
        _arrives,
        _made_up,
        _flipped,
        _roles,
        _said,
    )
    found: list[tuple[Fault, str]] = []
    for check in checks:
        problem = check(text, brief)
        if problem is not None:
            found.append(problem)
            if problem[0] is Fault.EMPTY:
                break
    return Judged(
        text=text,
        faults=tuple(fault for fault, _ in found),
        detail="; ".join(detail for _, detail in found),
        score=round(score(text, brief), 3),
    )


def tidy(text: str) -> str:
    """Return a candidate as it would be spoken: one line, no quotation marks around it."""
    line = " ".join(text.split())
    if len(line) > 1 and line[0] in '"“' and line[-1] in '"”':
        line = line[1:-1].strip()
    return line


def _whole(text: str, brief: Brief) -> tuple[Fault, str] | None:
    del brief
    if not text:
        return Fault.EMPTY, "nothing was said"
    if not _ENDS.search(text):
        return Fault.CUT, "stops in the middle"
    return None


def _guarded(text: str, brief: Brief) -> tuple[Fault, str] | None:
    before = ""
    for sentence in sentences(text):
        problem = check_sentence(sentence, brief, before)
        if problem is not None:
            return Fault.GUARD, problem.words
        before = f"{before} {sentence}".strip()
    problem = check_reply(text, brief)
    return None if problem is None else (Fault.GUARD, problem.words)


def _figures(text: str, brief: Brief) -> tuple[Fault, str] | None:
    wanted, found = numbers(brief.move.say), numbers(text)
    if missing := wanted - found:
        return Fault.NUMBER, f"without {_listed(missing)}"
    known = frozenset[float]().union(*(numbers(known) for known in known_texts(brief)))
    if new := found - known:
        return Fault.NUMBER, f"{_listed(new)} from nowhere"
    return None


def _names(text: str, brief: Brief) -> tuple[Fault, str] | None:
    said = _spoken(text)
    wanted = {name for name in _NAME.findall(brief.move.say) if name not in _NO_NAMES}
    if missing := {name for name in wanted if name.casefold() not in said}:
        return Fault.NAME, f"without {_listed(missing)}"
    known = frozenset[str]().union(*(_spoken(known) for known in known_texts(brief)))
    # "Ask me on a Monday" is a way of speaking; beside a fact that is told, a day would be one.
    free = _NO_NAMES if brief.move.say else _NO_NAMES | _DAYS
    found = {name for name in _NAME.findall(text) if name not in free}
    if new := {name for name in found if name.casefold() not in known}:
        return Fault.NAME, f"{_listed(new)} from nowhere"
    return None


def _spoken(text: str) -> frozenset[str]:
    """Return the words of a text, case folded, as they are without a possessive ending."""
    return frozenset(re.sub(r"['’]s$", "", word.casefold()) for word in _WORD.findall(text))


def _negated(text: str, brief: Brief) -> tuple[Fault, str] | None:
    say = brief.move.say
    if say and _NEGATION.search(say) and not _NEGATION.search(text):
        return Fault.NEGATION, "a “not” is lost"
    return None


def _arrives(text: str, brief: Brief) -> tuple[Fault, str] | None:
    """Find what got lost: readers missed a single telling word, or a sentence turned round."""
    wanted, said = _worded(brief.move.say), _worded(text)
    missing = {word for word in wanted if word not in said and word not in _SLIGHT}
    if len(missing) > (1 - ARRIVES) * len(wanted):
        return Fault.MISSING, f"does not say {_listed(missing)}"
    match = SequenceMatcher(None, wanted, said, autojunk=False)
    kept = sum(block.size for block in match.get_matching_blocks())
    if kept < IN_ORDER * len(wanted):
        return Fault.MISSING, "turns the sentence round"
    return None


def _worded(text: str) -> list[str]:
    """Return the words of a text; figures and number words are looked at elsewhere."""
    return [word for word in bare(text) if not word.isdigit() and not is_number_word(word)]


def _made_up(text: str, brief: Brief) -> tuple[Fault, str] | None:
    known = frozenset[str]().union(*(stems(known) for known in known_texts(brief)))
    new = stems(text) - known
    if len(new) > (NEW_BESIDE if brief.move.say else NEW_ALONE):
        return Fault.MADE_UP, f"tells of {_listed(new)}"
    owned = {word.casefold()[:6] for word in _POSSESSED.findall(text)}
    if made := {word for word in owned if len(word) > 3 and word in new}:
        return Fault.MADE_UP, f"tells of {_listed(made)}"
    return None


def _flipped(text: str, brief: Brief) -> tuple[Fault, str] | None:
    """Find "you'd signed" where `say` has "I'd signed", and anybody who was not there."""
    if brief.move.say:
        for name, forms in _PERSONS.items():
            had, has = (
                sum(w.split("'")[0] in forms for w in bare(t)) for t in (brief.move.say, text)
            )
            if has < had or has > had + (name == "I"):
                return Fault.FLIPPED, f"“{name}” {has} times for {had}"
    wanted, found = _pairs(brief.move.say), _pairs(text)
    for swap in (_MINE, _YOURS):
        for first, second in wanted:
            other = (swap.get(first), second)
            if other in found and (first, second) not in found and other not in wanted:
                return Fault.FLIPPED, f"“{other[0]} {second}” for “{first} {second}”"
    return None


def _pairs(text: str) -> set[tuple[str, str]]:
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    return set(pairwise(words))


def _roles(text: str, brief: Brief) -> tuple[Fault, str] | None:
    found = _ADVISES.search(text)
    if found and not _ADVISES.search(brief.move.say):
        return Fault.ADVISES, f"“{found[0]}” is an advisor's"
    return None


def _said(text: str, brief: Brief) -> tuple[Fault, str] | None:
    words = bare(text)
    if len(words) > 5 and _twice(words) - _twice(bare(brief.move.say)):
        return Fault.REPEATED, "says the same words twice"
    turns = brief.transcript.turns
    heard = turns[-1].text if turns and turns[-1].speaker is Speaker.ADVISOR else ""
    run = ECHO if brief.move.say else ECHO_ALONE
    if _shares(words, bare(heard), run) or (len(words) > 2 and words == bare(heard)):
        return Fault.ECHO, "says the advisor's words"
    if any(_shares(words, bare(line), ECHO) for line in brief.lines_used):
        return Fault.REPEATED, "was said before"
    return None


def _twice(words: list[str]) -> set[tuple[str, ...]]:
    """Return the runs of three words that occur more than once."""
    runs = Counter(tuple(words[i : i + 3]) for i in range(len(words) - 2))
    return {run for run, times in runs.items() if times > 1}


def _shares(words: list[str], others: list[str], run: int) -> bool:
    theirs = {tuple(others[i : i + run]) for i in range(len(others) - run + 1)}
    return any(tuple(words[i : i + run]) in theirs for i in range(len(words) - run + 1))


def _listed(found: set[str] | set[float] | frozenset[str] | frozenset[float]) -> str:
    return ", ".join(sorted(f"{x:g}" if isinstance(x, float) else str(x) for x in found))
