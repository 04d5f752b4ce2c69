"""`sparring`: the practice room on the page and in the terminal."""

from chatbot.cli.main import main

__all__ = ["main"]
