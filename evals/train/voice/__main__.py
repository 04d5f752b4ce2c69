"""`python -m evals.train.voice client|coach --base MODEL.gguf`: train a voice, write its adapter.

Half an hour on two CPU cores with bfloat16 instructions, minutes on a GPU. `--compare` tries
ranks, learning rates and the context on a part of the corpus instead.
"""

import argparse
import json
from pathlib import Path
from random import Random
from typing import Final

from evals.train.voice.data import Lesson, coach_lessons, rows, split, voice_lessons
from evals.train.voice.lora import write_gguf
from evals.train.voice.training import Settings, load_base, train

#: Examples of a comparing run, and how many one person has.
PART: Final = 1200
PER_PERSON: Final = 15
_TRIED: Final = (
    {"rate": 2e-4},
    {"rate": 5e-4},
    {"rate": 1e-3},
    {"rank": 4, "alpha": 8},
    {"rank": 32, "alpha": 64},
    {"context": False},
)


def lessons(voice: str, *, context: bool) -> list[Lesson]:
    """Return what a voice learns from."""
    return voice_lessons(context=context) if voice == "client" else coach_lessons()


def run(
    voice: str, base: Path, settings: Settings, part: int | None, out: Path | None
) -> list[float]:
    """Train once; write the adapter where `out` says."""
    tokenizer, model = load_base(base, settings.device)
    learn, held = split(lessons(voice, context=settings.context))
    if part is not None:
        people = sorted({lesson.whose for lesson in learn})
        Random(0).shuffle(people)
        chosen = set(people[: part // PER_PERSON])
        learn = [lesson for lesson in learn if lesson.whose in chosen]

    def keep() -> None:
        if out is not None:
            write_gguf(out, model, settings.alpha, f"Sparring, the {voice}'s voice")

    return train(
        model,
        rows(tokenizer, learn),
        rows(tokenizer, held),
        settings,
        keep,
    )


def main() -> None:
    """Train, or compare settings."""
    parser = argparse.ArgumentParser(prog="evals.train.voice", description=__doc__)
    parser.add_argument("voice", choices=("client", "coach"))
    parser.add_argument("--base", type=Path, required=True, help="the GGUF file of the base")
    parser.add_argument("--out", type=Path, help="where the adapter goes, a .gguf file")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument("--rate", type=float, default=Settings().rate)
    parser.add_argument("--rank", type=int, default=Settings().rank)
    asked = parser.parse_args()
    if asked.compare:
        for changed in _TRIED:
            tried = Settings.model_validate({"epochs": 1, "device": asked.device} | changed)
            losses = run(asked.voice, asked.base, tried, PART, None)
            print(json.dumps(changed | {"held_out_loss": [round(x, 3) for x in losses]}))
        return
    settings = Settings(
        epochs=asked.epochs,
        rate=asked.rate,
        rank=asked.rank,
        alpha=2.0 * asked.rank,
        device=asked.device,
    )
    run(asked.voice, asked.base, settings, None, asked.out)


if __name__ == "__main__":
    main()
