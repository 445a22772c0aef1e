"""Which company a homework is about, said where it matters when the one in use is another."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from app import companies
from app.grading import exercises
from app.web import _desk, _homework
from fake_company import profile as profiles
from fake_company.text import Text


@dataclass(frozen=True)
class Other:
    """The shop the homework is about, and the one in use."""

    meant: Text
    used: Text


def register(app: Flask) -> None:
    """Let templates ask (`pieces/other_company.html` says it)."""
    app.jinja_env.globals.update(other_company=other_company)


def other_company() -> Other | None:
    """Both names when the homework in hand is about another shop than the one in use; None when all is well."""
    slug = _homework.slug()
    meant = exercises.load(slug).company if slug else ""
    if not meant or meant not in profiles.names():
        return None
    used = companies.profile_in_use(_desk.instance())
    return None if used.slug == meant else Other(profiles.load(meant).name.text(), used.name.text())
