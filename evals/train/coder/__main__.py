"""`python -m evals.train.coder`: learn the local coder's weights from our own corpus.

Takes three to eight minutes on two cores. What is drawn at random is fixed: marks and pieces of the
copies by the names of the talks, the network's course by a seed. Signs are summed in an order that
depends on PYTHONHASHSEED: unless it is set, two runs differ in the last digits of their figures.
"""

import argparse
import sys
from pathlib import Path

from chatbot.coder.weights import write_weights
from evals.corpora.build import FOLDER
from evals.corpora.coach.written import CoachCorpusError
from evals.corpora.talks import TalkError, read_talks
from evals.corpora.tone.written import ToneCorpusError, read_hand
from evals.train.coder.fitting import Strength
from evals.train.coder.lines import coach_lines
from evals.train.coder.tones import HANDS
from evals.train.coder.training import train

OUT = Path(__file__).parents[3] / "chatbot" / "coder" / "model" / "coder.npz"
VERSION = "local-1"


def main() -> int:
    """Train and write the model file; returns 1 if a talk cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m evals.train.coder", description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="the model file")
    parser.add_argument("--version", default=VERSION, help="name recorded in the log")
    parser.add_argument(
        "--without",
        default="",
        help="hands to leave out, comma-separated; `lines` for the coach's wordings",
    )
    defaults = Strength()
    for name in ("clause", "volley", "client", "rare"):
        parser.add_argument(f"--{name}", type=float, default=getattr(defaults, name))
    options = parser.parse_args()
    without = set(options.without.split(","))
    files = [f for f in sorted((FOLDER / "talks").glob("h*.txt")) if f.stem not in without]
    try:
        talks = [talk for file in files for talk in read_talks(file)]
        lines = [] if "lines" in without else list(coach_lines())
        toned = [turn for file in sorted(HANDS.glob("t*.txt")) for turn in read_hand(file)]
    except (TalkError, CoachCorpusError, ToneCorpusError) as error:
        print(error)
        return 1
    strength = Strength(options.clause, options.volley, options.client, options.rare)
    weights = train(
        talks, lines, toned, options.version, strength, lambda step: print(step, flush=True)
    )
    write_weights(options.out, weights)
    size = options.out.stat().st_size / 1e6
    print(f"{options.out}: {size:.2f} MB; cooling {dict(weights.cooling)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
