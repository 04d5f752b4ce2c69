"""Whether a clause answers the straight question that the client put."""

from typing import Final

from chatbot.coder.honesty_lexicon import DISCLOSES, DODGES
from chatbot.coder.segments import Segment
from chatbot.coder.touches import cues_hit, spoken
from chatbot.coder.words import Word, compiled, content_stems, stems_of, words
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.moves import Act
from chatbot.domain.persona import Persona
from chatbot.domain.words import fold

_YES_OR_NO: Final = (
    r"^(?:(?:well|oh|honestly)[, ]+)*(?:yes|no|not (?:yet|at all|really)|never|nobody|none|both"
    r"|neither|nothing)\b(?! but)"
)
_ASKS_YES_OR_NO: Final = (
    r"^(?:(?:and|but|so|well|then)[, ]+)*(?:do|does|did|is|are|was|were|can|could|would|will|have"
    r"|has|any)(?:n'?t)?\b"
)
_ASKS_FIGURES: Final = (
    r"\b(?:how (?:much|many|long|fast|soon|often|far)|when|what (?:does|did|is|was|would|will)"
    r"|cost|lose|price|worst|figures?)\b"
)
_REASONS: Final = r"\b(?:because|the reason|that'?s why|the (?:short|honest|straight) answer)\b"
_GIVES_BACK: Final = r"^(?:so )?(?:you|it sounds|sounds)\b"


def answers(piece: Segment, turn: ClientTalk, persona: Persona) -> float:
    """Return how sure it is (0–0.9) that `piece` answers the question of `turn`; 0: it does not."""
    if piece.ends == "?" or turn.question is None or compiled(DODGES).search(piece.folded):
        return 0.0
    asked = fold(turn.question)
    found = words(piece.text)
    known, motive = _known(asked, found, persona)
    if turn.motive or motive:
        disclosed = compiled(DISCLOSES).search(piece.folded) is not None
        return 0.85 if disclosed or (known and motive) else 0.0
    if known:
        return 0.85
    if compiled(_YES_OR_NO).search(piece.folded):
        return 0.8 if compiled(_ASKS_YES_OR_NO).search(asked) else 0.55
    return _speaks_to(piece, asked, found)


def _known(asked: str, found: tuple[Word, ...], persona: Persona) -> tuple[bool, bool]:
    """Say whether a question of the persona's was put and its answer's words fell; and its motive."""
    stems = stems_of(asked)
    for question in persona.questions:
        if stems and len(stems & stems_of(question.say)) >= min(2, len(stems)):
            hit = cues_hit(question.cues, spoken(found)) is not None
            return hit, question.act is Act.ASK_MOTIVE
    return False, False


def _speaks_to(piece: Segment, asked: str, found: tuple[Word, ...]) -> float:
    """Weigh figures, shared words and reasons given."""
    if compiled(_GIVES_BACK).search(piece.folded):
        return 0.0
    if any(word.form[0].isdigit() for word in found) and compiled(_ASKS_FIGURES).search(asked):
        return 0.75
    stems = set(content_stems(found))
    shared = len(stems & stems_of(asked))
    if shared and len(stems) > shared:
        return 0.6 if shared == 1 else 0.7
    return 0.6 if compiled(_REASONS).search(piece.folded) else 0.0
