"""`python -m evals.bench_coder`: how long the coder takes for a turn, on our own test talks.

Process time on one thread, in context: with the talk so far, what was heard in it, and markers.
Beside it, in turn with it, the rules alone, so that runs on different machines can be compared.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from chatbot.coder import RuleCoder, shipped_coder
from chatbot.domain.codes import Heard
from chatbot.domain.ports import Coder
from evals.agreement.judging import listener, volleys
from evals.labelled import LabelledTalk
from evals.labels import read_labels

TALKS: Final = Path(__file__).parent / "corpora" / "miti" / "test.csv"
ROUNDS: Final = 5


def main() -> int:
    """Measure and print."""
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        if os.environ.get(threads) != "1":
            print(f"{threads} is not 1: what other cores do is counted, too.")
    talks = read_labels(TALKS)
    local, rules = shipped_coder(), RuleCoder()
    asyncio.run(_round(talks[:2], local))
    rounds = [
        (asyncio.run(_round(talks, local)), asyncio.run(_round(talks, rules)))
        for _ in range(ROUNDS)
    ]
    _row("a volley, local coder", [of_local[0] for of_local, _ in rounds])
    _row("a volley, rules alone", [of_rules[0] for _, of_rules in rounds])
    _row("a client turn, local coder", [of_local[1] for of_local, _ in rounds])
    ratio = statistics.median(one[0] / other[0] for one, other in rounds)
    print(f"local coder over rules alone, a volley: {ratio:.1f}")
    return 0


def _row(name: str, values: Sequence[float]) -> None:
    low, mid, high = min(values), statistics.median(values), max(values)
    print(f"{name:<28} {mid:6.2f} ms [{low:.2f} – {high:.2f}] (mean over turns; {ROUNDS} rounds)")


async def _round(talks: Sequence[LabelledTalk], coder: Coder) -> tuple[float, float]:
    """Return the mean process time of a volley and of a client turn, in milliseconds."""
    spent: tuple[list[float], list[float]] = ([], [])
    for talk in talks:
        persona = listener(talk)
        target = persona.advisor_brief.target_behaviour
        waiting = volleys(talk, persona)
        heard: tuple[Heard, ...] = ()
        before = ""
        for said in talk.utterances:
            volley = waiting.get(said.utterance_id)
            start = time.process_time()
            if volley is None:
                await coder.code_client(said.text, target, before)
                spent[1].append(time.process_time() - start)
                continue
            heard = (*heard, await coder.code(volley.model_copy(update={"heard": heard})))
            spent[0].append(time.process_time() - start)
            before = said.text
    return 1000 * statistics.mean(spent[0]), 1000 * statistics.mean(spent[1])


if __name__ == "__main__":
    raise SystemExit(main())
