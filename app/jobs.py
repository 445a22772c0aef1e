"""Long work in a child process: single-flight, with progress on disk, and cancellable.

A job is a function `function(progress, **arguments)` named as `package.module:function`. The child holds an
operating-system lock for as long as it lives, so a killed job is never taken for a running one, and several
servers that share one instance folder start it only once. Everything else is one small JSON file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from fake_company.errors import DangolError
from fake_company.text import Text

State = Literal["absent", "running", "done", "failed", "cancelled"]
Progress = Callable[[float, Text], None]

_START_SECONDS = 10.0
_children: list[subprocess.Popen[bytes]] = []  # kept so that the system can take them back when they end
_STOPPED = Text("작업이 중간에 멈췄어요.", "The work stopped half-way.")


@dataclass(frozen=True)
class Status:
    """What a job is doing: its state, the share done (0 to 1), and what it is doing in words."""

    name: str
    state: State
    share: float = 0.0
    message: Text = Text("", "")
    started_at: float = 0.0

    @property
    def is_running(self) -> bool:
        """Whether the job's process is alive."""
        return self.state == "running"


def ensure(instance: Path, name: str, function: str, again: bool = False, **arguments: Any) -> Status:
    """Start a job unless it runs; one that failed or was cancelled only when asked `again`."""
    now = status(instance, name)
    if now.state in ("failed", "cancelled") and not again:
        return now
    return start(instance, name, function, **arguments)


def start(instance: Path, name: str, function: str, **arguments: Any) -> Status:
    """Start a job unless it already runs; return its status at once.

    `function` is `package.module:function`; `arguments` must be JSON values.
    """
    folder = _folder(instance, name)
    folder.mkdir(parents=True, exist_ok=True)
    starting = FileLock(folder / "start.lock")
    with starting:
        now = status(instance, name)
        if now.is_running:
            return now
        _write(folder, state="running", share=0.0, message=Text("시작하고 있어요.", "Starting."), pid=0)
        (folder / "job.json").write_text(
            json.dumps({"function": function, "arguments": arguments}), encoding="utf-8"
        )
        with open(folder / "log.txt", "wb") as log:
            _take_back_ended()
            child = subprocess.Popen(
                [sys.executable, "-m", "app.jobs", str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=Path(__file__).resolve().parent.parent,
            )
            _children.append(child)
        _wait_until_held(folder)
    return status(instance, name)


def status(instance: Path, name: str) -> Status:
    """The job's status; a job whose process died without a word counts as failed."""
    _take_back_ended()
    folder = _folder(instance, name)
    found = _read(folder)
    if not found:
        return Status(name, "absent")
    state: State = found["state"]
    message = Text.of(found["message"])
    if state == "running" and not _is_held(folder):
        found = _read(folder)  # it may have ended between the two looks
        state, message = found["state"], Text.of(found["message"])
        if state == "running":
            state, message = "failed", _STOPPED
    return Status(name, state, float(found["share"]), message, float(found["started_at"]))


def cancel(instance: Path, name: str) -> Status:
    """Stop a running job and all its processes; what it had begun is left unfinished, never half-published."""
    folder = _folder(instance, name)
    now = status(instance, name)
    if not now.is_running:
        return now
    _kill(int(_read(folder).get("pid", 0)))
    deadline = time.monotonic() + 5
    while _is_held(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    _write(folder, state="cancelled", share=now.share, message=Text("작업을 멈췄어요.", "The work was cancelled."))
    return status(instance, name)


def log(instance: Path, name: str) -> str:
    """What the job printed, for a bug report."""
    path = _folder(instance, name) / "log.txt"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def run(folder: Path) -> int:
    """The child's whole life: take the lock, call the function, write how it ended."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    try:
        with FileLock(folder / "run.lock", timeout=2):  # a probe may hold it for a moment
            return _call(folder, job["function"], job["arguments"])
    except Timeout:
        return 0  # another process is doing this very job


def _call(folder: Path, function: str, arguments: Mapping[str, Any]) -> int:
    last_written = 0.0

    def progress(share: float, message: Text) -> None:
        nonlocal last_written
        if share >= 1 or time.monotonic() - last_written > 0.1:
            last_written = time.monotonic()
            _write(folder, state="running", share=share, message=message)

    _write(folder, state="running", share=0.0, message=Text("준비하고 있어요.", "Preparing."))
    module, _, attribute = function.partition(":")
    try:
        getattr(import_module(module), attribute)(progress, **arguments)
    except DangolError as error:
        _write(folder, state="failed", share=0.0, message=Text(error.say("ko"), error.say("en")))
        return 1
    except Exception as error:
        failed = Text("작업이 실패했어요: {error}", "The work failed: {error}").format(error=repr(error))
        _write(folder, state="failed", share=0.0, message=failed)
        raise
    _write(folder, state="done", share=1.0, message=Text("다 됐어요.", "Done."))
    return 0


def _take_back_ended() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _folder(instance: Path, name: str) -> Path:
    return instance / "jobs" / name


def _read(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "status.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def _write(folder: Path, *, state: State, share: float, message: Text, pid: int | None = None) -> None:
    old = _read(folder)
    value = {
        "state": state,
        "share": round(min(max(share, 0.0), 1.0), 4),
        "message": message.to_json(),
        "pid": os.getpid() if pid is None else pid,
        "started_at": time.time() if pid == 0 else old.get("started_at", time.time()),
    }
    temporary = folder / f"status.{os.getpid()}.tmp"
    temporary.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, folder / "status.json")


def _is_held(folder: Path) -> bool:
    probe = FileLock(folder / "run.lock")
    try:
        probe.acquire(timeout=0)
    except Timeout:
        return True
    probe.release()
    return False


def _wait_until_held(folder: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if _read(folder).get("pid") or _is_held(folder):
            return
        time.sleep(0.01)


def _kill(pid: int) -> None:
    if pid <= 0:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/PID", str(pid), "/T", "/F"], capture_output=True, check=False)
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    raise SystemExit(run(Path(sys.argv[1])))
