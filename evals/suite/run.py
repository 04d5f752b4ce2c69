"""`evals suite FILE --out DIR`: run the evals of a suite, each into its folder, then its gate."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from chatbot.domain.errors import SparringError
from evals.compare.gate import GateFile, load_gate
from evals.compare.run import print_gate


class SuiteError(SparringError):
    """A suite cannot be run. The message names what is wrong and how to mend it."""


class _Parser(ArgumentParser):
    """Options that come from a file: what is wrong with them is an error like any other."""

    def error(self, message: str) -> NoReturn:
        raise SuiteError(f"{self.prog}: {message}")


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals suite`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a suite, as evals/suites/ci.yaml")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--resume", action="store_true", help="go on with what DIR holds")


def run_suite(options: Namespace) -> int:
    """Run a suite and its gate; returns 1 if a threshold is not kept.

    Raises:
        SuiteError: the suite runs nothing, names an unknown eval or option, or DIR is in use.
        GateError: the gate is broken or empty, or asks for what was not run.
        SparringError: an eval could not be run.
    """
    suite = load_gate(options.file)
    _check(suite, options)
    for name, given in suite.evals.items():
        arguments = _options(name, given, options.file.parent, options.out / name)
        if arguments is None:
            print(f"{name}: left out, no file matches {given['data']}")
            continue
        print(f"{name} …")
        _EVALS[name](arguments)
    return print_gate(options.out, options.file)


def _check(suite: GateFile, options: Namespace) -> None:
    if not suite.evals:
        raise SuiteError(f"{options.file.name}: 'evals' names none; a suite runs at least one")
    unknown = [name for name in suite.evals if name not in _EVALS]
    if unknown:
        known = ", ".join(_EVALS)
        raise SuiteError(f"{options.file.name}: unknown eval {unknown[0]}; there are: {known}")
    used = [name for name in suite.evals if (options.out / name).exists()]
    if used and not options.resume:
        raise SuiteError(
            f"{options.out / used[0]} is there already, and its talks would be taken for new ones; "
            "give another --out, or --resume to go on with it"
        )


def _options(name: str, given: Mapping[str, Any], base: Path, out: Path) -> Namespace | None:
    """Return the options as the command line would; None if there is no data to run on.

    Raises:
        SuiteError: an option is unknown or wrong.
    """
    told = dict(given)
    if "data" in told:
        told["data"] = _files(told["data"], base)
        if not told["data"]:
            return None
    words = [word for key, value in told.items() for word in _words(key, value)]
    parser = _Parser(prog=f"suite, {name}")
    _ARGUMENTS[name](parser)
    return parser.parse_args([*words, "--out", str(out)])


def _files(patterns: str | list[str], base: Path) -> list[str]:
    """Return the files that match, seen from the suite's own folder."""
    listed = [patterns] if isinstance(patterns, str) else patterns
    return [str(path) for one in listed for path in sorted(_matching(base, one))]


def _matching(base: Path, pattern: str) -> list[Path]:
    parts = Path(pattern).parts
    ups = sum(part == ".." for part in parts)
    for _ in range(ups):
        base = base.resolve().parent
    return list(base.glob(str(Path(*parts[ups:]))))


def _words(key: str, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [f"--{key}"] if value else []
    return [f"--{key}", *(map(str, value) if isinstance(value, list) else [str(value)])]


def _fidelity_arguments(parser: ArgumentParser) -> None:
    from evals.fidelity.run import add_arguments  # noqa: PLC0415 - loads plots

    add_arguments(parser)


def _fidelity(options: Namespace) -> None:
    from evals.fidelity.run import run_fidelity  # noqa: PLC0415

    run_fidelity(options)


def _robustness_arguments(parser: ArgumentParser) -> None:
    from evals.robustness.run import add_arguments  # noqa: PLC0415

    add_arguments(parser)


def _robustness(options: Namespace) -> None:
    from evals.robustness.run import measured  # noqa: PLC0415

    measured(options)


def _agreement_arguments(parser: ArgumentParser) -> None:
    from evals.agreement.run import add_arguments  # noqa: PLC0415 - loads scikit-learn

    add_arguments(parser)


def _agreement(options: Namespace) -> None:
    from evals.agreement.run import command  # noqa: PLC0415

    asyncio.run(command(options))


_ARGUMENTS: Final[dict[str, Callable[[ArgumentParser], None]]] = {
    "fidelity": _fidelity_arguments,
    "robustness": _robustness_arguments,
    "agreement": _agreement_arguments,
}
_EVALS: Final[dict[str, Callable[[Namespace], None]]] = {
    "fidelity": _fidelity,
    "robustness": _robustness,
    "agreement": _agreement,
}
