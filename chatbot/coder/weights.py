"""The model file of the local coder: what it learned, and how it is read and written.

One compressed numpy archive. Sparse weights are kept as eight-bit steps of a scale per label; names
of signs are joined by line feeds. The file is made by `python -m evals.train.coder` out of our own
corpus; beside it stands its model card.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from chatbot.coder.linear import Dense, Floats, Linear, Network, Pair, sharing
from chatbot.domain.errors import SparringError

SHIPPED: Final = files("chatbot.coder").joinpath("model").joinpath("coder.npz")
#: Raised when signs or shapes change, so that an old file is refused instead of misread.
FORM: Final = 3
_STEPS: Final = 127


class CoderModelError(SparringError):
    """The coder's model file cannot be used. The message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class Weights:
    """All that the local coder learned.

    Attributes:
        version: name of these weights, as recorded in the log.
        clause: what a clause is, `overview.PIECES`, heard by two models.
        toward: where it leads, `tuple(Toward)`.
        markers: honesty markers of a volley, `tuple(Marker)`.
        tones: no tone of a volley, then each of `tuple(Tone)`.
        pieces: which codes a volley holds, `overview.PIECES[1:]`.
        first: the same, as if it were the first of its talk.
        main: its main class, `tuple(Behaviour)`.
        talk: what a client turn is, `tuple(Talk)`.
        types: its DARN-CAT types and discord, `client_side.TYPES`.
        limits: from which probability (0–1) on pieces, markers, tones and types
            count, by name.
        cooling: what scores are divided by before they become probabilities, by name; above 1
            where talks of other domains than the trained ones showed the model too sure.
    """

    version: str
    clause: Pair
    toward: Linear
    markers: Linear
    tones: Network
    pieces: Dense
    first: Dense
    main: Dense
    talk: Linear
    types: Linear
    limits: Mapping[str, Floats]
    cooling: Mapping[str, float]

    def sharing(self) -> "Weights":
        """Return the same with one vocabulary for an advisor's turn, and one for a client's."""
        linear, network = self.clause.linear, self.clause.network
        linear, inner, toward, markers, tones = sharing(
            linear, network.inner, self.toward, self.markers, self.tones.inner
        )
        talk, types = sharing(self.talk, self.types)
        return replace(
            self,
            clause=Pair(linear, replace(network, inner=inner)),
            toward=toward,
            markers=markers,
            tones=replace(self.tones, inner=tones),
            talk=talk,
            types=types,
        )


_SPARSE: Final = {
    "clause": ("clause", "toward", "markers"),
    "network": ("network",),
    "tones": ("tones",),
    "client": ("talk", "types"),
}
_DENSE: Final = ("pieces", "first", "main")
_LIMITS: Final = ("pieces", "markers", "tones", "types")


def write_weights(path: Path, weights: Weights) -> None:
    """Write the model file.

    Raises:
        OSError: the disk refuses.
    """
    about = {"form": FORM, "version": weights.version, "cooling": dict(weights.cooling)}
    arrays: dict[str, Any] = {"about": _bytes(json.dumps(about))}
    models = {
        "clause": weights.clause.linear,
        "network": weights.clause.network.inner,
        "tones": weights.tones.inner,
        **{name: getattr(weights, name) for name in ("toward", "markers", "talk", "types")},
    }
    for group, names in _SPARSE.items():
        arrays[f"{group}.names"] = _bytes("\n".join(models[names[0]].rows))
        for name in names:
            model = models[name]
            scale = np.maximum(np.abs(model.weights).max(0), 1e-6) / _STEPS
            arrays[f"{name}.steps"] = np.round(model.weights / scale).astype(np.int8)
            arrays[f"{name}.scale"] = scale.astype(np.float32)
            arrays[f"{name}.bias"] = model.bias
    for name, network in (("network", weights.clause.network), ("tones", weights.tones)):
        arrays[f"{name}.outer"] = network.outer
    for name in _DENSE:
        dense: Dense = getattr(weights, name)
        for part in ("mean", "spread", "weights", "bias"):
            arrays[f"{name}.{part}"] = getattr(dense, part)
    arrays |= {f"{name}.limits": weights.limits[name] for name in _LIMITS}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def read_weights(file: Traversable | Path = SHIPPED) -> Weights:
    """Read the model file.

    Raises:
        CoderModelError: it is not there, cannot be read, or belongs to another release.
    """
    try:
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as archive:
            return _weights(archive)
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise CoderModelError(
            f"{file}: the coder's model file cannot be read ({error}). Install Sparring again, or "
            "make the file anew with `python -m evals.train.coder`."
        ) from error


def _weights(archive: Any) -> Weights:
    about = json.loads(archive["about"].tobytes())
    if about["form"] != FORM:
        raise ValueError(f"form {about['form']} where this release reads form {FORM}")
    models: dict[str, Linear] = {}
    for group, names in _SPARSE.items():
        signs = archive[f"{group}.names"].tobytes().decode().split("\n")
        rows = {name: row for row, name in enumerate(signs)}
        for name in names:
            dense = archive[f"{name}.steps"].astype(np.float32) * archive[f"{name}.scale"]
            models[name] = Linear(rows, dense, archive[f"{name}.bias"])
    parts = ("mean", "spread", "weights", "bias")
    plain = {name: Dense(*(archive[f"{name}.{part}"] for part in parts)) for name in _DENSE}
    return Weights(
        version=about["version"],
        clause=Pair(models["clause"], Network(models["network"], archive["network.outer"])),
        tones=Network(models["tones"], archive["tones.outer"]),
        toward=models["toward"],
        markers=models["markers"],
        pieces=plain["pieces"],
        first=plain["first"],
        main=plain["main"],
        talk=models["talk"],
        types=models["types"],
        limits={name: archive[f"{name}.limits"] for name in _LIMITS},
        cooling=about["cooling"],
    )


def _bytes(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)
