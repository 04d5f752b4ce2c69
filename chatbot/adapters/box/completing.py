"""Several wordings of one prompt at once, from the model in the box."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from chatbot.adapters.box import trouble
from chatbot.adapters.box.process import BoxSettings
from chatbot.adapters.box.server import Engine

if TYPE_CHECKING:
    import httpx2


class _Candidate(BaseModel):
    index: int = 0
    content: str


_ONE_OR_MORE = TypeAdapter(_Candidate | list[_Candidate])


class BoxModel:
    """The model in the box; its process starts with the first call. Close it with `aclose`.

    Belongs to one event loop. Calls may overlap; the engine takes them in turn.

    Args:
        settings: what to load; or `engine`, made already.
    """

    def __init__(self, settings: BoxSettings, engine: Engine | None = None) -> None:
        self._settings = settings
        self._engine = engine or Engine(settings)

    @property
    def name(self) -> str:
        """`box:` and the name of the model's file, without its ending."""
        return f"box:{self._settings.model.stem}"

    @property
    def adapters(self) -> tuple[str, ...]:
        """The names of the adapters at hand."""
        return tuple(self._settings.adapters)

    async def warm_up(self) -> None:
        """Start the engine, so that the first turn need not wait for it.

        Raises:
            ProviderError: it does not start.
        """
        await self._engine.start()

    async def aclose(self) -> None:
        """End the engine. A later call would start a new one."""
        await self._engine.aclose()

    async def candidates(  # noqa: PLR0913 (what a sampler needs)
        self,
        prompt: str,
        *,
        count: int,
        adapter: str | None,
        max_tokens: int,
        temperature: float,
        min_p: float,
        seed: int,
        stop: Sequence[str],
        grammar: str | None = None,
        scale: float = 1.0,
    ) -> tuple[str, ...]:
        """Return several continuations of a prompt, written in one batch.

        The same seed may word them otherwise while the prompt is still in the engine's cache than
        when it is read anew: sums are rounded otherwise. Keep what was said, not the seed.

        Args:
            prompt: as the model reads it; marks such as <|im_start|> are marks.
            count: how many; beyond the engine's slots they come in several batches.
            adapter: the adapter that speaks, by name; None is the base alone.
            max_tokens: of each candidate; one that reaches it ends in mid-sentence.
            temperature: 0 is always the likeliest token, so all candidates are the same.
            min_p: 0–1; tokens less likely than this share of the likeliest are left out.
            seed: any number; all candidates follow from it.
            stop: texts at which a candidate ends; they are not part of it.
            grammar: GBNF that every candidate has to follow.
            scale: how strongly the adapter speaks; 1 is as it was trained.

        Raises:
            ProviderError: see `chatbot.domain.errors`.
        """
        body: dict[str, Any] = {
            "prompt": prompt,
            "n_predict": max_tokens,
            "temperature": temperature,
            "min_p": min_p,
            # Off: a second filter before ours would hide what temperature and min_p do.
            "top_k": 0,
            "top_p": 1.0,
            "stop": list(stop),
            "cache_prompt": True,
            "lora": self._scales(adapter, scale),
        }
        if grammar is not None:
            body["grammar"] = grammar
        # The engine counts on from the seed for each candidate: the seeds 7 and 8 would have all
        # but one in common.
        first = Random(seed).randrange(2**31)
        said: list[str] = []
        while len(said) < count:
            batch = min(count - len(said), self._settings.slots)
            said += await self._batch(body | {"n_cmpl": batch, "seed": first + len(said)}, batch)
        return tuple(said)

    def _scales(self, adapter: str | None, scale: float) -> list[dict[str, float]]:
        """Return each adapter's scale: one that is not named would be off, but say so."""
        names = list(self._settings.adapters)
        if adapter is not None and adapter not in names:
            raise trouble.no_adapter(adapter, names)
        return [{"id": i, "scale": scale if n == adapter else 0.0} for i, n in enumerate(names)]

    async def _batch(self, body: dict[str, Any], count: int) -> list[str]:
        """Return the candidates of one request, in their order."""

        async def ask(client: "httpx2.AsyncClient") -> "httpx2.Response":
            return await client.post("/completion", json=body)

        reply = await self._engine.use(ask)
        if reply.status_code != 200:
            raise trouble.refused(reply.status_code, reply.content)
        try:
            found = _ONE_OR_MORE.validate_json(reply.content)
        except ValidationError as error:
            raise trouble.malformed(reply.content) from error
        candidates = found if isinstance(found, list) else [found]
        if len(candidates) != count:
            raise trouble.malformed(reply.content)
        return [one.content for one in sorted(candidates, key=lambda one: one.index)]
