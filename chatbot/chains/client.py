"""The client in a model's words: render → stream → guard."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field

from chatbot.chains.client_choice import chosen, told, with_room
from chatbot.chains.client_prompt import check_template, client_prompt, repair_prompt
from chatbot.domain.events import Candidate, Spoken, Usage
from chatbot.domain.guard import Problem, check_reply, check_sentence, limit
from chatbot.domain.guard_text import SentenceStream
from chatbot.domain.ports import Brief, ChatModel, Voice
from chatbot.domain.prompt import Prompt, Template

#: Words of an unfinished sentence beyond the limit after which the rest is not waited for.
OVERRUN = 8


@dataclass
class _Take:
    """One try: what the model wrote, what of it was released, and what stopped it."""

    brief: Brief
    raw: str = ""
    released: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    problem: Problem | None = None
    usage: Usage | None = None

    @property
    def text(self) -> str:
        """The sentences that passed, shown or still held back."""
        return " ".join((*self.released, *self.held))


class ModelVoice:
    """`Voice` on a language model. Sentences are shown whole, once they have passed the guard.

    If nothing can be shown, the model is told once what is wrong; if that does not help, the
    `fallback` speaks in its place, and the log says so.

    Args:
        model: the model of the client's role.
        template: `prompts/client.md`.
        fallback: speaks the persona's own lines.

    Raises:
        PromptError: the template lacks the direction of an act or occasion.
    """

    def __init__(self, model: ChatModel, template: Template, *, fallback: Voice) -> None:
        check_template(template)
        self._model = model
        self._template = template
        self._fallback = fallback

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    async def speak(self, brief: Brief) -> AsyncIterator[str | Spoken]:
        """Yield sentences as they pass, then how the reply came about.

        Raises:
            ProviderError: the model failed; nothing is made up in its place.
        """
        planned, brief = brief, with_room(brief)
        prompt = client_prompt(self._template, brief)
        refused: list[_Take] = []
        for _ in range(2):
            take = _Take(brief)
            async with aclosing(self._sentences(prompt, take)) as sentences:
                async for sentence in sentences:
                    yield sentence
            if take.released:
                yield self._spoken(take, refused, planned)
                return
            refused.append(take)
            words = take.problem.words if take.problem else ""
            prompt = repair_prompt(self._template, prompt, take.raw, words)
        async for piece in self._own_line(planned, refused):
            yield piece

    async def _sentences(self, prompt: Prompt, take: _Take) -> AsyncGenerator[str]:
        """Yield what may be shown, until the reply ends or a sentence fails."""
        planned = take.brief
        cutter = SentenceStream(planned.persona.name)
        stream = self._model.stream(prompt)
        try:
            async for piece in stream:
                if isinstance(piece, Usage):
                    take.usage = piece
                    continue
                take.raw += piece
                found = cutter.feed(piece)
                if cutter.pending > limit(planned) + OVERRUN:
                    found += cutter.close()
                if found:
                    take.brief = chosen(planned, take.raw)
                for shown in _released(found, take):
                    yield shown
                if take.problem is not None:
                    return
        finally:
            if isinstance(stream, AsyncGenerator):
                await stream.aclose()
        take.brief = chosen(planned, take.raw)
        for shown in _released(cutter.close(), take):
            yield shown
        if take.problem is None and not take.released:
            take.problem = check_reply(take.text, take.brief)

    def _spoken(self, take: _Take, refused: list[_Take], planned: Brief) -> Spoken:
        tries = (*refused, take)
        move, tells = planned.move, told(take.text, take.brief)
        notes = [f"repaired: {t.problem.words}" for t in refused if t.problem]
        if tells is not None and move.content_ids and move.content_ids[0] not in tells:
            notes.append(f"kept for later: {move.say}")
        if take.problem is not None:
            notes.append(f"ended early: {take.problem.words}")
        return Spoken(
            text=take.text,
            voice=self.name,
            candidates=_candidates(refused),
            note=" ".join(notes) or None,
            act=take.brief.move.act if take.brief.move.act is not move.act else None,
            told=tells,
            usage=_sum(tries),
        )

    async def _own_line(self, brief: Brief, refused: list[_Take]) -> AsyncIterator[str | Spoken]:
        """Let the persona's own line stand in, and say why."""
        problems = " ".join(take.problem.words for take in refused if take.problem)
        async for piece in self._fallback.speak(brief):
            if isinstance(piece, str):
                yield piece
                continue
            yield piece.model_copy(
                update={
                    "candidates": (*_candidates(refused), *piece.candidates),
                    "fallback": True,
                    "note": f"the words of {self.name} could not be said: {problems}",
                    "usage": _sum(refused),
                }
            )


def _released(found: list[str], take: _Take) -> list[str]:
    """Check sentences and return what may be shown now.

    What comes before the question that is to be asked, or the content that is to be told, is held
    back until it is there: what has been shown cannot be taken back.
    """
    shown: list[str] = []
    for sentence in found:
        take.problem = check_sentence(sentence, take.brief, take.text)
        if take.problem is not None:
            break
        take.held.append(sentence)
        if take.released or check_reply(take.text, take.brief) is None:
            gap = " " if take.released else ""
            shown.append(gap + " ".join(take.held))
            take.released += take.held
            take.held = []
    return shown


def _candidates(refused: list[_Take]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(text=take.raw.strip(), refused=take.problem.words if take.problem else None)
        for take in refused
    )


def _sum(takes: tuple[_Take, ...] | list[_Take]) -> Usage | None:
    """Add up tokens; None where no server told any."""
    used = [take.usage for take in takes if take.usage is not None]
    if not used:
        return None
    return Usage(
        input_tokens=sum(usage.input_tokens for usage in used),
        output_tokens=sum(usage.output_tokens for usage in used),
        counted=all(usage.counted for usage in used),
    )
