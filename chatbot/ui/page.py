"""Puts the page together: Chainlit's app, our handlers on it, our routes before its own."""

from typing import Any

import chainlit as cl
from chainlit.config import config
from chainlit.server import app, sio
from chainlit.session import WebsocketSession
from fastapi import FastAPI

from chatbot.ui.doorstep import Doorstep
from chatbot.ui.guard import OnlyThisPage
from chatbot.ui.handlers import Handlers
from chatbot.ui.history import History
from chatbot.ui.routes import mount
from chatbot.ui.user import local_user
from chatbot.wiring import Room


def build(room: Room, names: frozenset[str]) -> FastAPI:
    """Return the app, answering to `names` only. Once per process: Chainlit's app is global."""
    config.run.headless = True
    # Without this every session asks for its profile's config with run_until_complete inside the
    # running loop, which fails quietly and leaves a coroutine unawaited.
    WebsocketSession.config = config
    door = Doorstep()
    mount(app, room, door)
    app.add_middleware(OnlyThisPage, names=names)
    _register(Handlers(room, door), room)
    return app


def _register(on: Handlers, room: Room) -> None:
    cl.header_auth_callback(local_user)
    cl.data_layer(lambda: History(room))
    cl.set_chat_profiles(on.profiles)
    cl.on_chat_start(on.start)
    cl.on_chat_resume(on.resume)
    cl.on_message(on.message)
    cl.on_settings_update(on.settings)
    cl.on_window_message(on.window)
    cl.on_app_shutdown(on.aclose)
    for name, action in on.buttons().items():
        cl.action_callback(name)(action)
    sio.on("stop", _stop)


async def _stop(sid: str) -> None:
    """Stop the reply; Chainlit's own handler would say "Task manually stopped." in the talk."""
    session: Any = WebsocketSession.get(sid)
    if session and session.current_task:
        session.current_task.cancel()
