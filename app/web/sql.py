"""SQL 작업대: a question in SQL over the company's public tables; its answer as table, chart, file and customers.

The question runs in a locked-down process (`app/workbench`), which is ended when its time is up, when it is cancelled, or
when its page is left. The address holds the question, so that it can be shared.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, session, url_for

from app import jobs
from app.classroom import queries
from app.web import _desk, _explore, _security, _watch, _workbench
from app.web._words import t
from app.workbench import copying, guard, running
from app.workbench.examples import examples
from app.workbench.mistakes import SqlError
from fake_company.errors import DangolError
from fake_company.schema import tables_of
from fake_company.warehouse import Company

bp = Blueprint("sql", __name__, url_prefix="/sql")
LONGEST_ADDRESS = 6_000
_QUICK_CUSTOMERS = (
    100_000  # copied while the reader waits (a few seconds); larger companies show progress instead
)
_WAITING_SECONDS = 20.0


@dataclass(frozen=True)
class View:
    """What the answer's place on the page shows: an answer, an error, or the copy being made."""

    sql: str
    answer: running.Answer | None = None
    error: DangolError | None = None
    preparing: jobs.Status | None = None
    order: tuple[int, bool] | None = None
    unit: str = ""

    @property
    def chart(self) -> _workbench.Chart | None:
        """The chart that suits the answer."""
        return _workbench.chart_of(self.answer, self.unit) if self.answer else None

    @property
    def address(self) -> str:
        """The address that asks this question, when it is short enough for one."""
        return address(self.sql, order=self.order, unit=self.unit)

    def sorted_by(self, column: int) -> str:
        """The address of the same answer sorted by a column; again the other way round."""
        down = self.order != (column, True)
        return address(self.sql, order=(column, down), unit=self.unit)


@bp.get("/")
def index() -> Any:
    """The editor, and the answer when the address holds a question."""
    company = _desk.company()
    sql = _asked()
    if not copying.is_made(company):
        _prepare(company)
    running.warm(company)
    view = _view(company, sql, fresh=False) if sql.strip() else None
    if view and _desk.is_live():
        return _fragment(view)
    return _page(company, sql, view)


@bp.post("/")
def ask() -> Any:
    """Run a question anew: the answer's part of the page for htmx; else its own address, or the page when it is long."""
    company = _desk.company()
    sql = request.form.get("q", "").replace("\r\n", "\n")
    if not _desk.is_live() and sql.strip() and len(address(sql)) <= LONGEST_ADDRESS:
        return _desk.towards(address(sql))
    view = _view(company, sql, fresh=True)
    return _fragment(view) if _desk.is_live() else _page(company, sql, view)


@bp.route("/answer.csv", methods=["GET", "POST"])
def answer_csv() -> Any:
    """The whole answer as a file: run to its end first, so that a mistake is told and not hidden in half a file."""
    company = _desk.company()
    file: IO[bytes] = SpooledTemporaryFile(max_size=4 << 20)  # noqa: SIM115  # closed when it has been sent
    try:
        with _watch.watching(running.FILE_SECONDS + _WAITING_SECONDS):
            file.write("\ufeff".encode())
            for lines in running.csv_lines(company, _asked(), _place()):
                file.write(lines.encode("utf-8", "replace"))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer = Response(_sent(file), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = _explore.attachment("answer.csv")
    return answer


@bp.post("/stop")
def stop() -> Any:
    """Cancel what this page is asking."""
    stopped = running.stop(_place())
    return ("", 204) if _desk.is_live() or not stopped else _desk.towards(url_for("sql.index"))


@bp.post("/forget")
def forget() -> Any:
    """Empty the history of questions."""
    queries.forget(_desk.book())
    return _desk.towards(url_for("sql.index"))


def address(
    sql: str, order: tuple[int, bool] | None = None, unit: str = "", endpoint: str = "sql.index"
) -> str:
    """The address that asks a question."""
    asked = {"q": sql}
    if order:
        asked["sort"] = f"{'-' if order[1] else ''}{order[0]}"
    if unit:
        asked["unit"] = unit
    return f"{url_for(endpoint)}?{urlencode(asked)}"


def _asked() -> str:
    """The question of this request: in the form, in the address, or by its number in the history."""
    number = request.args.get("asked", "")
    if number.isdecimal() and len(number) < 19:
        return queries.get(_desk.book(), int(number)).sql
    return request.values.get("q", "").replace("\r\n", "\n")


def _place() -> str:
    """Who asks from which window; a newer question from there replaces an older one."""
    window = request.values.get("place", "")[:40]
    return f"{session.get(_security.FIELD, '')}:{window}" if window else ""


def _order(columns: int = guard.MOST_COLUMNS) -> tuple[int, bool] | None:
    text = request.args.get("sort", "")
    number = text.removeprefix("-")
    if number.isdecimal() and len(number) < 4 and 1 <= int(number) <= columns:
        return int(number), text.startswith("-")
    return None


def _view(company: Company, sql: str, fresh: bool) -> View:
    order, unit = _order(), request.args.get("unit", "")[:10]
    if not copying.is_made(company) and company.meta.customers > _QUICK_CUSTOMERS:
        return View(sql, preparing=_prepare(company))
    answer, error = None, None
    try:
        with _watch.watching(running.limit_of(company) + _WAITING_SECONDS):
            answer = running.run(company, sql, place=_place(), order=order, fresh=fresh)
    except SqlError as found:
        error = found
    if sql.strip() and len(sql) <= guard.LONGEST:
        queries.remember(_desk.book(), sql, answer.total if answer else None, _desk.now())
    return View(sql, answer, error, order=order, unit=unit)


def _prepare(company: Company) -> jobs.Status:
    """Have the copy made in the background."""
    name = f"workbench-{company.meta.digest[:12]}"
    now = jobs.status(_desk.instance(), name)
    if now.is_running or now.state == "failed":
        return now
    return jobs.start(
        _desk.instance(), name, "app.workbench.copying:make_job", folder=str(company.folder.absolute())
    )


def _page(company: Company, sql: str, view: View | None) -> Any:
    """The whole page; a question that failed is a 400, as everywhere."""
    page = render_template(
        "sql/index.html",
        sql=sql,
        view=view,
        tables=tables_of(company.profile),
        rows=company.meta.rows,
        today=company.meta.today,
        examples=examples(company.profile),
        history=queries.history(_desk.book()),
        place=secrets.token_urlsafe(8),
        **_shared(),
    )
    return page, view.error.status if view and view.error else 200


def _fragment(view: View) -> Response:
    answer = Response(render_template("sql/_answer.html", view=view, **_shared()))
    if len(view.address) <= LONGEST_ADDRESS and view.sql.strip():
        answer.headers["HX-Replace-Url"] = view.address
    return answer


def _shared() -> dict[str, Any]:
    return {
        "address": address,
        "cell": _workbench.cell,
        "limits": {
            "seconds": f"{running.limit_of(_desk.company()):g}",
            "shown": running.SHOWN,
            "counted": running.COUNTED,
            "filed": running.FILED,
            "address": LONGEST_ADDRESS,
        },
        "segment_name": str(t("SQL로 고른 고객", "Selected by SQL")),
    }


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(1 << 16):
            yield part
