"""What a model chose to do in a turn: the word in brackets before its reply, read and applied."""

import re
from typing import Final

from chatbot.domain.guard_leaks import told_in
from chatbot.domain.leeway import may_wait
from chatbot.domain.moves import Act, Move
from chatbot.domain.ports import Brief

#: Words a model has for a turn at least, since it may have to answer one thing and tell another;
#: for a turn of few words that was planned so; and for one that it chose to keep short.
ROOM: Final = 50
ROOM_CURT: Final = 10
ROOM_SHORT: Final = 15
_CURT: Final = frozenset({Act.MINIMAL, Act.FALSE_YES, Act.PUZZLED})

_THOUGHT: Final = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_WORD: Final = re.compile(r"^\W*\[\s*([a-z_ ]+?)\s*\]", re.IGNORECASE)


def with_room(brief: Brief) -> Brief:
    """Leave a model the words that a turn may need: the planned length fits the planned words."""
    move = brief.move
    curt = move.ends or move.act in _CURT
    least = ROOM if brief.leeway.acts or not curt else ROOM_CURT
    return _with_words(brief, max(least, move.max_words))


def chosen(brief: Brief, reply: str) -> Brief:
    """Return the brief with the act that the reply begins with, where that act was to be had.

    What was planned to be told is then at hand like the rest. A reply without such a word, or with
    a word that was not offered, stands for the planned act.
    """
    act = _act(reply)
    if brief.leeway.acts and (act or brief.move.act) is Act.MINIMAL:
        brief = _with_words(brief, ROOM_SHORT)
    if act is None or act not in brief.leeway.acts:
        return brief
    move = Move(act=act, max_words=brief.move.max_words, why=brief.move.why)
    leeway = brief.leeway
    if act is Act.COMMITMENT and leeway.way is not None:
        plan = next(plan for plan in brief.persona.plans if plan.id == leeway.way)
        taken = {"say": plan.say, "content_ids": (plan.id,), "closes": plan.ending}
        move = move.model_copy(update=taken)
    elif may_wait(brief.move):
        at_hand = (*leeway.at_hand, *brief.move.content_ids)
        leeway = leeway.model_copy(update={"at_hand": at_hand})
    return brief.model_copy(update={"move": move, "leeway": leeway})


def told(text: str, brief: Brief) -> tuple[str, ...] | None:
    """Return what the reply tells, where the model had a choice; a plan is told by deciding for it."""
    move = brief.move
    if not may_wait(move) and not brief.leeway.tellable:
        return None
    plans = {plan.id for plan in brief.persona.plans} - set(move.content_ids)
    found = tuple(content_id for content_id in told_in(text, brief) if content_id not in plans)
    return found if may_wait(move) else tuple(dict.fromkeys((*move.content_ids, *found)))


def _act(reply: str) -> Act | None:
    found = _WORD.match(_THOUGHT.sub("", reply))
    word = found[1].casefold().replace(" ", "_") if found else ""
    return next((act for act in Act if act == word), None)


def _with_words(brief: Brief, words: int) -> Brief:
    move = brief.move.model_copy(update={"max_words": words})
    return brief.model_copy(update={"move": move})
