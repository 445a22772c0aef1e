"""Open in…: the company as SQLite, CSV or Parquet, a notebook to begin with, and the Datasette command."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for

from app import exports
from app.web import _desk
from app.web._words import t
from fake_company.errors import DangolError
from fake_company.text import Text

bp = Blueprint("downloads", __name__, url_prefix="/downloads")
TYPES = {"sqlite": "application/vnd.sqlite3", "csv": "application/zip", "parquet": "application/zip"}


@bp.get("/")
def index() -> str:
    """Every format with its state, and how to open it."""
    company = _desk.company()
    found = exports.all_of(_desk.instance(), company)
    names = {one.kind: one.path for one in found}
    commands = {
        "datasette": f"pip install datasette\ndatasette {names['sqlite'].name} --open --setting sql_time_limit_ms 10000",
        "duckdb": "import duckdb\nduckdb.sql(\"SELECT name, count(*) AS times "
        f"FROM '{names['parquet'].stem}/events.parquet' GROUP BY 1 ORDER BY 2 DESC\")",
    }
    return render_template(
        "downloads/index.html", exports=found, cells=_cells(names["sqlite"].name), commands=commands
    )


@bp.get("/<kind>/state")
def state(kind: str) -> str:
    """How far one format is; htmx asks every second."""
    return render_template("downloads/_state.html", one=exports.one(_desk.instance(), _desk.company(), kind))


@bp.post("/<kind>")
def start(kind: str) -> Any:
    """Make the file in the background."""
    exports.start(_desk.instance(), _desk.company(), kind)
    return _desk.towards(url_for("downloads.index"))


@bp.post("/<kind>/cancel")
def cancel(kind: str) -> Any:
    """Stop making it."""
    exports.cancel(_desk.instance(), _desk.company(), kind)
    return _desk.towards(url_for("downloads.index"))


@bp.get("/<kind>/file")
def file(kind: str) -> Response:
    """The file itself: read from disk as it is sent, with its length, and in parts when the browser asks for parts."""
    found = exports.one(_desk.instance(), _desk.company(), kind)
    if not found.is_ready:
        raise DangolError(
            Text("아직 만들지 않은 파일이에요.", "This file has not been made yet."),
            request.path,
            Text("내려받기 화면에서 먼저 만들어 주세요.", "Make it first on the downloads page."),
        )
    return send_file(found.path, mimetype=TYPES[kind], as_attachment=True, download_name=found.path.name, conditional=True)


@bp.get("/notebook.ipynb")
def notebook() -> Response:
    """A notebook that opens the SQLite file."""
    found = exports.one(_desk.instance(), _desk.company(), "sqlite")
    cells: list[dict[str, Any]] = []
    for number, (words, code) in enumerate(_cells(found.path.name)):
        cells.append({"id": f"words-{number}", "cell_type": "markdown", "metadata": {}, "source": words})
        cells.append({"id": f"code-{number}", "cell_type": "code", "metadata": {}, "execution_count": None,
                      "outputs": [], "source": code})  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    return Response(json.dumps(book, ensure_ascii=False, indent=1), mimetype="application/x-ipynb+json",
                    headers={"Content-Disposition": f'attachment; filename="{found.path.stem}.ipynb"'})  # fmt: skip


def _cells(name: str) -> list[tuple[str, str]]:
    """What a notebook begins with: words and code, cell by cell; only what comes with Python."""
    return [
        (
            str(t("파일을 열고 어떤 표가 있는지 봐요.", "Open the file and see which tables it has.")),
            f'import sqlite3\n\ndb = sqlite3.connect("{name}")\n'
            "[row[0] for row in db.execute(\"SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1\")]",
        ),
        (
            str(t("달마다 주문과 매출, 할인이에요.", "Orders, sales and discounts by month.")),
            'db.execute("""\n  SELECT substr(ordered_at, 1, 7) AS month, count(*) AS orders,\n'
            "    sum(total_krw) AS sales_krw, sum(discount_krw) AS discount_krw\n"
            "  FROM orders WHERE status <> 'refunded' GROUP BY 1 ORDER BY 1\n\"\"\").fetchall()",
        ),
        (
            str(t("담고 사지 않은 방문이 얼마나 되나요?", "How many visits with a cart end without an order?")),
            'db.execute("""\n  SELECT count(*) AS carts, count(*) FILTER (WHERE NOT bought) AS left_behind FROM (\n'
            "    SELECT session_id, max(name = 'order_completed') AS bought FROM events\n"
            "    WHERE name IN ('product_added', 'order_completed') GROUP BY session_id\n"
            '    HAVING max(name = \'product_added\'))\n""").fetchone()',
        ),
    ]
