"""The company: its year at a glance, its past campaigns, how real its figures are, and its tables."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from app.analytics import past, shop, tables
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
    )


@bp.get("/realism")
def realism() -> str:
    """The realism card: the company's figures beside what real shops publish."""
    company = _desk.company()
    return render_template("company/realism.html", company=company, rows=tables.realism_card(company))


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
