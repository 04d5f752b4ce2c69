"""A better wording in the words of the small model in the box, for what an evaluator found.

The model proposes; our own coder has to hear each proposal as what it should be, and it has to stay
on what was said. Where none does, the written advice stands.
"""

import json
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Final, NamedTuple

from chatbot.chains.box_prompt import END, WordingTask, wording_prompt
from chatbot.domain.attributing import theirs
from chatbot.domain.critique import Critique
from chatbot.domain.errors import ProviderError
from chatbot.domain.giving_back import misgiven
from chatbot.domain.joining import alone, given_whole, is_half, joined, neighbour, well_placed
from chatbot.domain.persona import nobody
from chatbot.domain.ports import Coder, Evaluation, Evaluator, Sampler, Volley
from chatbot.domain.taking_up import TakenUp, taken_up
from chatbot.domain.wording import BETTER, as_given_back, is_kind, unfit
from chatbot.domain.wording_parts import OURS, WAYS_IN, WordingKind, second_parts, worded_as

#: The adapter's name in the engine.
ADAPTER: Final = "coach"
#: Wordings asked for at once.
AT_ONCE: Final = 12
MAX_TOKENS: Final = 40
TEMPERATURE: Final = 0.7
#: Of the second try: other words of theirs are wanted.
WARMER: Final = 1.0
MIN_P: Final = 0.1
#: What a comma weighs, in words, and the place; and from how many proposals on more are no gain.
_COMMA: Final = 3
_POINT: Final = 4
_AGREED: Final = 4


def grammar(up: TakenUp, *, ours: bool = False) -> str:
    """Return the GBNF of a first part: one sentence, as what the client said asks for.

    Args:
        up: what of the client's turn is taken up.
        ours: only one of our own sentences will do, since none of the model's did.
    """
    ways = WAYS_IN.get(up)
    if up is TakenUp.WORDS:
        back = '[A-Z0-9] [^.?!\\n]+ "."'
    elif ways is None or ours:
        back = _one_of(OURS[up])
    else:
        back = f'({_one_of(ways)}) [^.?!\\n]+ "."'
    return f"root ::= {back}\n"


class Attempt(NamedTuple):
    """One batch of first parts asked of the model.

    Attributes:
        kind: what the wording is to be.
        said: what it takes up: the client's turn, or one sentence of it.
        temperature: how far the model strays.
        ours: it chooses one of our own first parts.
    """

    kind: WordingKind
    said: str
    temperature: float = TEMPERATURE
    ours: bool = False


def attempts(wanted: WordingKind, client: str) -> list[Attempt]:
    """Return what is tried for, one after the other, until something will do.

    Where what is wanted cannot be had, an open question is: it is never out of place. If nothing of
    the whole turn will do, its sentences are given to the model alone (of more than two, the one with
    the point); if no report of a question or a request will, one of our own first parts.
    """
    ask, up = WordingKind.OPEN_QUESTION, taken_up(client)
    tries = [Attempt(wanted, client), Attempt(ask, client, WARMER)]
    if up is TakenUp.WORDS:
        tries += [Attempt(ask, one) for one in alone(client)]
    elif up in WAYS_IN:
        tries.append(Attempt(ask, client, ours=True))
    return tries


def _one_of(texts: Sequence[str]) -> str:
    return " | ".join(json.dumps(text) for text in texts)


def _minded(back: str, kind: WordingKind, evaluation: Evaluation) -> str | None:
    client, known = evaluation.before.last_client, evaluation.brief.model_dump_json()
    return unfit(back, kind, client, evaluation.text, known)


def by_worth(backs: Sequence[str], client: str) -> list[str]:
    """Return each first part once, those first that give back most, in one breath, and the point.

    Of 548 wordings that blind readers saw, 59 % were sayable with up to six words given back and
    78 % with more, 63 % with a comma in them. What was proposed again and again counts a little.
    """
    proposed = Counter(backs)

    def worth(back: str) -> float:
        inner = theirs(back)
        drags = _COMMA * ("," in inner) - _POINT * well_placed(back, client)
        return len(inner.split()) - drags + min(_AGREED, proposed[back]) / 2

    return sorted(proposed, key=worth, reverse=True)


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
        """Return the wording that gives back most, and was proposed most often, or None."""
        chance = Random(f"{evaluation.seed}:wording")
        client = evaluation.before.last_client
        for attempt in attempts(wanted, client):
            kind = attempt.kind
            found = await self._first_parts(evaluation, attempt, chance)
            fit = [back for back in found if not _minded(back, kind, evaluation)]
            backs = by_worth(fit, client)
            if taken_up(client) is TakenUp.WORDS:
                backs = await self._whole(evaluation, backs, chance)
            parts = second_parts(kind, client)
            for back in backs:
                for on in chance.sample(parts, len(parts)):
                    if await self.is_heard_as(f"{back} {on}", kind, evaluation):
                        return f"{back} {on}"
        return None

    async def _whole(
        self, evaluation: Evaluation, backs: Sequence[str], chance: Random
    ) -> list[str]:
        """Leave out what is half of what was said; the first is joined to its other half, if it can."""
        client = evaluation.before.last_client
        whole = [back for back in backs if not is_half(back, client)]
        beside = neighbour(backs[0], client) if backs else None
        if beside is None:
            return whole
        attempt = Attempt(WordingKind.OPEN_QUESTION, beside)
        others = await self._first_parts(evaluation, attempt, chance)
        fit = [other for other in others if given_whole(other, beside)]
        fit = [other for other in fit if not misgiven(other, beside, beside=True)]
        both = joined(backs[0], by_worth(fit, beside)[0], client) if fit else None
        return [both, *whole] if both else whole

    async def _first_parts(
        self, evaluation: Evaluation, attempt: Attempt, chance: Random
    ) -> list[str]:
        brief, client = evaluation.brief, evaluation.before.last_client
        task = WordingTask(
            domain=brief.role,
            target=brief.target_behaviour,
            client=attempt.said,
            advisor=evaluation.text,
            kind=attempt.kind,
        )
        found = await self._sampler.candidates(
            wording_prompt(task),
            count=AT_ONCE,
            adapter=ADAPTER,
            max_tokens=MAX_TOKENS,
            temperature=attempt.temperature,
            min_p=MIN_P,
            seed=chance.randrange(2**31),
            stop=(END,),
            grammar=grammar(taken_up(client), ours=attempt.ours),
        )
        return [as_given_back(text, client) for text in found]

    async def is_heard_as(self, text: str, kind: WordingKind, evaluation: Evaluation) -> bool:
        """Say whether our own coder hears a wording as what it should be, said in that place."""
        persona = nobody(evaluation.brief.target_behaviour)
        earlier = evaluation.heard[:-1]
        volley = Volley(text=text, before=evaluation.before, persona=persona, heard=earlier)
        return is_kind(await self._coder.code(volley), kind)
