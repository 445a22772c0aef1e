"""Every mistake answered with message, place and remedy in the reader's language: page, fragment or JSON, never a traceback."""

from __future__ import annotations

from typing import Any

from flask import Flask, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from fake_company.errors import DangolError
from fake_company.text import Text

_HTTP = {
    404: (
        Text("이 주소에는 아무것도 없어요.", "There is nothing at this address."),
        Text("왼쪽 메뉴에서 가고 싶은 곳을 골라 주세요.", "Choose where to go from the menu."),
    ),
    405: (
        Text("이 주소에서는 그 일을 할 수 없어요.", "This address does not do that."),
        Text("앞 화면으로 돌아가 단추를 다시 눌러 주세요.", "Go back and press the button again."),
    ),
    413: (
        Text("보낸 파일이 너무 커요(최대 2MB).", "What was sent is too large (at most 2 MB)."),
        Text("더 작은 파일을 올려 주세요.", "Send a smaller file."),
    ),
}
_OTHER = (
    Text("이 요청은 처리할 수 없어요.", "This request cannot be answered."),
    Text("앞 화면으로 돌아가 다시 해 주세요.", "Go back and try again."),
)
_OUR_FAULT = DangolError(
    Text("우리 쪽 문제로 이 화면을 보여 드리지 못했어요.", "This page failed, and it is our fault."),
    "",
    Text(
        "작업은 저장되어 있어요. 새로 고쳐 보고, 계속되면 터미널의 기록과 함께 알려 주세요.",
        "Your work is saved. Reload; if it stays, report it together with the terminal's log.",
    ),
)


def register(app: Flask) -> None:
    """Handle our own errors, HTTP errors and everything else."""
    app.register_error_handler(DangolError, lambda error: answer(error, error.status))
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, our_fault)


def http_error(error: HTTPException) -> Any:
    """A 404, 413 … in the same words and shape as our own errors."""
    code = error.code or 500
    if code < 400:
        return error
    message, remedy = _HTTP.get(code, _OTHER)
    return answer(DangolError(message, request.path, remedy), code)


def our_fault(error: Exception) -> Any:
    """Anything unforeseen: logged whole for whoever runs the server, a plain sentence for the reader."""
    from flask import current_app

    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    current_app.logger.exception("%s %s", request.method, request.path)
    return answer(_OUR_FAULT, 500)


def answer(error: DangolError, status: int) -> Any:
    """JSON for a program, a notice for htmx, a page for a person."""
    if wants_json():
        return jsonify(error.to_json()), status
    template = "_notice.html" if request.headers.get("HX-Request") else "error.html"
    return render_template(template, error=error, status=status), status


def wants_json() -> bool:
    """Whether the asker prefers JSON to HTML."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and "text/html" not in request.accept_mimetypes.values()
