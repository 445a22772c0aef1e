"""A page that was left stops its question; a newer request of the same window too; one that takes too long is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from flask import Blueprint, Flask
from werkzeug.serving import make_server

from app.analytics.query import Stopped
from app.web import _watch
from fake_company import watching
from fake_company.warehouse import Company

ENDLESS = "SELECT count(*) FROM range(1_000_000_000_000) a WHERE hash(a.range) = 1"


class Shop:
    """An application with one page that never ends by itself, and what became of it."""

    def __init__(self, app: Flask, company: Company, seconds: float) -> None:
        self.app = app
        self.begun, self.ended = Event(), Event()
        self.cause = ""
        bp = Blueprint("endless", __name__, url_prefix="/endless")
        _watch.pages(bp, seconds)

        @bp.get("/")
        def index() -> str:
            self.begun.set()
            try:
                return str(company.scalar(ENDLESS))
            except Stopped as error:
                self.cause = error.cause
                raise
            finally:
                self.ended.set()

        app.register_blueprint(bp)


@pytest.fixture
def shop(app: Flask, small_company: Company) -> Shop:
    return Shop(app, small_company, 60)


@pytest.fixture
def port(shop: Shop) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, shop.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


def ask(port: int, *headers: str) -> socket.socket:
    """Ask for the endless page and do not wait for the answer."""
    connection = socket.create_connection(("127.0.0.1", port))
    lines = ["GET /endless/ HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    connection.sendall("\r\n".join(lines).encode())
    return connection


def test_a_page_that_was_left_stops_its_question(shop: Shop, port: int) -> None:
    connection = ask(port)
    assert shop.begun.wait(20)
    connection.close()

    assert shop.ended.wait(20)
    assert shop.cause == "left"


def test_a_newer_request_of_the_same_window_stops_the_older(shop: Shop, port: int) -> None:
    first = ask(port, "X-Place: window-1")
    assert shop.begun.wait(20)
    second = ask(port, "X-Place: window-1")

    assert shop.ended.wait(20)
    assert shop.cause == "newer"
    assert first.recv(200).startswith(b"HTTP/1.1 204")
    second.close()
    first.close()


def test_an_answer_that_takes_too_long_says_so(app: Flask, small_company: Company) -> None:
    Shop(app, small_company, 0.1)
    with app.test_client() as client:
        answer: Any = client.get("/endless/")

    assert answer.status_code == 503
    assert "너무 오래 걸려" in answer.get_data(as_text=True)


def test_without_a_window_no_request_is_newer(app: Flask) -> None:
    with app.test_request_context("/funnel/"):
        assert _watch.place() == ""
    with app.test_request_context("/funnel/", headers={"X-Place": "w1"}):
        assert _watch.place() == ":w1:GET:/funnel/"


@pytest.mark.parametrize(
    ("page", "expected"),
    [("/customers/", True), ("/funnel/", True), ("/company/", True), ("/settings/", False)],
)
def test_every_explore_page_is_watched(
    app: Flask, monkeypatch: pytest.MonkeyPatch, page: str, expected: bool
) -> None:
    seen = []
    real = _watch.watched

    def noted(place: str, seconds: float, is_left: Any) -> Any:
        seen.append(seconds)
        return real(place, seconds, is_left)

    monkeypatch.setattr(_watch, "watched", noted)
    with app.test_client() as client:
        client.get(page)

    assert bool(seen) == expected
    assert watching.current() is None
