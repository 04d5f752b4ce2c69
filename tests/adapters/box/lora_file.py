"""Writes a LoRA adapter for SmolLM2-135M as GGUF, by hand: no training, no libraries."""

import struct
from pathlib import Path

_TEXT, _FLOAT, _F16 = 8, 6, 1
_WIDTH = 576
_ALIGNED = 32


def write_lora(path: Path, weight: float, width: int = _WIDTH, rank: int = 4) -> Path:
    """Write an adapter of the queries of ten layers, all weights the same; return its path.

    Args:
        path: where to.
        weight: 0 changes nothing, 0.1 much.
        width: of the model; any other than 576 fits no SmolLM2-135M.
        rank: of the adapter.
    """
    fields = [
        _text("general.type", "adapter"),
        _text("general.architecture", "llama"),
        _text("adapter.type", "lora"),
        _string("adapter.lora.alpha") + struct.pack("<If", _FLOAT, 2.0 * rank),
    ]
    tensors = [
        (f"blk.{layer}.attn_q.weight.lora_{side}", shape)
        for layer in range(10)
        for side, shape in (("a", (width, rank)), ("b", (rank, width)))
    ]
    size = rank * width * 2
    assert size % _ALIGNED == 0
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(fields)) + b"".join(fields)
    for number, (name, shape) in enumerate(tensors):
        head += _string(name) + struct.pack("<IQQIQ", 2, *shape, _F16, number * size)
    head += bytes(-len(head) % _ALIGNED)
    path.write_bytes(head + struct.pack("<e", weight) * (rank * width * len(tensors)))
    return path


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


def _text(key: str, value: str) -> bytes:
    return _string(key) + struct.pack("<I", _TEXT) + _string(value)
