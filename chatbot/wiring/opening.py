"""Makes what a room needs out of the settings, and opens it."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from chatbot.adapters.box.catalogue import DEFAULT
from chatbot.adapters.box.chatting import BoxChat
from chatbot.adapters.box.completing import BoxModel
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.shelf import Shelf
from chatbot.adapters.lines import line_bank
from chatbot.adapters.resources import Library
from chatbot.coder import shipped_coder
from chatbot.coder.track_record import read_reliability
from chatbot.domain.errors import NotFound, SettingsError
from chatbot.domain.ports import ChatModel
from chatbot.domain.rubric import Rubric, rubric_of
from chatbot.settings import Settings
from chatbot.wiring.room import Room

#: A larger model answers one prompt at a time, of a long talk, and takes longer.
LARGER: Final[dict[str, Any]] = {"slots": 1, "context": 8192, "reply_s": 180.0, "start_s": 120.0}
#: Adapters of the small model: the client's voice and the coach's.
ADAPTERS: Final = Path(__file__).parents[1] / "adapters" / "box" / "weights"


def make_library(settings: Settings) -> Library:
    """Return the library of personas and prompts."""
    return Library(personas_folder=settings.own_personas, prompts_folder=settings.prompts)


def make_shelf(settings: Settings) -> Shelf:
    """Return the folder of models."""
    return Shelf(settings.models)


def make_box(settings: Settings, adapters: Mapping[str, Path] | None = None) -> BoxModel:
    """Return the model in the box that is set; its process starts with the first call.

    Args:
        settings: name the model and the folder of models.
        adapters: LoRA adapters of that very model, GGUF files, by name.

    Raises:
        NotFound: the model is not here.
        ModelError: its file cannot be used.
    """
    model = make_shelf(settings).find(settings.box)
    log = settings.data / "engine.log"
    return BoxModel(BoxSettings(model=model, adapters=dict(adapters or {}), log=log))


def find_box(settings: Settings) -> BoxModel | BoxChat | None:
    """Return the model in the box, if model and engine are here; else None.

    Ours comes with its adapters; another one speaks by its own chat template.

    Raises:
        NotFound: a model was named that is not here; whoever names one does not want another voice.
        ModelError: its file cannot be used.
    """
    if find_spec("xllamacpp") is None:
        return None
    if settings.box != DEFAULT:
        model = make_shelf(settings).find(settings.box)
        return BoxChat(BoxSettings(model=model, log=settings.data / "engine.log", **LARGER))
    try:
        return make_box(settings, {path.stem: path for path in sorted(ADAPTERS.glob("*.gguf"))})
    except NotFound:
        return None


def make_drafter(settings: Settings) -> ChatModel:
    """Return the model that drafts a client: the evaluator's, else the client's.

    Raises:
        SettingsError: neither role has one.
    """
    role = settings.roles.get("evaluator") or settings.roles.get("client")
    if role is None:
        raise SettingsError(
            "Drafting from a paragraph takes a language model, and none is set. Set "
            "SPARRING_EVALUATOR_MODEL or SPARRING_CLIENT_MODEL (as in docs/settings.md), or leave "
            "--from out and answer questions instead."
        )
    from chatbot.adapters.provider import LangChainModel  # noqa: PLC0415

    return LangChainModel(role)


def make_rubric(library: Library) -> Rubric:
    """Return principles and coaching texts.

    Raises:
        PromptError: one of the tables is broken.
    """
    return rubric_of(library.table("principles"), library.table("coaching"))


async def open_room(settings: Settings) -> Room:
    """Open the room: library, store, coder, rubric.

    Raises:
        SparringError: prompts are broken, or the data folder cannot be used.
    """
    from chatbot.adapters.store import SqlStore  # noqa: PLC0415

    library = make_library(settings)
    store = SqlStore(settings.data / "sessions.sqlite3")
    await store.open()
    return Room(
        settings=settings,
        library=library,
        store=store,
        coder=shipped_coder(),
        rubric=make_rubric(library),
        bank=line_bank(library.reactions()),
        reliability=read_reliability(),
        box=find_box(settings),
    )
