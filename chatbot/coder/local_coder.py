"""The local coder: learned from our own corpus, heard in a millisecond or two, with numpy alone.

Two steps. Each clause gets a probability of being each code (`signs`; a sparse linear model and a
small network, which err in different ways: the mean of the two counts). Then the volley is seen as
a whole, with what stands before it and how the advisor has talked so far (`overview`, dense linear
models): which codes it holds, how surely, and what its main class is.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from chatbot.coder.client import code_client
from chatbot.coder.client_hearing import client_signs
from chatbot.coder.context import Context
from chatbot.coder.features import Features
from chatbot.coder.hearing import Coded, hear
from chatbot.coder.linear import Floats, Known, look_up, sigmoid, softmax, together
from chatbot.coder.markers import markers_of
from chatbot.coder.overview import PIECES, as_first, overview
from chatbot.coder.placing import held, placed
from chatbot.coder.rule_coder import judge_all
from chatbot.coder.signs import Signs, flow_of, main_before, signs_of
from chatbot.coder.tone import tones_of
from chatbot.coder.volley import compose
from chatbot.coder.weights import Weights
from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import MI_NON_ADHERENT, Behaviour, Dominant, Heard, Marker, MarkerHit
from chatbot.domain.ports import Volley

#: What a client turn may hold beside its class.
TYPES: Final = (
    *(f"{kind}{sign}" for kind in ("D", "AB", "R", "N", "C", "AC", "TS") for sign in "+-"),
    "discord",
)
_BEHAVIOURS: Final = tuple(Behaviour)
_MARKERS: Final = tuple(Marker)
_TALKS: Final = tuple(Talk)
#: Families of signs that speak to honesty: words, not place or code.
_SPOKEN: Final = ("w:", "s", "e", "st:", "cue:", "client")


#: Places of Persuade and Confront: a good talk before excuses neither.
_PUSHES: Final = [PIECES.index(code) - 1 for code in ("P", "C")]
#: In turns of so few words ("Just sign it.") the rules are heard on pushes the weights pass over.
_SHORT: Final = 6
#: A clause that gives the client's own words back is a simple reflection, whatever the words say.
_ECHO: Final = 0.8
_GIVEN_BACK: Final = np.where(np.array(PIECES) == "SR", 0.9, 0.1 / (len(PIECES) - 1))


class LocalCoder:
    """Fulfils `chatbot.domain.ports.Coder`. Holds its weights, and no other state."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights = weights.sharing()
        names = weights.clause.linear.rows
        self._spoken = np.array([name.startswith(_SPOKEN) for name in names])

    @property
    def name(self) -> str:
        """Name and version, as recorded in the log."""
        return self._weights.version

    async def code(self, volley: Volley) -> Heard:
        """Code an advisor turn in its context."""
        return hear(volley, self._judge)

    async def code_client(self, text: str, target_behaviour: str, before: str = "") -> ClientTalk:
        """Code a client turn with respect to the target behaviour."""
        by_rule = code_client(text, target_behaviour)
        if not any(character.isalnum() for character in text):
            return by_rule
        signs = client_signs(text, target_behaviour, before)
        known = look_up(self._weights.talk.rows, signs)
        shares = softmax(self._weights.talk.of(known) / self._weights.cooling["talk"])
        best = int(shares.argmax())
        types = self._types(known, _TALKS[best])
        return by_rule.model_copy(
            update={
                "talk": _TALKS[best],
                "confidence": round(float(shares[best]), 3),
                "types": tuple(kind for kind in types if kind != "discord"),
                "discord": by_rule.discord or "discord" in types,
                "commitment": _TALKS[best] is Talk.CHANGE and "C+" in types,
            }
        )

    def _types(self, known: Known, talk: Talk) -> tuple[str, ...]:
        """Return the types heard, surest first; one at least where the turn has a side."""
        likely = sigmoid(self._weights.types.of(known) / self._weights.cooling["types"])
        limits = self._weights.limits["types"]
        found = [i for i in np.argsort(-likely) if likely[i] >= limits[i]]
        side = {Talk.CHANGE: "+", Talk.SUSTAIN: "-"}.get(talk)
        if side and not any(TYPES[i].endswith(side) for i in found):
            found = [
                max((i for i, kind in enumerate(TYPES) if kind.endswith(side)), key=likely.item)
            ]
        return tuple(TYPES[i] for i in found)

    def _judge(self, volley: Volley, clauses: tuple[Features, ...], context: Context) -> Coded:
        weights = self._weights
        judged = judge_all(clauses)
        verdicts = tuple(verdict for _, verdict in judged)
        signs = signs_of(clauses, verdicts, context, flow_of(volley, main_before(volley.heard)))
        known = [look_up(weights.clause.linear.rows, one) for one in signs]
        likely = weights.clause.of(known)
        likely[[_echoes(clause) for clause in clauses]] = _GIVEN_BACK
        lengths = [clause.segment.end - clause.segment.start for clause in clauses]
        seen = overview(likely, lengths, context, [one.codes for one in volley.heard])
        pieces = self._pieces(seen, as_first(seen))
        main = softmax(weights.main.scores(seen) / weights.cooling["main"])
        dominant = Dominant(
            behaviour=_BEHAVIOURS[int(main.argmax())], confidence=round(float(main.max()), 3)
        )
        if not clauses:
            return Coded((), (), dominant)
        toward = softmax(np.stack([weights.toward.of(one) for one in known]))
        found = held(pieces, weights.limits["pieces"])
        coded = placed(volley.text, found, clauses, likely, toward)
        if not coded and sum(clause.words for clause in clauses) <= _SHORT:
            by_rules = compose(volley.text, judged, context)
            coded = tuple(one for one in by_rules if one.code in MI_NON_ADHERENT)
        by_rule = markers_of(tuple(c.segment for c in clauses), coded, context, volley.persona)
        markers = self._markers(clauses, known, by_rule)
        tones = tones_of(volley.text, clauses, known, likely, weights)
        return Coded(coded, markers, dominant, tones)

    def _pieces(self, seen: Floats, alone: Floats) -> Floats:
        """Return how likely the volley holds each piece; of pushes, whatever was said before."""
        heat = self._weights.cooling["pieces"]
        found = sigmoid(self._weights.pieces.scores(seen) / heat)
        return pushes_too(found, sigmoid(self._weights.first.scores(alone) / heat))

    def _markers(
        self, clauses: Sequence[Features], known: Sequence[Known], by_rule: tuple[MarkerHit, ...]
    ) -> tuple[MarkerHit, ...]:
        """Return the markers that the rules or the weights heard; of answer and dodge, the surer.

        The rules know the persona's questions and figures, the weights how people put things.
        """
        markers = self._weights.markers
        said = [one.among(self._spoken) for one in known]
        by_rules = look_up(markers.rows, _signs_of(by_rule))
        likely = sigmoid(markers.of(together([*said, by_rules], last=True)))
        found = {hit.marker: hit for hit in by_rule}
        for i, marker in enumerate(_MARKERS):
            if likely[i] < self._weights.limits["markers"][i] or marker in found:
                continue
            each = [float(markers.of(one)[i]) for one in said]
            piece = clauses[each.index(max(each))].segment
            found[marker] = MarkerHit(
                marker=marker,
                quote=piece.text,
                start=piece.start,
                end=piece.end,
                confidence=round(float(likely[i]), 3),
            )
        if Marker.ANSWERS in found and Marker.DODGES in found:
            del found[min(Marker.ANSWERS, Marker.DODGES, key=lambda m: found[m].confidence)]
        return tuple(sorted(found.values(), key=lambda hit: hit.start))


def pushes_too(found: Floats, first: Floats) -> Floats:
    """Return what is held, shape (…, 11), pushes as in the first volley of a talk where surer."""
    surer = found.copy()
    surer[..., _PUSHES] = np.maximum(found, first)[..., _PUSHES]
    return surer


def _echoes(clause: Features) -> bool:
    """Say whether a statement is made of two or more content words, nearly all the client's own."""
    return not clause.asks and len(clause.content) > 1 and clause.overlap >= _ECHO


def spoken(signs: Sequence[Signs], by_rule: Sequence[MarkerHit]) -> Signs:
    """Return the signs of a whole volley that speak to honesty, with what the rules heard."""
    found: Signs = {}
    for one in signs:
        found |= {name: value for name, value in one.items() if name.startswith(_SPOKEN)}
    return found | _signs_of(by_rule)


def _signs_of(by_rule: Sequence[MarkerHit]) -> Signs:
    return {f"marker:{hit.marker}": 1.0 for hit in by_rule}
