"""The company: its year at a glance, its past campaigns, how real its figures are, and its tables."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from app.analytics import card, past, shop, tables
from app.segments import CHANNELS
from app.web import _desk
from fake_company.schema import tables_of

bp = Blueprint("company", __name__, url_prefix="/company")


@bp.get("/")
def index() -> str:
    """The year at a glance and the past campaigns."""
    company = _desk.company()
    return render_template(
        "company/index.html",
        company=company,
        overview=shop.overview(company),
        campaigns=past.campaigns(company),
        channels=CHANNELS,
    )


@bp.get("/realism")
def realism() -> str:
    """The realism card: the company's figures beside what real shops publish; worked out in the background once."""
    company, instance = _desk.company(), _desk.instance()
    rows = card.kept(instance, company)
    status = None if rows else card.ensure(instance, company)
    template = "company/_card.html" if _desk.is_live() else "company/realism.html"
    return render_template(template, rows=rows, status=status)


@bp.post("/realism")
def realism_again() -> Any:
    """Try again after a failure."""
    card.ensure(_desk.instance(), _desk.company(), again=True)
    return _desk.towards(url_for("company.realism"))


@bp.get("/tables")
def all_tables() -> str:
    """Every table with its columns and what they mean."""
    company = _desk.company()
    return render_template("company/tables.html", tables=tables_of(company.profile), rows=company.meta.rows)


@bp.get("/tables/<name>")
def table(name: str) -> str:
    """The first rows of one table."""
    found = tables.first_rows(_desk.company(), name, request.args.get("page", 1, type=int))
    return render_template("company/table.html", found=found)


@bp.get("/tables/<name>.csv")
def table_csv(name: str) -> Any:
    """The rows of one page of a table as CSV."""
    found = tables.first_rows(_desk.company(), name, request.args.get("page", 1, type=int))
    return Response(tables.as_csv(found), mimetype="text/csv; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="{found.table.name}.csv"'})  # fmt: skip
