"""What the checker of any hand's file does from the command line."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from chatbot.domain.errors import SparringError


def check_files(report: Callable[[Path], Iterable[str]], unreadable: type[SparringError]) -> int:
    """Print what there is to mend in the files named on the command line.

    Args:
        report: says it of one file, line by line.
        unreadable: what it raises of a file that is not of the written form.

    Returns:
        1 if a file cannot be read, else 0.
    """
    try:
        for name in sys.argv[1:]:
            for line in report(Path(name)):
                print(line)
    except unreadable as error:
        print(error, file=sys.stderr)
        return 1
    return 0
