"""A model with a meter: limits, budget and spending stand between a conversation and its model."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from chatbot.domain.errors import SparringError
from chatbot.domain.events import Usage
from chatbot.domain.ports import ChatModel, Completion
from chatbot.domain.prompt import Prompt
from evals.models.budget import Budget
from evals.models.limits import Limits
from evals.models.pace import Pace, Taken
from evals.models.spending import Spent
from evals.models.thin import Thinner

#: Tokens set aside for a reply whose length is not known yet.
EXPECTED_REPLY: Final = 120
#: English prose (see `chatbot.adapters.tokens`); a rough count, replaced by the server's.
_CHARACTERS_PER_TOKEN: Final = 4


class Gate:
    """What all calls of one model pass: so many at once, so many a minute."""

    def __init__(self, name: str, limits: Limits) -> None:
        terms = limits.prices.models.get(name)
        at_once = (terms and terms.at_once) or limits.at_once
        requests = (terms and terms.requests_per_minute) or limits.requests_per_minute
        tokens = (terms and terms.tokens_per_minute) or limits.tokens_per_minute
        self.slots = asyncio.Semaphore(at_once)
        self._requests = Pace(requests) if requests else None
        self._tokens = Pace(tokens) if tokens else None

    async def pace(self, tokens: int) -> Taken | None:
        """Wait for the minute's allowance."""
        if self._requests:
            await self._requests.take(1)
        return await self._tokens.take(tokens) if self._tokens else None

    def settle(self, taken: Taken | None, tokens: int) -> None:
        """Set right what the call took of the minute's tokens."""
        if self._tokens and taken:
            self._tokens.settle(taken, tokens)


@dataclass(frozen=True, slots=True)
class Meter:
    """What the models of one conversation report to."""

    conversation: str
    budget: Budget
    record: Callable[[Spent], None]
    thinner: Thinner


class _Call:
    """One call under way: what came of it so far."""

    def __init__(self, prompt: Prompt) -> None:
        self.sent = ceil(sum(len(m.text) for m in prompt.messages) / _CHARACTERS_PER_TOKEN)
        self.text: list[str] = []
        self.usage: Usage | None = None
        self.failed = False

    def tokens(self) -> Usage:
        """Return what was used: as counted, or, where nobody counted, as we estimate."""
        if self.failed:
            return Usage()
        if self.usage is not None:
            return self.usage
        came = ceil(sum(len(piece) for piece in self.text) / _CHARACTERS_PER_TOKEN)
        return Usage(input_tokens=self.sent, output_tokens=came, counted=False)


class MeteredModel:
    """`ChatModel` for one role in one conversation, on a model that all conversations share.

    Every call waits for a free place and the minute's allowance, is refused when the budget is
    spent, and is written down when it ends, however it ends.

    Raises:
        BudgetSpent: from every method; not a single request is sent then.
    """

    def __init__(self, model: ChatModel, role: str, gate: Gate, meter: Meter) -> None:
        self._model = model
        self._role = role
        self._gate = gate
        self._meter = meter

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    async def complete(self, prompt: Prompt, schema: dict[str, Any] | None = None) -> Completion:
        """See `ChatModel.complete`."""
        async with self._call(prompt) as call:
            completion = await self._model.complete(prompt, schema)
            call.text.append(completion.text)
            call.usage = completion.usage
            return completion

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage, None]:
        """See `ChatModel.stream`."""
        self._meter.thinner.thin(prompt)
        async with self._call(prompt) as call:
            pieces = self._model.stream(prompt)
            try:
                async for piece in pieces:
                    if isinstance(piece, Usage):
                        call.usage = piece
                    else:
                        call.text.append(piece)
                    yield piece
            finally:
                if isinstance(pieces, AsyncGenerator):
                    await pieces.aclose()

    @asynccontextmanager
    async def _call(self, prompt: Prompt) -> AsyncIterator[_Call]:
        call = _Call(prompt)
        budget, name = self._meter.budget, self.name
        aside = await budget.reserve(name, call.sent, EXPECTED_REPLY)
        made = False
        try:
            async with self._gate.slots:
                taken = await self._gate.pace(call.sent + EXPECTED_REPLY)
                made = True
                try:
                    yield call
                except SparringError:
                    call.failed = not call.text
                    raise
                finally:
                    self._gate.settle(
                        taken, call.tokens().input_tokens + call.tokens().output_tokens
                    )
        finally:
            if made:
                spent = self._spent(call)
                budget.settle(aside, spent)
                self._meter.record(spent)
            else:
                budget.release(aside)

    def _spent(self, call: _Call) -> Spent:
        used = call.tokens()
        return Spent(
            id=self._meter.conversation,
            role=self._role,
            model=self.name,
            input_tokens=used.input_tokens,
            output_tokens=used.output_tokens,
            counted=used.counted,
            failed=call.failed,
        )
