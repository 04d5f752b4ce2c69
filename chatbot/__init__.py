"""Sparring: practise the conversation in which a client keeps questioning your advice."""

__version__ = "0.1.0"
