"""The engine's process: loads a model, serves it on loopback, ends with whoever started it.

Run as a file, by path, with nothing of Sparring imported: it starts faster, from any folder.

The first line on standard input says what to load (JSON), the first line on standard output where
it is served. When standard input closes, whatever became of the parent, the process ends.
"""

import json
import os
import sys
import threading
from typing import Any, NoReturn

#: Exit statuses that no second try would mend.
NO_ENGINE = 14
NOT_LOADED = 15


def main() -> None:
    """Serve until standard input closes."""
    told = _private_stdout()
    wanted = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(wanted["nice"])
    # A token is a thousand small steps after which OpenMP's threads wait for each other. Asleep at
    # each, they need three times as long; in a busy loop without end, on a machine with other work,
    # they wait for a thread that is not running. So: a short busy loop, then sleep.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.environ["GOMP_SPINCOUNT"] = "1000"
    try:
        import xllamacpp  # noqa: PLC0415 (after its environment is set)
    except ImportError as error:
        _leave(NO_ENGINE, error)
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, wanted))
    except RuntimeError as error:
        _leave(NOT_LOADED, error)
    os.write(told, (json.dumps({"url": server.listening_address}) + "\n").encode())
    threading.Event().wait()


def _leave(status: int, error: Exception) -> NoReturn:
    """End at once: an engine half made may abort in an orderly end, and hide the status."""
    sys.stderr.write(f"{error}\n")
    sys.stderr.flush()
    os._exit(status)


def _private_stdout() -> int:
    """Keep standard output for our one line: what libraries print goes to the log."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return kept


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    # At once: an orderly end would wait for replies that nobody reads any more.
    os._exit(0)


def _parameters(engine: Any, wanted: dict[str, Any]) -> Any:
    """Return the engine's parameters; what is not named here is its default."""
    parameters = engine.CommonParams()
    parameters.model.path = wanted["model"]
    parameters.lora_adapters = [engine.CommonAdapterLoraInfo(p, 0.0) for p in wanted["adapters"]]
    parameters.cpuparams.n_threads = wanted["threads"]
    parameters.cpuparams_batch.n_threads = wanted["threads"]
    parameters.n_parallel = wanted["slots"]
    parameters.n_ctx = wanted["context"]
    # All slots share the context, so that the prompt of several candidates is held once.
    parameters.kv_unified = True
    parameters.n_batch = min(512, wanted["context"])
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [wanted["key"]]
    parameters.n_threads_http = 4
    # Up to 8 GB of prompts would be kept in memory otherwise.
    parameters.cache_ram_mib = 0
    parameters.ui = False
    parameters.endpoint_slots = False
    return parameters


if __name__ == "__main__":
    main()
