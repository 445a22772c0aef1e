"""A server in the test's own process, with a small company and a class file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, jobs
from fake_company.warehouse import Company


class Visitor:
    """A person at a browser: keeps cookies, sends the token of the page they are on."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **options: Any) -> str:
        """The page at an address, whatever its status."""
        self.answer = self.client.get(address, **options)
        return self.answer.get_data(as_text=True)

    def post(self, address: str, data: dict[str, Any] | None = None, **options: Any) -> str:
        """Send a form the way a page of ours does."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/settings/"))
        assert found
        self.answer = self.client.post(address, data={"csrf_token": found[1], **(data or {})}, **options)
        return self.answer.get_data(as_text=True)

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.answer.status_code


@pytest.fixture
def app(tmp_path: Path, small_company: Company, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application on the small company, with a fresh instance folder."""
    monkeypatch.setenv("DANGOL_COMPANY", str(small_company.folder))
    # each test has an instance of its own: no background work for every one of them
    monkeypatch.setattr("app.jobs.start", lambda instance, name, function, **_: jobs.status(instance, name))
    return create_app({"INSTANCE": str(tmp_path), "TESTING": True})


@pytest.fixture
def visitor(app: Flask) -> Iterator[Visitor]:
    """Somebody who opens the sandbox for the first time."""
    with app.test_client() as client:
        yield Visitor(client)
