"""The budget of a run: calls, tokens, money. It is asked before a call and told after it."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.domain.errors import SettingsError, SparringError
from evals.models.limits import Limits
from evals.models.spending import Bill, Spent, bill


class BudgetSpent(SparringError):
    """The budget is spent; the run stops, and can go on with a larger one."""


@dataclass(slots=True)
class Amount:
    """Calls, tokens and money, spent or set aside."""

    calls: int = 0
    tokens: int = 0
    money: float = 0.0

    def add(self, other: "Amount", sign: int = 1) -> None:
        """Add another amount, or take it off."""
        self.calls += sign * other.calls
        self.tokens += sign * other.tokens
        self.money += sign * other.money


class Budget:
    """Sets aside what a call may cost, so that calls under way together do not overspend.

    Args:
        limits: the budget and the prices.
        before: calls that earlier starts of the same run made.

    Raises:
        SettingsError: see `check_prices`.
    """

    def __init__(self, limits: Limits, before: Iterable[Spent] = ()) -> None:
        self._limits = limits
        self._spent = Amount()
        self._aside = Amount()
        self._settled = asyncio.Event()
        self._tally: Counter[tuple[str, bool, bool]] = Counter()
        self._tokens: Counter[tuple[str, str]] = Counter()
        self.stopped: str | None = None
        for one in before:
            self._book(one)

    @property
    def total(self) -> Bill:
        """All that was spent on the run so far."""
        whole = [
            Spent(
                id="",
                role="",
                model=model,
                input_tokens=self._tokens[model, "input"],
                output_tokens=self._tokens[model, "output"],
            )
            for model in sorted({model for model, _ in self._tokens})
        ]
        counted = self._tally.items()
        return bill(whole, self._limits.prices).model_copy(
            update={
                "calls": sum(n for _, n in counted),
                "failed": sum(n for (_, failed, _), n in counted if failed),
                "estimated": sum(n for (_, _, exact), n in counted if not exact),
            }
        )

    async def reserve(self, model: str, input_tokens: int, output_tokens: int) -> Amount:
        """Set aside what a call may cost; waits for calls under way if it may not fit otherwise.

        Raises:
            BudgetSpent: it does not fit, or the run is stopping already.
        """
        wanted = self._amount(model, input_tokens, output_tokens)
        while True:
            if self.stopped is None:
                self.stopped = self._exceeded(wanted, with_aside=False)
            if self.stopped is not None:
                raise BudgetSpent(self.stopped)
            if self._exceeded(wanted, with_aside=True) is None:
                self._aside.add(wanted)
                return wanted
            self._settled.clear()
            await self._settled.wait()

    def settle(self, aside: Amount, spent: Spent) -> None:
        """Replace what was set aside by what was spent."""
        self._aside.add(aside, -1)
        self._book(spent)
        self._settled.set()

    def release(self, aside: Amount) -> None:
        """Give back what was set aside: the call was never made."""
        self._aside.add(aside, -1)
        self._settled.set()

    def _book(self, spent: Spent) -> None:
        amount = self._amount(spent.model, spent.input_tokens, spent.output_tokens)
        self._spent.add(amount)
        self._tally[spent.model, spent.failed, spent.counted] += 1
        self._tokens[spent.model, "input"] += spent.input_tokens
        self._tokens[spent.model, "output"] += spent.output_tokens

    def _amount(self, model: str, input_tokens: int, output_tokens: int) -> Amount:
        terms = self._limits.prices.models.get(model)
        money = terms.cost(input_tokens, output_tokens) if terms else 0.0
        return Amount(calls=1, tokens=input_tokens + output_tokens, money=money)

    def _exceeded(self, wanted: Amount, *, with_aside: bool) -> str | None:
        """Return in words which limit a call would exceed, or None."""
        total = Amount()
        for part in (self._spent, wanted, *([self._aside] if with_aside else [])):
            total.add(part)
        limits = self._limits
        if limits.calls is not None and total.calls > limits.calls:
            return f"the budget of {limits.calls:,} calls is spent"
        if limits.tokens is not None and total.tokens > limits.tokens:
            return f"the budget of {limits.tokens:,} tokens is spent ({self._spent.tokens:,} used)"
        if limits.money is not None and total.money > limits.money:
            currency = limits.prices.currency
            used = f"{self._spent.money:.4f}"
            return f"the budget of {limits.money:g} {currency} is spent ({used} used)"
        return None


def check_prices(limits: Limits, models: Iterable[str]) -> None:
    """Make sure that a budget of money can be kept.

    Raises:
        SettingsError: a model has no price.
    """
    unknown = sorted(set(models) - limits.prices.models.keys())
    if limits.money is not None and unknown:
        raise SettingsError(
            f"A budget of money needs the prices of all models; {', '.join(unknown)} has none. "
            "Add it to the file given with --prices."
        )
