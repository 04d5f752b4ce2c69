"""Our own routes, before Chainlit's: the page without outside links, portraits, files out and in."""

import re
from pathlib import Path
from typing import Annotated, Final

from chainlit.auth import create_jwt, get_current_user, get_token_from_cookies, set_auth_cookie
from chainlit.auth.jwt import decode_jwt
from chainlit.server import get_html_template
from chainlit.server import router as stock
from chainlit.user import PersistedUser, User
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from jwt import PyJWTError

from chatbot.adapters.brought import LARGEST_BYTES
from chatbot.domain.errors import NotFound, SparringError
from chatbot.domain.talk import Talk
from chatbot.report import render
from chatbot.settings import OWNER
from chatbot.ui.doorstep import Doorstep
from chatbot.ui.portraits import picture
from chatbot.ui.user import local_user
from chatbot.wiring import Room

OUTSIDE: Final = re.compile(r'<link\b[^>]*\bhref="https?://[^>]*>')
# The browser itself keeps the promise that nothing leaves this machine. The custom elements are
# compiled in the page, hence eval.
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# A picture comes from a persona's folder and may be anybody's: it can draw, and nothing else.
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
TYPES: Final = {
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
}
# Chainlit's page and portraits, which ours replace; FastAPI's own pages, which load from outside.
REPLACED: Final = frozenset(
    {
        "/{full_path:path}",
        "/avatars/{avatar_id:str}",
        "/docs",
        "/docs/oauth2-redirect",
        "/redoc",
        "/openapi.json",
    }
)
PUBLIC: Final = Path(__file__).parent / "public"


def mount(app: FastAPI, room: Room, door: Doorstep) -> None:
    """Take out the routes we replace and add ours, the catch-all last."""
    for routes in (app.router.routes, stock.routes):  # newer FastAPI keeps an included router whole
        routes[:] = [route for route in routes if getattr(route, "path", None) not in REPLACED]
    router = APIRouter()
    _portraits(router, room)
    _downloads(router, room)
    _bringing(router, door)
    router.get("/{path:path}", include_in_schema=False)(page)
    app.include_router(router)


async def page(request: Request, path: str) -> HTMLResponse:
    """Return the single page, whatever its path; the one local user is logged in on the way."""
    del path
    html: str = get_html_template("")  # type: ignore[no-untyped-call]
    response = HTMLResponse(OUTSIDE.sub("", html), headers={"Content-Security-Policy": POLICY})
    if not _logged_in(request):
        set_auth_cookie(request, response, create_jwt(await local_user(request.headers)))
    return response


def _logged_in(request: Request) -> bool:
    try:
        user = decode_jwt(get_token_from_cookies(request.cookies) or "")
    except (
        PyJWTError,
        KeyError,
        ValueError,
    ):  # forged, old, or of another form: a new one mends it
        return False
    return user.identifier == OWNER


def _portraits(router: APIRouter, room: Room) -> None:
    @router.get("/avatars/{name}")
    async def avatar(name: str) -> Response:
        face = picture(name, room.library.gallery(), PUBLIC)
        headers = {"Cache-Control": "max-age=60", "Content-Security-Policy": PICTURE_POLICY}
        return Response(face.content, media_type=face.kind, headers=headers)


def _bringing(router: APIRouter, door: Doorstep) -> None:
    @router.post("/clients")
    async def bring(
        request: Request,
        name: str,
        user: Annotated[User | PersistedUser | None, Depends(get_current_user)],
    ) -> dict[str, str]:
        if user is None or user.identifier != OWNER:
            raise HTTPException(404)
        content = b""
        async for piece in request.stream():
            content += piece
            if len(content) > LARGEST_BYTES + 1:  # what is one byte too large is said to be
                raise HTTPException(413)
        return {"id": door.put(name, content)}


def _downloads(router: APIRouter, room: Room) -> None:
    @router.get("/talks/{talk_id}/debrief.{form}")
    async def debrief(
        talk_id: str,
        form: str,
        user: Annotated[User | PersistedUser | None, Depends(get_current_user)],
    ) -> Response:
        if user is None or user.identifier != OWNER or form not in TYPES:
            raise HTTPException(404)
        try:
            talk = Talk.of(await room.store.load(talk_id, OWNER))
        except NotFound as error:
            raise HTTPException(404, "There is no such talk.") from error
        except SparringError as error:
            raise HTTPException(500, str(error)) from error
        if talk.debrief is None:
            raise HTTPException(404, "This talk has no debrief yet.")
        name = f"sparring-debrief-{talk.started.persona.id}-{talk_id[:8]}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        text = render(talk, talk.debrief, form, room.reliability)
        return Response(text, media_type=TYPES[form], headers=headers)
