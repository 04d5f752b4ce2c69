"""Low-rank adapters on the linear layers of a Llama, and their file for llama.cpp.

W x + (alpha / rank) · B A x, with A (rank × in) and B (out × rank); B starts at zero
(Hu et al., LoRA, 2021).
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
import torch
from torch import Tensor, nn

#: Names in transformers, and in llama.cpp's files.
TARGETS: Final = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}


class Adapted(nn.Module):
    """A frozen linear layer with a trainable low-rank addition."""

    def __init__(self, base: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.base = base
        self.scale = alpha / rank
        self.a = nn.Parameter(torch.empty(rank, base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        """Return what the layer gives, and the addition."""
        low = x @ (self.scale * self.a).to(x.dtype).T
        added: Tensor = self.base(x) + low @ self.b.to(x.dtype).T
        return added


def adapt(model: Any, rank: int, alpha: float) -> list[nn.Parameter]:
    """Freeze a model, put adapters on its linear layers, and return what there is to train."""
    model.requires_grad_(False)
    trainable: list[nn.Parameter] = []
    for layer in model.model.layers:
        for part in (layer.self_attn, layer.mlp):
            for name, child in list(part.named_children()):
                if name in TARGETS:
                    adapted = Adapted(child, rank, alpha)
                    setattr(part, name, adapted)
                    trainable += [adapted.a, adapted.b]
    return trainable


def _adapters(model: Any) -> Iterator[tuple[int, str, Adapted]]:
    for number, layer in enumerate(model.model.layers):
        for part in (layer.self_attn, layer.mlp):
            for name, child in part.named_children():
                if isinstance(child, Adapted):
                    yield number, name, child


def write_gguf(path: Path, model: Any, alpha: float, name: str) -> None:
    """Write the adapters as llama.cpp reads them, in half precision.

    llama.cpp pairs the halves of each rotary head otherwise than transformers does: the rows of
    q and k change places as in its own `convert_hf_to_gguf.py`.
    """
    heads = {
        "q_proj": model.config.num_attention_heads,
        "k_proj": model.config.num_key_value_heads,
    }
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type("adapter")
    writer.add_name(name)
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for number, target, adapter in _adapters(model):
        b = adapter.b.detach().float().cpu().numpy()
        if target in heads:
            b = _paired(b, heads[target])
        place = f"blk.{number}.{TARGETS[target]}.weight"
        a = adapter.a.detach().float().cpu().numpy()
        writer.add_tensor(f"{place}.lora_a", a.astype(np.float16))
        writer.add_tensor(f"{place}.lora_b", np.ascontiguousarray(b).astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _paired(rows: np.ndarray, heads: int) -> np.ndarray:
    """Reorder rows head by head: halves side by side become neighbours."""
    out, rank = rows.shape
    paired: np.ndarray = rows.reshape(heads, 2, out // heads // 2, rank).swapaxes(1, 2)
    return paired.reshape(out, rank)
