"""Requests whose questions stop when nobody waits for the answer: after a time, after a newer one, after the page was left.

Pages of 살펴보기 are watched by themselves, other blueprints by `_watch.pages(bp)`; `with _watch.watching():` watches a part
of one request. A page that was left is noticed by its closed connection; a newer request by the same `X-Place` header, which
our own script sends with every request of htmx (one window, one address).
"""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from flask import Blueprint, Flask, g, request, session

from app.analytics.query import SECONDS, Stopped, watched
from app.web import _errors
from app.web._layout import NAVIGATION
from app.web._security import FIELD
from fake_company.watching import Watch

PLACE = "X-Place"
PATIENCE_SECONDS = 60.0
"""How long any other page of 살펴보기 may take: the first answers of a large company take longest."""
_SOCKETS = ("werkzeug.socket", "gunicorn.socket")


def register(app: Flask) -> None:
    """Watch every page of 살펴보기; one stopped because nobody waits answers nothing, one that took too long says so."""
    app.register_error_handler(Stopped, _stopped)
    explore = next(stop for stop in NAVIGATION if stop.endpoint == "company.index")
    nouns = {child.endpoint.split(".")[0] for child in explore.children}

    @app.before_request
    def begin() -> None:
        if request.method == "GET" and request.blueprint in nouns:
            _begin(PATIENCE_SECONDS)

    app.teardown_request(_end)


def pages(bp: Blueprint, seconds: float = SECONDS) -> None:
    """Watch every page of a blueprint, for so many seconds."""

    @bp.before_request
    def begin() -> None:
        _end()
        _begin(seconds)


def _begin(seconds: float) -> None:
    g.watching = ExitStack()
    g.watching.enter_context(watching(seconds))


def _end(_: BaseException | None = None) -> None:
    kept: ExitStack | None = g.pop("watching", None)
    if kept is not None:
        kept.close()


def watching(seconds: float = SECONDS) -> AbstractContextManager[Watch]:
    """Watch what this request asks inside the `with`."""
    return watched(place(), seconds, _is_left(request.environ))


def place() -> str:
    """The person, the window and the address that asks; empty when the browser does not say."""
    window = request.headers.get(PLACE, "")[:80]
    return f"{session.get(FIELD, '')}:{window}:{request.method}:{request.path}" if window else ""


def _is_left(environ: dict[str, Any]) -> Callable[[], bool]:
    """Whether the browser has closed this request's connection, where the server lets us look."""
    told = environ.get("waitress.client_disconnected")
    if callable(told):
        return lambda: bool(told())
    connection = next((environ[key] for key in _SOCKETS if key in environ), None)
    return lambda: connection is not None and is_closed(connection)


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side has hung up; nothing is read from the connection."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    except ValueError:  # an encrypted connection cannot be peeked at
        return False
    except OSError:
        return True


def _stopped(error: Stopped) -> Any:
    if error.cause == "late":
        return _errors.answer(error, error.status)
    return "", 204
