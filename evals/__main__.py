"""`python -m evals`: how good client, critic and advisor are."""

import sys

from evals.cli import main

if __name__ == "__main__":
    sys.exit(main())
