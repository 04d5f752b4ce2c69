"""A server of ours in its own process, and a browser that watches where requests go."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    Download,
    Page,
    Request,
    sync_playwright,
)
from playwright.sync_api import (
    TimeoutError as PlaywrightTimeout,
)

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
#: Generous, for a busy machine; nothing waits as long when all is well.
PATIENCE_MS = 30_000
ROOT = Path(__file__).parents[2]
HERE = {"127.0.0.1", "localhost", "::1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The page on one port and one data folder, to be killed and started again."""

    data: Path
    personas: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, critic_seconds: float = 0, client_seconds: float = 0) -> None:
        """Start `sparring`, or the same page with slow people, and wait until it listens."""
        page = [sys.executable, "-m", "chatbot", "--port", str(self.port)]
        if critic_seconds or client_seconds:
            seconds = [str(critic_seconds), str(client_seconds)]
            page = [sys.executable, "-m", "tests.ui.slow_room", str(self.port), *seconds]
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("SPARRING_", "COV_"))}
        env = clean | {
            "SPARRING_DATA": str(self.data),
            "SPARRING_PERSONAS": str(self.personas),
            "SPARRING_OLLAMA": "http://127.0.0.1:9",
        }
        with (self.data.parent / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                page, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        assert self.url in first, (self.data.parent / "server.log").read_text()

    def kill(self) -> None:
        """Kill without any chance to tidy up."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None


@dataclass
class Seen:
    """What the browser did: requests that left this machine, and errors on the page."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in HERE:
            self.outside.append(request.url)


@contextmanager
def browser(profile: Path, seen: Seen, dark: bool = False) -> Iterator[BrowserContext]:
    """Open a browser with a fresh profile."""
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile,
            executable_path=BROWSER,
            headless=True,
            args=FLAGS,
            viewport={"width": 1280, "height": 800},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", seen.watch)
        seen.watch(context.pages[0])
        try:
            yield context
        finally:
            context.close()


@dataclass
class Practice:
    """What a person does on the page."""

    page: Page

    def choose(self, persona_id: str) -> None:
        self.page.click("#chat-profiles")
        self.page.click(f"[data-test='select-item:{persona_id}']")

    def reopen(self, url: str, turns: int) -> None:
        """Open a talk, and take the second that a person takes before the first word.

        Chainlit resumes a talk of another client than the chosen one twice in that second.
        """
        self.page.goto(url)
        self.await_turns(turns)
        self.page.wait_for_timeout(1500)
        self.await_turns(turns)

    def send(self, text: str) -> None:
        self.page.fill("#chat-input", text)
        self.page.click("#chat-submit:not([disabled])")

    def say(self, text: str) -> None:
        """Send until it stands in the talk: a click while the page still loads leaves the words."""
        mine = "[data-step-type=user_message]"
        before = self.page.locator(mine).count()
        for _ in range(5):
            self.send(text)
            try:
                self.page.wait_for_function(
                    "([what, n]) => document.querySelectorAll(what).length > n",
                    arg=[mine, before],
                    timeout=4000,
                )
            except PlaywrightTimeout:
                continue
            return
        raise AssertionError(f"{text[:60]!r} could not be sent in five tries")

    def press(self, button: str) -> None:
        self.page.click(f"[data-test={button}]:not([disabled])")

    def await_count(self, what: str, count: int) -> None:
        self.page.wait_for_function(
            "([what, count]) => document.querySelectorAll(what).length === count", arg=[what, count]
        )

    def await_turns(self, count: int) -> None:
        """Wait until `count` of the advisor's turns are critiqued and the composer is free."""
        self.await_count("[data-test=critique]", count)
        self.page.wait_for_selector("#stop-button", state="detached")

    def download(self, link: str) -> Download:
        """Click until the file comes: a click in the moment of a redraw is lost, as anyone's is."""
        for _ in range(4):
            try:
                with self.page.expect_download(timeout=3000) as download:
                    self.page.click(link)
            except PlaywrightTimeout:
                continue
            return download.value
        raise AssertionError(f"{link} gave no file in four clicks")

    def said_by_me(self) -> list[str]:
        return self.page.locator("[data-step-type=user_message]").all_inner_texts()

    def await_composer(self, text: str) -> None:
        """Wait until the words are back in the composer."""
        self.page.wait_for_function(
            "text => document.querySelector('#chat-input').value === text", arg=text
        )
