"""A real server and a real browser. Skipped with a message where there is no browser; failing there in CI.

Screenshots to look at: `DANGOL_SHOTS=/tmp/shots .venv/bin/pytest tests/browser` writes a PNG of every page there.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from fake_company.warehouse import Company

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/usr/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
WIDTHS = {"phone": (390, 844), "desktop": (1280, 860)}


def find_browser() -> str | None:
    """`DANGOL_BROWSER`, else a Chromium or Chrome in PATH or one of the standard places."""
    chosen = os.environ.get("DANGOL_BROWSER")
    found = [chosen] if chosen else [*(shutil.which(name) for name in NAMES), *PLACES]
    return next((path for path in found if path and Path(path).exists()), None)


def unavailable(reason: str) -> None:
    """Skip on a learner's machine; fail in CI, where the browser tests must run."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_server(instance: Path, **environment: str) -> Iterator[str]:
    """`flask run` in a process of its own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = {key: value for key, value in os.environ.items() if not key.startswith("DANGOL_")}
    log = (instance / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "run", "--port", str(port)],
        cwd=ROOT,
        env={**known, "DANGOL_INSTANCE": str(instance), **environment},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)
        log.close()


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers, at most half a minute."""
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail("the server ended before it answered")
        try:
            with urllib.request.urlopen(address + "/settings/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole session."""
    sync_api = pytest.importorskip("playwright.sync_api") if os.environ.get("CI") != "true" else None
    if sync_api is None:
        from playwright import sync_api
    path = find_browser()
    if path is None:
        unavailable("no Chromium or Chrome found; set DANGOL_BROWSER to one")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, small_company: Company) -> Iterator[str]:
    """A server with a company that is ready."""
    with running_server(
        tmp_path_factory.mktemp("instance"), DANGOL_COMPANY=str(small_company.folder)
    ) as address:
        yield address


class Window:
    """A browser window on one server; notes what the browser complains of."""

    def __init__(self, context: Any, address: str, shots: Path) -> None:
        self.page = context.new_page()
        self.address = address
        self.shots = shots
        self.complaints: list[str] = []
        self.page.on("console", lambda told: self._note(told.type, told.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def go(self, path: str) -> Any:
        """Open a page and wait until it has loaded."""
        self.page.goto(self.address + path)
        return self.page

    def shoot(self, name: str) -> Path:
        """A picture of the whole page, for people to look at; only when `DANGOL_SHOTS` names a folder."""
        path = self.shots / f"{name}.png"
        if "DANGOL_SHOTS" in os.environ:
            self.page.screenshot(path=str(path), full_page=True)
        return path


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go."""
    folder = Path(os.environ.get("DANGOL_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def browse(chromium: Any, server: str, shots: Path) -> Iterator[Callable[..., Window]]:
    """Open windows: `browse("phone", "en", javascript=False)`; every one is closed afterwards."""
    opened: list[Any] = []

    def open_window(width: str = "desktop", language: str = "ko", at: str = "", **options: Any) -> Window:
        across, down = WIDTHS[width]
        context = chromium.new_context(viewport={"width": across, "height": down}, **options)
        context.add_cookies([{"name": "dangol_lang", "value": language, "url": at or server}])
        opened.append(context)
        return Window(context, at or server, shots)

    yield open_window
    for context in opened:
        context.close()
