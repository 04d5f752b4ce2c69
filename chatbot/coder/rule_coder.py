"""The coder by rules alone: what the learned one is compared with, and takes as signs."""

from chatbot.coder.client import code_client
from chatbot.coder.context import Context
from chatbot.coder.decide import Judgement, judge
from chatbot.coder.features import Features
from chatbot.coder.hearing import Coded, hear
from chatbot.coder.lexicon import Kind
from chatbot.coder.lexicon_tone import tones_by_words
from chatbot.coder.markers import markers_of
from chatbot.coder.volley import compose
from chatbot.domain.client_talk import ClientTalk
from chatbot.domain.codes import Heard
from chatbot.domain.ports import Volley


class RuleCoder:
    """Fulfils `chatbot.domain.ports.Coder` with nothing but the standard library. Holds no state."""

    @property
    def name(self) -> str:
        """Name and version, as recorded in the log."""
        return "rules-1"

    async def code(self, volley: Volley) -> Heard:
        """Code an advisor turn in its context."""
        return hear(volley, by_rules)

    async def code_client(
        self,
        text: str,
        target_behaviour: str,
        before: str = "",  # noqa: ARG002 (the rules read the turn alone)
    ) -> ClientTalk:
        """Code a client turn with respect to the target behaviour."""
        return code_client(text, target_behaviour)


def by_rules(volley: Volley, clauses: tuple[Features, ...], context: Context) -> Coded:
    """Judge a volley by the cues and the rules of the manual."""
    segments = tuple(clause.segment for clause in clauses)
    coded = compose(volley.text, judge_all(clauses), context)
    markers = markers_of(segments, coded, context, volley.persona)
    return Coded(coded, markers, tones=tuple(tones_by_words(volley.text)))


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
