"""Alone on this machine there is one user, who need not log in."""

import chainlit as cl
from starlette.datastructures import Headers

from chatbot.settings import OWNER


async def local_user(_headers: Headers) -> cl.User:
    """Return the one local user. Who may ask at all is decided before, by `guard`."""
    return cl.User(identifier=OWNER, display_name="You")
