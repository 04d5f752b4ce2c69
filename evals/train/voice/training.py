"""The training loop: cross entropy on the reply's tokens, a warm start, a linear way down."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch.nn import functional

from chatbot.domain.base import Value
from evals.train.voice.data import Row, batches
from evals.train.voice.lora import adapt


class Settings(Value):
    """What a run is made with; learning rate and epochs are chosen on the held-out people."""

    rank: int = 16
    alpha: float = 32
    rate: float = 1e-3
    epochs: int = 3
    #: Tokens of a batch.
    batch: int = 900
    seed: int = 1
    context: bool = True
    device: str = "cpu"


def load_base(path: Path, device: str) -> tuple[Any, Any]:
    """Return tokenizer and model out of a GGUF file, weights in bfloat16."""
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

    folder, file = str(path.parent), path.name
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.bfloat16)
    return tokenizer, model.to(device)


def loss_of(model: Any, rows: Sequence[Row], device: str) -> tuple[torch.Tensor, int]:
    """Return the summed loss in nats over the replies of a batch, and how many tokens they have.

    Replies to the same turn stand in one row; each sees the shared beginning and itself.
    """
    size = max(len(row) for row in rows)
    ids = torch.zeros(len(rows), size, dtype=torch.long)
    places = torch.zeros(len(rows), size, dtype=torch.long)
    seen = torch.eye(size, dtype=torch.bool).repeat(len(rows), 1, 1)
    before: list[tuple[int, int]] = []
    wanted: list[int] = []
    for number, row in enumerate(rows):
        shared = len(row.shared)
        ids[number, :shared] = torch.tensor(row.shared)
        places[number, :shared] = torch.arange(shared)
        seen[number, :shared, :shared] = _earlier(shared)
        start = shared
        for branch in row.branches:
            own = (*branch.rest, *branch.reply)
            end = start + len(own)
            ids[number, start:end] = torch.tensor(own)
            places[number, start:end] = torch.arange(shared, shared + len(own))
            seen[number, start:end, :shared] = True
            seen[number, start:end, start:end] = _earlier(len(own))
            first = start + len(branch.rest) - 1
            before += [(number, place) for place in range(first, end - 1)]
            wanted += branch.reply
            start = end
    mask = torch.zeros(seen.shape, dtype=torch.bfloat16).masked_fill(~seen, float("-inf"))
    hidden = model.model(
        input_ids=ids.to(device),
        position_ids=places.to(device),
        attention_mask=mask[:, None].to(device),
        use_cache=False,
    ).last_hidden_state
    at = torch.tensor(before, device=device)
    logits = model.lm_head(hidden[at[:, 0], at[:, 1]]).float()
    loss = functional.cross_entropy(logits, torch.tensor(wanted, device=device), reduction="sum")
    return loss, len(wanted)


def _earlier(size: int) -> torch.Tensor:
    return torch.ones(size, size, dtype=torch.bool).tril()


def evaluate(model: Any, rows: Sequence[Row], device: str) -> float:
    """Return the mean loss in nats per token of the replies."""
    model.eval()
    total, tokens = 0.0, 0
    with torch.no_grad():
        for batch in batches(rows, 900, Random(0)):
            loss, count = loss_of(model, batch, device)
            total, tokens = total + float(loss), tokens + count
    return total / tokens


def train(
    model: Any,
    learn: Sequence[Row],
    held: Sequence[Row],
    settings: Settings,
    keep: Callable[[], None] = lambda: None,
) -> list[float]:
    """Train in place; return the held-out loss before and after every epoch.

    `keep` is called after each epoch, so that a broken run leaves something.
    """
    torch.manual_seed(settings.seed)
    rng = Random(settings.seed)
    trainable = adapt(model, settings.rank, settings.alpha)
    model.to(settings.device)
    optimizer = torch.optim.AdamW(trainable, lr=settings.rate, weight_decay=0.0)
    losses = [evaluate(model, held, settings.device)]
    steps = settings.epochs * len(batches(learn, settings.batch, Random(0)))
    step = 0
    for epoch in range(settings.epochs):
        started = time.monotonic()
        model.train()
        for batch in batches(learn, settings.batch, rng):
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * min(1.0, step / 30) * (1 - step / (steps + 1))
            loss, count = loss_of(model, batch, settings.device)
            optimizer.zero_grad()
            (loss / count).backward()
            torch.nn.utils.clip_grad_norm_(trainable, 1.0)
            optimizer.step()
        losses.append(evaluate(model, held, settings.device))
        keep()
        took = time.monotonic() - started
        print(f"epoch {epoch + 1}: held-out loss {losses[-1]:.3f}, {took:.0f} s", flush=True)
    return losses
