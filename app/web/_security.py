"""What every answer and every form carries: a content security policy without inline code, and a session token.

The token is our own twenty lines rather than a form library: the forms here are plain HTML, and one comparison
is all that is needed. htmx sends it as a header, plain forms as the field `csrf_token`.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import Any

from flask import Flask, request, session
from markupsafe import Markup

from fake_company.errors import DangolError
from fake_company.text import Text

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Refused(DangolError):
    """A form that did not come from one of our own pages, or came from one that is too old."""

    status = 403


def register(app: Flask) -> None:
    """Check every changing request, and add the headers to every answer."""
    app.jinja_env.globals.update(csrf_token=token, csrf_field=field)

    @app.before_request
    def check() -> None:
        if request.method in ("POST", "PUT", "PATCH", "DELETE"):
            sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
            known = str(session.get(FIELD, ""))
            if not known or not compare_digest(sent.encode(errors="replace"), known.encode()):
                raise Refused(
                    Text(
                        "이 화면이 오래되어 저장하지 않았어요.", "This page is too old, so nothing was saved."
                    ),
                    Text(request.path, request.path),
                    Text("화면을 새로 고치고 다시 눌러 주세요.", "Reload the page and press again."),
                )

    @app.after_request
    def protect(response: Any) -> Any:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def token() -> str:
    """This session's token, made when a page first needs it."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(24)
        session.permanent = True
    return str(session[FIELD])


def field() -> Markup:
    """The hidden field of a plain form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())
