"""The command line: one file a noun. Each module's `group` is a click command found by its file name."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add every `app/cli/<noun>.py` to `flask`: a module offers one click command or group named `group`."""
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        if not module.name.startswith("_"):
            app.cli.add_command(import_module(f"{__name__}.{module.name}").group)
