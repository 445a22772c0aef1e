"""The sandbox. Holds only `create_app`; everything else is in the packages below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """Make the web application: defaults, then `DANGOL_*` environment variables, then `config`."""
    from app.web import build_app

    return build_app(Path(__file__).resolve().parent.parent, config or {})
