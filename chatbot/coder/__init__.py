"""The local behaviour coder: segmentation, signs, judgement, and what follows from them."""

from functools import cache

from chatbot.coder.local_coder import LocalCoder
from chatbot.coder.rule_coder import RuleCoder
from chatbot.coder.weights import CoderModelError, read_weights

__all__ = ["CoderModelError", "LocalCoder", "RuleCoder", "shipped_coder"]


@cache
def shipped_coder() -> LocalCoder:
    """Return the coder that ships with this release; its model file is read once a process.

    Raises:
        CoderModelError: the model file cannot be read.
    """
    return LocalCoder(read_weights())
