"""Where pages find their stylesheet and script: the bundle, or the plain CSS sources when there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask, send_from_directory, url_for

from fake_company.text import Text

MISSING = Text(
    "화면 묶음(htmx, 글꼴)이 없어요. 화면은 그대로 쓸 수 있지만 실시간 갱신이 없고 글꼴이 달라요. "
    "인터넷에 연결한 뒤 `pip install -e .`를 한 번 더 실행해 주세요.",
    "The browser bundle (htmx, font) is missing. Every page still works, without live updates and with another "
    "font. Connect to the internet and run `pip install -e .` once more.",
)


def register(app: Flask) -> None:
    """Give templates `assets()`, serve the CSS sources, and say at start when the bundle is missing."""
    sources = Path(app.root_path) / "frontend" / "css"
    if not read_manifest(app):
        app.logger.warning("%s\n%s", MISSING.ko, MISSING.en)

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"assets": lambda: addresses(app), "island": lambda name: island(app, name)}

    @app.get("/sources/<path:name>")
    def css_source(name: str) -> Any:
        """Our own stylesheets as written, for an installation without the bundle."""
        return send_from_directory(sources, name, mimetype="text/css")


def read_manifest(app: Flask) -> dict[str, str]:
    """The bundle's file names; empty when there is no bundle."""
    try:
        found: dict[str, str] = json.loads(
            (Path(str(app.static_folder)) / "dist" / "manifest.json").read_text(encoding="utf-8")
        )
    except (OSError, ValueError):
        return {}
    return found


def addresses(app: Flask) -> dict[str, str]:
    """The address of the stylesheet, and of the script when there is one."""
    manifest = read_manifest(app)
    if not manifest:
        return {"css": url_for("css_source", name="main.css"), "js": ""}
    return {kind: url_for("static", filename=f"dist/{manifest[kind]}") for kind in ("css", "js")}


def island(app: Flask, name: str) -> str:
    """The address of a script of its own (`editor`); empty when this installation has no bundle."""
    found = read_manifest(app).get(name)
    return url_for("static", filename=f"dist/{found}") if found else ""
