"""Signs of a client turn with respect to the target behaviour: the input of the learned client side.

As for the advisor, what the rules hear (`code_client`) is among the signs.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from chatbot.coder.client import code_client
from chatbot.coder.client_lexicon import TALK_CUES
from chatbot.coder.segments import MAX_HEARD, Segment, segment
from chatbot.coder.signs import Signs
from chatbot.coder.words import FILLERS, compiled, content_stems, stem, stems_of, words
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.words import fold

#: Words that turn what follows into its opposite, for the next three words.
_NEGATES: Final = frozenset(
    """not no never dont cant wont didnt doesnt isnt wasnt nothing without havent couldnt wouldnt
    shouldnt aint hardly neither nobody""".split()
)
_REACH: Final = 3
_I: Final = frozenset({"i", "im", "ive", "id", "ill"})
_YOU: Final = frozenset({"you", "youre", "youve", "your"})
_BEFORE: Final = 0.3


def client_signs(text: str, target_behaviour: str, before: str) -> Signs:
    """Return the signs of a client turn.

    Args:
        text: the turn.
        target_behaviour: what change would be.
        before: the advisor's turn that it answers; "" if there is none.
    """
    text, before = text[:MAX_HEARD], before[:MAX_HEARD]
    pieces = segment(text)
    heard = code_client(text, target_behaviour)
    found: Signs = {}
    for piece in pieces:
        found |= dict.fromkeys(_of_piece(piece), 1.0)
    found |= dict.fromkeys(_of_rules(text, heard), 1.0)
    found |= dict.fromkeys(_of_turn(text, target_behaviour), 1.0)
    found |= dict.fromkeys(_of_target(pieces, stems_of(target_behaviour), heard), 1.0)
    found |= dict.fromkeys(_of_answered(before, target_behaviour, len(text.split())), 1.0)
    found |= dict.fromkeys((f"asked:{w.form}" for w in words(before)), _BEFORE)
    found[f"sure:{heard.talk}"] = heard.confidence
    found["length"] = math.log1p(len(words(text))) / 3
    return found


def _of_piece(piece: Segment) -> Iterator[str]:
    forms = [word.form for word in words(piece.text)]
    row = ["^", *forms, f"${'?' if piece.ends == '?' else ''}"]
    for n in (1, 2, 3):
        yield from (f"w:{' '.join(row[i : i + n])}" for i in range(len(row) - n + 1))
    reach = 0
    for form in forms:
        if form in _NEGATES:
            reach = _REACH
        elif reach:
            yield f"not:{stem(form)}"
            reach -= 1
        if stem(form) != form:
            yield f"st:{stem(form)}"
    if forms:
        yield f"opens:{' '.join(forms[:2])}"
    yield f"who:{not _I.isdisjoint(forms):d}{not _YOU.isdisjoint(forms):d}"


def _of_rules(text: str, heard: ClientTalk) -> Iterator[str]:
    folded = fold(text)
    yield f"rule:{heard.talk}"
    yield from (f"rule type:{kind}" for kind in heard.types)
    yield from (
        f"cue:{i}" for i, cue in enumerate(TALK_CUES) if compiled(cue.pattern).search(folded)
    )
    states = ("discord", "feeling", "evasion", "minimal", "motive")
    yield from (name for name in states if getattr(heard, name))
    if heard.question is not None:
        yield "asks"


def _of_turn(text: str, target_behaviour: str) -> Iterator[str]:
    found = words(text)
    yield f"len:{min(8, int(1.5 * math.log2(1 + len(found))))}"
    core = [word.form for word in found if word.form not in FILLERS]
    if core:
        yield f"first:{' '.join(core[:2])}"
        yield f"first three:{' '.join(core[:3])}"
        yield f"final:{' '.join(core[-2:])}"
    else:
        yield "fillers alone"
    on_target = len(stems_of(target_behaviour) & set(content_stems(found)))
    yield f"on target:{min(2, on_target)}"


def _of_target(
    pieces: Sequence[Segment], target: frozenset[str], heard: ClientTalk
) -> Iterator[str]:
    """What is said of the target itself: no before it, the side that the rules hear of it."""
    for piece in pieces:
        found = words(piece.text)
        named = [i for i, word in enumerate(found) if stem(word.form) in target]
        if named:
            denied = any(word.form in _NEGATES for word in found[: named[-1]])
            yield f"target denied:{denied:d}"
            yield f"of target:{heard.talk} {denied:d}"


def _of_answered(before: str, target_behaviour: str, length: int) -> Iterator[str]:
    pieces = segment(before)
    if not pieces:
        return
    last = [word.form for word in words(pieces[-1].text)]
    core = [form for form in last if form not in FILLERS]
    talk = code_client(before, target_behaviour).talk
    yield f"answers question:{pieces[-1].ends == '?':d}"
    yield f"answers:{' '.join(core[:2])}"
    yield f"answers first:{' '.join(last[:1])}"
    yield f"answers talk:{talk} {length < 4:d}"
