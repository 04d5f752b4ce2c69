"""What models were asked and what it cost: one line a call, beside the log of the run.

A line is written as a call ends, so that a budget holds over kills and new starts.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pydantic import Field

from chatbot.domain.base import Value
from evals.models.limits import Prices

SPENDING: Final = "spending.jsonl"


class Spent(Value):
    """One call: for which conversation, by whom, and its tokens.

    `counted` is False where the server told no figure, or its reply was cut short by us, and the
    tokens are our estimate. A call that failed is taken to cost nothing.
    """

    id: str
    role: str
    model: str
    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    counted: bool = True
    failed: bool = False


class Bill(Value):
    """Calls added up. `cost` is None where a model has no price; failed calls count as calls."""

    calls: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: int = 0
    cost: float | None = None
    currency: str = ""

    @property
    def tokens(self) -> int:
        """Tokens read and written."""
        return self.input_tokens + self.output_tokens

    def __str__(self) -> str:
        cost = "cost unknown" if self.cost is None else f"{self.cost:.4f} {self.currency}"
        return f"{self.calls} calls ({self.failed} failed), {self.tokens:,} tokens, {cost}"


def bill(spent: Iterable[Spent], prices: Prices) -> Bill:
    """Add calls up."""
    calls = list(spent)
    cost: float | None = 0.0 if prices.models else None
    for one in calls:
        terms = prices.models.get(one.model)
        price = terms.cost(one.input_tokens, one.output_tokens) if terms else None
        cost = None if cost is None or price is None else cost + price
    return Bill(
        calls=len(calls),
        failed=sum(one.failed for one in calls),
        input_tokens=sum(one.input_tokens for one in calls),
        output_tokens=sum(one.output_tokens for one in calls),
        estimated=sum(not one.counted for one in calls),
        cost=cost,
        currency=prices.currency,
    )


def by_conversation(spent: Iterable[Spent]) -> dict[str, list[Spent]]:
    """Sort calls by the conversation they were made for."""
    found: dict[str, list[Spent]] = defaultdict(list)
    for one in spent:
        found[one.id].append(one)
    return dict(found)
