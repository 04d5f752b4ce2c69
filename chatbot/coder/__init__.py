"""The local behaviour coder: segmentation, features, decision, and what follows from them."""

from chatbot.coder.rule_coder import RuleCoder

__all__ = ["RuleCoder"]
