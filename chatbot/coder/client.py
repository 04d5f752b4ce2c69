"""What a client turn is, with respect to the target behaviour: `code_client` of the coder."""

import math
from collections import Counter
from functools import lru_cache
from typing import Final

from chatbot.coder.client_lexicon import TALK_CUES
from chatbot.coder.client_signs import APPEAL, DISCORD, EVASION, FEELING, MOTIVE, RHETORICAL
from chatbot.coder.segments import MAX_HEARD, Segment, segment
from chatbot.coder.words import FILLERS, compiled, content_stems, stems_of, words
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.words import fold

#: A turn with no more content words than this says little.
_MINIMAL: Final = 1
#: Log-odds that a turn is change or sustain talk at all, before any cue: most talk is neutral.
_NEUTRAL: Final = 1.1
_ASKS: Final = (
    r"^(?:(?:and|but|so|well|okay|ok|yeah|no|yes|um|uh|oh|now|then|right"
    r"|all right)[, ]+)*(?:what|how|why|when|where|who|which|whose"
    r"|(?:do|does|did|is|are|was|were|can|could|would|will|should|have|has"
    r"|had)(?:n'?t)? (?:you|your|it|that|this|there|they|he|she|we|i|the|these|those|any"
    r"|anyone|my|someone|somebody))\b"
)
_INDIRECT: Final = (
    r"\b(?:tell me (?:what|how|why|who|when|whether|if)|i(?:'d| would) like to (?:know"
    r"|hear) (?:what|how|why|who|when|whether|if)"
    r"|i want to know|i(?:'m| am) asking (?:you )?(?:what|how|why|who|when|whether|if)|show me)\b"
)


@lru_cache(maxsize=256)
def code_client(text: str, target_behaviour: str) -> ClientTalk:
    """Hear a client turn.

    Args:
        text: the turn.
        target_behaviour: what change would be; its words make a turn more likely to be about it.
    """
    text = text[:MAX_HEARD]
    folded = fold(text)
    found = words(text)
    pieces = segment(text)
    asked = next((piece for piece in reversed(pieces) if _is_straight(piece)), None)
    minimal = _is_minimal(text)
    motive = asked is not None and compiled(MOTIVE).search(asked.folded) is not None
    discord = compiled(DISCORD).search(folded) is not None
    on_target = len(stems_of(target_behaviour) & set(content_stems(found)))
    balance, types = _weigh(folded, pieces, on_target)
    talk, confidence = _decide(balance)
    if minimal:
        talk, types, confidence = Talk.NEUTRAL, (), 0.8
    return ClientTalk(
        talk=talk,
        types=types,
        confidence=confidence,
        question=asked.text if asked else None,
        motive=motive,
        discord=discord,
        feeling=compiled(FEELING).search(folded) is not None,
        commitment=talk is Talk.CHANGE and "C+" in types,
        evasion=compiled(EVASION).search(folded) is not None,
        minimal=minimal,
    )


def _is_minimal(text: str) -> bool:
    forms = [word.form for word in words(text)]
    return len(forms) <= 12 and sum(form not in FILLERS for form in forms) <= _MINIMAL


def _is_straight(piece: Segment) -> bool:
    """Say whether a piece asks for an answer, with or without its question mark."""
    if len(piece.folded.split()) < 2 or compiled(RHETORICAL).search(piece.folded):
        return False
    inverted = compiled(_ASKS).search(piece.folded) is not None
    if piece.ends == "?":
        appeals = compiled(APPEAL).search(piece.folded) is not None
        return inverted or (len(piece.folded.split()) > 3 and not appeals)
    if compiled(_INDIRECT).search(piece.folded):
        return True
    return inverted and piece.ends == "" and len(piece.folded.split()) > 3 and _verb_inverted(piece)


def _verb_inverted(piece: Segment) -> bool:
    """Say whether verb and subject are inverted, so that no question mark is needed."""
    inversion = (
        r"^(?:(?:and|but|so|well|okay|ok)[, ]+)*(?:(?:what|how|why|when|where|who"
        r"|which)(?: \w+){0,2} )?"
        r"(?:do|does|did|is|are|can|could|would|will|should|have|has)(?:n'?t)? (?:you|it"
        r"|that|this|there|they|we|i|the|your|my|he|she)\b"
    )
    return compiled(inversion).search(piece.folded) is not None


def _weigh(
    folded: str, pieces: tuple[Segment, ...], on_target: int
) -> tuple[dict[Talk, float], tuple[str, ...]]:
    """Return the log-odds of change and sustain talk, and the kinds heard, strongest first."""
    kinds: Counter[str] = Counter()
    for cue in TALK_CUES:
        if compiled(cue.pattern).search(folded):
            kinds[cue.kind] = max(kinds[cue.kind], int(100 * cue.weight))
    boost = 0.3 * min(2, on_target)
    balance = {Talk.CHANGE: boost, Talk.SUSTAIN: boost}
    for kind, weight in kinds.items():
        balance[Talk.CHANGE if kind.endswith("+") else Talk.SUSTAIN] += weight / 100
    if pieces and all(piece.ends == "?" for piece in pieces):
        balance = {talk: value - 1.0 for talk, value in balance.items()}
    return balance, tuple(kind for kind, _ in kinds.most_common())


def _decide(balance: dict[Talk, float]) -> tuple[Talk, float]:
    """Return the most likely talk and its probability."""
    odds = {Talk.NEUTRAL: math.exp(_NEUTRAL)} | {t: math.exp(v) for t, v in balance.items()}
    talk = max(odds, key=lambda t: odds[t])
    return talk, round(min(0.95, max(0.34, odds[talk] / sum(odds.values()))), 3)
