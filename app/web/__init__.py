"""The browser's side of the sandbox: `build_app`, and one blueprint file and one template folder a noun.

A file `app/web/<noun>.py` offers a blueprint named `bp` and is found by its name; files that begin with an
underscore are what the blueprints share.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from flask import Flask

from app import cli
from app.web import (
    _assets,
    _charts,
    _desk,
    _errors,
    _explore,
    _guided,
    _layout,
    _markdown,
    _meant,
    _plots,
    _question,
    _secrets,
    _security,
    _watch,
    _words,
)

UPLOAD_LIMIT_BYTES = 2_000_000


def build_app(root: Path, config: dict[str, Any]) -> Flask:
    """Make the application: defaults, then `DANGOL_*` variables, then `config`; then everything found by name."""
    app = Flask(
        "app",
        root_path=str(Path(__file__).resolve().parent.parent),
        instance_path=str(_instance(root, config)),
        static_folder="static",
        template_folder="web/templates",
    )
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT_BYTES,
        MAX_FORM_MEMORY_SIZE=UPLOAD_LIMIT_BYTES,
        SESSION_COOKIE_NAME="dangol",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.config.from_prefixed_env("DANGOL")
    app.config.update(config)
    _secrets.use_secret_key(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for part in (
        _words,
        _charts,
        _assets,
        _security,
        _watch,
        _errors,
        _desk,
        _layout,
        _explore,
        _plots,
        _question,
        _guided,
        _markdown,
        _meant,
    ):
        part.register(app)
    for name in blueprint_names():
        app.register_blueprint(import_module(f"{__name__}.{name}").bp)
    cli.register(app)
    return app


def blueprint_names() -> list[str]:
    """Every `app/web/<noun>.py`, in alphabetical order."""
    return sorted(found.name for found in iter_modules(__path__) if not found.name.startswith("_"))


def _instance(root: Path, config: dict[str, Any]) -> Path:
    """Where companies, drafts and the secret key live: `INSTANCE`, `DANGOL_INSTANCE`, else `instance/` beside the code.

    An installed copy without its source tree keeps them in the person's home folder instead.
    """
    chosen = config.get("INSTANCE") or os.environ.get("DANGOL_INSTANCE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    if (root / "pyproject.toml").is_file():
        return root / "instance"
    return Path.home() / ".dangol"
