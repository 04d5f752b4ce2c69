"""Kinds of wordings, and the sentences of ours that they are made with, whatever a talk is about.

A wording has two parts. The first takes up what the client said: their words given back or their
question reported by the model, else one of `OURS`. The second is always ours, and chance chooses.
"""

from enum import StrEnum
from typing import Final

from chatbot.domain.taking_up import TakenUp, taken_up


class WordingKind(StrEnum):
    """What the offered wording does (MITI 4.2.1: open question, CR, Emphasize, Seek or PwP)."""

    OPEN_QUESTION = "open_question"
    COMPLEX_REFLECTION = "complex_reflection"
    AUTONOMY = "autonomy"
    ADVICE_WITH_PERMISSION = "advice_with_permission"


_ASK: Final = WordingKind.OPEN_QUESTION
_LEAVE: Final = WordingKind.AUTONOMY
_OFFER: Final = WordingKind.ADVICE_WITH_PERMISSION
_WOULD_HELP: Final = (
    "What would you like from me now?",
    "What matters most to you in all this?",
    "What would help most just now?",
)
#: "What would you like from me now?" is none of these: behind two sentences and more it was sayable in
#: 67 % (of 216), the first two in 77 % (412) (`evals.coach.minded docs/ratings/coach-{9..15}
#: docs/ratings/coach-trial-{3..12}`).
_AFTER_WORDS: Final = (
    "What matters most to you in all this?",
    "What would help most just now?",
    "What would be of most use to you now?",
)
_IS_YOURS: Final = (
    "The decision is yours, and so is the time it takes.",
    "What you do about any of this is yours to decide.",
)
_POINT: Final = (
    "[your point, in a sentence] What would you say to that?",
    "[your point, in a sentence] How do you see that?",
)
#: First parts of the model's: how a report begins.
WAYS_IN: Final[dict[TakenUp, tuple[str, ...]]] = {
    TakenUp.QUESTION: ("You're asking ", "You want to know ", "You'd like to know "),
    TakenUp.REQUEST: ("You want me to ", "You'd like me to ", "You're asking me to "),
}
#: First parts of ours, where there is nothing to give back, or no report would do. "I think I've been
#: running ahead of you" was among them: blind readers found it sayable in 49 places of 63, the first
#: one after a crumb in 45 of 46 (`evals.coach.minded docs/ratings/coach-{4..15}
#: docs/ratings/coach-trial-{3..12}`).
OURS: Final[dict[TakenUp, tuple[str, ...]]] = {
    TakenUp.QUESTION: ("Let me answer that first.", "First let me answer that."),
    TakenUp.REQUEST: (
        "Let me come to what you want from me first.",
        "First, let me come to what you've asked for.",
    ),
    TakenUp.STOP: ("Fair enough, I'll stop there.", "All right, I'll leave it there."),
    TakenUp.GO_AHEAD: ("Thank you, I'll be brief.", "I'll keep it short, then."),
    TakenUp.FALSE_YES: (
        "Yes, and you don't have to agree with me.",
        "Of course, and it's still yours to decide.",
    ),
    TakenUp.CRUMB: (
        "So far I've done most of the talking.",
        "I've done most of the talking up to now.",
    ),
}
#: What goes on behind the first part, whatever it is about; chance chooses. Behind the client's words
#: nearly all are of 26 that were joined at random to what had been given back (294 wordings, 3 to 26 for
#: each; docs/ratings/coach-parts): those found sayable by blind readers in three cases of four and more.
#: "How do you see all this?", "What am I missing?" and the like were not, nor was anything about a thing
#: by name. "What would be of most use to you now?" came later (43 of 51, `evals.coach.minded
#: docs/ratings/coach-{16..18} docs/ratings/coach-trial-12`). Behind a crumb nothing points back at it,
#: and nothing is offered.
SECOND_PARTS: Final[dict[TakenUp, dict[WordingKind, tuple[str, ...]]]] = {
    TakenUp.WORDS: {
        _ASK: _AFTER_WORDS,
        _LEAVE: _IS_YOURS,
        _OFFER: (
            "I have a thought on all this. Would you like to hear it?",
            "I have a thought on all this. Would you like to hear it, or go on telling me?",
            "May I say how I see all this, or would you rather go on?",
            "Would it be useful to hear how I see all this, or not yet?",
            "Would you like me to say something now, or just listen?",
            "May I add something, or shall I just listen?",
        ),
    },
    TakenUp.QUESTION: {_ASK: ("[your answer] What does that leave open for you?",)},
    TakenUp.REQUEST: {
        _ASK: ("[what you can do, and what you can't] What does that leave open for you?",)
    },
    TakenUp.STOP: {_ASK: _WOULD_HELP, _LEAVE: _IS_YOURS},
    TakenUp.GO_AHEAD: {_ASK: _POINT},
    TakenUp.FALSE_YES: {
        _ASK: ("What would you want to do, if anything?",),
        _LEAVE: ("Take the time you want for it.", "A no is as good as a yes."),
    },
    TakenUp.CRUMB: {_ASK: _WOULD_HELP, _LEAVE: _IS_YOURS},
    TakenUp.NOTHING: {},
}


def worded_as(kind: WordingKind, client: str) -> WordingKind | None:
    """Return what can follow a client's turn in place of a wording of a kind; None if nothing general.

    Who asked something, or says hardly a word, is offered no advice: they are asked.
    """
    parts = SECOND_PARTS[taken_up(client)]
    return kind if kind in parts else _ASK if _ASK in parts else None


def second_parts(kind: WordingKind, client: str) -> tuple[str, ...]:
    """Return the sentences of a kind that go with what a client said."""
    return SECOND_PARTS[taken_up(client)].get(kind, ())
