"""Messages between the server and its SQL process: a length, then JSON. Never pickle: the process is not trusted."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

LONGEST_BYTES = 64 << 20
_HEAD = struct.Struct(">I")


def write(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Send one message."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    stream.write(_HEAD.pack(len(body)) + body)
    stream.flush()


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """The next message; None when the other side is gone or says something that is no message."""
    head = _exactly(stream, _HEAD.size)
    if head is None:
        return None
    (length,) = _HEAD.unpack(head)
    body = _exactly(stream, length) if length <= LONGEST_BYTES else None
    if body is None:
        return None
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _exactly(stream: BinaryIO, count: int) -> bytes | None:
    parts = []
    while count:
        try:
            part = stream.read(count)
        except (OSError, ValueError):
            return None
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
