"""A stand-in for the engine's process: same way of being told and of telling, no model.

    python -m tests.fakes.engine SCENARIO FOLDER

Into FOLDER it writes what it was told (`orders.jsonl`, a line each start) and asked
(`asked.jsonl`). A scenario that ends in -once goes well from the second start on.
"""

import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FOREVER = 3600
_EXITS = {"stillborn": 1, "no-engine": 14, "not-loaded": 15}


class Handler(BaseHTTPRequestHandler):
    scenario = "ok"
    folder = Path()
    key = ""
    ready_at = 0.0

    def do_GET(self) -> None:
        self.answer(200 if time.monotonic() > self.ready_at else 503, b'{"status":"?"}')

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        note(self.folder / "asked.jsonl", body)
        if self.headers.get("authorization") != f"Bearer {self.key}":
            self.answer(401, b'{"error":{"message":"Invalid API Key"}}')
        elif self.scenario.startswith("dies"):
            os._exit(1)
        elif self.scenario.startswith("hangs"):
            time.sleep(FOREVER)
        elif self.scenario == "fails":
            self.answer(500, b'{"error":{"message":"out of cells","type":"server_error"}}')
        elif self.scenario == "breaks":
            self.answer(502, b"<html>")
        elif self.scenario == "too-long":
            fault = {"message": "9000 tokens exceed 2048", "type": "exceed_context_size_error"}
            self.answer(400, json.dumps({"error": fault}).encode())
        elif self.scenario == "html":
            self.answer(200, b"<html>hello</html>")
        elif self.scenario == "too-few":
            self.answer(200, b'[{"index": 0, "content": "one"}]')
        else:
            time.sleep(0.05)
            made = chat(body) if "messages" in body else candidates(body)
            self.answer(200, json.dumps(made).encode())

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def candidates(body: dict[str, Any]) -> Any:
    """Return candidates out of order, or one alone, as llama.cpp does."""
    said = [
        {"index": i, "content": f"{body['prompt']} {body['seed'] + i}", "timings": {}}
        for i in range(body["n_cmpl"])
    ]
    return said[0] if len(said) == 1 else said[::-1]


def chat(body: dict[str, Any]) -> Any:
    """Return the last message, said back; an object where a form was asked for."""
    text = body["messages"][-1]["content"]
    if "response_format" in body:
        text = json.dumps({"said": text})
    usage = {"prompt_tokens": 3, "completion_tokens": 2}
    return {"choices": [{"message": {"role": "assistant", "content": text}}], "usage": usage}


def note(path: Path, what: Any) -> None:
    with path.open("a") as file:
        file.write(json.dumps(what) + "\n")


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    scenario, folder = sys.argv[1], Path(sys.argv[2])
    order = json.loads(sys.stdin.buffer.readline())
    orders = folder / "orders.jsonl"
    note(orders, order | {"pid": os.getpid()})
    if scenario.endswith("-once") and len(orders.read_text().splitlines()) > 1:
        scenario = "ok"
    sys.stderr.write("0.00.001 I loading\n0.00.002 E first cause\n0.00.003 E second cause\n")
    sys.stderr.flush()
    if scenario != "deaf":
        threading.Thread(target=end_with_parent, daemon=True).start()
    if (status := _EXITS.get(scenario.removesuffix("-once"))) is not None:
        os._exit(status)
    if scenario == "old-processor":
        os.kill(os.getpid(), signal.SIGILL)
    if scenario == "never-ready":
        time.sleep(FOREVER)
    Handler.scenario, Handler.folder, Handler.key = scenario, folder, order["key"]
    Handler.ready_at = time.monotonic() + (0.4 if scenario == "slow" else 0.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}"
    sys.stdout.write("Welcome!\n" if scenario == "stranger" else json.dumps({"url": url}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
