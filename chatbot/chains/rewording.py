"""A better wording in the words of the small model in the box, for what an evaluator found.

The model proposes; our own coder has to hear each proposal as what it should be, and it has to stay
on what was said. Where none does, the written advice stands.
"""

import json
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Final

from chatbot.chains.box_prompt import END, WordingTask, wording_prompt
from chatbot.domain.critique import Critique
from chatbot.domain.errors import ProviderError
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Coder, Evaluation, Evaluator, Sampler, Volley
from chatbot.domain.taking_up import TakenUp, taken_up
from chatbot.domain.wording import (
    BETTER,
    MAKES_ROOM,
    WordingKind,
    is_kind,
    second_parts,
    unfit,
    worded_as,
)
from chatbot.domain.words import sentences

#: The adapter's name in the engine.
ADAPTER: Final = "coach"
#: Wordings asked for at once.
AT_ONCE: Final = 12
MAX_TOKENS: Final = 60
TEMPERATURE: Final = 0.7
#: Of the second try: other words of theirs are wanted.
WARMER: Final = 1.0
MIN_P: Final = 0.1
#: Ways in to a question that is reported.
REPORTS: Final = ("You're asking ", "You want to know ", "You'd like to know ")
#: What a comma and quotation marks weigh, in words; and from how many proposals on more are no gain.
_COMMA: Final = 3
_QUOTED: Final = 4
_AGREED: Final = 4


def grammar(kind: WordingKind, client: str) -> str:
    """Return the GBNF of a wording: one sentence of the client's, then one that goes with anything."""
    match taken_up(client):
        case TakenUp.CRUMB:
            back = _one_of(MAKES_ROOM)
        case TakenUp.QUESTION:
            back = f'({_one_of(REPORTS)}) [^.?!\\n]+ "."'
        case _:
            back = '[A-Z0-9\'"] [^.?!\\n]+ "."'
    return f'root ::= back " " on\nback ::= {back}\non ::= {_one_of(second_parts(kind, client))}\n'


def _one_of(texts: Sequence[str]) -> str:
    return " | ".join(json.dumps(text) for text in texts)


def by_worth(wordings: Sequence[str], chance: Random) -> list[str]:
    """Return each wording once, those first that give back most, in one breath.

    Of 548 wordings that blind readers saw, 59 % were sayable with up to six words given back and
    78 % with more, 63 % with a comma in them, and half of those in quotation marks. What was proposed
    again and again counts a little. How it goes on is left to chance: the model would nearly always
    ask the same.
    """
    backs = Counter(sentences(text)[0] for text in wordings)
    once = list(dict.fromkeys(wordings))
    chance.shuffle(once)

    def worth(text: str) -> float:
        back = sentences(text)[0]
        inner = back.removesuffix(", you say.")
        drags = _COMMA * ("," in inner) + _QUOTED * inner.startswith(("'", '"'))
        return len(inner.split()) - drags + min(_AGREED, backs[back]) / 2

    return sorted(once, key=worth, reverse=True)


class RewordingEvaluator:
    """`Evaluator` that asks the small model for the wording, and another one for all the rest.

    Args:
        evaluator: finds what there is to find; its own wording stands where none better is had.
        sampler: the small model.
        coder: hears whether a wording is what it should be.
    """

    def __init__(self, evaluator: Evaluator, sampler: Sampler, coder: Coder) -> None:
        self._evaluator = evaluator
        self._sampler = sampler
        self._coder = coder

    @property
    def name(self) -> str:
        """The name of the evaluator that finds."""
        return self._evaluator.name

    async def critique(self, evaluation: Evaluation) -> Critique:
        """See `Evaluator.critique`. If the small model fails, the evaluator's own wording stands."""
        critique = await self._evaluator.critique(evaluation)
        wanted = BETTER.get(critique.findings[0].kind) if critique.findings else None
        kind = worded_as(wanted, evaluation.before.last_client) if wanted else None
        if kind is None:
            return critique
        try:
            wording = await self._wording(evaluation, kind)
        except ProviderError:
            # The critique is whole without it; the client's voice will say what is wrong.
            return critique
        if wording is None:
            return critique
        return critique.model_copy(update={"instead": wording, "worded_by": self._sampler.name})

    async def _wording(self, evaluation: Evaluation, wanted: WordingKind) -> str | None:
        """Return the wording that gives back most, and was proposed most often, or None.

        Where what is wanted cannot be had, an open question is tried for: it is never out of place.
        """
        chance = Random(f"{evaluation.seed}:wording")
        for kind, temperature in ((wanted, TEMPERATURE), (WordingKind.OPEN_QUESTION, WARMER)):
            fit = await self._fit(evaluation, kind, temperature, chance.randrange(2**31))
            for text in by_worth(fit, chance):
                if await self.is_heard_as(text, kind, evaluation):
                    return text
        return None

    async def _fit(
        self, evaluation: Evaluation, kind: WordingKind, temperature: float, seed: int
    ) -> list[str]:
        """Ask the model, and return what could be offered as far as a rule can tell."""
        client, brief = evaluation.before.last_client, evaluation.brief
        task = WordingTask(
            domain=brief.role,
            target=brief.target_behaviour,
            client=client,
            advisor=evaluation.text,
            kind=kind,
        )
        said = await self._sampler.candidates(
            wording_prompt(task),
            count=AT_ONCE,
            adapter=ADAPTER,
            max_tokens=MAX_TOKENS,
            temperature=temperature,
            min_p=MIN_P,
            seed=seed,
            stop=(END,),
            grammar=grammar(kind, client),
        )
        known = brief.model_dump_json()
        wordings = [" ".join(text.split()) for text in said]
        return [t for t in wordings if unfit(t, kind, client, evaluation.text, known) is None]

    async def is_heard_as(self, text: str, kind: WordingKind, evaluation: Evaluation) -> bool:
        """Say whether our own coder hears a wording as what it should be, said in that place."""
        persona = nobody(evaluation.brief.target_behaviour)
        earlier = evaluation.heard[:-1]
        volley = Volley(text=text, before=evaluation.before, persona=persona, heard=earlier)
        return is_kind(await self._coder.code(volley), kind)
