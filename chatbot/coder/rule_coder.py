"""The local coder, by rules: hears a volley in milliseconds, with nothing but the standard library."""

from typing import Final

from chatbot.coder.asides import Aside, spoken_part
from chatbot.coder.client import code_client
from chatbot.coder.context import Context, context_of
from chatbot.coder.decide import Judgement, judge
from chatbot.coder.features import Features, features_of
from chatbot.coder.lexicon import Kind
from chatbot.coder.markers import markers_of
from chatbot.coder.occasions import occasion_of
from chatbot.coder.segments import MAX_HEARD, segment
from chatbot.coder.touches import touches_of
from chatbot.coder.underneath import looks_underneath
from chatbot.coder.volley import compose
from chatbot.coder.words import compiled, content_stems, fold, words
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Code, Heard
from chatbot.domain.moves import Occasion
from chatbot.domain.ports import Volley

#: Turns in which nobody speaks to the client carry no codes.
_SILENT: Final = frozenset({Occasion.EMPTY, Occasion.FOREIGN, Occasion.PLAYS_CLIENT})
#: What a turn is of which nothing is said to the client; the first kind there is decides.
_BESIDE: Final = {
    Aside.BID: Occasion.ASKED_FOR_PROMPT,
    Aside.MARKUP: Occasion.ASKED_FOR_PROMPT,
    Aside.ROLE: Occasion.PLAYS_CLIENT,
    Aside.SCRIPT: Occasion.FOREIGN,
}
_STEM: Final = (
    r"\b(?:so )?(?:it sounds (?:like|as if)|what i(?:'m| am) hearing is"
    r"|i hear (?:that )?you|if i (?:understand|hear) you(?: right| correctly)?"
    r"|you(?:'re| are) (?:saying|telling me)|you (?:said|mentioned|told me))\b"
)


class RuleCoder:
    """Fulfils `chatbot.domain.ports.Coder`. Holds no state."""

    @property
    def name(self) -> str:
        """Name and version, as recorded in the log."""
        return "rules-1"

    async def code(self, volley: Volley) -> Heard:
        """Code an advisor turn in its context."""
        return hear(volley)

    async def code_client(self, text: str, target_behaviour: str) -> ClientTalk:
        """Code a client turn with respect to the target behaviour."""
        return code_client(text, target_behaviour)


def hear(volley: Volley) -> Heard:
    """Hear one volley. A turn longer than `MAX_HEARD` characters is heard up to there."""
    part = spoken_part(volley.text[:MAX_HEARD])
    if part.asides and not any(c.isalnum() for c in part.text):
        return Heard(occasion=_BESIDE[min(part.asides)], words=len(volley.text.split()))
    text = part.text
    volley = volley.model_copy(update={"text": text})
    context = context_of(volley)
    segments = segment(text)
    clauses = features_of(segments, context)
    coded = compose(text, judge_all(clauses), context)
    telling = any(s.code not in {Code.GI, Code.QUESTION} for s in coded)
    found = words(text)
    occasion = occasion_of(text, found, context, volley.persona, telling)
    if occasion in _SILENT:
        return Heard(occasion=occasion, words=len(text.split()))
    touches = touches_of(volley, coded, context)
    return Heard(
        segments=coded,
        markers=markers_of(segments, coded, context, volley.persona),
        touches=touches,
        permission=context.permission,
        looks_underneath=looks_underneath(coded, touches, volley.persona),
        echo=echo(text, context),
        occasion=occasion,
        words=len(volley.text.split()),
    )


def judge_all(clauses: tuple[Features, ...]) -> tuple[tuple[Features, Judgement], ...]:
    """Judge the clauses of a volley in order."""
    judged: list[tuple[Features, Judgement]] = []
    before: Kind | None = None
    for features in clauses:
        judgement = judge(features, before)
        if judgement.kind is not Kind.UNCODED:
            before = judgement.kind
        judged.append((features, judgement))
    return tuple(judged)


def echo(text: str, context: Context) -> float:
    """Return the share (0–1) of the volley's content words that stand in the client's last turn."""
    own = compiled(_STEM).sub(" ", fold(text))
    content = content_stems(words(own))
    if not content or not context.last_stems:
        return 0.0
    return round(sum(stem in context.last_stems for stem in content) / len(content), 3)
