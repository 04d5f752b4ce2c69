"""How fast and how far a run with models may go, and what tokens cost: values, options, a YAML."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from chatbot.adapters.yaml_file import YamlProblem, read_yaml
from chatbot.domain.base import Value
from chatbot.domain.errors import SettingsError

MILLION: Final = 1_000_000

Count = Annotated[int, Field(ge=1)]
Price = Annotated[float, Field(ge=0)]


class Terms(Value):
    """Of one model: what it costs, and how fast it may be asked.

    Attributes:
        input: price of a million tokens read, in the table's currency.
        output: price of a million tokens written.
        at_once: most calls under way at a time; None: as the run says.
        requests_per_minute: most calls begun in any 60 seconds; None: as the run says.
        tokens_per_minute: most tokens, read and written, in any 60 seconds; None: as the run says.
    """

    input: Price
    output: Price
    at_once: Count | None = None
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """Return the price of so many tokens."""
        return (self.input * input_tokens + self.output * output_tokens) / MILLION


class Prices(Value):
    """A table of terms by `provider:model`, given by the user: prices change, so none is shipped."""

    currency: str = Field(default="USD", min_length=1, max_length=8)
    models: dict[str, Terms] = Field(default_factory=dict)


class Limits(Value):
    """How fast and how far a run may go. The budget counts what earlier starts of the run spent.

    Attributes:
        conversations: held at a time.
        at_once: most calls under way at a time, for each model.
        requests_per_minute: most calls begun in any 60 seconds, for each model; None: no limit.
        tokens_per_minute: most tokens in any 60 seconds, for each model; None: no limit.
        calls: budget of calls over the whole run; None: no limit.
        tokens: budget of tokens, read and written.
        money: budget in the currency of `prices`.
        prices: what models cost, and terms of their own.
    """

    conversations: Count = 16
    at_once: Count = 16
    requests_per_minute: Count | None = None
    tokens_per_minute: Count | None = None
    calls: Count | None = None
    tokens: Count | None = None
    money: Annotated[float, Field(gt=0)] | None = None
    prices: Prices = Prices()


def read_prices(path: Path) -> Prices:
    """Read a table of prices.

    It looks like this::

        currency: USD
        models:
          openai:some-model: {input: 0.15, output: 0.60, requests_per_minute: 500}

    Raises:
        SettingsError: the file cannot be used; the message names line, field and mend.
    """
    try:
        parsed = read_yaml(path)
        return Prices.model_validate(parsed.data)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; give the path of a price table") from error
    except YamlProblem as error:
        raise SettingsError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        line = parsed.line_of(first["loc"])
        raise SettingsError(
            f"{path}, line {line}: {where}: {first['msg']}; a model needs 'input' and 'output', "
            "the prices of a million tokens"
        ) from error


def add_limit_arguments(parser: ArgumentParser) -> None:
    """Add the options that `limits_of` reads."""
    group = parser.add_argument_group("runs with models")
    group.add_argument("--at-once", type=int, default=16, metavar="N", help="talks held at a time")
    group.add_argument("--requests-per-minute", type=int, metavar="N", help="for each model")
    group.add_argument("--tokens-per-minute", type=int, metavar="N", help="for each model")
    group.add_argument("--max-calls", type=int, metavar="N", help="budget of calls")
    group.add_argument("--max-tokens", type=int, metavar="N", help="budget of tokens")
    group.add_argument(
        "--max-cost", type=float, metavar="X", help="budget of money; needs --prices"
    )
    group.add_argument("--prices", type=Path, metavar="YAML", help="what a million tokens cost")


def limits_of(options: Namespace) -> Limits:
    """Return the limits that the options name.

    Raises:
        SettingsError: a limit is below 1, or the price table cannot be used.
    """
    named = {
        "conversations": ("--at-once", options.at_once),
        "at_once": ("--at-once", options.at_once),
        "requests_per_minute": ("--requests-per-minute", options.requests_per_minute),
        "tokens_per_minute": ("--tokens-per-minute", options.tokens_per_minute),
        "calls": ("--max-calls", options.max_calls),
        "tokens": ("--max-tokens", options.max_tokens),
        "money": ("--max-cost", options.max_cost),
    }
    prices = read_prices(options.prices) if options.prices else Prices()
    try:
        return Limits.model_validate({k: v for k, (_, v) in named.items()} | {"prices": prices})
    except ValidationError as error:
        first = error.errors()[0]
        option = named[str(first["loc"][0])][0]
        raise SettingsError(f"{option}: {first['msg']} (here: {first['input']})") from error
