"""The key that signs the session cookie: made once, kept in the instance folder, readable only by its owner."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask


def use_secret_key(app: Flask) -> None:
    """Take `SECRET_KEY` from the configuration, else from `<instance>/secret.key`, made on first use."""
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = kept_key(Path(app.instance_path))


def kept_key(instance: Path) -> str:
    """The installation's own key; two servers that start together end up with the same one."""
    path = instance / "secret.key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip() or secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
