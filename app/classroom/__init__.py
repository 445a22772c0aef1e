"""Who learns: drafts, launches and attempts kept on disk. May not import Flask or read the clock."""

from __future__ import annotations

from app.classroom import attempts, drafts, launches
from app.classroom.store import ClassFile, open_class, open_solo

__all__ = ["ClassFile", "attempts", "drafts", "launches", "open_class", "open_solo"]
